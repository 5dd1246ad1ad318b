// Every step for everybody: axe, light and dark, a narrow window, wrong answers.

import { STEPS, WRONG, answered, isWider } from "./wizard_pages.mjs";

function states() {
  const complete = STEPS.concat("/everything").map((path) => [path, answered()]);
  const empty = STEPS.concat("/everything").map((path) => [path, ""]);
  const wrong = STEPS.concat("/everything").map((path) => [path, `${answered(WRONG)}&do=continue`]);
  return [...complete, ...empty, ...wrong];
}

async function judge(page, baseUrl, { assert, axe }) {
  for (const [path, query] of states()) {
    await page.goto(`${baseUrl}${path}?${query}`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((box) => (box.open = true)));
    await axe(page);
    assert.ok(!(await isWider(page)), `${page.url()} scrolls sideways`);
  }
}

export async function has_no_violation_in_light({ browser, baseUrl, ...tools }) {
  const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1400, height: 900 } });
  await judge(page, baseUrl, tools);
}

export async function has_no_violation_in_dark({ browser, baseUrl, ...tools }) {
  const page = await browser.newPage({ colorScheme: "dark", viewport: { width: 900, height: 900 } });
  await judge(page, baseUrl, tools);
}

export async function has_no_violation_when_narrow({ browser, baseUrl, ...tools }) {
  const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
  await judge(page, baseUrl, tools);
}

export async function is_kept_for_the_judges_of_markup({ browser, baseUrl, savePage }) {
  const page = await browser.newPage();
  for (const path of STEPS.concat("/everything")) {
    const name = path === "/" ? "what" : path.slice(1);
    await page.goto(`${baseUrl}${path}?${answered()}`);
    await savePage(page, `wizard-${name}`);
    await page.goto(`${baseUrl}${path}?${answered(WRONG)}&do=continue`);
    await savePage(page, `wizard-${name}-wrong`);
  }
}
