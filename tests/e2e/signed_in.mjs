// A Postern that people sign in to, and the identity provider that it asks.

import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { startPostern } from "./server.mjs";

const START_MS = 30_000;

/** People as the provider knows them; their groups are what Postern gives roles to. */
const PEOPLE = [
  { sub: "ada", name: "Ada Lovelace", email: "ada@example.org", groups: ["staff", "release"] },
  { sub: "vic", name: "Vic Viewer", groups: ["staff"] },
  { sub: "root", name: "Root", groups: ["platform"] },
  { sub: "ann", name: "Ann Author", email: "ann@example.org", groups: ["writers"] },
  { sub: "grace", name: "Grace Hopper", groups: ["leads"] },
  { sub: "eve", name: "Eve <b>Else</b>", groups: ["others"] },
];

const SETTINGS = `
[sign_in]
contact = "the platform team"

[roles]
viewer = ["staff"]
admin = ["platform"]

[environments.demo]
accounts = ["111122223333"]
applier = ["release"]
`;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(url) {
  const late = Date.now() + START_MS;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > late) throw new Error(`${url} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Starts the provider; the returned function stops it. */
async function startProvider(port) {
  const people = PEOPLE.flatMap((person) => ["--user-claims", JSON.stringify(person)]);
  const words = ["--port", String(port), ...people];
  const child = spawn("oidc-provider-mock", words, { stdio: "ignore" });
  const failed = new Promise((_, reject) => child.once("error", reject));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  await Promise.race([answers(`http://127.0.0.1:${port}/.well-known/openid-configuration`), failed]);
  return kill;
}

/**
 * The demo with sign-in, and its provider. `more` are settings of its account and what follows them.
 * @returns {Promise<{ url: string, provider: string, stop: () => Promise<void> }>}
 */
export async function startSignedIn(scratch, more = "") {
  const [port, providerPort] = [await freePort(), await freePort()];
  const provider = `http://127.0.0.1:${providerPort}`;
  const stopProvider = await startProvider(providerPort);
  const settings = join(scratch, "postern.toml");
  const here = `[server]\npublic_url = "http://127.0.0.1:${port}"\n`;
  const oidc = `[oidc]\nissuer = "${provider}"\nclient_id = "postern"\n`;
  await writeFile(settings, here + oidc + SETTINGS + more);
  const words = ["--demo", "--config", settings, "--state", join(scratch, "state")];
  try {
    const postern = await startPostern(process.env.POSTERN_BIN, words, {
      POSTERN_SERVER__LISTEN: `127.0.0.1:${port}`,
      POSTERN_OIDC__CLIENT_SECRET: "s3cret",
    });
    const stop = async () => {
      stopProvider();
      await postern.stop();
    };
    return { url: postern.url, provider, stop };
  } catch (error) {
    stopProvider();
    throw error;
  }
}

/** Signs in as one of the provider's people, from the provider's page on. */
export async function signInAs(page, sub) {
  await page.locator("input[name=sub]").fill(sub);
  await page.getByRole("button", { name: "Authorize" }).click();
}
