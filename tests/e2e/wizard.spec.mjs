// The five steps without scripts, from an empty page to endpoints that exist.

import { execFile } from "node:child_process";
import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ACCOUNT, startAws } from "./aws.mjs";
import { choice, field, goBack, goOn } from "./wizard_pages.mjs";

const run = promisify(execFile);

/** Fills in the five steps as a person does; leaves the page on the last one. */
async function walk(page, baseUrl, vpc, assert) {
  await page.goto(`${baseUrl}/`);
  const offer = page.locator(".offer", { has: page.getByRole("heading", { name: "Runtime", exact: true }) });
  await offer.getByRole("button", { name: /^Add calls/ }).click();
  await field(page, "grants.0.resources").fill("support-AbCdEf1234");
  await page.locator("summary", { hasText: "Add another" }).click();
  const gateway = page.locator(".offer", { has: page.getByRole("heading", { name: "Gateway", exact: true }) });
  await gateway.getByRole("button", { name: /^Add calls/ }).click();
  await field(page, "grants.1.resources").fill("tools-0123456789");
  await goOn(page).click();

  assert.equal(new URL(page.url()).pathname, "/who");
  await choice(page, "grants.0.auth", "sigv4").check();
  await field(page, "grants.0.callers").fill(`arn:aws:iam::${ACCOUNT}:role/app`);
  await choice(page, "grants.0.access", "invoke").check();
  await choice(page, "grants.1.auth", "oauth").check();
  await choice(page, "grants.1.access", "invoke").check();
  await goOn(page).click();

  assert.equal(new URL(page.url()).pathname, "/where");
  await field(page, "name").fill("agents-prod");
  await field(page, "region").fill("us-east-1");
  await field(page, "account").fill(ACCOUNT);
  await field(page, "placement.vpc").fill(vpc.id);
  await field(page, "placement.subnets").fill(vpc.subnets.join("\n"));
  await field(page, "placement.allow_from").fill("10.0.0.0/16");
  await goOn(page).click();

  assert.equal(new URL(page.url()).pathname, "/check");
  assert.ok((await page.locator(".note").count()) > 0, "a private name moves the whole VPC: a note says so");
  await page.getByRole("link", { name: "Continue to the review" }).click();
  assert.equal(new URL(page.url()).pathname, "/review");
}

export async function walks_without_scripts_to_endpoints_that_exist({ browser, baseUrl, scratch, assert, skip }) {
  const aws = await startAws(scratch);
  if (!aws) return skip("moto_server", "not found; ./tests/run installs it");
  try {
    const vpc = await aws.vpc();
    const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true });
    const page = await context.newPage();
    await walk(page, baseUrl, vpc, assert);

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download everything (ZIP)" }).click(),
    ]);
    const archive = join(scratch, "postern.zip");
    await download.saveAs(archive);
    const folder = join(scratch, "bundle");
    await mkdir(folder);
    await run("python3", ["-m", "zipfile", "-e", archive, folder]);
    // What the page shows is what was saved.
    const shown = await page.locator("figure", { hasText: "create.sh" }).first().locator("code").textContent();
    assert.equal(await readFile(join(folder, "create.sh"), "utf8"), shown);

    for (const time of ["first", "second"]) {
      await run("bash", ["create.sh"], { cwd: folder, env: aws.env });
      const { VpcEndpoints } = await aws.aws("ec2", "describe-vpc-endpoints");
      const services = VpcEndpoints.map((endpoint) => endpoint.ServiceName).sort();
      assert.deepEqual(
        services,
        ["com.amazonaws.us-east-1.bedrock-agentcore", "com.amazonaws.us-east-1.bedrock-agentcore.gateway"],
        `after the ${time} run`,
      );
      for (const endpoint of VpcEndpoints) {
        assert.equal(endpoint.VpcId, vpc.id);
        assert.deepEqual(endpoint.SubnetIds.toSorted(), vpc.subnets.toSorted());
        const file = endpoint.ServiceName.endsWith(".gateway") ? "policy-gateway.json" : "policy-data.json";
        const policy = JSON.parse(await readFile(join(folder, file), "utf8"));
        assert.deepEqual(JSON.parse(endpoint.PolicyDocument), policy);
      }
    }
    assert.ok((await stat(join(folder, `created.agents-prod.${ACCOUNT}.us-east-1.txt`))).size > 0);
  } finally {
    aws.stop();
  }
}

export async function goes_back_and_keeps_what_is_wrong_without_scripts({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/where?grants.0.primitive=runtime&grants.0.resources=*`);
  await field(page, "account").fill(`12"><b>`);
  await field(page, "placement.subnets").fill("subnet-1\n</textarea>");
  await goOn(page).click();
  assert.match(await page.title(), /^Error: /);
  assert.equal(await field(page, "account").inputValue(), `12"><b>`);
  assert.equal(await field(page, "placement.subnets").inputValue(), "subnet-1\n</textarea>");
  await page.locator(".error-summary a", { hasText: "account" }).click();
  assert.equal(new URL(page.url()).hash, "#account");
  await page.getByRole("button", { name: "Back" }).click();
  assert.equal(new URL(page.url()).pathname, "/who");
  await goBack(page);
  assert.equal(await field(page, "account").inputValue(), `12"><b>`);
}

export async function takes_enter_in_a_field_for_continue({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/where?grants.0.primitive=runtime`);
  await field(page, "name").fill("Not A Name");
  await field(page, "name").press("Enter");
  assert.match(await page.title(), /^Error: /);
}

export async function carries_answers_too_long_for_a_link({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/who?grants.0.primitive=runtime&grants.0.resources=*`);
  await choice(page, "grants.0.auth", "sigv4").check();
  await choice(page, "grants.0.access", "invoke").check();
  // Digits of a square root do not compress to a link.
  const callers = Array.from({ length: 250 }, (_, n) => {
    const name = String(Math.sqrt(n + 2)).replace(".", "") + String(Math.cbrt(n + 2)).replace(".", "");
    return `arn:aws:iam::${ACCOUNT}:role/${name}`;
  });
  await field(page, "grants.0.callers").fill(callers.join("\n"));
  await goOn(page).click();
  await field(page, "name").fill("long");
  await goOn(page).click();
  assert.match(await page.title(), /^Error: /);
  assert.equal(await field(page, "name").inputValue(), "long");
  await page.getByRole("button", { name: "Back" }).click();
  assert.equal(await field(page, "grants.0.callers").inputValue(), callers.join("\n"));
}
