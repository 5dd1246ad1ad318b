// A token that somebody makes for a program: shown once, good for what it says, and revoked.

import { signInAs, startSignedIn } from "./signed_in.mjs";
import { isWider } from "./wizard_pages.mjs";

const withAda = (options, test) => async (tools) => {
  const server = await startSignedIn(tools.scratch);
  try {
    const context = await tools.browser.newContext(options);
    const page = await context.newPage();
    await page.goto(`${server.url}/tokens`);
    await signInAs(page, "ada");
    await page.waitForURL(`${server.url}/tokens`);
    await test({ ...tools, ...server, page });
  } finally {
    await server.stop();
  }
};

const main = (page) => page.locator("main").innerText();

async function makesUsesAndRevokes({ page, url, assert, axe, savePage, watched }, scripts) {
  const nothingWrong = watched(page);
  assert.match(await main(page), /None yet/);
  await page.getByLabel("Name").fill("deploy-agents");
  await page.getByLabel("May at most").selectOption("viewer");
  await page.getByLabel("Where").fill("111122223333 demo");
  await page.getByLabel("Days until it ends").fill("7");
  await page.getByRole("button", { name: "Make it" }).click();
  const text = await main(page);
  const secret = text.match(/postern_[A-Za-z0-9_-]{43}/)?.[0];
  assert.ok(secret, text);
  if (scripts === "with-scripts") {
    assert.equal(await isWider(page), false);
    await axe(page);
  }
  await savePage(page, `tokens-made-${scripts}`);

  const me = () => fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${secret}` } });
  const used = await me();
  assert.equal(used.status, 200);
  assert.match(await used.text(), /ada/);

  await page.goto(`${url}/tokens`);
  const listed = await main(page);
  assert.ok(!listed.includes(secret), "it is shown once");
  assert.match(listed, /deploy-agents[^]*viewer[^]*demo/);
  if (scripts === "with-scripts") await axe(page);
  await savePage(page, `tokens-${scripts}`);
  nothingWrong();
  await page.getByRole("button", { name: "Revoke deploy-agents" }).click();
  assert.match(await main(page), /revoked/);
  assert.equal((await me()).status, 401);
}

const wide = { viewport: { width: 1440, height: 900 } };
const narrow = { javaScriptEnabled: false, viewport: { width: 320, height: 640 }, colorScheme: "dark" };

export const makes_uses_and_revokes_with_scripts = withAda(wide, (tools) =>
  makesUsesAndRevokes(tools, "with-scripts"),
);
export const makes_uses_and_revokes_without_scripts = withAda(narrow, (tools) =>
  makesUsesAndRevokes(tools, "without-scripts"),
);

export const keeps_what_was_typed = withAda({ viewport: { width: 320, height: 640 } }, async (tools) => {
  const { page, assert, axe } = tools;
  await page.getByLabel("Name").fill("a(b)");
  await page.getByLabel("Days until it ends").fill("4000");
  await page.getByRole("button", { name: "Make it" }).click();
  assert.equal(await page.getByLabel("Name").inputValue(), "a(b)");
  assert.equal(await page.getByLabel("Days until it ends").inputValue(), "4000");
  assert.ok((await page.locator(".error-summary a").count()) >= 3);
  assert.equal(await isWider(page), false);
  await axe(page);
});
