// Asks iam-simulate who may do what: JSON lines in, one verdict a line out, in the same order.
//
// In:  {id, identity: [policy], trust: policy | null, principal, action, resource, account, context}
// Out: {id, decision: "allowed" | "denied" | "error", reason, ignored}
//
// iam-simulate (AGPL) is a program beside the tests, and no part of the product.

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

const require = createRequire(join(process.env.POSTERN_TEST_NODE, 'index.js'));
const { runSimulation } = require('@cloud-copilot/iam-simulate');

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const asked = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id: asked.id, ...(await verdict(asked)) })}\n`);
}

async function verdict({ identity, trust, principal, action, resource, account, context }) {
  const simulation = {
    request: {
      principal,
      action,
      resource: { resource, accountId: account },
      contextVariables: { 'aws:PrincipalArn': principal, ...context },
    },
    identityPolicies: identity.map((policy, i) => ({ name: `policy-${i}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(trust ? { resourcePolicy: trust } : {}),
  };
  try {
    const response = await runSimulation(simulation, {});
    if (response.resultType === 'error') {
      return { decision: 'error', reason: JSON.stringify(response.errors), ignored: [] };
    }
    const result = response.resultType === 'single' ? response.result : response.results[0];
    return {
      decision: response.overallResult === 'Allowed' ? 'allowed' : 'denied',
      reason: response.overallResult,
      ignored: result?.ignoredContextKeys ?? [],
    };
  } catch (error) {
    return { decision: 'error', reason: `thrown: ${error.message}`, ignored: [] };
  }
}
