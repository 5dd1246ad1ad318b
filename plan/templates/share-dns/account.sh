#!/usr/bin/env bash
#
# {{ about.account }}.sh gives the endpoints' names of another account's Postern plan to VPCs of account
# {{ about.account }}.
#
{% include "script/about.sh" %}
#
# usage: {{ about.account }}.sh ZONE-ID...
#        {{ about.account }}.sh --undo ZONE-ID...
#
# It needs bash and the AWS CLI, and is run in account {{ about.account }} with the ids that
# zones.sh or create.sh printed for it in account {{ about_plan.account }}, which authorised them. It associates
# these VPCs with those zones: {{ vpcs_said }}
# --undo takes them off again. Running it again is always safe.

{% include "script/base.sh" %}

# Room for what the AWS CLI says.
scratch=$(mktemp -d)
readonly scratch
trap 'rm -rf "$scratch"' EXIT

{% include "share-dns/call.sh" %}

readonly spokes={{ spokes }}

# Whether a VPC has a zone.
has_zone() {
  local rows
  rows=$(r53 list-hosted-zones-by-vpc --vpc-id "$1" --vpc-region "$region" --max-items 100 \
    --query 'HostedZoneSummaries[].HostedZoneId') ||
    zone_refused "cannot list the private hosted zones of $1"
  case " ${rows//[$'\t\n']/ } " in
    *" $2 "*) return 0 ;;
    *) return 1 ;;
  esac
}

main() {
  local undo='' turned='' zone spoke
  if [ "${1:-}" = --undo ]; then
    undo=yes
    shift
  fi
  if [ "$#" -eq 0 ]; then
    printf 'usage: %s [--undo] ZONE-ID...\n' "${0##*/}" >&2
    exit 2
  fi
  for zone in "$@"; do
    case $zone in
      *[!A-Z0-9]* | '') stop "not the id of a hosted zone: $zone" 'an id is capital letters and digits, as zones.sh prints it' ;;
    esac
  done
  check_account
  for zone in "$@"; do turned="$zone $turned"; done
  # A zone hides what is below it: it comes last, and goes first.
  [ -n "$undo" ] || turned=$*
  for zone in $turned; do
    for spoke in $spokes; do
      if [ -n "$undo" ]; then
        has_zone "$spoke" "$zone" || continue
        r53 disassociate-vpc-from-hosted-zone --hosted-zone-id "$zone" --vpc "VPCRegion=$region,VPCId=$spoke" >/dev/null ||
          zone_refused "$spoke was not taken off $zone; running this again is safe"
        say "took $spoke off $zone"
      elif has_zone "$spoke" "$zone"; then
        say "$spoke has $zone already"
      else
        r53 associate-vpc-with-hosted-zone --hosted-zone-id "$zone" --vpc "VPCRegion=$region,VPCId=$spoke" >/dev/null ||
          zone_refused "$spoke was not associated with $zone; where it is not authorised, run zones.sh in the zone's account first"
        say "associated $spoke with $zone"
      fi
    done
  done
  say "done for $name; the names change within minutes"
}

main "$@"
