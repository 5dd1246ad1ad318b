#!/usr/bin/env bash
#
# zones.sh gives the endpoints' names of a Postern plan to other VPCs, by private hosted zones.
#
{% include "script/about.sh" %}
#
# It needs bash and the AWS CLI, takes no arguments and asks nothing. The endpoints must be there,
# whatever made them. In this order it
#   1. stops unless the credentials are those of account {{ about.account }};
#   2. looks for every zone, and stops, with nothing changed, where the VPC has one of its name that
#      no plan of this request made;
#   3. makes the zones that are missing, points their records at the endpoints, and associates the
#      VPCs of this account;
#   4. authorises VPCs of other accounts, says what to run there, and takes back the authorisations
#      that were used.
# Zones carry the tags postern:request={{ about.name }} and postern:plan={{ about.plan }}.
# Running it again is always safe, and changes nothing that is as planned.

{% include "script/base.sh" %}

# Room for what the AWS CLI says.
scratch=$(mktemp -d)
readonly scratch
trap 'rm -rf "$scratch"' EXIT

readonly plan={{ head.plan }}

{% include "share-dns/call.sh" %}

{% include "share-dns/zone.sh" %}

{% include "share-dns/share.sh" %}

main() {
  local zone strange
  [ "$#" -eq 0 ] || stop 'zones.sh takes no arguments'
  check_account
  trap 'stop "interrupted; running this again is safe, for it looks first"' HUP INT TERM
  look_for_names
  share_names
  say 'done; the names resolve in every VPC within minutes'
}

main "$@"
