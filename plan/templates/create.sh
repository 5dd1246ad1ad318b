#!/usr/bin/env bash
#
# create.sh makes the {{ about.kind }} endpoints of a Postern plan.
#
{% include "script/about.sh" %}
#
# It needs bash and the AWS CLI, takes no arguments and asks nothing. In this order it
#   1. stops unless the credentials are those of account {{ about.account }};
#   2. looks for every service in the VPC, and stops, with nothing changed, where it finds an
#      endpoint that this plan did not make;
#   3. makes what is missing, and leaves alone what stands;
#   4. waits, at most ten minutes, until every endpoint is available, and prints its names{% if names.is_some() %};
#   5. gives these names to other VPCs, as share-dns/zones.sh does{% endif %}.
# What it makes carries the tags postern:request={{ about.name }} and postern:plan={{ about.plan }}.
# Each id it makes is appended to {{ about.ids_file }} beside it, for
# teardown.sh. Running it again is always safe.

{% include "script/common.sh" %}
{% if self.makes_something() %}
{% include "create/make.sh" %}
{% endif %}
# The endpoints to wait for and to report.
endpoints=()
{% for e in endpoints %}
{%- if e.sends_policy() %}
# The policy of the {{ e.title }} endpoint lets through:
{%- for line in e.meanings %}
#   - {{ line }}
{%- endfor %}
readonly policy_{{ e.word }}={{ e.policy }}
{% endif %}
{%- endfor %}
{%- if any.create %}
{% include "create/endpoint.sh" %}
{% endif %}
{%- if any.modify %}
{% include "create/change.sh" %}
{% endif %}
{%- if any.leave %}
{% include "create/standing.sh" %}
{% endif %}
{%- if let Some(g) = group %}
readonly group_name={{ g.name }}

create_group() {
  ec2 create-security-group \
    --group-name "$group_name" \
    --description {{ g.description }} \
    --vpc-id "$vpc" \
    --tag-specifications {{ g.tags }} \
    --query GroupId
}

{% include "create/group.sh" %}
{% endif %}
{%- if group.is_some() || standing.is_some() %}
{% include "create/admit.sh" %}
{% endif %}
{%- for e in endpoints %}
{%- if let Step::Create(c) = e.step %}
# The {{ e.title }} endpoint.
create_{{ e.word }}() {
  ec2 create-vpc-endpoint \
    --client-token "$1" \
    --vpc-endpoint-type {{ c.kind }} \
    --vpc-id "$vpc" \
    --service-name {{ e.service }} \
{%- if c.route_tables.is_empty() %}
    --subnet-ids{% for s in c.subnets %} {{ s }}{% endfor %} \
    --security-group-ids{% for g in c.groups %}{% if let Some(id) = g %} {{ id }}{% else %} "$group"{% endif %}{% endfor %} \
    --ip-address-type {{ c.address }} \
    {{ c.private_dns }} \
{%- else %}
    --route-table-ids{% for t in c.route_tables %} {{ t }}{% endfor %} \
{%- endif %}
    --policy-document "$policy_{{ e.word }}" \
    --tag-specifications {{ c.tags }} \
    --query VpcEndpoint.VpcEndpointId
}
{% endif %}
{%- endfor %}
{% include "create/wait.sh" %}
{% if let Some(s) = names %}
{% if !self.makes_something() %}readonly plan={{ head.plan }}

{% endif %}{% include "share-dns/call.sh" %}

{% include "share-dns/zone.sh" %}

{% include "share-dns/share.sh" %}
{% endif %}
main() {
  [ "$#" -eq 0 ] || stop 'create.sh takes no arguments'
  check_account
  if [ ! -w "$here" ] || { [ -e "$ids" ] && [ ! -w "$ids" ]; }; then
    stop "cannot write $ids; nothing was changed" 'run this in a folder where it can keep the ids that it makes'
  fi
  trap 'stop "interrupted; running this again is safe, for it looks first" "what was made so far is in $ids"' HUP INT TERM

  # Look at everything before anything is changed.
{%- for e in endpoints %}
{%- match e.step %}
{%- when Step::Create with (_c) %}
  look {{ e.key }} {{ e.service }}
{%- when Step::Change with (c) %}
  look_at_existing {{ e.key }} {{ c.id }} {{ e.service }} "$policy_{{ e.word }}"
{%- when Step::Leave with (id) %}
  check_standing {{ e.key }} '{{ id }}' {{ e.service }}
{%- endmatch %}
{%- endfor %}
{%- if names.is_some() %}
  look_for_names
{%- endif %}
{%- if let Some(s) = standing %}

  # The security group of an earlier plan stands, and lacks these rules.
  group={{ s.id }}
{%- for r in s.rules %}
  admit {{ r.source }} {{ r.list }} {{ r.field }}
{%- endfor %}
{%- endif %}
{%- if let Some(g) = group %}
  look_for_group

  ensure_group
{%- for r in g.rules %}
  admit {{ r.source }} {{ r.list }} {{ r.field }}
{%- endfor %}
{%- endif %}
{% for e in endpoints %}
{%- match e.step %}
{%- when Step::Create with (_c) %}
  ensure {{ e.key }} {{ e.service }} create_{{ e.word }}
{%- when Step::Change with (c) %}
  change {{ e.key }} {{ c.id }} {{ e.service }} "$policy_{{ e.word }}" \
    {{ c.add_subnets.join(" ") }} {{ c.remove_subnets.join(" ") }} {{ c.known_groups().join(" ") }}{% if c.adds_new_group() %}" $group"{% endif %} {{ c.remove_groups.join(" ") }} \
    '{% if let Some(o) = c.private_dns %}{{ o }}{% endif %}' '{% if let Some(a) = c.address %}{{ a }}{% endif %}'
{%- for t in c.tags %}
  tag {{ e.key }} {{ c.id }} {{ t.key }} {{ t.value }} {{ t.former }} \
    {{ t.json }}
{%- endfor %}
{%- when Step::Leave with (id) %}
  # {{ e.title }}: the plan leaves it as it is.
  say {{ e.key }}': {{ id }} stands already and is left alone'
{%- endmatch %}
{%- endfor %}

  wait_until_available
  report
{%- if names.is_some() %}
  share_names
{%- endif %}
  say 'done; verify.sh, run on a machine in the VPC, proves that it works'
}

main "$@"
