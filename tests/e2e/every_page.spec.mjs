// Every page and state there is: no WCAG violation, and what the server sent is kept for
// html-validate and vnu. Pages of errors too.

import { request } from "node:http";
import { pagesOfAddresses, pagesOfAnAccount } from "./every_page.mjs";

// wizard_access.spec.mjs judges these, in three windows.
const ELSEWHERE = /^(what|who|where|check|review|everything)(-empty|-wrong)?$/;
const LOOKS = [
  { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { colorScheme: "dark", viewport: { width: 320, height: 640 } },
];

async function judge({ browser, scratch, assert, axe, savePage }, tour) {
  const page = await browser.newPage({ reducedMotion: "reduce" });
  const names = new Set();
  await tour({ page, scratch }, async (name) => {
    assert.ok(!names.has(name), `${name} is saved over another`);
    names.add(name);
    assert.equal(await page.locator("h1").count(), 1, `${name} has no heading of its own`);
    await savePage(page, `every-${name}`);
    if (ELSEWHERE.test(name)) return;
    await page.evaluate(() => document.querySelectorAll("details").forEach((box) => (box.open = true)));
    for (const { colorScheme, viewport } of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await axe(page);
    }
  });
  await page.close();
}

export async function has_no_violation_where_an_address_leads(tools) {
  await judge(tools, pagesOfAddresses);
}

export async function has_no_violation_on_the_way_through_an_account(tools) {
  await judge(tools, pagesOfAnAccount);
}

/** What a browser gets for a request that no page sends. */
function ask(baseUrl, { method = "GET", path = "/", headers = {}, body = "" }) {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers: { accept: "text/html", ...headers } }, (answer) => {
      let html = "";
      answer.setEncoding("utf8").on("data", (chunk) => (html += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode, type: answer.headers["content-type"], html }));
    });
    // The server need not read all of what is too large.
    asked.on("error", reject);
    asked.end(body);
  });
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const ERRORS = {
  403: { method: "POST", path: "/appearance", headers: { ...FORM, "sec-fetch-site": "cross-site", origin: "https://elsewhere.example" }, body: "theme=dark" },
  404: { path: "/no-such-page" },
  405: { method: "DELETE" },
  413: { method: "POST", path: "/audit", headers: FORM, body: `policy=${"x".repeat((1 << 20) + 65536)}` },
  415: { method: "POST", path: "/audit", headers: { "content-type": "text/plain" }, body: "policy" },
  421: { headers: { host: "elsewhere.example" } },
  422: { path: "/download?as=all" },
};

export async function an_error_is_a_page_too({ browser, baseUrl, assert, axe, saveHtml }) {
  const page = await browser.newPage();
  for (const [status, asked] of Object.entries(ERRORS)) {
    const answer = await ask(baseUrl, asked);
    assert.equal(answer.status, Number(status), answer.html.slice(0, 200));
    assert.match(answer.type, /^text\/html/);
    assert.match(answer.html, /<h1>/);
    await saveHtml(answer.html, `error-${status}`);
    // As it stands on the page; the address is one that answers, for its style sheet.
    await page.route("**/error-page", (route) => route.fulfill({ contentType: "text/html", body: answer.html }));
    await page.goto(`${baseUrl}/error-page`);
    await axe(page);
    await page.unroute("**/error-page");
  }
}
