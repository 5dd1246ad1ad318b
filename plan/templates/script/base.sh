set -euo pipefail
export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off

readonly name={{ head.name }}
readonly account={{ head.account }}
readonly region={{ head.region }}
readonly vpc={{ head.vpc }}

say() { printf '%s\n' "$*"; }

# stop MESSAGE [HELP...]
stop() {
  printf 'error: %s\n' "$1" >&2
  shift
  [ "$#" -eq 0 ] || printf 'help: %s\n' "$@" >&2
  exit 1
}

# One EC2 call in the plan's Region. What the AWS CLI complains of is kept for `refused`.
ec2() {
  aws ec2 "$@" --region "$region" --output text 2>"$scratch/complaint"
}

# Stops with what could not be done, what the AWS CLI said about it, and what to do.
refused() {
  local complaint help=''
  complaint=$(<"$scratch/complaint")
  case $complaint in
    *UnauthorizedOperation* | *AccessDenied*)
      help={{ permissions }} ;;
    *'Unable to locate credentials'* | *Expired* | *'security token'* | *AuthFailure* | *'config profile'*)
      help='sign in again, or choose a profile with AWS_PROFILE' ;;
    *'conflicting DNS domain'*)
      help='another endpoint or a private hosted zone has this name in the VPC: remove it, or set private_dns = false for this endpoint and plan again' ;;
    *enableDnsSupport* | *enableDnsHostnames*)
      help="private DNS needs both DNS attributes of the VPC: aws ec2 modify-vpc-attribute --region $region --vpc-id $vpc --enable-dns-support, then the same with --enable-dns-hostnames" ;;
    *'availability zone of the subnet'*)
      help='this service is not offered in the zone of that subnet: give this endpoint subnets in other zones and plan again' ;;
    *DuplicateSubnetsInSameZone*)
      help='an endpoint takes one subnet in each zone: leave one of the two out and plan again' ;;
    *InsufficientFreeAddresses*)
      help='that subnet has no free address: free one, or choose another subnet and plan again' ;;
    *VpcEndpointLimitExceeded*)
      help='the quota of interface endpoints in this VPC is used up: ask for more (L-29B6F2EB), or delete one' ;;
    *InvalidServiceName* | *InvalidVpcEndpointService*)
      help="this service is not offered in $region" ;;
    *RequestLimitExceeded* | *Throttl*)
      help='AWS asks for fewer calls: wait a minute and run this again' ;;
    *NotFound*)
      help="an id is not known in account $account and $region: correct it and plan again" ;;
    *onnect* | *'imed out'* | *imeout*)
      help="this machine does not reach AWS in $region: check the network and run this again" ;;
  esac
  printf 'error: %s\n' "$1" >&2
  [ -z "$complaint" ] || printf '%s\n' "${complaint#$'\n'}" >&2
  [ -z "$help" ] || printf 'help: %s\n' "$help" >&2
  exit 1
}

# The credentials must be those of the plan's account.
check_account() {
  local caller
  command -v aws >/dev/null || stop 'the AWS CLI is not installed' 'install it and make sure that aws is on the PATH'
  caller=$(aws sts get-caller-identity --region "$region" --query Account --output text 2>"$scratch/complaint") ||
    refused 'cannot tell whose credentials these are; nothing was changed'
  [ "$caller" = "$account" ] ||
    stop "these credentials are for account $caller, the plan is for account $account; nothing was changed" \
      'choose the right profile, for example with AWS_PROFILE, and run this again'
}
