import { App } from "aws-cdk-lib";
import { EndpointsStack } from "../lib/endpoints-stack";

const app = new App();
new EndpointsStack(app, {{ name }}, {
  description: {{ description }},
  env: { account: {{ account }}, region: {{ region }} },
});
