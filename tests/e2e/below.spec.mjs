// Behind a front that has something before all of Postern's paths, which takes it away or leaves it.

import { createServer, request } from "node:http";
import { once } from "node:events";
import { pagesOfAddresses, pagesOfAnAccount } from "./every_page.mjs";

const BASE = "/tools/postern";

/**
 * A front on a free port, and what was asked of it that is not below the base.
 * @param {(path: string) => string} passed on: what becomes of a path
 */
async function startFront(passed) {
  const astray = [];
  let behind;
  const front = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url, "http://localhost");
    if (pathname !== BASE && !pathname.startsWith(`${BASE}/`)) {
      astray.push(`${asked.method} ${asked.url}`);
      answer.writeHead(404).end();
      return;
    }
    const { hostname, port } = new URL(behind);
    const options = { hostname, port, method: asked.method, path: passed(asked.url), headers: asked.headers };
    const on = request(options, (answered) => {
      answer.writeHead(answered.statusCode, answered.headers);
      answered.pipe(answer);
    });
    on.on("error", () => answer.destroy());
    asked.pipe(on);
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  const { port } = front.address();
  return {
    astray,
    env: { POSTERN_SERVER__PUBLIC_URL: `http://localhost:${port}${BASE}` },
    at: (url) => {
      behind = url;
      return `http://localhost:${port}${BASE}`;
    },
    stop: () => {
      front.closeAllConnections();
      return new Promise((resolve) => front.close(resolve));
    },
  };
}

/** Every address of a page that is a path of some server: what is followed, loaded, sent to and asked by scripts. */
const addresses = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) =>
      [...element.attributes]
        .filter(({ name, value }) => (/^(href|src|action|formaction)$/.test(name) || name.startsWith("data-")) && value.startsWith("/"))
        .map(({ name, value }) => `${element.localName} ${name}=${value}`),
    ),
  );

async function walk({ browser, scratch, assert }, tour, passed) {
  const front = await startFront(passed);
  const page = await browser.newPage();
  let seen = 0;
  try {
    await tour({ page, scratch, front }, async (name) => {
      for (const address of await addresses(page)) {
        assert.ok(address.includes(`=${BASE}/`), `${name}: ${address}`);
        seen += 1;
      }
    });
  } finally {
    await page.close();
    await front.stop();
  }
  assert.ok(seen > 200, `${seen} addresses`);
  // A browser asks for this by itself.
  assert.deepEqual(front.astray.filter((asked) => asked !== "GET /favicon.ico"), []);
}

export async function leads_nowhere_else_where_the_front_leaves_the_base(tools) {
  await walk(tools, pagesOfAnAccount, (path) => path);
}

export async function leads_nowhere_else_where_the_front_takes_the_base_away(tools) {
  await walk(tools, pagesOfAddresses, (path) => path.slice(BASE.length) || "/");
}
