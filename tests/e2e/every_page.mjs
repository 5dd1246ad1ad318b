// Every page and state there is, one after another, for tests that judge all of them.

import { join } from "node:path";
import { startPostern } from "./server.mjs";
import { STEPS, answered } from "./wizard_pages.mjs";

/** Answers of which something is wrong on every step, as far as a step can be wrong. */
export const WRONG = { account: "12", "grants.0.callers": "app", "placement.subnets": "subnet-1", junk: "x" };

const DEMO_VPC = "vpc-0de30000000000001";
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
  ["runs-none", "/runs"],
  ["apply-none", "/apply"],
  ["not-found", "/no-such-page"],
];

const press = (page, name) => page.getByRole("button", { name, exact: true }).first().click();

/** From the Where step of the demo to the page that asks for the last word. */
async function toApply(page, url, visit) {
  await page.goto(`${url}/where?${DEMO_ANSWERS}`);
  await press(page, "Look at the account");
  await visit("where-account");
  await page.locator(`input[name="placement.vpc"][value="${DEMO_VPC}"]`).check();
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

/** From an account without endpoints to one that has them, and to their deletion. */
async function journey(page, url, visit) {
  await toApply(page, url, visit);
  await page.getByRole("button", { name: /^Apply this plan/ }).click();
  await until(page, "Everything is there as planned");
  await visit("run");
  await page.goto(`${url}/runs`);
  await visit("runs");
  await toApply(page, url, (name) => visit(`${name}-again`));
  await press(page, "See what would be deleted…");
  await visit("delete");
  await page.getByRole("button", { name: /^Delete 2 endpoints/ }).click();
  await visit("delete-wrong");
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
 * Opens each page in `page`, on a demo of its own, and calls `visit` with its name.
 * @param {{ page: import("playwright-core").Page, scratch: string }} where
 * @param {(name: string) => Promise<void>} visit
 */
export async function everyPage({ page, scratch }, visit) {
  const demo = await startPostern(process.env.POSTERN_BIN, ["--demo", "--state", join(scratch, "state")]);
  try {
    for (const [name, address] of BY_ADDRESS) {
      await page.goto(demo.url + address);
      await visit(name);
    }
    await page.goto(`${demo.url}/audit`);
    await page.locator('[name="policy"]').fill(POLICY);
    await press(page, "Audit the policy");
    await visit("audit-flawed");
    await journey(page, demo.url, visit);
  } finally {
    await demo.stop();
  }
}
