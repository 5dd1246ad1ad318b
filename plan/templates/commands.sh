#!/usr/bin/env bash
#
# The AWS CLI commands of a Postern plan, to paste one at a time and in this order.
#
{% include "script/about.sh" %}
#
# They check nothing, wait for nothing and note nothing: create.sh does all that, with the same
# result. They work in bash and zsh, with the credentials of account {{ about.account }}.
{% if let Some(g) = group %}
# The security group. Its id is kept for the commands below.
postern_group=$(aws ec2 create-security-group \
  --region {{ head.region }} \
  --group-name {{ g.name }} \
  --description {{ g.description }} \
  --vpc-id {{ head.vpc }} \
  --tag-specifications {{ g.tags }} \
  --query GroupId --output text)
{%- for r in g.rules %}

# Who may reach TCP 443: {{ r.about() }}
aws ec2 authorize-security-group-ingress \
  --region {{ head.region }} \
  --group-id "${postern_group:?make the security group first}" \
  --ip-permissions {{ r.permission() }}
{%- endfor %}
{% endif %}
{%- if let Some(s) = standing %}
{%- for r in s.rules %}
# The security group of an earlier plan stands. Who else may reach TCP 443: {{ r.about() }}
aws ec2 authorize-security-group-ingress \
  --region {{ head.region }} \
  --group-id {{ s.id }} \
  --ip-permissions {{ r.permission() }}
{% endfor %}
{%- endif %}{% for e in endpoints %}
{%- match e.step %}
{%- when Step::Create with (c) %}
# The {{ e.title }} endpoint.
aws ec2 create-vpc-endpoint \
  --region {{ head.region }} \
  --vpc-endpoint-type {{ c.kind }} \
  --vpc-id {{ head.vpc }} \
  --service-name {{ e.service }} \
{%- if c.route_tables.is_empty() %}
  --subnet-ids{% for s in c.subnets %} {{ s }}{% endfor %} \
  --security-group-ids{% for g in c.groups %}{% if let Some(id) = g %} {{ id }}{% else %} "${postern_group:?make the security group first}"{% endif %}{% endfor %} \
  --ip-address-type {{ c.address }} \
  {{ c.private_dns }} \
{%- else %}
  --route-table-ids{% for t in c.route_tables %} {{ t }}{% endfor %} \
{%- endif %}
  --policy-document {{ e.policy }} \
  --tag-specifications {{ c.tags }} \
  --query VpcEndpoint.VpcEndpointId --output text
{% when Step::Change with (c) %}
# The {{ e.title }} endpoint is there already. Its present policy is kept first, in a file that must not exist yet.
postern_policy=$(aws ec2 describe-vpc-endpoints \
  --region {{ head.region }} \
  --vpc-endpoint-ids {{ c.id }} \
  --query 'VpcEndpoints[0].PolicyDocument' --output text) &&
  (set -o noclobber && printf '%s\n' "${postern_policy:?is empty}" >{{ e.restore_file() }}) &&
  aws ec2 modify-vpc-endpoint \
    --region {{ head.region }} \
    --vpc-endpoint-id {{ c.id }} \
{%- if c.add_subnets.len() > 0 %}
    --add-subnet-ids{% for s in c.add_subnets %} {{ s }}{% endfor %} \
{%- endif %}
{%- if c.remove_subnets.len() > 0 %}
    --remove-subnet-ids{% for s in c.remove_subnets %} {{ s }}{% endfor %} \
{%- endif %}
{%- if c.add_groups.len() > 0 %}
    --add-security-group-ids{% for g in c.add_groups %}{% if let Some(id) = g %} {{ id }}{% else %} "${postern_group:?make the security group first}"{% endif %}{% endfor %} \
{%- endif %}
{%- if c.remove_groups.len() > 0 %}
    --remove-security-group-ids{% for g in c.remove_groups %} {{ g }}{% endfor %} \
{%- endif %}
{%- if let Some(o) = c.private_dns %}
    {{ o }} \
{%- endif %}
{%- if let Some(a) = c.address %}
    --ip-address-type {{ a }} \
{%- endif %}
    --policy-document {{ e.policy }}
{%- for t in c.tags %} &&
  aws ec2 create-tags --region {{ head.region }} --resources {{ c.id }} --tags {{ t.json }}
{%- endfor %}
{% when Step::Leave with (id) %}
# The {{ e.title }} endpoint stands already as {{ id }} and is left alone.
{% endmatch %}
{%- endfor %}
{%- if let Some(s) = names %}{% include "share-dns/commands.sh" %}{% endif %}
# To look at what is there, remove the hash in front and paste:
# aws ec2 describe-vpc-endpoints --region {{ about.region }} --filters Name=vpc-id,Values={{ about.vpc }} Name=tag:postern:plan,Values={{ about.plan }}
#
# To delete what the commands above made, with the ids that they printed:
# aws ec2 delete-vpc-endpoints --region {{ about.region }} --vpc-endpoint-ids VPCE-ID VPCE-ID
{%- if group.is_some() %}
# aws ec2 delete-security-group --region {{ about.region }} --group-id SG-ID
{%- endif %}
