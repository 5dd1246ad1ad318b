// What specs do with a page besides using it: watch it, judge it, keep it.

import assert from "node:assert/strict";
import { join } from "node:path";

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The helpers every test is given. */
export function pageTools({ axeSource, writeFile }) {
  /**
   * Expects no WCAG violation. The page's scripts must be on, as axe is one; it is put in by the
   * debugger, so the page's own content security policy stays as it is.
   */
  async function axe(page) {
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(
      (tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }),
      AXE_TAGS,
    );
    const said = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((n) => n.html).join("\n  ")}`,
    );
    assert.equal(violations.length, 0, `${page.url()}\n${said.join("\n")}`);
  }

  /**
   * Keeps the HTML the server sent for this address (not what scripts made of it), for
   * html-validate and vnu, and a picture of the page when POSTERN_SCREENSHOTS names a folder.
   */
  async function savePage(page, name) {
    const folder = process.env.POSTERN_PAGES;
    if (folder) {
      const answer = await page.request.get(page.url());
      await writeFile(join(folder, `${name}.html`), await answer.body());
    }
    const pictures = process.env.POSTERN_SCREENSHOTS;
    if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  /**
   * Collects what a page complains about from now on; call the returned function to expect nothing.
   */
  function watched(page) {
    const complaints = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    page.on("pageerror", (error) => complaints.push(`thrown: ${error}`));
    page.on("requestfailed", (request) => complaints.push(`not loaded: ${request.url()}`));
    return () => assert.deepEqual(complaints, []);
  }

  return { axe, savePage, watched };
}
