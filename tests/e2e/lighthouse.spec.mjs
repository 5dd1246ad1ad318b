// What Lighthouse says of the pages most people see: three scores that must be full, and one that is told.

import { freePort } from "./aws.mjs";
import { answered } from "./wizard_pages.mjs";

const JUDGED = ["accessibility", "best-practices", "seo"];
const RUNS = 5;
const ATTEMPTS = 3;
// These pages load nothing late; Lighthouse's own second of quiet, four times a run, only takes time.
const QUIET_MS = 400;
const OPTIONS = {
  output: "json",
  logLevel: "error",
  disableFullPageScreenshot: true,
  pauseAfterFcpMs: QUIET_MS,
  pauseAfterLoadMs: QUIET_MS,
  networkQuietThresholdMs: QUIET_MS,
  cpuQuietThresholdMs: QUIET_MS,
};
const TIMED = ["/", `/where?${answered()}`];
const ALSO = [`/review?${answered()}`, "/audit"];

/** The report on one page. On a busy machine a trace may lack its beginning: then it is taken again. */
async function judge({ lighthouse, port, config }, url, onlyCategories) {
  let fault;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { lhr } = await lighthouse(url, { ...OPTIONS, port, onlyCategories }, config);
    if (!lhr.runtimeError) return lhr;
    fault = lhr.runtimeError;
  }
  throw new Error(`${url}: ${fault.code}: ${fault.message}`);
}

/** What a report finds wanting in a category, in its own words. */
function wanting({ categories, audits }, id) {
  const refs = categories[id].auditRefs.filter(({ weight }) => weight > 0);
  return refs
    .map((ref) => audits[ref.id])
    .filter(({ score }) => score !== null && score < 1)
    .map(({ title, details }) => `${title} ${JSON.stringify(details?.items ?? [])}`);
}

function expectFull(report, path, assert) {
  for (const id of JUDGED) {
    const { score } = report.categories[id];
    assert.equal(score, 1, `${path}: ${id} is ${score}\n${wanting(report, id).join("\n")}`);
  }
}

/** Starts a Chromium that Lighthouse can speak to. */
async function withLighthouse({ launch, load }, preset, use) {
  const { default: lighthouse, desktopConfig } = await load("lighthouse");
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  try {
    await use({ lighthouse, port, config: preset === "desktop" ? desktopConfig : undefined });
  } finally {
    await browser.close();
  }
}

async function expectAll({ baseUrl, assert, ...tools }, preset) {
  await withLighthouse(tools, preset, async (by) => {
    for (const path of [...TIMED, ...ALSO]) expectFull(await judge(by, baseUrl + path, JUDGED), path, assert);
  });
}

async function time({ baseUrl, ...tools }, preset) {
  await withLighthouse(tools, preset, async (by) => {
    for (const path of TIMED) {
      const scores = [];
      for (let run = 0; run < RUNS; run += 1) {
        const { categories } = await judge(by, baseUrl + path, ["performance"]);
        scores.push(Math.round(categories.performance.score * 100));
      }
      const median = scores.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)];
      console.log(`lighthouse ${preset} ${path.split("?")[0]}: performance ${median}, the median of ${scores.join(", ")}`);
    }
  });
}

export async function finds_nothing_wanting_on_a_desktop(tools) {
  await expectAll(tools, "desktop");
}

export async function finds_nothing_wanting_on_a_phone(tools) {
  await expectAll(tools, "mobile");
}

export async function says_how_fast_it_is_on_a_desktop(tools) {
  await time(tools, "desktop");
}

export async function says_how_fast_it_is_on_a_phone(tools) {
  await time(tools, "mobile");
}
