# Two texts are the same but for white space.
same_text() {
  [ "${1//[$' \t\r\n']/}" = "${2//[$' \t\r\n']/}" ]
}

# Sets what an endpoint that is to be changed has now, in variables that end in `_now`, and stops
# unless it can be changed.
look_at_existing() {
  local key=$1 id=$2 service=$3 policy=$4 row vpc_now service_now state
  row=$(ec2 describe-vpc-endpoints --vpc-endpoint-ids "$id" \
    --query 'VpcEndpoints[].[VpcId, ServiceName, State, to_string(SubnetIds), to_string(Groups[].GroupId), to_string(PrivateDnsEnabled), IpAddressType]') ||
    refused "cannot look at $id"
  IFS=$'\t' read -r vpc_now service_now state subnets_now groups_now private_dns_now address_now <<<"$row"
  if [ "$vpc_now" != "$vpc" ] || [ "$service_now" != "$service" ]; then
    stop "$id is an endpoint of $service_now in $vpc_now, not of $service in $vpc" 'correct the request and plan again'
  fi
  case $state in
    [Aa]vailable | [Pp]ending) ;;
    *) stop "$id is $state and cannot be changed" 'wait until it is available, or correct the request, and run this again' ;;
  esac
  policy_now=$(ec2 describe-vpc-endpoints --vpc-endpoint-ids "$id" --query 'VpcEndpoints[].[PolicyDocument]') ||
    refused "cannot read the policy of $id"
  if [ -e "$here/restore-$key.json" ] && ! same_text "$policy_now" "$policy" &&
    ! same_text "$policy_now" "$(<"$here/restore-$key.json")"; then
    stop "$here/restore-$key.json is there already and is not the present policy of $id" \
      'it may be the only copy of an older policy: move it to a safe place and run this again'
  fi
}

# The ids of a list that are, or are not, in a JSON array.
those() {
  local id picked='' which=$1 list=$2 array=$3
  for id in $list; do
    case $array in
      *"\"$id\""*) [ "$which" = absent ] || picked="$picked $id" ;;
      *) [ "$which" = present ] || picked="$picked $id" ;;
    esac
  done
  printf '%s' "$picked"
}

# Changes an endpoint: keeps its present policy in a file, then sends what differs. The lists are
# of ids, with a space between them; of private DNS and the address type, what is empty stays.
change() {
  local key=$1 id=$2 service=$3 policy=$4 list undo word
  local -a send=()
  look_at_existing "$key" "$id" "$service" "$policy"
  endpoints+=("$id")
  undo="aws ec2 modify-vpc-endpoint --region $region --vpc-endpoint-id $id"
  if ! same_text "$policy_now" "$policy"; then
    if [ ! -e "$here/restore-$key.json" ]; then
      (set -o noclobber && printf '%s\n' "$policy_now" >"$here/restore-$key.json") ||
        stop "cannot keep the present policy of $id in $here/restore-$key.json; $id was not changed" 'make the folder writable and run this again'
    fi
    send+=(--policy-document "$policy")
    undo="$undo --policy-document file://restore-$key.json"
  fi
  for list in \
    "--add-subnet-ids$(those absent "$5" "$subnets_now")" "--remove-subnet-ids$(those present "$6" "$subnets_now")" \
    "--add-security-group-ids$(those absent "$7" "$groups_now")" "--remove-security-group-ids$(those present "$8" "$groups_now")"; do
    case $list in
      *' '*) ;;
      *) continue ;;
    esac
    for word in $list; do send+=("$word"); done
    case $list in
      --add-*) undo="$undo --remove-${list#--add-}" ;;
      *) undo="$undo --add-${list#--remove-}" ;;
    esac
  done
  case ${9}:$private_dns_now in
    --private-dns-enabled:true | --no-private-dns-enabled:false | :*) ;;
    --private-dns-enabled:*) send+=("$9") undo="$undo --no-private-dns-enabled" ;;
    *) send+=("$9") undo="$undo --private-dns-enabled" ;;
  esac
  if [ -n "${10}" ] && [ "${10}" != "$address_now" ]; then
    send+=(--ip-address-type "${10}")
    undo="$undo --ip-address-type $address_now"
  fi
  if [ -z "${send[*]:-}" ]; then
    say "$key: $id is as planned already and is left alone"
    return
  fi
  say "$key: changing $id"
  ec2 modify-vpc-endpoint --vpc-endpoint-id "$id" "${send[@]}" >/dev/null ||
    refused "$id was not changed, or the answer was lost; running this again is safe"
  say "$key: changed $id; to undo it: $undo"
}
{%- if any.tag %}

# Gives an endpoint a tag, unless somebody gave it another value since the plan was made. What its
# value was then is empty where there was none.
tag() {
  local key=$1 id=$2 label=$3 value=$4 former=$5 tags one its now=''
  tags=$(ec2 describe-vpc-endpoints --vpc-endpoint-ids "$id" --query 'VpcEndpoints[].Tags[].[Key, Value]') ||
    refused "cannot read the tags of $id"
  while IFS=$'\t' read -r one its; do
    if [ "$one" = "$label" ]; then now=$its; fi
  done <<<"$tags"
  if [ "$now" = "$value" ]; then return; fi
  if [ "$now" != "$former" ]; then
    say "$key: the tag $label of $id is $now by now and is left alone"
    return
  fi
  ec2 create-tags --resources "$id" --tags "$6" >/dev/null ||
    refused "$id was not given the tag $label; running this again is safe"
  say "$key: gave $id the tag $label"
}
{%- endif %}
