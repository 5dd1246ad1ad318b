// What specs do with a page besides using it: watch it, judge it, keep it.

import assert from "node:assert/strict";
import { join } from "node:path";

const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const withoutHash = (url) => url.split("#")[0];

/** Where an answer goes; nothing where a page that was only just opened has no frame yet. */
function frameOf(answer) {
  try {
    return answer.frame();
  } catch {
    return undefined;
  }
}

/** The last document that each page of a browser was answered with. */
function documentsOf(browser) {
  const documents = new WeakMap();
  browser.on("context", (context) => {
    context.on("response", (answer) => {
      const html = (answer.headers()["content-type"] ?? "").startsWith("text/html");
      const frame = html && answer.request().isNavigationRequest() ? frameOf(answer) : undefined;
      if (frame && !frame.parentFrame()) documents.set(frame.page(), answer);
    });
  });
  return documents;
}

/** The helpers every test is given. */
export function pageTools({ axeSource, browser, writeFile }) {
  const documents = documentsOf(browser);

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
   * What the server sent for this page, not what scripts made of it: the answer to a form as well.
   * Where a script has changed the address since, what the server has for that one.
   */
  async function sent(page) {
    const answer = documents.get(page);
    const same = answer && withoutHash(answer.url()) === withoutHash(page.url());
    return (same ? answer : await page.request.get(page.url())).body();
  }

  /** Keeps a page's HTML for html-validate and vnu. */
  async function saveHtml(html, name) {
    const folder = process.env.POSTERN_PAGES;
    if (folder) await writeFile(join(folder, `${name}.html`), html);
  }

  /**
   * Keeps the HTML the server sent for this page, and a picture of it when POSTERN_SCREENSHOTS
   * names a folder.
   */
  async function savePage(page, name) {
    if (process.env.POSTERN_PAGES) await saveHtml(await sent(page), name);
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

  return { axe, saveHtml, savePage, watched };
}
