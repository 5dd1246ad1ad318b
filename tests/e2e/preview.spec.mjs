// What stands beside the form and on the review: files as people read and copy them.

import { answered } from "./wizard_pages.mjs";

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
