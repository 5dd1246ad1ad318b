# Fills `zones` with the zones that a script made for this plan. Zones of templates, and those that
# another plan of the request has taken over, are left alone.
find_zones() {
  local zone strange one vpcs tagged
  for one in{% for z in s.zones.iter().rev() %} {{ z.name }}{% endfor %}; do
    look_for_zone "$one"
    [ -n "$zone" ] || continue
    tagged=$(zone_tag "$zone" postern:plan) || exit 1
    if [ "$tagged" != "$plan" ]; then
      say "not deleted: zone $zone ($one) is of another plan of this request"
      continue
    fi
    vpcs=$(vpcs_of "$zone") || exit 1
    say "to delete: zone $zone ($one), by which these VPCs have the name:$vpcs"
    zones+=("$zone")
  done
}

# Deletes the zones: first the VPCs go, then the records that lead to endpoints, then the zone. What
# others added to a zone keeps it.
delete_zones() {
  local zone spoke vpcs rows type its_zone target record
  for zone in ${zones[@]+"${zones[@]}"}; do
    vpcs=$(vpcs_of "$zone") || exit 1
    for spoke in $vpcs; do
      [ "$spoke" != "$vpc" ] || continue
      r53 disassociate-vpc-from-hosted-zone --hosted-zone-id "$zone" --vpc "VPCRegion=$region,VPCId=$spoke" >/dev/null ||
        zone_refused "$spoke was not taken off $zone; running this again is safe"
    done
    rows=$(r53 list-resource-record-sets --hosted-zone-id "$zone" \
      --query 'ResourceRecordSets[?AliasTarget].[Type, AliasTarget.HostedZoneId, AliasTarget.DNSName, Name]') ||
      zone_refused "cannot read the records of the zone $zone"
    while IFS=$'\t' read -r type its_zone target record; do
      case $record in
        \\052.*) record="*${record#\\052}" ;;
      esac
      case $record in
        {{ s.records_pattern }}) ;;
        *) continue ;;
      esac
      r53 change-resource-record-sets --hosted-zone-id "$zone" --change-batch "$(
        printf '{"Changes":[{"Action":"DELETE","ResourceRecordSet":{"Name":"%s","Type":"%s","AliasTarget":{"HostedZoneId":"%s","DNSName":"%s","EvaluateTargetHealth":false}}}]}' \
          "$record" "$type" "$its_zone" "$target"
      )" >/dev/null || zone_refused "the record $record of $zone was not deleted; running this again is safe"
    done <<<"$rows"
    if ! r53 delete-hosted-zone --id "$zone" >/dev/null; then
      case $(<"$scratch/complaint") in
        *NoSuchHostedZone*) ;;
        *HostedZoneNotEmpty*) stop "zone $zone is not deleted: it has records that no plan made" 'move them elsewhere and run this again' ;;
        *) zone_refused "zone $zone is not deleted; running this again is safe" ;;
      esac
    fi
    say "deleted: zone $zone"
  done
}
