# The VPCs of a zone, with a space on either side of each.
vpcs_of() {
  local all
  all=$(r53 get-hosted-zone --id "$1" --query 'VPCs[].VPCId') || zone_refused "cannot look at the zone $1"
  printf ' %s ' "${all//[$'\t\n']/ }"
}

# A tag of a zone, or nothing.
zone_tag() {
  local value
  value=$(r53 list-tags-for-resource --resource-type hostedzone --resource-id "$1" \
    --query "ResourceTagSet.Tags[?Key=='$2'].Value") || zone_refused "cannot read the tags of the zone $1"
  printf '%s' "$value"
}

# Sets `zone` to the zone of a name that a script of this request made in this VPC, by its caller
# reference, and `strange` to other private zones of the name that carry this request's tag.
look_for_zone() {
  local rows id reference tagged
  zone=''
  strange=''
  rows=$(r53 list-hosted-zones-by-name --dns-name "$1" --max-items 100 \
    --query "HostedZones[?Name=='$1.' && Config.PrivateZone].[Id, CallerReference]") ||
    zone_refused "cannot look for the zone $1"
  while IFS=$'\t' read -r id reference; do
    id=${id##*/}
    case $id:$reference in
      :*) ;;
      *":postern/$name/$vpc/"*) zone=$id ;;
      *)
        tagged=$(zone_tag "$id" postern:request) || exit 1
        [ "$tagged" != "$name" ] || strange="$strange $id"
        ;;
    esac
  done <<<"$rows"
}
