#!/usr/bin/env bash
#
# verify.sh proves, from a machine in the VPC, that the endpoints of a Postern plan work.
#
{% include "script/about.sh" %}
#
# It only looks: it never invokes or stops anything. For each endpoint it checks that
#   - its name resolves to addresses of the endpoint's own interfaces;
#   - TLS on 443 works, and a request without a signature gets an answer;
#   - a signed call that only reads gets through, where the policy allows one.
# It takes what the machine has: getent, dig, nslookup or python3, curl or openssl, and the AWS CLI.
# It exits 0 when nothing failed, whatever was skipped.

{% include "verify/tools.sh" %}

{% include "verify/endpoint.sh" %}
{% if self.has_routes() %}
{% include "verify/routes.sh" %}
{% endif %}
{%- for e in endpoints %}
{%- if let Some(read) = e.read %}
# {{ e.title }}: lists, and changes nothing.
{{ read.function }}() {
  NO_PROXY='*' api {% for w in read.words %}{{ w }} {% endfor %}--no-paginate --endpoint-url "$1"
}
{% endif %}
{%- endfor %}
main() {
  local host
  if [ "$#" -ne 0 ]; then
    say 'usage: verify.sh (it takes no arguments)' >&2
    exit 2
  fi
  if ! have getent && ! have dig && ! have nslookup && ! have python3; then
    failed 'there is nothing here that resolves names' 'install one of getent, dig, nslookup and python3'
  fi
  where_is_this
{% for e in endpoints %}
  say
  say {{ e.heading }}
{%- if let Some(tables) = e.route_tables %}
  check_routes {{ e.key }} {{ e.service }} {{ e.id }}{% for t in tables %} {{ t }}{% endfor %}
{% else %}
  look {{ e.key }} {{ e.service }} {{ e.id }}
{%- match e.host %}
{%- when Host::Private with (host) %}
  host={{ host }}
{%- when Host::AnyGateway with (name) %}
  host=${GATEWAY_ID:+$GATEWAY_ID{{ name }}}
{%- when Host::Own %}
  host=$own_name
{%- endmatch %}
  if [ -z "$host" ]; then
    skipped {{ e.no_host }}
  elif check_name {{ e.key }} "$host" && check_https {{ e.key }} "$host"; then
{%- if let Some(read) = e.read %}
    check_signed {{ e.key }} {{ read.function }} {{ read.title }} {{ read.says }} "$host"
{%- else %}
    :
{%- endif %}
  fi
{%- if e.read.is_none() %}
  skipped {% if about.is_workload %}'no harmless call of this service is known here'{% else %}'this policy allows no harmless call'{% endif %}
{%- endif %}
{% endif %}
{%- endfor %}
  say
  if [ "$elsewhere" -gt 0 ]; then
    say "This does not look like a machine inside $vpc, or private DNS is off: run verify.sh on a machine in it."
  fi
  if [ "$failures" -gt 0 ]; then
    say "$failures failed"
    exit 1
  fi
  say 'nothing failed'
}

main "$@"
