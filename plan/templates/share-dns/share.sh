# The other VPCs of this account, and those of others with the account and a colon before each.
readonly spokes={{ s.spokes }}
readonly others={{ s.others_spelled }}

# Sets `zone` as `look_for_zone` does, and to the zone of a template of this request where there is
# one in this VPC. Stops at a zone of the name that neither made.
find_zone() {
  local rows id vpcs
  look_for_zone "$1"
  [ -z "$zone" ] || return 0
  for id in $strange; do
    vpcs=$(vpcs_of "$id") || exit 1
    case $vpcs in
      *" $vpc "*) zone=$id && return 0 ;;
    esac
  done
  rows=$(r53 list-hosted-zones-by-vpc --vpc-id "$vpc" --vpc-region "$region" \
    --query "HostedZoneSummaries[?Name=='$1.' || Name=='$1'].[HostedZoneId, not_null(Owner.OwningService, Owner.OwningAccount)]") ||
    zone_refused "cannot list the private hosted zones of $vpc"
  [ -z "$rows" ] ||
    stop "$vpc has a private hosted zone $1 already, and no plan of this request made it: ${rows//[$'\t\n']/ }" \
      'delete it if nobody needs it; where it is of a service, turn private DNS of the endpoint off'
}

# Makes a zone in the endpoints' VPC unless ours stands, and tags it.
ensure_zone() {
  local id tagged
  find_zone "$1"
  if [ -n "$zone" ]; then
    say "$1: zone $zone stands already"
  else
    say "$1: making a private hosted zone"
    # New in every run, so that this works again after a teardown; the AWS CLI's own retries make
    # nothing twice.
    id=$(r53 create-hosted-zone --name "$1" \
      --caller-reference "postern/$name/$vpc/$(date +%s)-$$-$RANDOM$RANDOM" \
      --hosted-zone-config "Comment=AgentCore endpoints of $name,PrivateZone=true" \
      --vpc "VPCRegion=$region,VPCId=$vpc" --query HostedZone.Id) ||
      zone_refused "the zone $1 was not made, or the answer was lost; running this again is safe, for it looks first"
    zone=${id##*/}
    say "$1: made zone $zone"
  fi
  zone_ids="$zone_ids $zone"
  tagged=$(zone_tag "$zone" postern:plan) || exit 1
  [ "$tagged" = "$plan" ] ||
    r53 change-tags-for-resource --resource-type hostedzone --resource-id "$zone" --add-tags "$2" >/dev/null ||
    zone_refused "the zone $zone was not tagged; running this again is safe"
}

# Sets `target_zone` and `target_name` to what EC2 calls an endpoint. Without an id it is the one
# that this plan made.
find_entry() {
  local key=$1 service=$2 id=$3 rows state its_zone its_name
  local -a which=(--filters "Name=vpc-id,Values=$vpc" "Name=service-name,Values=$service"
    "Name=tag:postern:request,Values=$name" "Name=tag:postern:plan,Values=$plan")
  [ -z "$id" ] || which=(--vpc-endpoint-ids "$id")
  target_zone=''
  rows=$(ec2 describe-vpc-endpoints "${which[@]}" \
    --query 'VpcEndpoints[].[State, DnsEntries[0].HostedZoneId, DnsEntries[0].DnsName]') ||
    refused "cannot look for the $key endpoint"
  while IFS=$'\t' read -r state its_zone its_name; do
    case $state:$its_zone$its_name in
      [Aa]vailable:None* | [Pp]ending*:None*) ;;
      [Aa]vailable:*[!A-Za-z0-9.*-]* | [Pp]ending*:*[!A-Za-z0-9.*-]*) ;;
      [Aa]vailable:?* | [Pp]ending*:?*) target_zone=$its_zone target_name=$its_name ;;
    esac
  done <<<"$rows"
  [ -n "$target_zone" ] ||
    stop "there is no $key endpoint of this plan in $vpc that has a name" 'make the endpoints first, and run this again when they are available'
}

