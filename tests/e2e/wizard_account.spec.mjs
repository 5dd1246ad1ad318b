// The Where step with what is in the account: pasted, read, chosen from, with scripts and without.

import { answered, choice, field, goOn, isWider } from "./wizard_pages.mjs";

const VPC = "vpc-0a1b2c3d4e5f60718";
const SERVICE = "com.amazonaws.us-east-1.bedrock-agentcore";

const subnet = (id, zone, more = {}) => ({
  SubnetId: id,
  VpcId: VPC,
  AvailabilityZone: `us-east-1${"abc"[zone - 1]}`,
  AvailabilityZoneId: `use1-az${zone}`,
  AvailableIpAddressCount: 250,
  CidrBlock: `10.0.${zone}.0/24`,
  OwnerId: "123456789012",
  Tags: [{ Key: "Name", Value: `agents-private-${zone}` }],
  ...more,
});

const OUTPUTS = [
  { Account: "123456789012", UserId: "AIDA", Arn: "arn:aws:iam::123456789012:user/a" },
  {
    Vpcs: [
      { VpcId: VPC, CidrBlock: "10.0.0.0/16", OwnerId: "123456789012", Tags: [{ Key: "Name", Value: "agents" }] },
      { VpcId: "vpc-0123456789abcdef0", CidrBlock: "10.1.0.0/16", OwnerId: "123456789012" },
    ],
  },
  { EnableDnsSupport: { Value: true }, VpcId: VPC },
  { EnableDnsHostnames: { Value: false }, VpcId: VPC },
  {
    Subnets: [
      subnet("subnet-0aaaaaaaaaaaaaaaa", 1),
      subnet("subnet-0bbbbbbbbbbbbbbbb", 2),
      subnet("subnet-0cccccccccccccccc", 3, { OwnerId: "444455556666" }),
    ],
  },
  {
    SecurityGroups: [
      {
        GroupId: "sg-0aaaaaaaaaaaaaaaa",
        GroupName: "endpoints",
        VpcId: VPC,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/16" }] }],
      },
      { GroupId: "sg-0bbbbbbbbbbbbbbbb", GroupName: "default", VpcId: VPC },
    ],
  },
  {
    VpcEndpoints: [
      {
        VpcEndpointId: "vpce-0aaaaaaaaaaaaaaaa",
        VpcEndpointType: "Interface",
        VpcId: VPC,
        ServiceName: SERVICE,
        State: "available",
        PrivateDnsEnabled: true,
        SubnetIds: ["subnet-0aaaaaaaaaaaaaaaa"],
      },
    ],
  },
  {
    ServiceDetails: [
      { ServiceName: SERVICE, AvailabilityZoneIds: ["use1-az1", "use1-az2", "use1-az3"] },
      { ServiceName: `${SERVICE}.gateway`, AvailabilityZoneIds: ["use1-az2"] },
    ],
  },
];
const REFUSED =
  "An error occurred (UnauthorizedOperation) when calling the DescribeNetworkAcls operation: You are not authorized";

function printed() {
  return `~ $ bash inventory.sh\n${OUTPUTS.map((output) => JSON.stringify(output, null, 4)).join("\n")}\n${REFUSED}\n~ $ `;
}

/** Pastes, reads and chooses the VPC; leaves the page where subnets can be chosen. */
async function read(page, baseUrl, changed) {
  await page.goto(`${baseUrl}/where?${answered(changed)}`);
  await page.locator("#read-account > summary").click();
  await field(page, "inventory").fill(printed());
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByText("Account 123456789012 in us-east-1").waitFor();
}

const NOWHERE = { region: "", account: "", "placement.vpc": "", "placement.subnets": "" };

async function walk(page, baseUrl, assert) {
  await read(page, baseUrl, NOWHERE);
  assert.ok(!page.url().includes("?"), "nothing of the account is in the address");
  assert.equal(await field(page, "account").inputValue(), "123456789012");
  await choice(page, "placement.vpc", VPC).check();
  await page.getByRole("button", { name: "Show what is in this VPC" }).click();
  const boxes = page.locator("[name='placement.subnets'][type=checkbox]");
  await boxes.first().waitFor();
  assert.equal(await boxes.count(), 3);
  const state = await boxes.evaluateAll((all) => all.map((box) => [box.checked, box.disabled]));
  // The gateway is in the second zone alone, and the third subnet is another account's.
  assert.deepEqual(state, [[false, true], [true, false], [false, true]]);
  await page.getByText("The gateway endpoint is not offered in use1-az1.").waitFor();
  await page.getByText("Does not admit TCP 443 from anywhere.").waitFor();
  await choice(page, "placement.security_groups", "sg-0aaaaaaaaaaaaaaaa").check();
  await field(page, "placement.allow_from").fill("");
  await goOn(page).click();
  await page.getByRole("heading", { name: "Check the plan" }).waitFor();
  assert.ok(!page.url().includes("?"));
  assert.ok((await page.getByText("enableDnsHostnames").count()) > 0, "the plan is judged by the account");
  await page.getByRole("button", { name: "Continue to the review" }).click();
  await page.getByText("What was read of the account stays out of addresses.").waitFor();
  await page.locator("button.step__link", { hasText: "Where" }).click();
  assert.equal(await choice(page, "placement.subnets", "subnet-0bbbbbbbbbbbbbbbb").isChecked(), true);
  await page.locator("button.step__link", { hasText: "Who and how" }).click();
  await page.getByRole("heading", { name: "Say who calls, and how" }).waitFor();
  await goOn(page).click();
  await page.getByRole("button", { name: "Forget it" }).click();
  await page.waitForURL(/placement\.vpc=/);
  assert.ok(!page.url().includes("inventory"));
  assert.equal(await field(page, "placement.subnets").inputValue(), "subnet-0bbbbbbbbbbbbbbbb");
}

export async function chooses_among_what_is_there_without_scripts({ browser, baseUrl, assert }) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  await walk(await context.newPage(), baseUrl, assert);
}

export async function chooses_among_what_is_there_with_scripts({ browser, baseUrl, assert, watched }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const calm = watched(page);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await walk(page, baseUrl, assert);
  assert.ok(asked.every((url) => !url.includes("inventory.z")), "no address holds it");
  calm();
}

export async function the_page_with_an_account_is_accessible_and_fits({ browser, baseUrl, assert, axe, savePage }) {
  for (const width of [320, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    await read(page, baseUrl, { "placement.vpc": VPC });
    await page.locator("#read-account > summary").click();
    await axe(page);
    assert.equal(await isWider(page), false, `wider than ${width}`);
    await savePage(page, `where-account-${width}`);
  }
}
