// The first page: what holds of it before anything is typed.

export async function has_one_heading_and_no_complaints({ browser, baseUrl, assert, axe, savePage, watched }) {
  const page = await browser.newPage();
  const expectNone = watched(page);
  const answer = await page.goto(`${baseUrl}/`);
  assert.equal(answer.status(), 200);
  assert.equal(await page.locator("h1").count(), 1);
  await axe(page);
  await savePage(page, "home");
  expectNone();
}

export async function skips_to_its_content_with_the_first_tab({ browser, baseUrl, assert }) {
  const page = await browser.newPage();
  await page.goto(`${baseUrl}/`);
  await page.keyboard.press("Tab");
  const first = page.locator(":focus");
  const target = await first.getAttribute("href");
  assert.match(target ?? "", /^#./, "the first thing focused is no link within the page");
  assert.ok(await first.isVisible(), "a focused skip link is seen");
  await page.keyboard.press("Enter");
  assert.equal(new URL(page.url()).hash, target);
  const inMain = await page.evaluate((id) => document.querySelector("main")?.id === id, target.slice(1));
  assert.ok(inMain, `${target} is not the main content`);
  // What is focused next lies within the content.
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement?.closest("main") !== null));
}

export async function works_with_scripts_off({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const answer = await page.goto(`${baseUrl}/`);
  assert.equal(answer.status(), 200);
  assert.equal(await page.locator("h1").count(), 1);
}

export async function answers_an_unknown_address_with_a_page_of_its_own({ browser, baseUrl, assert, axe, savePage }) {
  const page = await browser.newPage();
  const answer = await page.goto(`${baseUrl}/no-such-page`);
  assert.equal(answer.status(), 404);
  assert.equal(await page.locator("h1").count(), 1);
  await axe(page);
  await savePage(page, "not-found");
}
