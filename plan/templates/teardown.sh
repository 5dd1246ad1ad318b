#!/usr/bin/env bash
#
# teardown.sh deletes what create.sh made for a Postern plan, and nothing else.
#
{% include "script/about.sh" %}
#
# usage: teardown.sh [--yes]
#
# It needs bash and the AWS CLI. It deletes the ids in {{ about.ids_file }}
# beside it, which create.sh wrote. Without that file it deletes only what carries both tags,
# postern:request={{ about.name }} and postern:plan={{ about.plan }}, in {{ about.vpc }}
# and is an endpoint of a planned service or the plan's security group. It first lists them and
# reads `yes` from standard input; --yes skips that. Running it again is always safe.
{%- for e in kept %}
# {{ e.title }}: {{ e.id }} was there before, and is never deleted.
{%- endfor %}
{%- if names.is_some() %}
# Of private hosted zones it deletes those that a script made for this plan.
{%- endif %}

{% include "script/common.sh" %}

readonly plan={{ head.plan }}

doomed=()
groups=()
unsuccessful=' '
gone=' '

{% include "teardown/find.sh" %}

{% include "teardown/delete.sh" %}
{% if let Some(s) = names %}
zones=()

{% include "share-dns/call.sh" %}

{% include "share-dns/zone.sh" %}

{% include "share-dns/remove.sh" %}
{% endif %}
main() {
  local answer='' id
  case $#:${1:-} in
    0:) ;;
    1:--yes) answer=yes ;;
    *)
      printf 'usage: teardown.sh [--yes]\n' >&2
      exit 2
      ;;
  esac
  check_account
  look
  choose
{%- if names.is_some() %}
  find_zones
{%- endif %}
{%- for e in kept %}
  say {{ e.undo }}
{%- endfor %}
  if [ -z "${doomed[*]:-}${groups[*]:-}{% if names.is_some() %}${zones[*]:-}{% endif %}" ]; then
    say 'there is nothing to delete'
    return
  fi
  if [ "$answer" != yes ]; then
    printf 'Type yes to delete what is listed: '
    IFS= read -r answer || say ''
    [ "$answer" = yes ] || stop 'nothing was deleted' 'answer yes, or run it with --yes'
  fi
{%- if names.is_some() %}

  delete_zones
{%- endif %}

  if [ -n "${doomed[*]:-}" ]; then
    delete_endpoints
    wait_until_gone
  fi
  [ -z "${unsuccessful// /}" ] || stop 'not everything was deleted' 'mend the cause and run this again'
  for id in ${groups[@]+"${groups[@]}"}; do
    delete_group "$id"
  done
  say 'done; nothing that create.sh made is left'
}

main "$@"
