// Every page and state there is: no WCAG violation, and what the server sent is kept for
// html-validate and vnu. errors.spec.mjs has the pages of errors.

import { pagesOfAddresses, pagesOfAnAccount } from "./every_page.mjs";

// wizard_access.spec.mjs judges these, in three windows.
const ELSEWHERE = /^(what|who|where|check|review|everything)(-empty|-wrong)?$/;
const LOOKS = [
  { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { colorScheme: "dark", viewport: { width: 320, height: 640 } },
];

async function judge({ browser, scratch, assert, axe, savePage }, tour) {
  const page = await browser.newPage({ reducedMotion: "reduce" });
  const names = new Set();
  await tour({ page, scratch }, async (name) => {
    assert.ok(!names.has(name), `${name} is saved over another`);
    names.add(name);
    assert.equal(await page.locator("h1").count(), 1, `${name} has no heading of its own`);
    await savePage(page, `every-${name}`);
    if (ELSEWHERE.test(name)) return;
    await page.evaluate(() => document.querySelectorAll("details").forEach((box) => (box.open = true)));
    for (const { colorScheme, viewport } of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await axe(page);
    }
  });
  await page.close();
}

export async function has_no_violation_where_an_address_leads(tools) {
  await judge(tools, pagesOfAddresses);
}

export async function has_no_violation_on_the_way_through_an_account(tools) {
  await judge(tools, pagesOfAnAccount);
}
