// Signing in and out with a real identity provider, and what each person may do.

import { signInAs, startSignedIn } from "./signed_in.mjs";
import { answered, field } from "./wizard_pages.mjs";

const COOKIE = "__Host-postern";

/** Runs a test against a Postern of its own. */
const withSignIn = (test) => async (tools) => {
  const server = await startSignedIn(tools.scratch);
  try {
    await test({ ...tools, ...server });
  } finally {
    await server.stop();
  }
};

const cookieOf = async (context) => (await context.cookies()).find(({ name }) => name === COOKIE);

async function leads_to_where_one_wanted_to_go({ browser, url, assert }, javaScriptEnabled) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(`${url}/who?${answered()}`);
  assert.ok(!page.url().startsWith(url), "nobody had to sign in");
  const before = await cookieOf(context);
  await signInAs(page, "ada");
  await page.waitForURL(`${url}/who?**`);
  assert.equal(new URL(page.url()).search.slice(1), answered());
  assert.match(await page.locator(".site-header__visitor").innerText(), /Ada Lovelace/);
  const after = await cookieOf(context);
  assert.notEqual(after.value, before.value, "the session kept its name: it could be fixed beforehand");
  assert.deepEqual([after.httpOnly, after.secure, after.sameSite, after.path], [true, true, "Lax", "/"]);
}

export const leads_on_with_scripts = withSignIn((tools) => leads_to_where_one_wanted_to_go(tools, true));
export const leads_on_without_scripts = withSignIn((tools) => leads_to_where_one_wanted_to_go(tools, false));

export const shows_roles_and_signs_out = withSignIn(
  async ({ browser, url, assert, axe, savePage, watched }) => {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 640 } });
      const page = await context.newPage();
      await page.goto(`${url}/you`);
      await signInAs(page, "ada");
      await page.waitForURL(`${url}/you`);
      const nothingWrong = watched(page);
      const text = await page.locator("main").innerText();
      for (const part of ["ada@example.org", "release, staff", "every account", "demo (111122223333)"]) {
        assert.ok(text.includes(part), part);
      }
      await axe(page);
      await savePage(page, `you-${colorScheme}`);
      const signedIn = await cookieOf(context);
      await page.goto(`${url}/sign-out`);
      assert.equal(page.url(), `${url}/you`, "it says signed out to whoever is not");
      await page.getByRole("button", { name: "Sign out" }).click();
      assert.match(await page.title(), /^You are signed out/);
      assert.equal(await cookieOf(context), undefined, "the browser keeps the cookie");
      await axe(page);
      await savePage(page, `signed-out-${colorScheme}`);
      nothingWrong();
      // Whoever copied the cookie is signed out too.
      await context.addCookies([{ ...signedIn }]);
      const answer = await page.request.get(`${url}/you`, { maxRedirects: 0 });
      assert.equal(answer.status(), 303);
    }
  },
);

export const refuses_what_a_role_is_needed_for = withSignIn(
  async ({ browser, url, assert, axe, savePage }) => {
    const page = await browser.newPage();
    await page.goto(`${url}/apply`);
    await signInAs(page, "vic");
    await page.waitForURL(`${url}/apply`);
    const text = await page.locator("main").innerText();
    assert.match(text, /You may not do this/);
    assert.match(text, /the role author/);
    assert.match(text, /Ask the platform team/);
    await axe(page);
    await savePage(page, "may-not");
    await page.goto(`${url}/who?${answered()}`);
    assert.equal(await field(page, "grants.0.callers").count(), 1, "a viewer cannot plan");
  },
);

export const gives_nobody_a_role_unasked = withSignIn(
  async ({ browser, url, assert, axe, savePage }) => {
    const page = await browser.newPage();
    await page.goto(`${url}/you`);
    await signInAs(page, "eve");
    await page.waitForURL(`${url}/you`);
    const text = await page.locator("main").innerText();
    assert.match(text, /Nothing yet/);
    assert.match(text, /Eve <b>Else<\/b>/);
    await axe(page);
    await savePage(page, "you-nobody");
    const answer = await page.request.get(`${url}/`);
    assert.equal(answer.status(), 403);
  },
);

