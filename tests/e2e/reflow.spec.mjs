// Nothing is lost with text of 200 % or in a window at 400 %: of every page and state, all disclosures open.

import { everyPage } from "./every_page.mjs";
import { lost } from "./reflow.mjs";
import { answered } from "./wizard_pages.mjs";

// The reader's own setting, as a browser's preferences have it: lengths in rem follow it in media queries too.
const TEXT_200 = ["--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"];

async function openAll(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((box) => (box.open = true)));
}

async function judge(browser, { scratch, assert }, viewport) {
  const page = await browser.newPage({ viewport });
  const all = [];
  await everyPage({ page, scratch }, async (name) => {
    await openAll(page);
    all.push(...(await lost(page)).map((words) => `${name}: ${words}`));
  });
  await page.close();
  assert.deepEqual(all, []);
}

export async function nothing_is_lost_with_text_of_200_percent({ launch, ...tools }) {
  const browser = await launch(TEXT_200);
  try {
    const page = await browser.newPage();
    const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    tools.assert.equal(size, "32px", "the setting does not hold");
    await page.close();
    await judge(browser, tools, { width: 1280, height: 1024 });
  } finally {
    await browser.close();
  }
}

export async function nothing_is_lost_at_400_percent({ browser, ...tools }) {
  await judge(browser, tools, { width: 320, height: 256 });
}

export async function what_would_be_lost_is_noticed({ browser, baseUrl, assert }) {
  const page = await browser.newPage({ viewport: { width: 320, height: 256 } });
  const breaks = {
    "is cut by": () => {
      const main = document.querySelector("h1").parentElement;
      main.style.cssText = "overflow: hidden; block-size: 1rem";
    },
    "leaves button": () => {
      const button = document.querySelector("main button.button--primary:not([aria-hidden])");
      button.style.cssText = "inline-size: 3rem; white-space: nowrap; overflow-wrap: normal";
    },
    "the page is": () => (document.querySelector("h1").style.minInlineSize = "400px"),
    "lies over": () => {
      const [one, other] = [...document.querySelectorAll("main button")].filter((button) => button.checkVisibility()).slice(-2);
      const [from, to] = [other.getBoundingClientRect(), one.getBoundingClientRect()];
      other.style.transform = `translate(${to.left - from.left}px, ${to.top - from.top}px)`;
    },
    "is written over": () => (document.querySelector("h1").style.marginBlockEnd = "-4rem"),
    "scrolls sideways": () => {
      const form = document.querySelector("form#answers");
      form.style.cssText = "overflow: auto; white-space: nowrap";
    },
  };
  for (const [words, break_] of Object.entries(breaks)) {
    await page.goto(`${baseUrl}/?${answered()}`);
    await openAll(page);
    assert.deepEqual(await lost(page), []);
    await page.evaluate(break_);
    const found = await lost(page);
    assert.ok(found.some((line) => line.includes(words)), `${words}: ${found.join("; ")}`);
  }
}
