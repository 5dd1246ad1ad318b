// Starts and stops the `postern serve` under test.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const START_MS = 30_000;
const STOP_MS = 15_000;

/**
 * Starts it on a free port, or on the one that `env` names, and waits for the address it prints.
 * @param {string | undefined} program the built `postern`
 * @param {string[]} words more of the command line
 * @param {Record<string, string>} env more of the environment
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPostern(program, words = [], env = {}) {
  if (!program) throw new Error("POSTERN_BIN is not set: use ./tests/run e2e");
  const child = spawn(program, ["serve", ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, POSTERN_SERVER__LISTEN: "127.0.0.1:0", ...env },
  });
  let log = "";
  child.stderr.on("data", (chunk) => {
    log += chunk;
  });
  const ended = new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal));
    child.once("error", (error) => resolve(error.message));
  });
  // A runner that dies must not leave the server behind.
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));

  const url = await firstAddress(child, ended).catch((error) => {
    child.kill("SIGKILL");
    throw new Error(`postern serve: ${error.message}\n${log}`);
  });

  async function stop() {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    const how = await ended;
    clearTimeout(timer);
    if (how !== 0) throw new Error(`postern serve ended with ${how}\n${log}`);
  }
  return { url, stop };
}

function firstAddress(child, ended) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("printed no address")), START_MS);
    ended.then((how) => reject(new Error(`ended with ${how}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = line.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    });
  });
}
