// Asks iam-simulate who gets through: JSON lines in, one verdict a line out, in the same order.
//
// In:  {id, policy, request: {principal | anonymous: true, action, resource, context}}
// Out: {id, decision: "allowed" | "denied" | "error", by, ignored, reason}
//
// iam-simulate (AGPL) is a program beside the tests, and no part of the product.
//
// The policy goes where a resource policy goes, since the slot for endpoint policies ignores
// Principal. The resource's owner is a third account and the caller's identity policy allows
// everything, so that the resource policy alone decides.

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

const modules = process.env.POSTERN_TEST_NODE;
const require = createRequire(join(modules, 'index.js'));
const { anonymousPrincipal, runSimulation } = require('@cloud-copilot/iam-simulate');

/** The resource's owner: no caller and no policy of any case is of this account. */
const OWNER = '909090909090';

const EVERYTHING = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const { id, policy, request } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id, ...(await verdict(policy, request)) })}\n`);
}

async function verdict(policy, request) {
  const signed = request.anonymous !== true;
  const simulation = {
    request: {
      principal: signed ? request.principal : anonymousPrincipal,
      action: request.action,
      resource: { resource: request.resource, accountId: OWNER },
      contextVariables: { ...(signed ? ofPrincipal(request.principal) : {}), ...request.context },
    },
    identityPolicies: signed ? [{ name: 'everything', policy: EVERYTHING }] : [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: policy,
  };
  let response;
  try {
    response = await runSimulation(simulation, {});
  } catch (error) {
    return { decision: 'error', reason: `thrown: ${error.message}` };
  }
  if (response.resultType === 'error') {
    return { decision: 'error', reason: JSON.stringify(response.errors) };
  }
  const result = response.resultType === 'single' ? response.result : response.results[0];
  return {
    decision: response.overallResult === 'Allowed' ? 'allowed' : 'denied',
    by: response.overallResult,
    ignored: result?.ignoredContextKeys ?? [],
    kind: response.resultType,
  };
}

/** The keys that every signed caller carries; iam-simulate fills in none of them. */
function ofPrincipal(arn) {
  const [, partition, service, , account, name] = arn.split(':');
  const [kind, role] = name.split('/');
  const session = service === 'sts' && kind === 'assumed-role';
  const types = {
    'assumed-role': 'AssumedRole',
    'federated-user': 'FederatedUser',
    role: 'AssumedRole',
    root: 'Account',
    user: 'User',
  };
  return {
    'aws:PrincipalArn': session ? `arn:${partition}:iam::${account}:role/${role}` : arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': types[kind],
  };
}
