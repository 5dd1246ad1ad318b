// Our fake of EC2 (tests/support/ec2) on the loopback interface, and what is there by boto3.

import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);

// What a program that nobody here wrote sees of the endpoints of one VPC.
const LISTING = `
import boto3, json, sys
found = boto3.client("ec2").describe_vpc_endpoints(Filters=[{"Name": "vpc-id", "Values": [sys.argv[1]]}])
print(json.dumps([[e["ServiceName"], e["State"], sorted(t["Key"] for t in e["Tags"])] for e in found["VpcEndpoints"]]))
`;

/** Starts the fake; undefined when the machine has no Python with boto3. */
export async function startEc2() {
  try {
    await run("python3", ["-c", "import boto3"]);
  } catch {
    return undefined;
  }
  const child = spawn("python3", [join(import.meta.dirname, "../support/ec2"), "--die-with-stdin"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const [line] = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).once("line", (text) => resolve([text]));
  });
  const url = `http://${line.replace("listening on ", "")}`;
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "dummy",
    AWS_SECRET_ACCESS_KEY: "dummy",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    NO_PROXY: "127.0.0.1",
  };
  /** The endpoints of a VPC: service, state and keys of tags. */
  async function endpoints(vpc) {
    const options = { env: { PATH: process.env.PATH, ...env } };
    const { stdout } = await run("python3", ["-c", LISTING, vpc], options);
    return JSON.parse(stdout);
  }
  return { env, endpoints, stop: () => child.kill("SIGTERM") };
}
