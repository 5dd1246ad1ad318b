// A token that somebody makes in a browser, a program that sends it, and what becomes of it.

import { signInAs, startSignedIn } from "./signed_in.mjs";
import { isWider } from "./wizard_pages.mjs";

const APPLY = "\n[apply]\nenabled = true\n";
const SECRET = /postern_[\w-]{43}/;

/** Runs a test against a Postern of its own, with a browser for each person who is asked for. */
const withPeople = (options, test) => async (tools) => {
  const server = await startSignedIn(tools.scratch, APPLY);
  const as = async (sub) => {
    const context = await tools.browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${server.url}/tokens`);
    await signInAs(page, sub);
    await page.waitForURL(`${server.url}/tokens`);
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

/** Fills the form of a new token and sends it. */
async function make(page, { name, role, places = "", days = "7" }) {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("May at most").selectOption(role);
  await page.getByLabel("Where").fill(places);
  await page.getByLabel("Days until it ends").fill(days);
  await press(page, "Make it");
}

/** Who a program with this token is, as the API says. */
async function me(url, secret) {
  const headers = { authorization: `Bearer ${secret}` };
  const answer = await fetch(`${url}/api/v1/me`, { headers });
  return { status: answer.status, answer: await answer.json(), asks: answer.headers.get("www-authenticate") };
}

async function makesUsesAndRevokes(tools, scripts) {
  const { as, url, assert, axe, savePage, watched } = tools;
  const looked = async (page, name) => {
    if (scripts === "with-scripts") await axe(page);
    assert.equal(await isWider(page), false, name);
    await savePage(page, `${name}-${scripts}`);
  };
  const ada = await as("ada");
  const nothingWrong = watched(ada);
  assert.match(await main(ada), /None yet/);
  await looked(ada, "tokens-none");
  await make(ada, { name: "nightly-run", role: "applier", places: "demo" });
  const text = await main(ada);
  const [secret] = text.match(SECRET);
  assert.match(text, /nightly-run is made[^]*not shown again/);
  await looked(ada, "tokens-made");
  assert.ok(!ada.url().includes(secret), "a secret in an address");
  const used = await me(url, secret);
  assert.deepEqual(
    [used.status, used.answer.id, used.answer.token, used.answer.roles[0].accounts],
    [200, "ada", "nightly-run", ["111122223333"]],
  );
  await ada.goto(`${url}/tokens`);
  const later = await main(ada);
  assert.ok(!SECRET.test(later), "a secret is shown twice");
  assert.equal(await ada.locator("tbody tr").count(), 1);
  assert.doesNotMatch(later, /never/, "it was used");
  await looked(ada, "tokens-used");
  await ada.getByRole("button", { name: "Revoke nightly-run" }).click();
  assert.equal(ada.url(), `${url}/tokens`);
  assert.match(await ada.locator("tbody tr").innerText(), /revoked/);
  await looked(ada, "tokens-revoked");
  nothingWrong();
  const refused = await me(url, secret);
  assert.equal(refused.status, 401);
  assert.match(refused.asks, /^Bearer /);
}

const wide = { viewport: { width: 1440, height: 900 } };
const narrow = { viewport: { width: 320, height: 640 }, colorScheme: "dark" };

export const makes_uses_and_revokes_with_scripts = withPeople(wide, (tools) =>
  makesUsesAndRevokes(tools, "with-scripts"),
);
export const makes_uses_and_revokes_without_scripts = withPeople(
  { ...narrow, javaScriptEnabled: false },
  (tools) => makesUsesAndRevokes(tools, "without-scripts"),
);

export const says_what_is_wrong_beside_its_field = withPeople(narrow, async (tools) => {
  const { as, assert, axe, savePage } = tools;
  const ada = await as("ada");
  await make(ada, { name: "<b>", role: "viewer", places: "elsewhere", days: "1000" });
  assert.match(await ada.title(), /^Error/);
  for (const label of ["Name", "Where", "Days until it ends"]) {
    const field = ada.getByLabel(label, { exact: label === "Name" });
    assert.equal(await field.getAttribute("aria-invalid"), "true", label);
  }
  assert.equal(await ada.getByLabel("Name", { exact: true }).inputValue(), "<b>");
  assert.equal(await isWider(ada), false);
  await axe(ada);
  await savePage(ada, "tokens-wrong");
  await ada.locator(".error-summary a").last().click();
  const focused = await ada.evaluate(() => document.activeElement?.getAttribute("name"));
  assert.equal(focused, "days");
});

export const shows_an_admin_whose_they_are = withPeople(wide, async (tools) => {
  const { as, url, assert, axe, savePage } = tools;
  const ada = await as("ada");
  await make(ada, { name: "nightly-run", role: "applier", places: "demo" });
  const [secret] = (await main(ada)).match(SECRET);
  const vic = await as("vic");
  assert.doesNotMatch(await main(vic), /nightly-run/, "somebody sees what another made");
  const root = await as("root");
  assert.match(await main(root), /Everybody’s tokens[^]*nightly-run[^]*Ada Lovelace/);
  await axe(root);
  await savePage(root, "tokens-everybodys");
  await root.getByRole("button", { name: "Revoke nightly-run" }).click();
  assert.equal((await me(url, secret)).status, 401);
});
