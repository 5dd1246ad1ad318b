// The keyboard alone: from the first page to the ZIP, every page passed through both ways, and where
// the focus is always to be seen.

import { readFile } from "node:fs/promises";
import { answered } from "./wizard_pages.mjs";

const MOST_STOPS = 250;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };
// The page with all questions holds those of the steps.
const EVERYTHING = `/everything?${answered()}`;
const PASSED = [
  ...["/", EVERYTHING, `/check?${answered()}`, `/review?${answered()}`, "/audit", "/appearance"].map((path) => [path, WIDE]),
  [EVERYTHING, NARROW],
];

/** What is wrong with where the focus is, in words; and which stop it is. Nothing focused: no stop. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { stop: undefined, wrong: [] };
    globalThis.stops ??= new Map();
    if (!globalThis.stops.has(element)) globalThis.stops.set(element, globalThis.stops.size);
    const words = (element.labels?.[0] ?? element).textContent.trim().replaceAll(/\s+/g, " ").slice(0, 40);
    const name = `${element.localName}[${element.getAttribute("name") ?? ""}] “${words}”`;
    const wrong = [];
    const rings = [element, element.closest(".card")].filter(Boolean).map((at) => getComputedStyle(at));
    if (!rings.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2)) {
      wrong.push(`${name} has no ring`);
    }
    // The middle of what is in sight of it: its own containers may scroll.
    const [first] = element.getClientRects();
    let { left, top, right, bottom } = first ?? element.getBoundingClientRect();
    for (let at = element.parentElement; at; at = at.parentElement) {
      const root = at === document.documentElement;
      if (!root && getComputedStyle(at).overflow === "visible") continue;
      const edge = root ? { left: 0, top: 0, right: innerWidth, bottom: innerHeight } : at.getBoundingClientRect();
      [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
      [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    if (right - left < 4 || bottom - top < 4) wrong.push(`${name} is out of sight`);
    else {
      const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (!over || !element.contains(over)) wrong.push(`${name} is under ${over?.localName}.${over?.className}`);
    }
    return { stop: globalThis.stops.get(element), wrong, name };
  });
}

/** Every stop from the page's beginning to its end, or back. */
async function pass(page, key, assert) {
  const stops = [];
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    await page.keyboard.press(key);
    const { name, stop, wrong } = await focused(page);
    assert.deepEqual(wrong, [], page.url().split("?")[0]);
    // Behind the last stop is the browser's own frame, or without a window the first stop again.
    if (stop === undefined || stop === stops[0]) return stops;
    assert.ok(!stops.includes(stop), `${page.url().split("?")[0]}: ${name} comes twice`);
    stops.push(stop);
  }
  throw new Error(`${page.url()}: ${key} does not come to the end`);
}

/** How many stops a page should have: what can be operated, a group of radio buttons once. */
function operable(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")];
    const shown = all.filter((at) => at.checkVisibility({ visibilityProperty: true }) && at.tabIndex >= 0 && !at.disabled);
    const groups = new Set();
    return shown.filter(({ type, name }) => {
      if (type !== "radio") return true;
      const known = groups.has(name);
      groups.add(name);
      return !known;
    }).length;
  });
}

