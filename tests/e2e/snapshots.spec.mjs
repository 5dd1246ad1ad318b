// What a screen reader is told of each page, against tests/e2e/snapshots. POSTERN_BLESS=1 accepts
// what it is told now.

import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { everyPage } from "./every_page.mjs";

const KEPT = join(import.meta.dirname, "snapshots");
const PAGES = [
  ...["what", "who", "where", "check", "review", "everything"],
  ...["audit", "apply", "run", "runs", "delete", "appearance", "not-found"],
];
const LONGEST = 160;

/** The page as it is told, without what differs from one run to the next or has a test of its own. */
async function told(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((box) => (box.open = true)));
  const text = await page.locator("body").ariaSnapshot();
  return text
    .split("\n")
    .map((line) =>
      line
        .replaceAll(/\?[\w.%-]+=[^#"\s]*/g, "?…")
        .replaceAll(/\brun-[0-9A-Z]{26}\b/g, "run-…")
        .replaceAll(/\b\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?/g, "DATE"),
    )
    // A file's text is the goldens' matter.
    .map((line) => (/^\s*- code: /.test(line) && line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line))
    .join("\n")
    .concat("\n");
}

/** The differences between two files; nothing where there is none. */
function difference(kept, now) {
  const words = ["-U2", "--label", "kept", "--label", "now", kept, now];
  return new Promise((resolve, reject) => {
    execFile("diff", words, (error, stdout) => (error && error.code !== 1 ? reject(error) : resolve(stdout)));
  });
}

export async function each_page_is_told_as_it_was({ browser, scratch, assert }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const bless = Boolean(process.env.POSTERN_BLESS);
  await mkdir(KEPT, { recursive: true });
  const wrong = [];
  const seen = new Set();
  await everyPage({ page, scratch }, async (name) => {
    if (!PAGES.includes(name)) return;
    await page.waitForLoadState("networkidle");
    seen.add(`${name}.yaml`);
    const [kept, now] = [join(KEPT, `${name}.yaml`), join(scratch, `${name}.yaml`)];
    await writeFile(bless ? kept : now, await told(page));
    if (!bless) wrong.push(await difference(kept, now).then((text) => text && `${name}\n${text}`));
  });
  await page.close();
  assert.deepEqual(new Set(await readdir(KEPT)), seen, "a page is not visited, or a file has none");
  const differing = wrong.filter(Boolean);
  assert.equal(differing.length, 0, `POSTERN_BLESS=1 accepts this:\n${differing.join("\n")}`);
}

export async function a_heading_that_is_gone_is_noticed({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/no-such-page`);
  const before = await told(page);
  assert.match(before, /heading "Page not found"/);
  assert.doesNotMatch(before, /\d{4}-\d\d-\d\d/, "a date would differ tomorrow");
  await page.evaluate(() => document.querySelector("h1").replaceWith("Page not found"));
  assert.notEqual(await told(page), before, "a heading that is none is not noticed");
}
