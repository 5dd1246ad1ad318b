# Says so when this machine is known to be outside the VPC. Only an EC2 instance can be asked.
where_is_this() {
  local metadata=http://169.254.169.254/latest token mac there
  if [ "${AWS_EC2_METADATA_DISABLED:-}" = true ] || ! have curl; then return; fi
  token=$(curl -s -f -m 2 --noproxy '*' -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/api/token") || return
  mac=$(curl -s -f -m 2 --noproxy '*' -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/mac") || return
  there=$(curl -s -f -m 2 --noproxy '*' -H "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/network/interfaces/macs/$mac/vpc-id") || return
  case $there in
    "$vpc") ok "this machine is in $vpc" ;;
{%- if let Some(s) = names %}
    {{ s.spokes_pattern }}) ok "this machine is in $there, which has the names" ;;
{%- endif %}
    vpc-*) failed "this machine is in $there, not in $vpc" "run verify.sh on a machine in $vpc" ;;
  esac
}
{% if let Some(s) = names %}{% if !s.others.is_empty() %}
# The credentials are those of an account that is given the names.
elsewhere_account() {
  local caller
  caller=$(api sts get-caller-identity --query Account) || return 1
  case $caller in
    {{ s.accounts_pattern }}) return 0 ;;
    *) return 1 ;;
  esac
}
{% endif %}{% endif %}
# Sets `own_name` and `addresses` of an endpoint, as far as EC2 tells. Without an id it is looked
# for by its tags.
look() {
  local key=$1 service=$2 id=$3 row state interfaces
  local -a which
  local query='VpcEndpoints[].[VpcEndpointId, State, DnsEntries[0].DnsName, to_string(NetworkInterfaceIds)]'
  own_name=''
  addresses=''
  if ! have aws; then
    skipped "$key: there is no AWS CLI here, so the interfaces of the endpoint are not known"
    return
  fi
{%- if let Some(s) = names %}{% if !s.others.is_empty() %}
  if elsewhere_account; then
    skipped "$key: the endpoint is in another account, so its interfaces are not known"
    return
  fi
{%- endif %}{% endif %}
  if [ -n "$id" ]; then
    which=(--vpc-endpoint-ids "$id")
  else
    which=(--filters "Name=vpc-id,Values=$vpc" "Name=service-name,Values=$service")
    query="VpcEndpoints[?!contains(['deleted', 'Deleted', 'deleting', 'Deleting', 'failed', 'Failed', 'rejected', 'Rejected', 'expired', 'Expired'], State) && Tags[?Key=='postern:request' && Value=='$name'] && Tags[?Key=='postern:plan' && Value=='$plan']]${query#VpcEndpoints[]}"
  fi
  if ! row=$(api ec2 describe-vpc-endpoints "${which[@]}" --query "$query"); then
    skipped "$key: EC2 does not tell the interfaces of the endpoint: $(complaint)"
    return
  fi
  IFS=$'\t' read -r id state own_name interfaces <<<"$row"
  case $state in
    '' | None)
      failed "$key: $vpc has no endpoint of $service that this plan made" 'run create.sh first'
      return
      ;;
    [Aa]vailable) ok "$key: $id is available" ;;
    *) failed "$key: $id is $state" 'wait until it is available' ;;
  esac
  [ "$own_name" != None ] || own_name=''
  IFS=' ' read -r -a which <<<"${interfaces//[][\",]/ }"
  addresses=$(api ec2 describe-network-interfaces --network-interface-ids "${which[@]}" \
    --query 'NetworkInterfaces[].[PrivateIpAddresses[].PrivateIpAddress, Ipv6Addresses[].Ipv6Address][][]') ||
    skipped "$key: EC2 does not tell the addresses of the interfaces: $(complaint)"
}

# Every address of the name is one of the endpoint's interfaces. Returns 1 when it is not.
check_name() {
  local key=$1 host=$2 found address all=''
  local help="run this inside $vpc, with the VPC's own resolver; the endpoint must be available, with private DNS on"
  case $host in
    *.gateway.*) help="$help. Where the gateway endpoint has no private DNS, the private zone of the data endpoint hides this name" ;;
  esac
  if ! found=$(resolve "$host"); then
    elsewhere=$((elsewhere + 1))
    failed "$key: NXDOMAIN: $host does not resolve here" "$help"
    return 1
  fi
  for address in $found; do
    all="$all $address"
    case " ${addresses//[$'\t\n']/ } " in
      *" $address "*) continue ;;
    esac
    if ! is_private "$address"; then
      elsewhere=$((elsewhere + 1))
      failed "$key: public address: $host resolves to $address" \
        'calls would leave the VPC: private DNS is off, or this machine does not ask the resolver of the VPC'
      return 1
    elif [ -n "$addresses" ]; then
      failed "$key: $host resolves to $address, which is not an interface of this endpoint" \
        'another endpoint or a private hosted zone answers for this name'
      return 1
    fi
  done
  if [ -n "$addresses" ]; then
    ok "$key: $host resolves to interfaces of the endpoint:$all"
  else
    ok "$key: $host resolves to private addresses:$all"
  fi
}

