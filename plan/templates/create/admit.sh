# Admits a source to TCP 443, unless that rule is there. The list and the field are EC2's words for
# its kind of source.
admit() {
  local source=$1 list=$2 field=$3 there
  there=$(ec2 describe-security-groups --group-ids "$group" \
    --query "SecurityGroups[].IpPermissions[] | [?IpProtocol=='tcp' && FromPort==\`443\` && ToPort==\`443\`].${list}[] | [?$field=='$source'].[$field]") ||
    refused "cannot read the rules of $group"
  [ -z "$there" ] || return 0
  if ! ec2 authorize-security-group-ingress --group-id "$group" \
    --ip-permissions "IpProtocol=tcp,FromPort=443,ToPort=443,$list=[{$field=$source}]" >/dev/null; then
    case $(<"$scratch/complaint") in
      *InvalidPermission.Duplicate*) return 0 ;;
      *) refused "no rule for $source was added to $group, or the answer was lost; running this again is safe" ;;
    esac
  fi
  say "security group: added the missing rule for TCP 443 from $source"
}
