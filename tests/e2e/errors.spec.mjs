// What a browser is shown for every refusal there is: a page, in words, without a WCAG violation.
// Each refusal is had by what earns it on a server as it is: a stalled body, a damaged journal.

import { open, readdir } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { startPostern } from "./server.mjs";

const LOOKS = [
  { colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { colorScheme: "dark", viewport: { width: 320, height: 640 } },
];
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const TOO_MUCH = `policy=${"x".repeat((1 << 20) + 65536)}`;

/** How each is had, and the words that the person who reads it needs. */
const REFUSALS = {
  400: { method: "POST", path: "/audit", headers: FORM, body: Buffer.from([0x61, 0x3d, 0xff]), words: /not UTF-8 text\. Save it as UTF-8/ },
  403: {
    method: "POST",
    path: "/appearance",
    headers: { ...FORM, "sec-fetch-site": "cross-site", origin: "https://elsewhere.example" },
    body: "theme=dark",
    words: /not sent by a page of this server/,
  },
  404: { path: "/no-such-page", words: /nothing at this address\. Check the address/ },
  405: { method: "DELETE", words: /Use one of these methods: / },
  // Half of what its length says, and never the rest.
  408: { method: "POST", path: "/audit", headers: { ...FORM, "content-length": "20" }, body: "policy=", stalls: true, words: /was not complete in time/ },
  413: { method: "POST", path: "/audit", headers: FORM, body: TOO_MUCH, words: /larger than 1024 KiB\. Send less/ },
  415: { method: "POST", path: "/audit", headers: { "content-type": "text/plain" }, body: "policy", words: /Send Content-Type: application\/x-www-form-urlencoded/ },
  421: { headers: { host: "elsewhere.example" }, words: /does not answer to elsewhere\.example/ },
  422: { path: "/download?as=all", words: /There is a problem/ },
};

/** What a browser gets for a request that no page sends. */
function ask(baseUrl, { method = "GET", path = "/", headers = {}, body = "", stalls = false }) {
  const { hostname, port } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers: { accept: "text/html", ...headers } }, (answer) => {
      let html = "";
      answer.setEncoding("utf8").on("data", (chunk) => (html += chunk));
      answer.on("end", () => {
        asked.destroy();
        resolve({ status: answer.statusCode, type: answer.headers["content-type"], html });
      });
    });
    // The server need not read all of what is too large.
    asked.on("error", reject);
    if (stalls) asked.write(body);
    else asked.end(body);
  });
}

/** Judges the page as it stands; the address is one that answers, for its style sheet. */
async function judge({ page, baseUrl, assert, axe, saveHtml }, answer, status, words) {
  assert.equal(answer.status, Number(status), answer.html.slice(0, 200));
  assert.match(answer.type, /^text\/html/);
  await saveHtml(answer.html, `error-${status}`);
  await page.route("**/error-page", (route) => route.fulfill({ contentType: "text/html", body: answer.html }));
  await page.goto(`${baseUrl}/error-page`);
  assert.equal(await page.locator("h1").count(), 1);
  const main = await page.locator("main").innerText();
  assert.match(main, words);
  assert.match(main, /Where to go from here/);
  for (const { colorScheme, viewport } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await axe(page);
  }
  await page.unroute("**/error-page");
}

export async function an_error_is_a_page_too({ browser, ...tools }) {
  const page = await browser.newPage();
  // Together: one of them takes as long as the server waits.
  const answers = Object.entries(REFUSALS).map(([status, asked]) => [status, asked, ask(tools.baseUrl, asked)]);
  for (const [status, { words }, answer] of answers) {
    await judge({ ...tools, page }, await answer, status, words);
  }
}

export async function a_fault_is_a_page_with_the_id_of_its_request({ browser, scratch, ...tools }) {
  const state = join(scratch, "state");
  const demo = await startPostern(process.env.POSTERN_BIN, ["--demo", "--state", state]);
  try {
    await damageJournal(state);
    const answer = await ask(demo.url, { path: "/runs" });
    const page = await browser.newPage();
    await judge({ ...tools, baseUrl: demo.url, page }, answer, 500, /Postern failed here.*Try it once more\..*the id of this request: [\w-]+/s);
    assertSaysNothingOfTheInside(tools.assert, answer.html, state);
    // What does not need the journal still answers.
    tools.assert.equal((await ask(demo.url, { path: "/" })).status, 200);
  } finally {
    await demo.stop();
  }
}

/** Writes noughts over the journal while the server has it open. */
async function damageJournal(state) {
  for (const name of await readdir(state)) {
    if (!name.startsWith("postern.db")) continue;
    const file = await open(join(state, name), "r+");
    await file.write(Buffer.alloc((await file.stat()).size), 0, undefined, 0);
    await file.close();
  }
}

function assertSaysNothingOfTheInside(assert, html, state) {
  for (const inside of [state, "sqlite", "journal", "database"]) assert.ok(!html.includes(inside), inside);
}
