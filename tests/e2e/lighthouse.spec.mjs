// What Lighthouse says of the pages most people see: three scores that must be full, and one that is told.

import { freePort } from "./aws.mjs";
import { answered } from "./wizard_pages.mjs";

const JUDGED = ["accessibility", "best-practices", "seo"];
const RUNS = 5;
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
const ONCE = [`/review?${answered()}`, "/audit"];

/** The report on one page. */
async function judge({ lighthouse, port, config }, url, onlyCategories) {
  const { lhr } = await lighthouse(url, { ...OPTIONS, port, onlyCategories }, config);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  return lhr;
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

async function judgeAll({ launch, load, baseUrl, assert }, preset) {
  const { default: lighthouse, desktopConfig } = await load("lighthouse");
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  const judged = { lighthouse, port, config: preset === "desktop" ? desktopConfig : undefined };
  try {
    for (const path of ONCE) expectFull(await judge(judged, baseUrl + path, JUDGED), path, assert);
    for (const path of TIMED) {
      const scores = [];
      for (let run = 0; run < RUNS; run += 1) {
        const report = await judge(judged, baseUrl + path, [...JUDGED, "performance"]);
        expectFull(report, path, assert);
        scores.push(Math.round(report.categories.performance.score * 100));
      }
      const median = scores.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)];
      console.log(`lighthouse ${preset} ${path.split("?")[0]}: performance ${median}, the median of ${scores.join(", ")}`);
    }
  } finally {
    await browser.close();
  }
}

export async function finds_nothing_wanting_on_a_desktop(tools) {
  await judgeAll(tools, "desktop");
}

export async function finds_nothing_wanting_on_a_phone(tools) {
  await judgeAll(tools, "mobile");
}
