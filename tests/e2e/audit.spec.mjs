// The audit page: a policy pasted, judged and tried, with scripts off and for everybody.

import { field, isWider } from "./wizard_pages.mjs";

const ROLE = "arn:aws:iam::111122223333:role/app";
const GATEWAY = "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/tools-abcdefghij";

function policy(action) {
  const statement = { Sid: "Tools", Effect: "Allow", Principal: { AWS: ROLE }, Action: action, Resource: GATEWAY };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, null, 2);
}

async function audit(page, baseUrl, fields) {
  await page.goto(`${baseUrl}/audit`);
  await field(page, "endpoint").selectOption(fields.endpoint ?? "");
  for (const name of ["policy", "try.caller", "try.action", "try.resource", "try.context"]) {
    if (fields[name]) await field(page, name).fill(fields[name]);
  }
  await page.getByRole("button", { name: "Audit the policy" }).click();
}

const TRIED = {
  endpoint: "gateway",
  policy: policy("bedrock-agentcore:InvokeGateway"),
  "try.caller": ROLE,
  "try.action": "bedrock-agentcore:InvokeGateway",
  "try.resource": GATEWAY,
};

export async function judges_and_tries_a_policy_without_scripts({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/`);
  await page.getByRole("link", { name: "Audit a policy" }).click();
  assert.equal(new URL(page.url()).pathname, "/audit");

  await audit(page, baseUrl, { ...TRIED, policy: policy("bedrock:InvokeGateway") });
  assert.ok((await page.locator(".note__code").allTextContents()).includes("wrong-prefix"));
  assert.match(await page.locator("#try-result").innerText(), /denied/i);

  await audit(page, baseUrl, TRIED);
  assert.match(await page.locator("#try-result").innerText(), /allowed/i);
  for (const [name, value] of Object.entries(TRIED)) {
    assert.equal(await field(page, name).inputValue(), value, name);
  }
  assert.equal(new URL(page.url()).search, "", "what was pasted stands in the address");
}

export async function keeps_what_cannot_be_read_without_scripts({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const broken = '{"Statement": [\n  </textarea>';
  await audit(page, baseUrl, { endpoint: "gateway", policy: broken });
  assert.match(await page.title(), /^Error: /);
  assert.equal(await field(page, "policy").inputValue(), broken);
}

export async function has_no_violation_when_wide_dark_and_narrow({ browser, baseUrl, assert, axe, savePage }) {
  const windows = [
    { colorScheme: "light", viewport: { width: 1400, height: 900 } },
    { colorScheme: "dark", viewport: { width: 900, height: 900 } },
    { viewport: { width: 320, height: 640 } },
  ];
  const states = { tried: TRIED, flawed: { ...TRIED, policy: policy("bedrock:InvokeGateway") }, empty: {} };
  for (const [number, window] of windows.entries()) {
    const page = await browser.newPage(window);
    for (const [name, fields] of Object.entries(states)) {
      await audit(page, baseUrl, fields);
      await axe(page);
      assert.ok(!(await isWider(page)), `${name} scrolls sideways in window ${number}`);
      await savePage(page, `audit-${name}-${number}`);
    }
  }
}

export async function nothing_pasted_leads_to_the_field({ browser, baseUrl, assert, axe }) {
  const page = await browser.newPage();
  await audit(page, baseUrl, {});
  assert.match(await page.title(), /^Error: /);
  await axe(page);
  await page.locator(".error-summary a").first().click();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "policy");
}

export async function what_was_mended_passes_and_begins_a_request_without_scripts({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await audit(page, baseUrl, { ...TRIED, policy: policy("bedrock:InvokeGateway") });
  const mended = await page.locator('main pre[aria-label="policy-mended.json"] code').textContent();
  await audit(page, baseUrl, { ...TRIED, policy: mended });
  assert.match(await page.locator("#try-result").innerText(), /allowed/i);
  await page.getByRole("link", { name: "Start a request from this policy" }).click();
  assert.equal(new URL(page.url()).searchParams.get("grants.0.primitive"), "gateway");
  assert.match(page.url(), /tools-abcdefghij/);
}
