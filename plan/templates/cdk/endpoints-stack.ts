{%- for warning in warnings -%}
// {{ warning }}
{% endfor -%}
import { {% if !zones.is_empty() %}Aws, {% endif %}CfnOutput, CfnParameter{% if endpoints.is_empty() %}, CfnWaitConditionHandle{% endif %}, Fn, Stack, StackProps } from "aws-cdk-lib";
import { CfnSecurityGroup, CfnVPCEndpoint } from "aws-cdk-lib/aws-ec2";
{% if !zones.is_empty() %}import { CfnHostedZone, CfnRecordSet } from "aws-cdk-lib/aws-route53";
{% endif %}import { Construct } from "constructs";

// The logical ids and properties are those of stack.yaml: keep the constructs at the top of the
// stack, or CloudFormation replaces every endpoint.
export class EndpointsStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
{%- for parameter in parameters %}

    const {{ parameter.variable }} = new CfnParameter(this, {{ parameter.id }}, {
      type: {{ parameter.type_name }},
      default: {{ parameter.default }},
      {%- if parameter.is_switch %}
      allowedValues: ["true", "false"],
      {%- endif %}
      description: {{ parameter.description }},
    });
{%- endfor %}
{%- if let Some(group) = group %}

    const {{ group.variable }} = new CfnSecurityGroup(this, {{ group.id }}, {
      groupName: {{ group.name }},
      groupDescription: {{ group.description }},
      vpcId: vpcId.valueAsString,
      securityGroupIngress: [
        {%- for rule in group.rules %}
        { ipProtocol: "tcp", fromPort: 443, toPort: 443, {{ rule.property }}: {{ rule.source }} },
        {%- endfor %}
      ],
      tags: [
        {%- for (key, value) in group.tags %}
        { key: {{ key }}, value: {{ value }} },
        {%- endfor %}
      ],
    });
    new CfnOutput(this, {{ group.output }}, { description: "The group that was made", value: {{ group.variable }}.attrGroupId });
{%- endif %}
{%- for endpoint in endpoints %}

    const {{ endpoint.variable }} = new CfnVPCEndpoint(this, {{ endpoint.id }}, {
      serviceName: {{ endpoint.service_name }},
      vpcEndpointType: {{ endpoint.kind }},
      vpcId: vpcId.valueAsString,
      {%- if let Some(private_dns) = endpoint.private_dns %}
      subnetIds: [
        {%- for subnet in endpoint.subnets %}
        {{ subnet }}.valueAsString,
        {%- endfor %}
      ],
      securityGroupIds: [
        {%- for group in endpoint.groups %}
        {{ group }},
        {%- endfor %}
      ],
      privateDnsEnabled: {{ private_dns }}.value,
      ipAddressType: {{ endpoint.ip_address_type }},
      {%- else %}
      routeTableIds: [
        {%- for table in endpoint.route_tables %}
        {{ table }}.valueAsString,
        {%- endfor %}
      ],
      {%- endif %}
      policyDocument: {{ endpoint.policy }},
      tags: [
        {%- for (key, value) in endpoint.tags %}
        { key: {{ key }}, value: {{ value }} },
        {%- endfor %}
      ],
    });
    {%- for output in endpoint.outputs %}
    new CfnOutput(this, {{ output.id }}, { description: {{ output.description }}, value: {{ output.value }} });
    {%- endfor %}
{%- else %}

    new CfnWaitConditionHandle(this, "NothingToMake");
{%- endfor %}
{%- for pair in order %}

    // Private DNS of the data endpoint hides the gateways' names until their endpoint is there.
    {{ pair.later }}.addResourceDependency({{ pair.first }});
{%- endfor %}
{%- for zone in zones %}

    const {{ zone.variable }} = new CfnHostedZone(this, {{ zone.id }}, {
      name: {{ zone.name }},
      hostedZoneConfig: { comment: {{ zone.comment }} },
      vpcs: [
        {%- for vpc in zone.vpcs %}
        { vpcId: {{ vpc }}.valueAsString, vpcRegion: Aws.REGION },
        {%- endfor %}
      ],
      hostedZoneTags: [
        {%- for (key, value) in zone.tags %}
        { key: {{ key }}, value: {{ value }} },
        {%- endfor %}
      ],
    });
    new CfnOutput(this, {{ zone.output.id }}, { description: {{ zone.output.description }}, value: {{ zone.output.value }} });
    {%- for record in zone.records %}
    const {{ record.variable }} = new CfnRecordSet(this, {{ record.id }}, {
      hostedZoneId: {{ zone.variable }}.ref,
      name: {{ record.name }},
      type: {{ record.kind }},
      aliasTarget: {
        dnsName: Fn.select(1, Fn.split(":", Fn.select(0, {{ record.endpoint }}.attrDnsEntries))),
        hostedZoneId: Fn.select(0, Fn.split(":", Fn.select(0, {{ record.endpoint }}.attrDnsEntries))),
      },
    });
    {%- endfor %}
    // A zone hides what it does not hold: it comes after the endpoint, and after what is below it.
    {%- for first in zone.after %}
    {{ zone.variable }}.addResourceDependency({{ first }});
    {%- endfor %}
{%- endfor %}
  }
}
