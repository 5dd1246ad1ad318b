// What helps to begin and to understand: pasted ARNs, and the panels beside the labels.

import { answered, field } from "./wizard_pages.mjs";

const RUNTIME = "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/support-AbCdEf1234";
const GATEWAY = "arn:aws:bedrock-agentcore:eu-west-1:111122223333:gateway/tools-0123456789";
const ROLE = "arn:aws:iam::111122223333:role/app";

async function takes_arns_in({ browser, baseUrl, assert }, javaScriptEnabled) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/`);
  await field(page, "arns").fill(`["${RUNTIME}", nonsense]`);
  await page.getByRole("button", { name: "Take them in" }).click();
  assert.match(await page.title(), /^Error: /);
  await page.locator(".error-summary a").click();
  assert.match(await page.locator(".error-summary").innerText(), /nonsense/);
  assert.match(await field(page, "arns").inputValue(), /nonsense/, "what was pasted is gone");
  await field(page, "arns").fill(`["${RUNTIME}",\n "${GATEWAY}"]\n'${ROLE}'`);
  await page.getByRole("button", { name: "Take them in" }).click();
  const headings = await page.locator(".grant__title").allInnerTexts();
  assert.deepEqual(headings, ["1. Runtime", "2. Gateway"]);
  assert.equal(await field(page, "grants.0.resources").inputValue(), RUNTIME);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  assert.equal(await field(page, "grants.1.callers").inputValue(), ROLE);
  const fields = new URL(page.url()).searchParams;
  assert.equal(fields.get("region"), "eu-west-1");
  assert.equal(fields.get("account"), "111122223333");
}

export const takes_arns_in_with_scripts = (tools) => takes_arns_in(tools, true);
export const takes_arns_in_without_scripts = (tools) => takes_arns_in(tools, false);

export async function says_more_beside_a_label_without_scripts({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/where?${answered()}`);
  const panel = page.getByRole("dialog", { name: "private DNS" });
  assert.equal(await panel.count(), 0, "a panel is open before anyone asked");
  const opens = page.getByRole("button", { name: "Info on private DNS" });
  await opens.focus();
  await page.keyboard.press("Enter");
  assert.ok(await panel.isVisible());
  assert.match(await panel.innerText(), /Source: .*, read \d{4}-\d{2}-\d{2}/);
  await page.keyboard.press("Escape");
  assert.equal(await panel.count(), 0);
  assert.ok(await opens.evaluate((button) => button === document.activeElement), "focus is lost");
}

export async function panels_have_no_violation({ browser, baseUrl, axe, savePage }) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 320, height: 640 } });
    await page.goto(`${baseUrl}/who?${answered()}`);
    await page.getByRole("button", { name: "Info on callers" }).first().click();
    await axe(page);
    await savePage(page, `info-${colorScheme}`);
  }
}

export async function remembers_reviewed_requests_in_this_browser_only({ browser, baseUrl, assert, axe }) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(baseUrl);
  assert.ok(!(await page.locator(".recent").isVisible()), "something is recent before anything was reviewed");
  await page.goto(`${baseUrl}/review?${answered()}`);
  await page.waitForFunction(() => localStorage.getItem("postern.recent"));
  await page.goto(baseUrl);
  await page.getByRole("link", { name: "agents-prod" }).click();
  assert.equal(new URL(page.url()).pathname, "/review");
  await page.goto(baseUrl);
  await axe(page);
  await page.getByRole("button", { name: "Forget them" }).click();
  await page.reload();
  assert.ok(!(await page.locator(".recent").isVisible()), "they are not forgotten");
  assert.equal(await page.evaluate(() => localStorage.getItem("postern.recent")), null);
}

export async function has_keys_that_can_be_turned_off({ browser, baseUrl, assert, axe }) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${baseUrl}/who?${answered()}`);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keys" });
  assert.ok(await list.isVisible());
  await axe(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await page.waitForURL(/\/where\?/);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("b");
  await page.waitForURL(/\/who\?/);
  await page.waitForLoadState("networkidle");
  // What is typed is typed.
  const callers = field(page, "grants.0.callers");
  await callers.press("End");
  await callers.press("n");
  assert.match(await callers.inputValue(), /n$/);
  assert.match(page.url(), /\/who\?/);
  await callers.press("Backspace");
  await page.getByRole("button", { name: "Keyboard" }).click();
  await page.getByLabel("Use these keys in this browser").uncheck();
  await page.keyboard.press("Escape");
  await page.reload();
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("?");
  assert.ok(!(await list.isVisible()), "a key that was turned off still works");
}

export async function is_duplicated_under_another_name({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/review?${answered()}`);
  await page.getByRole("link", { name: "Duplicate it as agents-prod-2" }).click();
  const fields = new URL(page.url()).searchParams;
  assert.equal(fields.get("name"), "agents-prod-2");
  assert.equal(fields.get("grants.1.primitive"), "gateway");
}
