// Every component with every sample, as builds for development show them.

export async function has_no_violation_in_light_dark_and_narrow({ browser, baseUrl, assert, axe }) {
  for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 320], ["dark", 320]]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
    const answer = await page.goto(`${baseUrl}/styleguide`);
    assert.equal(answer.status(), 200);
    await page.evaluate(() => document.querySelectorAll("details").forEach((box) => (box.open = true)));
    assert.ok((await page.locator("main section").count()) > 20);
    await axe(page);
    await page.close();
  }
}