# Makes a record of the zone lead to the endpoint, unless it does.
point() {
  local record=$1 type=$2 rows its_type its_zone its_target its_name
  rows=$(r53 list-resource-record-sets --hosted-zone-id "$zone" \
    --query 'ResourceRecordSets[?AliasTarget].[Type, AliasTarget.HostedZoneId, AliasTarget.DNSName, Name]') ||
    zone_refused "cannot read the records of the zone $zone"
  while IFS=$'\t' read -r its_type its_zone its_target its_name; do
    # Route 53 writes an asterisk as \052.
    case $its_name in
      "$record." | "\\052${record#\*}.")
        if [ "$its_type $its_zone ${its_target%.}" = "$type $target_zone $target_name" ]; then return 0; fi
        ;;
    esac
  done <<<"$rows"
  r53 change-resource-record-sets --hosted-zone-id "$zone" --change-batch "$(
    printf '{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"%s","Type":"%s","AliasTarget":{"HostedZoneId":"%s","DNSName":"%s","EvaluateTargetHealth":false}}}]}' \
      "$record" "$type" "$target_zone" "$target_name"
  )" >/dev/null || zone_refused "$record was not pointed at $target_name; running this again is safe"
  say "$record: $type leads to $target_name"
}

# Gives the zone to every VPC of the plan, and says which other VPCs have it.
spread() {
  local spoke has rows=''
  has=$(vpcs_of "$zone") || exit 1
  for spoke in $spokes; do
    case $has in *" $spoke "*) continue ;; esac
    r53 associate-vpc-with-hosted-zone --hosted-zone-id "$zone" --vpc "VPCRegion=$region,VPCId=$spoke" >/dev/null ||
      zone_refused "$spoke was not associated with $zone; running this again is safe"
    say "$1: associated with $spoke"
  done
  [ -z "$others" ] ||
    rows=$(r53 list-vpc-association-authorizations --hosted-zone-id "$zone" --query 'VPCs[].VPCId') ||
    zone_refused "cannot list the authorisations of $zone"
  rows=" ${rows//[$'\t\n']/ } "
  for spoke in $others; do
    case "$has:$rows" in
      *" ${spoke#*:} "*:*" ${spoke#*:} "*)
        # Whoever has it needs no authorisation any more.
        r53 delete-vpc-association-authorization --hosted-zone-id "$zone" --vpc "VPCRegion=$region,VPCId=${spoke#*:}" >/dev/null ||
          zone_refused "the authorisation for ${spoke#*:} was not taken back; running this again is safe"
        say "$1: took back the authorisation for ${spoke#*:}, which has the zone"
        ;;
      *" ${spoke#*:} "*) ;;
      *)
        r53 create-vpc-association-authorization --hosted-zone-id "$zone" --vpc "VPCRegion=$region,VPCId=${spoke#*:}" >/dev/null ||
          zone_refused "account ${spoke%%:*} was not authorised for ${spoke#*:}; running this again is safe"
        say "$1: account ${spoke%%:*} may associate ${spoke#*:}"
        ;;
    esac
  done
  for spoke in $has; do
    case " $vpc $spokes $others " in
      *" $spoke "* | *":$spoke "*) ;;
      *) say "$1: $spoke has the zone too and is not in this plan; to take it off: aws route53 disassociate-vpc-from-hosted-zone --region $region --hosted-zone-id $zone --vpc VPCRegion=$region,VPCId=$spoke" ;;
    esac
  done
}

# Looks at every zone before anything is changed.
look_for_names() {
{%- for z in s.zones %}
  find_zone {{ z.name }}
{%- endfor %}
}

# Gives the endpoints' names to every VPC.
share_names() {
  local zone zone_ids='' target_zone target_name strange{% if !s.others.is_empty() %} other{% endif %}
{%- for z in s.zones %}

  # To the {{ z.title }} endpoint.
  find_entry {{ z.key }} {{ z.service }} {{ z.id }}
  ensure_zone {{ z.name }} {{ z.tags }}
{%- for r in z.records %}
{%- for t in z.types %}
  point {{ r }} {{ t }}
{%- endfor %}
{%- endfor %}
  spread {{ z.name }}
{%- endfor %}
{%- if !s.others.is_empty() %}

  for other in{% for o in s.others %} {{ o.account }}{% endfor %}; do
    say "in account $other, run: bash share-dns/$other.sh$zone_ids"
  done
  say 'when those are done, share-dns/zones.sh takes the authorisations back'
{%- endif %}
}