export const loses_nothing_when_the_session_ends = withSignIn(
  async ({ browser, url, assert, axe, savePage }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${url}/where?${answered()}`);
    await signInAs(page, "ada");
    await page.waitForURL(`${url}/where?**`);
    await field(page, "placement.allow_from").fill("10.9.0.0/16");
    await context.clearCookies();
    await field(page, "placement.allow_from").press("End");
    await field(page, "placement.allow_from").pressSequentially(" ");
    await page.getByText("Your answers are kept: continue, and sign in").waitFor();
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    assert.match(await page.title(), /You are not signed in any more/);
    await axe(page);
    await savePage(page, "sent-too-late");
    const [other] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("link", { name: "Sign in in another tab" }).click(),
    ]);
    await signInAs(other, "ada");
    await other.waitForURL(`${url}/you`);
    await page.getByRole("button", { name: "Send it again" }).click();
    await page.waitForURL(`${url}/check?**`);
    assert.equal(new URL(page.url()).searchParams.get("placement.allow_from"), "10.9.0.0/16");
  },
);

export const believes_each_sign_in_once = withSignIn(async ({ browser, url, assert }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  let back = "";
  page.on("request", (request) => {
    if (request.url().startsWith(`${url}/sign-in/done`)) back = request.url();
  });
  await page.goto(`${url}/you`);
  // Another tab signs in meanwhile, and neither disturbs the other.
  const other = await context.newPage();
  await other.goto(`${url}/who`);
  await signInAs(page, "ada");
  await page.waitForURL(`${url}/you`);
  await signInAs(other, "ada");
  await other.waitForURL(`${url}/who`);
  const again = await page.goto(back);
  assert.equal(again.status(), 400, "the same answer of the provider is believed twice");
  const stranger = await (await browser.newContext()).newPage();
  const elsewhere = await stranger.goto(back);
  assert.equal(elsewhere.status(), 400, "what one browser began another ended");
});

export const tells_what_the_provider_said = withSignIn(
  async ({ browser, url, assert, axe, savePage }) => {
    const page = await browser.newPage();
    await page.goto(`${url}/you`);
    const state = new URL(page.url()).searchParams.get("state");
    const refused = `${url}/sign-in/done?state=${state}&error=access_denied&error_description=%3Cscript%3E`;
    const answer = await page.goto(refused);
    assert.equal(answer.status(), 403);
    assert.match(await page.locator("main").innerText(), /access_denied: <script>/);
    await axe(page);
    await savePage(page, "sign-in-refused");
  },
);

export const ends_with_the_browser = withSignIn(async ({ browser, url, assert }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}/you`);
  await signInAs(page, "ada");
  await page.waitForURL(`${url}/you`);
  const { expires } = await cookieOf(context);
  assert.equal(expires, -1, "the cookie outlives the browser");
});

export const writes_down_who_asked_for_what = withSignIn(
  async ({ browser, url, assert, axe, savePage }) => {
    const denied = await browser.newPage();
    await denied.goto(`${url}/apply`);
    await signInAs(denied, "vic");
    await denied.waitForURL(`${url}/apply`);
    const page = await browser.newPage();
    await page.goto(`${url}/record`);
    await signInAs(page, "root");
    await page.waitForURL(`${url}/record`);
    const text = await page.locator("main").innerText();
    for (const part of ["vic (Vic Viewer)", "refused", "GET /apply", "needed: author", "root (Root)"]) {
      assert.ok(text.includes(part), part);
    }
    await axe(page);
    await savePage(page, "record");
    await page.getByLabel("By whom").fill("vic");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(`${url}/record?**who=vic**`);
    assert.equal(await page.locator("tbody tr").count(), 2);
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download CSV" }).click(),
    ]);
    assert.equal(saved.suggestedFilename(), "postern-record.csv");
  },
);
