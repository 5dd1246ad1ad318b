// Runs every *.spec.mjs beside it in Chromium, against one `postern serve` on the loopback interface.
//
// A spec exports async functions; each is one test and takes
// { browser, launch, load, baseUrl, scratch, axe, assert, saveHtml, savePage, watched, skip }, see below.
// Prints `ok NAME` or `FAILED NAME: …` for each; exits with 1 when one failed.
// `node tests/e2e/run.mjs WORD` runs only those whose name contains WORD.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { pageTools } from "./page_tools.mjs";
import { startPostern } from "./server.mjs";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--no-first-run",
];
const DEADLINE_MS = 120_000;

const here = import.meta.dirname;
const only = process.argv[2] ?? "";

class Skip extends Error {}

function inPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

async function discover() {
  const files = (await readdir(here)).filter((file) => file.endsWith(".spec.mjs")).sort();
  const tests = [];
  for (const file of files) {
    const spec = await import(join(here, file));
    for (const [name, test] of Object.entries(spec)) {
      tests.push({ name: `${file.replace(".spec.mjs", "")} ${name.replaceAll("_", " ")}`, test });
    }
  }
  assert.ok(tests.length > 0, "no spec exports a test");
  return tests.filter(({ name }) => name.includes(only));
}

async function withDeadline(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function runOne({ name, test }, shared) {
  const scratch = await mkdtemp(join(tmpdir(), "postern-e2e-"));
  try {
    await withDeadline(test({ ...shared, scratch }));
    console.log(`ok ${name}`);
    return true;
  } catch (error) {
    if (error instanceof Skip) {
      console.log(`skipped: ${error.message}`);
      return true;
    }
    // Not a line of its own kind: a message may begin with `ok `.
    console.log(`FAILED ${name}: ${String(error.stack).replaceAll("\n", "\n    ")}`);
    await screenshots(name, shared.browser);
    return false;
  } finally {
    // A page a failed test left open would be seen by nobody and keep its timers.
    for (const context of shared.browser.contexts()) await context.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function screenshots(name, browser) {
  const folder = process.env.POSTERN_SCREENSHOTS;
  if (!folder) return;
  const pages = browser.contexts().flatMap((context) => context.pages());
  for (const [number, page] of pages.entries()) {
    const file = `FAILED ${name} ${number}.png`.replaceAll(/[^\w.-]+/g, "-");
    await page.screenshot({ path: join(folder, file), fullPage: true }).catch(() => {});
  }
}

async function main() {
  const modules = process.env.POSTERN_TEST_NODE;
  if (!modules || !existsSync(join(modules, "playwright-core"))) {
    console.log("skipped: e2e: playwright-core not found; ./tests/run installs it");
    return 0;
  }
  const chromium = inPath("chromium");
  if (!chromium) {
    console.log("skipped: e2e: chromium not found");
    return 0;
  }
  const require = createRequire(join(modules, "index.js"));
  const playwright = require("playwright-core");
  const axeSource = require("axe-core").source;

  const tests = await discover();
  const postern = await startPostern(process.env.POSTERN_BIN);
  const launch = (flags = []) => playwright.chromium.launch({ executablePath: chromium, args: FLAGS.concat(flags) });
  const browser = await launch();
  const shared = {
    browser,
    // A Chromium of the test's own, which the test closes.
    launch,
    // A package of tests/package.json.
    load: (name) => import(pathToFileURL(require.resolve(name))),
    baseUrl: postern.url,
    assert,
    skip: (name, reason) => {
      throw new Skip(`${name}: ${reason}`);
    },
    ...pageTools({ axeSource, browser, writeFile }),
  };
  let failed = 0;
  try {
    for (const test of tests) {
      if (!(await runOne(test, shared))) failed += 1;
    }
  } finally {
    await browser.close();
    await postern.stop();
  }
  return failed ? 1 : 0;
}

process.exitCode = await main();
