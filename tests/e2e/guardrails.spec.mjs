// A choice that a guardrail does not allow: it cannot be made, says why, and a typed one is stopped.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startPostern } from "./server.mjs";
import { field } from "./wizard_pages.mjs";

const RULES = `version = 1
[[rules]]
name = "two-primitives"
reason = "others are not reviewed yet"
owner = "security"
primitives = ["runtime", "gateway"]
[[rules]]
name = "named"
reason = "access must end when somebody goes"
owner = "security"
named_callers = true
[[rules]]
name = "regions"
reason = "customer data stays there"
owner = "data protection"
link = "https://example.com/regions"
regions = ["us-east-1"]
[[rules]]
name = "networks"
reason = "the sandbox has no route to the clients"
owner = "network team"
vpcs = { tags = { network = "private" } }
[[rules]]
name = "private-names"
reason = "clients use the names of AWS"
owner = "platform team"
private_dns = true
`;

async function walked({ browser, assert, axe }, javaScriptEnabled) {
  const folder = await mkdtemp(join(tmpdir(), "postern-rules-"));
  const rules = join(folder, "rules.toml");
  await writeFile(rules, RULES);
  const server = await startPostern(process.env.POSTERN_BIN, ["--demo", "--guardrails", rules]);
  try {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const goOn = () => page.getByRole("button", { name: "Continue", exact: true }).click();
    const summary = () => page.locator(".error-summary").innerText();

    await page.goto(`${server.url}/`);
    const memory = page.locator(".offer", { hasText: "Memory" }).first();
    assert.match(await memory.innerText(), /two-primitives: others are not reviewed yet\. Ask security/);
    assert.equal(await memory.getByRole("button").count(), 0, "what is not allowed is offered");
    await page.locator(".offer", { hasText: "Runtime" }).first().getByRole("button").first().click();
    await field(page, "grants.0.resources").fill("support-AbCdEf1234");
    await goOn();

    await page.locator('input[name="grants.0.auth"][value="sigv4"]').check();
    await field(page, "grants.0.callers").fill("*");
    await page.locator('input[name="grants.0.access"][value="invoke"]').check();
    await goOn();
    assert.match(await summary(), /against guardrail named: access must end when somebody goes/);
    if (javaScriptEnabled) await axe(page);
    await field(page, "grants.0.callers").fill("arn:aws:iam::111122223333:role/app");
    await goOn();

    await page.getByRole("button", { name: "Look at the account" }).click().catch(() => {});
    await field(page, "name").fill("agents-prod");
    await field(page, "region").fill("us-west-2");
    await field(page, "account").fill("111122223333");
    const off = page.locator('input[name="placement.private_dns"][value="false"]');
    assert.ok(await off.isDisabled(), "private DNS can be turned off");
    await goOn();
    assert.match(await summary(), /Region is us-west-2, against guardrail regions: customer data stays there/);
    assert.match(await summary(), /https:\/\/example.com\/regions/);
    await field(page, "region").fill("us-east-1");
    await page.getByRole("button", { name: "Look at the account" }).click();
    const sandbox = page.locator('input[name="placement.vpc"][value="vpc-0de30000000000003"]');
    assert.ok(await sandbox.isDisabled(), "a VPC that is not allowed can be chosen");
    const said = await page.locator(".choice", { has: sandbox }).innerText();
    assert.match(said, /networks: the sandbox has no route to the clients\. Ask network team/);
    if (javaScriptEnabled) await axe(page);

    await page.getByRole("link", { name: "Guardrails" }).click();
    assert.equal(await page.locator("tbody tr").count(), 5);
    if (javaScriptEnabled) await axe(page);
    await context.close();
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

export const explains_what_is_not_allowed_with_scripts = (tools) => walked(tools, true);
export const explains_what_is_not_allowed_without_scripts = (tools) => walked(tools, false);