# TLS on 443, and any HTTP status at all to a request without a signature. Returns 1 when there is none.
check_https() {
  local key=$1 host=$2 status='' code
  if have curl; then
    status=$(curl -sS -o /dev/null -w '%{http_code}' --noproxy '*' --connect-timeout 10 --max-time 20 "https://$host/" 2>"$scratch/complaint")
    code=$?
  else
    status=$(ask_with_openssl "$host")
    code=$?
  fi
  case $code:$status in
    0:401) ok "$key: TLS on 443 works; 401: the service answers, and wants a bearer token" ;;
    0:403) ok "$key: TLS on 443 works; 403: the service answers, and refuses what is not signed" ;;
    0:[1-5]??) ok "$key: TLS on 443 works; the service answers with HTTP status $status" ;;
    6:*) failed "$key: NXDOMAIN: $host does not resolve here" && return 1 ;;
    7:*) failed "$key: $host refuses the connection on 443: $(complaint)" 'look at what listens there: it is not the endpoint' && return 1 ;;
    28:* | 124:*)
      failed "$key: time-out: $host does not answer on 443" \
        "the endpoint's security group must admit TCP 443 from here, this machine's group must let it out, and the network ACLs must let both ways pass"
      return 1
      ;;
    35:* | 51:* | 60:* | 77:* | 83:*)
      failed "$key: TLS with $host fails: $(complaint)" 'something between this machine and the endpoint answers in its place, or the CA certificates are old' && return 1
      ;;
    *) failed "$key: $host gives no HTTP answer: $(complaint)" && return 1 ;;
  esac
}

# The HTTP status by openssl alone, with curl's exit codes for what goes wrong.
ask_with_openssl() {
  local line limit=''
  have openssl || { say 'neither curl nor openssl is installed' >"$scratch/complaint" && return 2; }
  ! have timeout || limit='timeout 20'
  line=$(printf 'GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$1" |
    $limit openssl s_client -quiet -connect "$1:443" -servername "$1" -verify_return_error -verify_hostname "$1" 2>"$scratch/complaint")
  case $?:$line in
    *:HTTP/*)
      line=${line#HTTP/* }
      printf '%s' "${line%%[!0-9]*}"
      ;;
    124:*) return 28 ;;
    *)
      case $(<"$scratch/complaint") in
        *'ame or service not known'* | *'nodename nor servname'*) return 6 ;;
        *refused*) return 7 ;;
        *'imed out'*) return 28 ;;
        *) return 35 ;;
      esac
      ;;
  esac
}

# A call that only reads. What the policy says about it is told when it is denied.
check_signed() {
  local key=$1 call=$2 title=$3 says=$4 host=$5
  if ! have aws; then
    skipped "$key: there is no AWS CLI here for the signed read"
    return
  fi
  if "$call" "https://$host" >/dev/null; then
    ok "$key: a signed read works: $title"
    return
  fi
  case $(<"$scratch/complaint") in
    *nvalid\ choice* | *'rgument command'* | *'rgument operation'*)
      skipped "$key: this AWS CLI does not know $title; a newer one does" ;;
    *'endpoint policy'*)
      failed "$key: denied by the endpoint policy: $(complaint)" "$says" ;;
    *AccessDenied* | *'(403)'* | *'not authorized'*)
      failed "$key: denied: $(complaint)" "the caller's own policy must allow it as well, for an endpoint policy grants nothing. The endpoint policy says: $says" ;;
    *UnrecognizedClient* | *InvalidSignature* | *InvalidClientTokenId* | *Expired* | *'security token'* | *'(401)'* | *'Unable to locate credentials'*)
      failed "$key: 401: the credentials here are not accepted: $(complaint)" 'sign in again, or choose a profile with AWS_PROFILE' ;;
    *'ould not resolve'* | *'ame or service not known'*)
      failed "$key: NXDOMAIN in the AWS CLI: $(complaint)" ;;
    *imeout* | *'imed out'*)
      failed "$key: time-out in the AWS CLI: $(complaint)" ;;
    *) failed "$key: the signed read fails: $(complaint)" ;;
  esac
}
