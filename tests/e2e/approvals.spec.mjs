// A plan that one person submits, another approves and a third carries out, each in a browser of
// their own.

import { signInAs, startSignedIn } from "./signed_in.mjs";
import { isWider } from "./wizard_pages.mjs";

const APPROVALS = `author = ["writers"]
approver = ["leads"]
approval_required = true

[apply]
enabled = true
`;

const ANSWERS = new URLSearchParams([
  ["name", "agents-prod"],
  ["region", "us-east-1"],
  ["account", "111122223333"],
  ["placement.vpc", "vpc-0de30000000000001"],
  ["placement.subnets", "subnet-0de30000000000012"],
  ["placement.allow_from", "10.0.0.0/16"],
  ["grants.0.primitive", "runtime"],
  ["grants.0.auth", "sigv4"],
  ["grants.0.callers", "arn:aws:iam::111122223333:role/app"],
  ["grants.0.resources", "support-AbCdEf1234"],
  ["grants.0.access", "invoke"],
]);

/** Runs a test against a Postern of its own, with a browser for each person who is asked for. */
const withPeople = (options, test) => async (tools) => {
  const server = await startSignedIn(tools.scratch, APPROVALS);
  const as = async (sub, path) => {
    const context = await tools.browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${server.url}${path}`);
    await signInAs(page, sub);
    await page.waitForURL(`${server.url}${path}`);
    return page;
  };
  try {
    await test({ ...tools, ...server, as });
  } finally {
    await server.stop();
  }
};

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const main = (page) => page.locator("main").innerText();

/** What Ann submits; the address of the proposal. */
async function submit({ as, url, assert }, words) {
  const ann = await as("ann", `/review?${ANSWERS}`);
  await press(ann, "Have Postern apply it…");
  assert.equal(await ann.getByRole("button", { name: /^Apply this plan/ }).count(), 0);
  assert.match(await main(ann), /carried out once 1 person approved it/);
  await ann.getByLabel("What it is for").fill(words);
  await press(ann, "Submit it for approval");
  const address = new URL(ann.url()).pathname;
  assert.match(address, /^\/proposals\/proposal-/);
  assert.ok(ann.url().startsWith(url));
  assert.equal(await ann.getByRole("button", { name: "Approve" }).count(), 0);
  return { ann, address };
}

async function approvesAndCarriesOut(tools, scripts) {
  const { as, assert, axe, savePage, watched } = tools;
  const { ann, address } = await submit(tools, "For the agents.\n<b>They</b> go live on Monday.");
  const grace = await as("grace", address);
  const nothingWrong = watched(grace);
  const text = await main(grace);
  for (const part of ["For the agents.", "<b>They</b> go live", "What would be done", "Who can call what"]) {
    assert.ok(text.includes(part), part);
  }
  if (scripts === "with-scripts") {
    assert.equal(await isWider(grace), false);
    await axe(grace);
  }
  await savePage(grace, `proposal-open-${scripts}`);
  nothingWrong();
  await press(grace, "Reject");
  assert.match(await main(grace), /Nothing says why/);
  await grace.getByLabel("What you have to say").fill("Fine with me.");
  await press(grace, "Approve");
  assert.match(await grace.locator(".verdict").first().innerText(), /approved\s+It may be carried out/);
  const ada = await as("ada", address);
  await press(ada, "Carry it out");
  assert.match(new URL(ada.url()).pathname, /^\/runs\/run-/);
  await ann.reload();
  assert.match(await main(ann), /Ann Author[^]*submitted it[^]*Grace Hopper[^]*approved it[^]*Fine with me/);
  await ann.getByRole("link", { name: "See its run" }).click();
  assert.match(new URL(ann.url()).pathname, /^\/runs\/run-/);
  const list = await as("vic", "/proposals");
  assert.match(await main(list), /Nothing waits for anybody[^]*Apply agents-prod[^]*begun/);
  if (scripts === "with-scripts") await axe(list);
  await savePage(list, `proposals-${scripts}`);
}

const with_scripts = { viewport: { width: 1440, height: 900 } };
const narrow = { javaScriptEnabled: false, viewport: { width: 320, height: 640 }, colorScheme: "dark" };

export const approves_and_carries_out_with_scripts = withPeople(with_scripts, (tools) =>
  approvesAndCarriesOut(tools, "with-scripts"),
);
export const approves_and_carries_out_without_scripts = withPeople(narrow, (tools) =>
  approvesAndCarriesOut(tools, "without-scripts"),
);

const dark = { colorScheme: "dark", viewport: { width: 320, height: 640 } };

export const rejects_and_leads_on = withPeople(dark, async (tools) => {
  const { as, assert, axe } = tools;
  const { ann, address } = await submit(tools, "");
  const grace = await as("grace", address);
  assert.equal(await isWider(grace), false);
  await axe(grace);
  await grace.getByLabel("What you have to say").fill("Name the workload, please.");
  await press(grace, "Reject");
  await ann.reload();
  assert.match(await main(ann), /rejected[^]*Name the workload, please/);
  await ann.getByRole("link", { name: "Begin again with its answers" }).click();
  assert.equal(new URL(ann.url()).pathname, "/review");
  assert.match(await main(ann), /support-AbCdEf1234/);
});