export async function every_page_is_passed_through_both_ways({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  for (const [path, viewport] of PASSED) {
    await page.setViewportSize(viewport);
    await page.goto(baseUrl + path, { waitUntil: "networkidle" });
    await page.evaluate(() => document.querySelectorAll("details").forEach((box) => (box.open = true)));
    const there = await pass(page, "Tab", assert);
    assert.ok(there.length >= (await operable(page)), `${path.split("?")[0]}: ${there.length} stops`);
    const back = await pass(page, "Shift+Tab", assert);
    // The same number, not the same stops: a group of radio buttons without a choice has two ends.
    assert.equal(back.length, there.length, path.split("?")[0]);
  }
}

export async function a_trap_is_noticed({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/appearance`);
  await page.evaluate(() => {
    const trap = document.querySelector("main button");
    trap.addEventListener("keydown", (event) => event.preventDefault());
  });
  await assert.rejects(pass(page, "Tab", assert), /comes twice/);
}

/** Goes on with Tab to what matches, and looks at every stop on the way. */
async function tabTo(page, selector, assert) {
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    await page.keyboard.press("Tab");
    const { wrong } = await focused(page);
    assert.deepEqual(wrong, [], page.url().split("?")[0]);
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
  }
  throw new Error(`Tab does not come to ${selector}`);
}

export async function leads_from_the_first_page_to_the_zip({ browser, baseUrl, assert, watched }) {
  const context = await browser.newContext({ acceptDownloads: true, viewport: WIDE });
  const page = await context.newPage();
  const calm = watched(page);
  const { keyboard } = page;
  const enter = async (selector, path) => {
    await tabTo(page, selector, assert);
    await keyboard.press("Enter");
    await page.waitForURL(({ pathname }) => pathname === path);
    await page.waitForLoadState();
  };
  const type = async (name, ...lines) => {
    await tabTo(page, `[name="${name}"]:not([type=hidden])`, assert);
    for (const [number, line] of lines.entries()) {
      if (number > 0) await keyboard.press("Enter");
      await keyboard.type(line);
    }
  };
  const GO_ON = "main button[value=continue]:not([aria-hidden])";

  await page.goto(`${baseUrl}/`);
  await tabTo(page, "main .offer button", assert);
  const answer = page.waitForResponse((response) => response.request().isNavigationRequest());
  await keyboard.press("Enter");
  await answer;
  await page.locator('[name="grants.0.resources"]').waitFor();
  await type("grants.0.resources", "support-AbCdEf1234");
  await enter(GO_ON, "/who");

  // Radio buttons: Space takes one, the arrows go to the next and round again.
  await tabTo(page, '[name="grants.0.auth"]', assert);
  await keyboard.press("Space");
  const chosen = () => page.evaluate(() => document.querySelector('[name="grants.0.auth"]:checked')?.value);
  assert.equal(await chosen(), "sigv4");
  await keyboard.press("ArrowDown");
  assert.notEqual(await chosen(), "sigv4");
  await keyboard.press("ArrowUp");
  assert.equal(await chosen(), "sigv4");
  await type("grants.0.callers", "arn:aws:iam::123456789012:role/app");
  await tabTo(page, '[name="grants.0.access"]', assert);
  await keyboard.press("Space");
  await enter(GO_ON, "/where");

  await type("name", "agents-prod");
  await type("region", "us-east-1");
  await type("account", "123456789012");
  await type("placement.vpc", "vpc-0a1b2c3d4e5f60718");
  await type("placement.subnets", "subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb");
  await type("placement.allow_from", "10.0.0.0/16");
  await enter(GO_ON, "/check");
  await enter('main a[href^="/review"]', "/review");

  await tabTo(page, '[role=tab][aria-selected="true"]', assert);
  await keyboard.press("ArrowRight");
  assert.equal(await page.getByRole("tab", { selected: true }).textContent(), "AWS CLI");
  assert.deepEqual((await focused(page)).wrong, []);
  await page.reload();
  await tabTo(page, 'main a[href^="/download?as=all"]', assert);
  const [download] = await Promise.all([page.waitForEvent("download"), keyboard.press("Enter")]);
  const archive = await readFile(await download.path());
  assert.equal(archive.subarray(0, 2).toString(), "PK");
  calm();
}

export async function a_focus_that_is_not_seen_is_noticed({ browser, baseUrl, assert }) {
  const page = await browser.newPage({ viewport: WIDE });
  const breaks = {
    "has no ring": () => (document.activeElement.style.outline = "none"),
    "is under header": () => {
      const header = document.querySelector("header");
      header.style.cssText = "position: fixed; inset: 0; z-index: 9";
    },
    "is out of sight": () => {
      const sheet = document.activeElement;
      sheet.style.cssText = "position: fixed; inset-inline-start: -400px; inline-size: 200px";
    },
  };
  for (const [words, break_] of Object.entries(breaks)) {
    await page.goto(`${baseUrl}/where?${answered()}`);
    await tabTo(page, '[name="region"]', assert);
    await page.evaluate(break_);
    const { wrong } = await focused(page);
    assert.ok(wrong.some((line) => line.includes(words)), `${words}: ${wrong}`);
  }
}
