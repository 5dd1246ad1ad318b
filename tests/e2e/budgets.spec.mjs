// What a page may weigh: bytes, requests, movements, and CPU by the browser's own count.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { answered, STEPS } from "./wizard_pages.mjs";

const PAINT_BYTES = 60_000;
const PAINT_REQUESTS = 4;
const SCRIPT_BYTES = 10_000;
const TASK_MS = 50;

const NOWHERE = "/no-such-page";
const PAGES = [...STEPS.map((path) => `${path}?${answered()}`), `/everything?${answered()}`, "/", "/audit", NOWHERE];

export async function paints_after_four_requests_and_60_kilobytes({ browser, baseUrl, assert }) {
  for (const path of PAGES) {
    const page = await browser.newPage();
    const sizes = new Map();
    page.on("requestfinished", async (request) => sizes.set(request.url(), (await request.sizes()).responseBodySize));
    await page.goto(baseUrl + path, { waitUntil: "networkidle" });
    // What the page itself asks for; a module that one of these imports comes later.
    const asked = await page.evaluate(() =>
      [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel~=preload], link[rel=modulepreload], script[src], img[src]")].map(
        (element) => element.href ?? element.src,
      ),
    );
    const needed = [page.url(), ...asked];
    assert.ok(needed.length <= PAINT_REQUESTS, `${path} asks for ${needed.join(", ")}`);
    let total = 0;
    for (const url of needed) {
      // A browser without a window asks for no icon.
      const bytes = sizes.get(url) ?? (await (await page.request.get(url)).body()).length;
      total += bytes;
    }
    if (process.env.POSTERN_SIZES) console.log(`${path.split('?')[0]}: ${total} bytes before the first paint`);
    assert.ok(total <= PAINT_BYTES, `${path} needs ${total} bytes`);
    const blocking = await page.evaluate(() =>
      performance.getEntriesByType("resource").filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name),
    );
    assert.equal(blocking.length, 1, `${path} waits for ${blocking.join(", ")}`);
    await page.close();
  }
}

export async function style_sheets_are_one_file_and_scripts_import_only_what_is_used({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname.split("/").at(-1)));
  await page.goto(baseUrl + NOWHERE, { waitUntil: "networkidle" });
  assert.deepEqual(asked.filter((name) => /\.(css|js)$/.test(name)).sort(), ["main.css", "main.js", "shortcuts.js", "waiting.js"]);
  asked.length = 0;
  await page.goto(`${baseUrl}/audit`, { waitUntil: "networkidle" });
  assert.ok(!asked.includes("preview.js"), asked.join(", "));
}

export async function all_scripts_together_are_10_kilobytes_of_brotli({ assert }) {
  const folder = join(import.meta.dirname, "../../public/js");
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".js"));
  assert.ok(files.length > 3);
  let total = 0;
  for (const file of files) total += brotliCompressSync(await readFile(join(folder, file))).length;
  assert.ok(total <= SCRIPT_BYTES, `${total} bytes`);
}

export async function assets_are_compressed_and_kept_for_ever({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  const answers = [];
  page.on("response", (answer) => answers.push(answer));
  await page.goto(`${baseUrl}/where?${answered()}`, { waitUntil: "networkidle" });
  assert.ok(answers.length >= 5, "the page, its style sheet and its modules");
  for (const answer of answers) {
    const headers = await answer.allHeaders();
    const url = new URL(answer.url());
    assert.equal(headers["content-encoding"], "gzip", url.pathname);
    if (url.pathname.startsWith("/assets/")) {
      assert.equal(headers["cache-control"], "public, max-age=31536000, immutable", url.pathname);
    }
  }
}

/** Loads a page and says what moved on it. */
async function moved(browser, address, viewport) {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.moved = [];
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, sources, value } of list.getEntries()) {
        if (!hadRecentInput) globalThis.moved.push([value, ...sources.map(({ node }) => node?.className ?? node?.nodeName)]);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(address, { waitUntil: "networkidle" });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  const shifts = await page.evaluate(() => globalThis.moved);
  await context.close();
  return shifts;
}

export async function nothing_moves_while_a_page_loads({ browser, baseUrl, assert }) {
  for (const path of PAGES) {
    for (const hash of path.startsWith("/where") ? ["", "#preview-cli"] : [""]) {
      // Where the form is above the panel, the fragment scrolls the page.
      for (const width of hash ? [1280] : [320, 1280]) {
        const shifts = await moved(browser, baseUrl + path + hash, { width, height: 800 });
        assert.deepEqual(shifts, [], `${path.split("?")[0]}${hash} at ${width}`);
      }
    }
  }
}

/**
 * The tasks of the page's own process, in milliseconds of its CPU: what else this machine does is not in it.
 * None where the trace does not say which process that is, as when Chromium puts a new one under the page.
 */
async function tasksOf(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline"] });
  await page.goto(address, { waitUntil: "networkidle" });
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await context.close();
  const own = ({ args }) => (args?.data ?? args?.beginData)?.url === address;
  const commit = traceEvents.find((event) => ["CommitLoad", "ParseHTML"].includes(event.name) && own(event));
  const tasks = traceEvents.filter(
    ({ name, pid, tid, tdur }) => name === "ThreadControllerImpl::RunTask" && pid === commit?.pid && tid === commit.tid && tdur > 0,
  );
  return tasks.map(({ tdur }) => tdur / 1000);
}

async function longestTask(browser, address, assert) {
  let tasks = [];
  for (let attempt = 0; attempt < 4 && tasks.length <= 20; attempt += 1) tasks = await tasksOf(browser, address);
  assert.ok(tasks.length > 20, `${tasks.length} tasks of ${address}`);
  return Math.max(...tasks);
}

export async function no_task_is_long({ browser, baseUrl, assert }) {
  for (const path of PAGES) {
    const longest = await longestTask(browser, baseUrl + path, assert);
    if (process.env.POSTERN_SIZES) console.log(`${path.split("?")[0]}: ${longest.toFixed(1)} ms in the longest task`);
    assert.ok(longest <= TASK_MS, `${path.split("?")[0]}: ${longest} ms`);
  }
}
