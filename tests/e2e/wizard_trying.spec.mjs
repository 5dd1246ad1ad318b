// "Try a call" and "why was I refused?" on the Check step, with scripts and without.

import { answered, field } from "./wizard_pages.mjs";

const RUNTIME = "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/support-AbCdEf1234";

async function tryAndExplain(page, baseUrl, assert) {
  await page.goto(`${baseUrl}/check?${answered()}`);
  await field(page, "try.caller").fill("arn:aws:iam::123456789012:role/other");
  await field(page, "try.action").fill("bedrock-agentcore:InvokeAgentRuntime");
  await field(page, "try.resource").fill(RUNTIME);
  await page.getByRole("button", { name: "Try the call" }).click();
  assert.match(await page.locator("#try-result .verdict").innerText(), /refuses the call/);

  await field(page, "why.text").fill("HTTP/1.1 403 Forbidden");
  await page.getByRole("button", { name: "Explain it" }).click();
  assert.match(await page.locator("#why-result").innerText(), /endpoint policy/);
  assert.equal(await page.locator("#try-result").count(), 1, "the call is gone");
}

async function goOnAndBack(page, baseUrl, assert) {
  await page.getByRole("link", { name: "Continue to the review" }).click();
  const url = new URL(page.url());
  assert.equal(url.pathname, "/review");
  assert.ok(url.searchParams.get("try.caller"), "what was tried does not travel");
  assert.equal(url.searchParams.get("why.text"), null, "a pasted error is in an address");
  await page.goto(`${baseUrl}/check${url.search}`);
  assert.equal(await field(page, "try.resource").inputValue(), RUNTIME);
}

export async function tries_a_call_and_explains_an_error({ browser, baseUrl, assert, axe, savePage }) {
  const page = await browser.newPage();
  await tryAndExplain(page, baseUrl, assert);
  await axe(page);
  await goOnAndBack(page, baseUrl, assert);
  await savePage(page, "wizard-trying");
}

export async function does_so_without_scripts({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await tryAndExplain(page, baseUrl, assert);
  await goOnAndBack(page, baseUrl, assert);
}
