// Back, reload, Change and a link that is sent on, at each step: the values stay.

import { STEPS, answered, field, goBack, goOn } from "./wizard_pages.mjs";

/** On each step with questions, one answer as it is and as it is changed. */
const EDITS = [
  ["/", "grants.0.resources", "support-AbCdEf1234", "other-AbCdEf1234"],
  ["/who", "grants.0.callers", "arn:aws:iam::123456789012:role/app", "arn:aws:iam::123456789012:role/other"],
  ["/where", "placement.allow_from", "10.0.0.0/16", "10.9.0.0/16"],
];

/** Everything the page's form would send, but for the button. */
function values(page) {
  return page.evaluate(() => {
    const form = document.querySelector("form#answers");
    return form ? [...new FormData(form)].map(([name, value]) => `${name}=${String(value).replaceAll("\r\n", "\n")}`).sort() : [];
  });
}

/** The review's rows: what was asked and what was answered. */
function rows(page) {
  return page.locator(".summary-list__row").evaluateAll((all) =>
    all.map((row) => [".summary-list__label", ".summary-list__value"].map((part) => row.querySelector(part).textContent).join(": ")),
  );
}

/** What a page says and asks, for comparing it with itself. */
async function shown(page) {
  const said = await page.locator("h1, .figures, .note, .statement").allTextContents();
  return [await values(page), await rows(page), said];
}

const pathOf = (page) => new URL(page.url()).pathname;

/** Changes an answer on its step, goes on, and comes back by every way there is. */
async function changeAndReturn(page, baseUrl, { edit: [path, name, before, after], scripts, assert }) {
  const expect = async (value, how) => {
    assert.equal(pathOf(page), path, how);
    assert.equal(await field(page, name).inputValue(), value, `${path}, ${how}`);
  };
  await page.goto(`${baseUrl}${path}?${answered()}`);
  await expect(before, "opened");
  await field(page, name).fill(after);
  await goOn(page).click();
  await page.waitForURL(({ pathname }) => pathname === STEPS[STEPS.indexOf(path) + 1]);
  const next = await values(page);
  assert.ok(path === "/where" || next.length > 10);
  await page.reload();
  assert.deepEqual(await values(page), next, `reloaded after ${path}`);

  await goBack(page);
  await expect(after, "the browser's Back");
  // With scripts the address follows what stands in the form; without them it is what was opened.
  if (scripts) await page.waitForURL((url) => [...url.searchParams.values()].includes(after));
  await page.reload();
  await expect(scripts ? after : before, "reloaded after Back");
  await page.goForward();
  await page.waitForURL(({ pathname }) => pathname !== path);
  assert.deepEqual(await values(page), next, `forward from ${path}`);

  const back = page.getByRole("button", { name: "Back", exact: true });
  if ((await back.count()) > 0) {
    await back.click();
    await page.waitForURL(({ pathname }) => pathname === path);
    await expect(after, "the page's Back");
  }
}

/** What a link shows to somebody else, in a browser of their own. */
async function sentOn(browser, url, javaScriptEnabled) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(url);
  const seen = await shown(page);
  await page.reload();
  const again = await shown(page);
  await context.close();
  return { seen, again };
}

async function travel({ browser, baseUrl, assert }, scripts) {
  const context = await browser.newContext({ javaScriptEnabled: scripts });
  const page = await context.newPage();
  for (const edit of EDITS) await changeAndReturn(page, baseUrl, { edit, scripts, assert });

  for (const path of [...STEPS, "/everything"]) {
    await page.goto(`${baseUrl}${path}?${answered()}`);
    const here = await shown(page);
    assert.ok(here.flat().length > 10, `${path} shows nothing`);
    const { seen, again } = await sentOn(browser, page.url(), scripts);
    assert.deepEqual(seen, here, `the link to ${path}`);
    assert.deepEqual(again, here, `the link to ${path}, reloaded`);
  }
}

export async function values_stay_on_every_way_back({ browser, baseUrl, assert }) {
  await travel({ browser, baseUrl, assert }, true);
}

export async function values_stay_on_every_way_back_without_scripts({ browser, baseUrl, assert }) {
  await travel({ browser, baseUrl, assert }, false);
}

export async function each_change_leads_to_its_question_and_back_to_the_same_review({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/review?${answered()}`);
  const review = await rows(page);
  const links = await page.locator(".summary-list__change a").evaluateAll((all) => all.map((a) => [a.textContent, a.href]));
  assert.ok(links.length >= review.length - 2, "nearly every row can be changed");
  const tried = new Set();
  for (const [words, href] of links) {
    const { pathname, hash } = new URL(href);
    await page.goto(href);
    assert.equal(pathOf(page), pathname, words);
    assert.ok(hash, `${words} leads to the page, not to the question`);
    const target = page.locator(`[id="${decodeURIComponent(hash.slice(1))}"]`);
    assert.equal(await target.count(), 1, `${words}: nothing is at ${hash}`);
    assert.ok(await target.isVisible(), `${words}: ${hash} is not in sight`);
    if (tried.has(pathname)) continue;
    tried.add(pathname);
    while (pathOf(page) !== "/check") await goOn(page).click();
    await page.getByRole("link", { name: "Continue to the review" }).click();
    assert.deepEqual(await rows(page), review, words);
  }
  assert.deepEqual([...tried].sort(), ["/", "/where", "/who"]);
}

export async function a_changed_answer_is_on_the_review({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/review?${answered()}`);
  await page.locator(".summary-list__row", { hasText: "Region" }).first().getByRole("link").click();
  await page.waitForURL(/\/where/);
  await field(page, "region").fill("eu-west-1");
  await goOn(page).click();
  await page.waitForURL(/\/check/);
  await page.getByRole("link", { name: "Continue to the review" }).click();
  await page.waitForURL(/\/review/);
  assert.ok((await rows(page)).includes("Region: eu-west-1"));
}
