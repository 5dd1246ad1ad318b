// What scripts add to the wizard: a preview that follows, copying, focus.

import { answered, choice, field, goBack, goOn } from "./wizard_pages.mjs";

export async function updates_the_preview_while_typing({ browser, baseUrl, assert, watched }) {
  const page = await browser.newPage();
  const expectNone = watched(page);
  await page.goto(`${baseUrl}/where?${answered()}`);
  const panel = page.locator("[data-preview-body]");
  assert.match(await panel.textContent(), /com\.amazonaws\.us-east-1\.bedrock-agentcore/);
  await field(page, "region").fill("eu-central-1");
  await panel.getByText("com.amazonaws.eu-central-1.bedrock-agentcore", { exact: true }).first().waitFor();
  // A wrong value on the way is no complaint: the panel goes on without it.
  await field(page, "account").fill("12");
  await panel.getByText("Placeholders stand for").waitFor();
  expectNone();
}

export async function copies_a_file({ browser, baseUrl, assert, watched }) {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  const expectNone = watched(page);
  await page.goto(`${baseUrl}/review?${answered()}#verify`);
  const block = page.locator("figure:visible", { hasText: "verify.sh" }).first();
  await block.getByRole("button", { name: /^Copy/ }).click();
  await block.getByText("Copied").waitFor();
  const text = await block.locator("code").textContent();
  // The page may write to the clipboard and not read it, so it is pasted.
  await page.goto(`${baseUrl}/where`);
  await field(page, "placement.subnets").press("ControlOrMeta+V");
  assert.equal(await field(page, "placement.subnets").inputValue(), text);
  expectNone();
}

export async function focuses_what_is_wrong_and_leads_to_it({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/who?${answered({ "grants.0.callers": "app", "grants.1.conditions.0.key": "x" })}`);
  await goOn(page).click();
  await page.locator(".error-summary").waitFor();
  await page.waitForFunction(() => document.activeElement?.matches(".error-summary"));
  for (const link of await page.locator(".error-summary a").all()) {
    await link.click();
    const id = new URL(await link.evaluate((a) => a.href)).hash.slice(1);
    const focused = await page.evaluate(() => document.activeElement?.id);
    assert.equal(focused, decodeURIComponent(id));
    assert.ok(await page.locator(":focus").isVisible(), `${id} is in sight`);
  }
}

export async function keeps_answers_over_back_and_reload({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/where?${answered()}#preview-cli`);
  await field(page, "name").fill("other-name");
  await goOn(page).click();
  await page.waitForURL(/\/check/);
  await page.reload();
  assert.match(page.url(), /name=other-name/);
  await goBack(page);
  assert.equal(await field(page, "name").inputValue(), "other-name");
  await page.locator("[data-preview-body]", { hasText: "other-name" }).waitFor();
  await page.getByRole("button", { name: "Back" }).click();
  await page.waitForURL(/\/who/);
  assert.equal(await field(page, "grants.0.callers").inputValue(), "arn:aws:iam::123456789012:role/app");
}

/** Presses Tab until an element that matches has focus. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

export async function answers_a_step_with_the_keyboard_alone({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/who?grants.0.primitive=runtime&grants.0.resources=*`);
  await tabTo(page, '[name="grants.0.auth"]');
  await page.keyboard.press("Space");
  assert.ok(await choice(page, "grants.0.auth", "sigv4").isChecked());
  await tabTo(page, '[name="grants.0.callers"]');
  await page.keyboard.type("123456789012");
  await tabTo(page, '[name="grants.0.access"]');
  await page.keyboard.press("Space");
  await tabTo(page, "button.button--primary");
  const outline = await page.locator(":focus").evaluate((e) => getComputedStyle(e).outlineStyle);
  assert.notEqual(outline, "none", "focus is seen");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/where/);
  assert.match(page.url(), /grants\.0\.access=invoke/);
}

export async function moves_between_formats_with_the_arrow_keys({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/review?${answered()}`);
  await page.getByRole("tab").first().focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.getByRole("tab", { selected: true }).textContent(), "AWS CLI");
  assert.equal(await page.getByRole("tabpanel").count(), 1);
}
