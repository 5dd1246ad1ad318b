// A stand-in for AWS on the loopback interface, with a VPC to put endpoints into.

import { execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { promisify } from "node:util";

const run = promisify(execFile);
const START_MS = 90_000;

/** The account that moto answers for. */
export const ACCOUNT = "123456789012";

/** The environment in which `aws` speaks to `url` and to nothing else. */
function environment(url, home) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "dummy",
    AWS_SECRET_ACCESS_KEY: "dummy",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_PAGER: "",
    NO_PROXY: "127.0.0.1",
  };
}

/** A port that nothing listens on. */
export function freePort() {
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
  try {
    return (await fetch(`${url}/moto-api/data.json`)).ok;
  } catch {
    return false;
  }
}

/**
 * Starts `moto_server`; undefined when the machine has none.
 * @param {string} home a folder that may be written to
 */
export async function startAws(home) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = environment(url, home);
  // A group of its own: what it starts ends with it.
  const child = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
    detached: true,
    env,
  });
  let ended;
  child.once("error", (error) => (ended = error));
  child.once("exit", (code) => (ended ??= new Error(`moto_server ended with ${code}`)));
  const stop = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  };
  process.once("exit", stop);
  const until = Date.now() + START_MS;
  while (!(await answers(url))) {
    if (ended?.code === "ENOENT") return undefined;
    if (ended) throw ended;
    if (Date.now() > until) throw new Error("moto_server does not answer");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  /** What `aws …` prints, as JSON. */
  async function aws(...words) {
    const { stdout } = await run("aws", [...words, "--output", "json"], { env });
    return JSON.parse(stdout || "null");
  }

  /** A VPC with two subnets in two zones. */
  async function vpc() {
    const { Vpc } = await aws("ec2", "create-vpc", "--cidr-block", "10.0.0.0/16");
    const subnets = [];
    for (const [zone, block] of [["us-east-1a", "10.0.1.0/24"], ["us-east-1b", "10.0.2.0/24"]]) {
      const words = ["--vpc-id", Vpc.VpcId, "--cidr-block", block, "--availability-zone", zone];
      const { Subnet } = await aws("ec2", "create-subnet", ...words);
      subnets.push(Subnet.SubnetId);
    }
    return { id: Vpc.VpcId, subnets };
  }

  return { aws, vpc, env, stop };
}
