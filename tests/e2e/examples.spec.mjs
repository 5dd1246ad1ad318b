// The five examples of the first page, each from its link to the ZIP, with scripts and without.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { field, goOn } from "./wizard_pages.mjs";

const run = promisify(execFile);

/** What each leads to: the name of its request, and what of the ZIP is its own, each with words in it. */
const EXAMPLES = [
  ["A private runtime for one role", "support-agent", { "policy-data.json": /role\/app"[^]*runtime\/support-AbCdEf1234/, "callers/111122223333-app.json": /InvokeAgentRuntime/ }],
  [
    "A public agent with tokens beside an internal one with roles",
    "two-agents",
    { "policy-data.json": /runtime\/customers-AbCdEf1234[^]*runtime\/internal-AbCdEf1234/, "callers/111122223333-back-office.json": /internal-AbCdEf1234/ },
  ],
  ["A gateway with tools for the whole organisation", "shared-tools", { "policy-gateway.json": /"aws:PrincipalOrgID": "o-a1b2c3d4e5"/ }],
  [
    "A platform team that may read everything",
    "platform-read",
    { "policy-control.json": /"bedrock-agentcore:ListGateways"/, "callers/111122223333-platform.json": /"bedrock-agentcore:ListMemories"/ },
  ],
  ["GovCloud", "gov-agent", { "policy-data.json": /arn:aws-us-gov:bedrock-agentcore:us-gov-west-1/, "callers/111122223333-app.json": /arn:aws-us-gov:/ }],
];
/** What is in every ZIP, whatever was asked for. */
const ALWAYS = [
  ...["README.md", "create.sh", "create.ps1", "stack.yaml", "stack.json", "terraform/main.tf", "cdk/package.json"],
  ...["cdk/cdk.json", "cdk/tsconfig.json", "cdk/bin/app.ts", "cdk/lib/endpoints-stack.ts", "verify.sh", "teardown.sh"],
  ...["commands.sh", "connect.md", "forecast.md", "picture.svg", "preflight.md", "who-can-call.md", "plan.json", "request.toml"],
  ...["ci/github-actions.yml", "ci/gitlab-ci.yml"],
];
const LISTING = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps({name: archive.read(name).decode() for name in archive.namelist()}))
`;

/** From the example's link to the saved archive, as somebody whose VPC it is. */
async function take(page, baseUrl, title, assert) {
  const expect = async (path) => {
    assert.equal(new URL(page.url()).pathname, path, title);
    assert.equal(await page.locator(".error-summary").count(), 0, `${title}: something is wrong on ${path}`);
    assert.doesNotMatch(await page.title(), /^Error/);
  };
  await page.goto(`${baseUrl}/`);
  await page.getByRole("link", { name: title, exact: true }).click();
  await page.waitForURL(/\/\?.*grants/);
  await expect("/");
  await goOn(page).click();
  await expect("/who");
  await goOn(page).click();
  await expect("/where");
  await field(page, "placement.vpc").fill("vpc-0a1b2c3d4e5f60718");
  await field(page, "placement.subnets").fill("subnet-0aaaaaaaaaaaaaaaa, subnet-0bbbbbbbbbbbbbbbb");
  await field(page, "placement.allow_from").fill("10.0.0.0/16");
  await goOn(page).click();
  await expect("/check");
  await page.getByRole("link", { name: "Continue to the review" }).click();
  await expect("/review");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download everything (ZIP)" }).click(),
  ]);
  return download;
}

async function takeAll({ browser, baseUrl, scratch, assert }, javaScriptEnabled) {
  const context = await browser.newContext({ javaScriptEnabled, acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/`);
  const offered = await page.locator("#examples li a").allTextContents();
  assert.deepEqual(offered, EXAMPLES.map(([title]) => title), "each example has its test");
  for (const [title, name, own] of EXAMPLES) {
    const download = await take(page, baseUrl, title, assert);
    assert.ok(download.suggestedFilename().includes(name), download.suggestedFilename());
    const archive = join(scratch, `${name}.zip`);
    await download.saveAs(archive);
    const { stdout } = await run("python3", ["-c", LISTING, archive], { maxBuffer: 1 << 26 });
    const files = JSON.parse(stdout);
    assert.deepEqual(Object.keys(files).sort(), [...ALWAYS, ...Object.keys(own)].sort(), title);
    for (const [file, text] of Object.entries(files)) assert.ok(text.length > 100, `${title}: ${file} is as good as empty`);
    for (const [file, words] of Object.entries(own)) assert.match(files[file], words, `${title}: ${file}`);
    assert.match(files["request.toml"], new RegExp(`name = "${name}"`));
    const statements = Object.keys(own).flatMap((file) => JSON.parse(files[file]).Statement);
    assert.ok(statements.length >= Object.keys(own).length && statements.every(({ Effect }) => Effect === "Allow"), title);
  }
}

export async function each_leads_to_its_zip(tools) {
  await takeAll(tools, true);
}

export async function each_leads_to_its_zip_without_scripts(tools) {
  await takeAll(tools, false);
}
