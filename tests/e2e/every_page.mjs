// Every page and state there is, one after another, for tests that judge all of them.

import { join } from "node:path";
import { startPostern } from "./server.mjs";
import { STEPS, WRONG, answered } from "./wizard_pages.mjs";

const DEMO_VPC = "vpc-0de30000000000001";
// Without DNS host names: no private names can be had there.
const BLOCKED_VPC = "vpc-0de30000000000003";
const DEMO_ANSWERS = answered({
  account: "111122223333",
  "grants.0.callers": "arn:aws:iam::111122223333:role/app",
  "grants.1.resources": "tools-abcdef1234",
  "placement.vpc": "",
  "placement.subnets": "",
  "placement.allow_from": "",
});
const POLICY = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Tools",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:role/app" },
        Action: "bedrock:InvokeGateway",
        Resource: "arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/tools-abcdefghij",
      },
    ],
  },
  null,
  2,
);

const stepName = (path) => (path === "/" ? "what" : path.slice(1));

/** Pages that an address opens: name and address. */
const BY_ADDRESS = [
  ["home", "/"],
  ...STEPS.map((path) => [stepName(path), `${path}?${answered()}`]),
  ...STEPS.slice(1).map((path) => [`${stepName(path)}-empty`, path]),
  ...STEPS.map((path) => [`${stepName(path)}-wrong`, `${path}?${answered(WRONG)}&do=continue`]),
  ["everything", `/everything?${answered()}`],
  ["everything-empty", "/everything"],
  ["everything-wrong", `/everything?${answered(WRONG)}&do=continue`],
  ["audit", "/audit"],
  ["delete-none", "/delete"],
  ["appearance", "/appearance"],
  ["explain", "/explain"],
  ["explain-doors", "/explain/doors"],
  ["explain-request-file", "/explain/request-file"],
  ["explain-scanners", "/explain/scanners"],
  ["check-locked", `/check?${answered({ "guards.lockdown": "true" })}`],
  ["targets-empty", "/targets"],
  ["targets", `/targets?${answered()}`],
  ["runs-none", "/runs"],
  ["apply-none", "/apply"],
  ["not-found", "/no-such-page"],
];

const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();

/** From the Where step of the demo, with one of its VPCs, to the page that asks for the last word. */
async function toApply(page, url, vpc, visit) {
  await page.goto(`${url}/where?${DEMO_ANSWERS}`);
  await press(page, "Look at the account");
  await visit("where-account");
  await page.locator(`input[name="placement.vpc"][value="${vpc}"]`).check();
  await press(page, "Show what is in this VPC");
  await page.locator('textarea[name="placement.allow_from"]').fill("10.0.0.0/16");
  await visit("where-vpc");
  await press(page, "Continue");
  await visit("check-account");
  await press(page, "Continue to the review");
  await visit("review-account");
  await press(page, "Have Postern apply it…");
  await visit("apply");
}

/** From an account without endpoints to one that has them, and to one that has none again. */
async function journey(page, url, visit) {
  await toApply(page, url, DEMO_VPC, visit);
  await page.getByRole("button", { name: /^Apply this plan/ }).click();
  await until(page, "Everything is there as planned");
  await visit("run");
  await page.goto(`${url}/runs`);
  await visit("runs");
  await toApply(page, url, DEMO_VPC, (name) => visit(`${name}-again`));
  await press(page, "See what would be deleted…");
  await visit("delete");
  const goes = page.getByRole("button", { name: /^Delete 2 endpoints/ });
  await goes.click();
  await visit("delete-wrong");
  await page.getByLabel(/^Type agents-prod/).fill("agents-prod");
  await goes.click();
  await until(page, "Everything that was to be deleted is gone");
  await visit("run-deleting");
  await toApply(page, url, DEMO_VPC, async () => {});
  await press(page, "Only try every call as a dry run");
  await visit("apply-tried");
  await toApply(page, url, BLOCKED_VPC, (name) => visit(`${name}-blocked`));
}

/** Until the run's verdict holds these words, looking again and again. */
async function until(page, words) {
  for (let look = 0; look < 150; look += 1) {
    if ((await page.locator(".verdict").first().innerText()).includes(words)) return;
    await page.waitForTimeout(100);
    await page.reload();
  }
  throw new Error(`never “${words}”: ${await page.locator("main").innerText()}`);
}

/**
 * A way to see pages: opens each in `page`, on a demo of its own, and calls `visit` with its name.
 * @callback Tour
 * @param {{ page: import("playwright-core").Page, scratch: string, front?: Front }} where
 * @param {(name: string) => Promise<void>} visit
 * @returns {Promise<void>}
 */

/**
 * What stands before the demo: what the demo is told of it, and where it then is.
 * @typedef {{ env: Record<string, string>, at: (url: string) => string }} Front
 */

async function onADemo({ scratch, front }, use) {
  const words = ["--demo", "--state", join(scratch, "state")];
  const demo = await startPostern(process.env.POSTERN_BIN, words, front?.env);
  try {
    await use(front ? front.at(demo.url) : demo.url);
  } finally {
    await demo.stop();
  }
}

/** What an address alone opens, the keys, and a policy that was audited. The page's scripts are on. @type {Tour} */
export function pagesOfAddresses(where, visit) {
  const { page } = where;
  return onADemo(where, async (url) => {
    for (const [name, address] of BY_ADDRESS) {
      await page.goto(url + address);
      await visit(name);
    }
    // Something is recent now: the review was seen.
    await page.goto(`${url}/`);
    await page.locator(".shortcuts:not([hidden])").waitFor();
    await page.keyboard.press("?");
    await visit("home-keys");
    await page.goto(`${url}/audit`);
    await page.locator('[name="endpoint"]').selectOption("gateway");
    await page.locator('[name="policy"]').fill(POLICY);
    await press(page, "Audit the policy");
    await visit("audit-flawed");
  });
}

/** What comes of looking at an account, applying and deleting. @type {Tour} */
export function pagesOfAnAccount(where, visit) {
  return onADemo(where, (url) => journey(where.page, url, visit));
}

/** All of them. @type {Tour} */
export async function everyPage(where, visit) {
  await pagesOfAddresses(where, visit);
  await pagesOfAnAccount(where, visit);
}
