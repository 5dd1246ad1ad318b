// Where the reader's own few colours replace the page's: what differs must differ still.

import { WRONG, answered } from "./wizard_pages.mjs";

/** How an element's parts look, as one word that can be compared. */
function look(page, selector, properties) {
  return page.locator(selector).first().evaluate(
    (element, names) => names.map((name) => getComputedStyle(element).getPropertyValue(name)).join(" "),
    properties,
  );
}

const EDGE = ["border-block-start-style", "border-block-start-width", "border-block-start-color"];

async function allDiffer(page, selectors, properties, assert) {
  const looks = [];
  for (const selector of selectors) looks.push(await look(page, selector, properties));
  assert.equal(new Set(looks).size, looks.length, `${selectors.join(", ")}: ${looks.join(" | ")}`);
}

async function judge({ browser, baseUrl, assert }, colorScheme) {
  const page = await browser.newPage({ colorScheme, forcedColors: "active", viewport: { width: 1280, height: 900 } });
  await page.goto(`${baseUrl}/who?${answered(WRONG)}&do=continue`);
  await allDiffer(page, [".step--done", ".step--current", ".step--wrong", ".step--to-come"], EDGE, assert);
  const main = "main .button--primary:not([aria-hidden])";
  await allDiffer(page, [main, "main .button--secondary"], ["color"], assert);
  await allDiffer(page, [main, "main .button--secondary"], ["background-color"], assert);
  await allDiffer(page, ['[role=tab][aria-selected="true"]', '[role=tab][aria-selected="false"]'], ["border-block-end-color"], assert);
  await allDiffer(page, [".question--wrong", ".question:not(.question--wrong)"], ["border-inline-start-width"], assert);

  await page.goto(`${baseUrl}/review?${answered()}`);
  // The drawing is in the reader's colours: its ground is the page's, its words are those of the page.
  assert.equal(await look(page, ".picture__ground", ["fill"]), await look(page, ":root", ["background-color"]));
  assert.equal(await look(page, ".picture__text", ["fill"]), await look(page, "h1", ["color"]));
  await page.close();
}

export async function what_differs_differs_in_forced_colours_on_light(tools) {
  await judge(tools, "light");
}

export async function what_differs_differs_in_forced_colours_on_dark(tools) {
  await judge(tools, "dark");
}
