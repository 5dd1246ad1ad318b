// The wizard's five steps, as the specs of the wizard walk them.

/** The paths of the steps, in order. */
export const STEPS = ["/", "/who", "/where", "/check", "/review"];

/** Changes that make something wrong on two steps, and one field that nobody knows. */
export const WRONG = { account: "12", "grants.0.callers": "app", "placement.subnets": "subnet-1", junk: "x" };

/** Answers with which nothing is wrong, as the fields of an address. */
export function answered(changed = {}) {
  const fields = {
    "grants.0.primitive": "runtime",
    "grants.0.plane": "data",
    "grants.0.resources": "support-AbCdEf1234",
    "grants.0.auth": "sigv4",
    "grants.0.callers": "arn:aws:iam::123456789012:role/app",
    "grants.0.access": "invoke",
    "grants.1.primitive": "gateway",
    "grants.1.plane": "data",
    "grants.1.resources": "tools-0123456789",
    "grants.1.auth": "oauth",
    "grants.1.access": "invoke",
    name: "agents-prod",
    region: "us-east-1",
    account: "123456789012",
    "placement.vpc": "vpc-0a1b2c3d4e5f60718",
    "placement.subnets": "subnet-0aaaaaaaaaaaaaaaa\nsubnet-0bbbbbbbbbbbbbbbb",
    "placement.allow_from": "10.0.0.0/16",
    "tags.0.key": "team",
    "tags.0.value": "platform",
    ...changed,
  };
  return new URLSearchParams(fields).toString();
}

/** The control that asks for a field. */
export function field(page, name) {
  return page.locator(`[name="${name}"]:not([type=hidden])`);
}

/** The choice of a field's radio buttons with this value. */
export function choice(page, name, value) {
  return page.locator(`[name="${name}"][value="${value}"]`);
}

/** The button in sight that goes on. */
export function goOn(page) {
  return page.locator("main button[value=continue]:not([aria-hidden])");
}

/** Whether the page is wider than the window. */
export function isWider(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/**
 * The browser's own Back. Chromium may put a new process under the page just after a form was
 * sent; until then it does not know its history.
 */
export async function goBack(page) {
  await page.waitForLoadState();
  try {
    await page.goBack();
  } catch (error) {
    if (!/Not attached to an active page/.test(error.message)) throw error;
    await page.waitForLoadState("networkidle");
    await page.goBack();
  }
}
