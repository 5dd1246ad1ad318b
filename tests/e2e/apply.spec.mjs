// From the account that is looked at to endpoints that exist, and back: on the demo account and on
// our fake of EC2, with scripts and without.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startEc2 } from "./ec2.mjs";
import { startPostern } from "./server.mjs";

const ANSWERS = new URLSearchParams([
  ["name", "agents-prod"],
  ["region", "us-east-1"],
  ["grants.0.primitive", "runtime"],
  ["grants.0.auth", "sigv4"],
  ["grants.0.callers", "arn:aws:iam::111122223333:role/app"],
  ["grants.0.resources", "support-AbCdEf1234"],
  ["grants.0.access", "invoke"],
  ["grants.1.primitive", "gateway"],
  ["grants.1.auth", "oauth"],
  ["grants.1.resources", "tools-abcdef1234"],
  ["grants.1.access", "invoke"],
]);
const FAST = "[apply]\nfirst_pause_ms = 20\npoll_ms = 100\n";

/** From the Where step to the page that asks for the last word. */
async function chooseAndCheck(page, url, vpc, assert) {
  await page.goto(`${url}/where?${ANSWERS}`);
  await page.getByRole("button", { name: "Look at the account" }).click();
  assert.match(await page.locator("main").innerText(), /Account 111122223333 in us-east-1, as of/);
  assert.equal(new URL(page.url()).search, "", "what was read is in an address");
  await page.locator(`input[name="placement.vpc"][value="${vpc}"]`).check();
  await page.getByRole("button", { name: "Show what is in this VPC" }).click();
  const main = await page.locator("main").innerText();
  assert.match(main, /not offered in use1-az1/, "the zone that the gateway lacks is not said");
  const chosen = page.locator('input[name="placement.subnets"]:checked');
  assert.ok((await chosen.count()) >= 2, "no subnet is chosen for each zone");
  await page.locator('textarea[name="placement.allow_from"]').fill("10.0.0.0/16");
  await page.getByRole("button", { name: "Continue", exact: true }).first().click();
  assert.match(await page.locator("main").innerText(), /\d+ passed/);
  await page.getByRole("button", { name: "Continue to the review" }).click();
  await page.getByRole("button", { name: "Have Postern apply it…" }).click();
  assert.equal(await page.locator("h1").innerText(), "Apply");
}

/** Until the run says so, by itself or by being looked at again. */
async function standing(page, words, scripts) {
  for (let look = 0; look < 150; look += 1) {
    if ((await page.locator(".verdict").innerText()).includes(words)) return;
    await page.waitForTimeout(100);
    if (!scripts) await page.reload();
  }
  throw new Error(`never “${words}”: ${await page.locator("main").innerText()}`);
}

async function applyAndTakeBack(page, scripts, assert, there) {
  await page.getByRole("button", { name: /^Apply this plan/ }).click();
  assert.match(new URL(page.url()).pathname, /^\/runs\/run-/);
  await standing(page, "Everything is there as planned", scripts);
  if (scripts) assert.match(await page.title(), /run-/);
  await there(2);
  await page.getByRole("button", { name: /^Roll back/ }).click();
  await standing(page, "What it made is gone again", scripts);
  await there(0);
}

async function onTheFake({ browser, scratch, assert, skip, axe, savePage }, scripts) {
  const ec2 = await startEc2();
  if (!ec2) return skip("apply", "Python with boto3 not found");
  const vpc = "vpc-0a1b2c3d4e5f60718";
  const settings = join(scratch, "postern.toml");
  await writeFile(settings, FAST);
  const words = ["--apply", "--config", settings, "--state", join(scratch, "state")];
  const postern = await startPostern(process.env.POSTERN_BIN, words, { ...ec2.env, HOME: scratch });
  try {
    const context = await browser.newContext({ javaScriptEnabled: scripts });
    const page = await context.newPage();
    await chooseAndCheck(page, postern.url, vpc, assert);
    if (scripts) await axe(page);
    await applyAndTakeBack(page, scripts, assert, async (count) => {
      const found = await ec2.endpoints(vpc);
      const alive = found.filter(([, state]) => state === "available");
      assert.equal(alive.length, count, JSON.stringify(found));
      assert.ok(alive.every(([, , tags]) => tags.includes("postern:run")));
    });
    if (scripts) {
      await axe(page);
      await savePage(page, "run");
      await page.goto(`${postern.url}/runs`);
      await axe(page);
      await savePage(page, "runs");
    }
    await context.close();
  } finally {
    await postern.stop();
    ec2.stop();
  }
}

export async function looks_applies_watches_and_takes_back(tools) {
  await onTheFake(tools, true);
}

export async function looks_applies_and_takes_back_without_scripts(tools) {
  await onTheFake(tools, false);
}

export async function the_demo_has_everything_and_says_that_it_is_one({ browser, scratch, assert, axe }) {
  const words = ["--demo", "--state", join(scratch, "state")];
  const postern = await startPostern(process.env.POSTERN_BIN, words);
  try {
    const page = await browser.newPage();
    await page.goto(postern.url);
    assert.match(await page.locator(".banner").innerText(), /demo/);
    await chooseAndCheck(page, postern.url, "vpc-0de30000000000001", assert);
    await axe(page);
    await applyAndTakeBack(page, true, assert, async () => {});
    assert.match(await page.locator(".banner").innerText(), /nothing here reaches AWS/);
    await page.close();
  } finally {
    await postern.stop();
  }
}

export async function what_was_made_is_deleted_once_its_name_is_typed({ browser, scratch, assert, axe, savePage }) {
  const postern = await startPostern(process.env.POSTERN_BIN, ["--demo", "--state", join(scratch, "state")]);
  try {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await chooseAndCheck(page, postern.url, "vpc-0de30000000000001", assert);
    await page.getByRole("button", { name: /^Apply this plan/ }).click();
    await standing(page, "Everything is there as planned", false);

    // Looked at again, what stands is compared with the request.
    await page.goto(`${postern.url}/where?${ANSWERS}`);
    await page.getByRole("button", { name: "Look at the account" }).click();
    await page.locator('input[name="placement.vpc"][value="vpc-0de30000000000001"]').check();
    await page.getByRole("button", { name: "Show what is in this VPC" }).click();
    await page.locator('textarea[name="placement.allow_from"]').fill("10.0.0.0/16");
    await page.getByRole("button", { name: "Continue", exact: true }).first().click();
    const drift = page.locator("#drift");
    assert.match(await drift.innerText(), /as asked for/);
    await page.getByRole("button", { name: "Continue to the review" }).click();
    await page.getByRole("button", { name: "Have Postern apply it…" }).click();
    await page.getByRole("button", { name: "See what would be deleted…" }).click();
    assert.equal(await page.locator("h1").innerText(), "Delete what was made");
    await page.getByRole("button", { name: /^Delete 2 endpoints and 1 security group/ }).click();
    assert.match(await page.title(), /^Error: /);
    await page.getByLabel(/^Type agents-prod/).fill("agents-prod");
    await page.getByRole("button", { name: /^Delete 2 endpoints/ }).click();
    await standing(page, "Everything that was to be deleted is gone", false);
    await context.close();

    const looking = await browser.newPage();
    await looking.goto(`${postern.url}/delete`);
    await axe(looking);
    await savePage(looking, "delete");
    await looking.close();
  } finally {
    await postern.stop();
  }
}

export async function without_apply_it_says_how({ browser, baseUrl, assert, axe, savePage }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/apply`);
  assert.match(await page.locator("main").innerText(), /not started with --apply/);
  await axe(page);
  await savePage(page, "apply");
  await page.close();
}
