// One request for many accounts, from the review to a run in each: on the demo account, which has
// one account and refuses every other, with scripts and without.

import { join } from "node:path";
import { startPostern } from "./server.mjs";
import { answered } from "./wizard_pages.mjs";

const PLACEMENT = {
  vpc: "vpc-0de30000000000001",
  subnets: ["subnet-0de30000000000012"],
  allow_from: ["10.0.0.0/16"],
};
const TARGETS = JSON.stringify({
  targets: [
    { name: "here", account: "111122223333", region: "us-east-1", placement: PLACEMENT },
    { name: "far", account: "444455556666", region: "us-east-1", placement: PLACEMENT },
  ],
});

const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();
const row = (page, name) => page.locator("tbody tr", { hasText: name }).first();

async function inEach({ browser, scratch, assert, axe, savePage }, scripts) {
  const postern = await startPostern(process.env.POSTERN_BIN, ["--demo", "--state", join(scratch, "state")]);
  try {
    const context = await browser.newContext({ javaScriptEnabled: scripts });
    const page = await context.newPage();
    await page.goto(`${postern.url}/review?${answered()}`);
    await page.getByRole("link", { name: "Make it in many accounts" }).click();
    assert.equal(await page.locator("h1").innerText(), "Many accounts");
    assert.match(await page.locator("#targets").inputValue(), /\[targets\.placement\]/);
    const common = await page.locator("#request").inputValue();
    assert.match(common, /\{account\}/);
    if (scripts) await axe(page);

    await page.locator("#targets").fill("[[targets]]\nname = 7");
    await press(page, "Plan each target");
    assert.match(await page.locator(".error-summary").innerText(), /targets\[0\]\.account/);
    assert.equal(await page.locator("#request").inputValue(), common, "what was typed is lost");
    if (scripts) await axe(page);

    await page.locator("#targets").fill(TARGETS);
    await press(page, "Plan each target");
    assert.match(await row(page, "444455556666").innerText(), /planned/);
    if (scripts) await savePage(page, "targets-planned");
    await press(page, "Look at each account");
    assert.match(await row(page, "444455556666").innerText(), /refused[^]*could not|cannot be reached/);
    assert.match(await row(page, "111122223333").innerText(), /ready/);
    if (scripts) {
      await axe(page);
      await savePage(page, "targets-looked");
    }
    await press(page, "Apply it there");
    assert.match(await row(page, "111122223333").innerText(), /begun[^]*run-/);
    assert.match(await row(page, "444455556666").innerText(), /refused/);
    if (scripts) await savePage(page, "targets-begun");
    await page.getByRole("link", { name: "Show these runs as they are now" }).click();
    assert.match(new URL(page.url()).search, /^\?run=run-/);
    for (let look = 0; look < 150; look += 1) {
      if (/done/.test(await page.locator("tbody").innerText())) break;
      await page.waitForTimeout(100);
      await page.reload();
    }
    assert.match(await page.locator("tbody").innerText(), /done/);
    assert.equal(await page.locator("tbody tr").count(), 1);
    await context.close();
  } finally {
    await postern.stop();
  }
}

export async function each_target_is_looked_at_begun_and_told_of(tools) {
  await inEach(tools, true);
}

export async function each_target_is_looked_at_and_begun_without_scripts(tools) {
  await inEach(tools, false);
}
