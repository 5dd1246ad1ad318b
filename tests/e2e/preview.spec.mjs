// What stands beside the form and on the review: files as people read and copy them.

import { answered, field } from "./wizard_pages.mjs";

export async function copies_the_text_without_its_numbers({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/review?${answered()}#cli`);
  const block = page.locator("#cli code").first();
  assert.ok((await block.locator(".line").count()) > 100);
  assert.ok((await block.locator(".code-remark").count()) > 5);
  const [text, selected] = await block.evaluate((code) => {
    getSelection().selectAllChildren(code);
    return [code.textContent, getSelection().toString()];
  });
  // Browsers leave out the newline at the end of what is selected.
  assert.equal(`${selected}\n`, text);
  const numbers = await block.locator(".line").evaluateAll((lines) =>
    lines.slice(0, 2).map((line) => {
      const before = getComputedStyle(line, "::before");
      return [before.content, before.userSelect];
    }),
  );
  assert.deepEqual(numbers, [['counter(line) / ""', "none"], ['counter(line) / ""', "none"]]);
}

/** The panel's tab that is open, by its name. */
function openTab(page) {
  return page.locator("#preview").getByRole("tab", { selected: true });
}

export async function follows_in_the_address_and_a_reload_shows_the_same({ browser, baseUrl, assert, watched }) {
  const page = await browser.newPage();
  const expectNone = watched(page);
  await page.goto(`${baseUrl}/where?${answered()}`);
  await page.locator("#preview").getByRole("tab", { name: "AWS CLI" }).click();
  await field(page, "name").fill("other-name");
  await page.locator("#preview-cli code", { hasText: "readonly name='other-name'" }).waitFor();
  const address = page.url();
  assert.match(address, /[?&]name=other-name&.*#preview-cli$/);
  const before = await page.locator("#preview-cli code").textContent();
  await page.reload();
  assert.equal(await openTab(page).textContent(), "AWS CLI");
  assert.equal(await page.locator("#preview-cli code").textContent(), before);
  assert.equal(page.url(), address);
  // A wrong value is in the address as well: it is what was typed.
  await field(page, "account").fill("12");
  await page.waitForURL(/account=12(&|#)/);
  expectNone();
}

export async function carries_the_open_tab_alone({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/where?${answered()}`);
  const answers = [];
  page.on("response", (answer) => {
    // One that the reload overtakes has no text any more, and counts all the same.
    if (answer.url().endsWith("/preview")) answers.push(answer.text().catch(() => "overtaken"));
  });
  await field(page, "region").fill("eu-west-1");
  await page.locator("#preview-policy", { hasText: "com.amazonaws.eu-west-1" }).waitFor();
  await page.getByRole("tab", { name: "Terraform" }).click();
  await page.locator("#preview-terraform code", { hasText: "eu-west-1" }).waitFor();
  const held = (await Promise.all(answers)).map((html) => [...html.matchAll(/code-block__file">([^<]*)/g)].map(([, file]) => file));
  assert.deepEqual(held, [["policy-data.json", "policy-gateway.json"], ["terraform/main.tf"]]);
  // Between tabs that are there, nothing is asked for.
  await page.reload();
  await page.getByRole("tab", { name: "AWS CLI" }).click();
  await page.locator("#preview-cli code").waitFor();
  assert.equal(answers.length, 2);
}

export async function drops_the_older_answer({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/where?${answered()}`);
  let release;
  const held = new Promise((resolve) => (release = resolve));
  let asked = 0;
  await page.route("**/preview", async (route) => {
    asked += 1;
    if (asked === 1) await held;
    await route.continue().catch(() => {});
  });
  await field(page, "region").fill("eu-west-1");
  await page.waitForRequest("**/preview");
  await field(page, "region").fill("eu-central-1");
  const body = page.locator("[data-preview-body]");
  await body.getByText("com.amazonaws.eu-central-1.bedrock-agentcore", { exact: true }).waitFor();
  release();
  await page.waitForTimeout(300);
  assert.ok(!(await body.textContent()).includes("eu-west-1"), "the older answer is not shown");
  assert.equal(await page.locator("[data-preview-status]").textContent(), "");
  assert.match(page.url(), /region=eu-central-1/);
}

export async function keeps_what_is_scrolled_focused_and_open({ browser, baseUrl, assert }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 700 } });
  await page.goto(`${baseUrl}/where?${answered()}#preview-cli`);
  const places = () =>
    page.evaluate(() => [document.querySelector("#preview").scrollTop, document.querySelector("#preview-cli pre").scrollTop, scrollY]);
  await field(page, "placement.allow_from").focus();
  await page.evaluate(() => {
    document.querySelector("#preview").scrollTop = 40;
    document.querySelector("#preview-cli pre").scrollTop = 900;
  });
  const before = await places();
  assert.ok(before[0] > 0 && before[1] === 900);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("10.7.0.0/16");
  await page.locator("#preview-cli code", { hasText: "10.7.0.0/16" }).waitFor();
  assert.deepEqual(await places(), before);
  assert.equal(await page.evaluate(() => document.activeElement.name), "placement.allow_from");
  assert.equal(await openTab(page).textContent(), "AWS CLI");
}

export async function marks_what_the_last_answer_changed({ browser, baseUrl, assert, axe, savePage }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/where?${answered()}#preview-cli`);
  assert.equal(await page.locator(".line--marked").count(), 0, "nothing is changed on a page that is opened");
  const said = page.locator("#preview-cli .preview__changed");
  await field(page, "placement.allow_from").fill("10.7.0.0/16");
  await said.waitFor();
  const lines = await page.locator("#preview-cli .line--marked").allTextContents();
  assert.ok(lines.length > 0 && lines.every((line) => line.includes("10.7.0.0/16")), lines.join(""));
  assert.match(await said.textContent(), /^The last answer changed lines? \d+.*earlier lines? (is|are) gone\.$/);
  // The same answer goes on: what it changed is against what stood before it.
  await field(page, "placement.allow_from").fill("10.0.0.0/16");
  await said.waitFor({ state: "detached" });
  assert.equal(await page.locator(".line--marked").count(), 0);
  await field(page, "placement.allow_from").fill("10.8.0.0/16");
  await said.waitFor();
  await axe(page);
  await savePage(page, "preview-changed");
}

export async function is_one_page_with_contents_without_scripts({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${baseUrl}/where?${answered()}`);
  const panels = page.locator("#preview .tabs__panel");
  assert.equal(await panels.count(), 5);
  for (const panel of await panels.all()) assert.ok(await panel.locator("code .line, svg.picture").first().isVisible());
  assert.equal(await page.locator("#preview nav a").count(), 5);
}

export async function has_its_tabs_where_scripts_do_not_come({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.route("**/*.js", (route) => route.abort());
  await page.goto(`${baseUrl}/where?${answered()}`);
  const inSight = () => page.locator("#preview .tabs__panel:visible").evaluateAll((all) => all.map((panel) => panel.id));
  assert.deepEqual(await inSight(), ["preview-policy"]);
  await page.locator("#preview nav a", { hasText: "Terraform" }).click();
  assert.deepEqual(await inSight(), ["preview-terraform"]);
}

export async function keeps_its_figures_in_sight({ browser, baseUrl, assert }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 700 } });
  await page.goto(`${baseUrl}/where?${answered()}`);
  await page.evaluate(() => (document.querySelector("#preview").scrollTop = 500));
  const head = page.locator(".preview__head");
  for (const words of [/2 endpoints/, /things to know/, /\$\d+\.\d\d a month/, /of 20,480 characters/]) {
    assert.match(await head.textContent(), words);
  }
  const seen = await head.evaluate((box) => {
    const { left, top } = box.getBoundingClientRect();
    return box.contains(document.elementFromPoint(left + 20, top + 20));
  });
  assert.ok(seen, "the figures are over what is scrolled");
}

export async function draws_what_is_answered({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/where?${answered()}`);
  await page.getByRole("tab", { name: "Picture" }).click();
  const picture = page.locator("#preview-picture svg");
  assert.match(await picture.locator("title").textContent(), /^Endpoints of agents-prod in vpc-/);
  await field(page, "name").fill("other-name");
  await page.locator("#preview-picture svg title", { hasText: "other-name" }).waitFor({ state: "attached" });
  assert.equal(await page.locator("#preview-cli .code-block").count(), 0, "the answer holds more than is in sight");
}
