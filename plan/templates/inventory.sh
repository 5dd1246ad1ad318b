#!/usr/bin/env bash
#
# inventory.sh prints what decides where endpoints can go and who reaches them, for Postern to read.
#
# It needs bash and the AWS CLI; AWS CloudShell has both. It only asks: sts get-caller-identity,
# ec2 describe-… and get-managed-prefix-list-entries, service-quotas get-service-quota. What is
# refused is printed too, and the rest goes on. Paste all that it prints back into Postern.
#
# usage: bash inventory.sh

# The parentheses keep everything inside, so that it can be pasted into a shell as it stands.
(
export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off
{%- match region %}
{%- when Some with (region) %}
region={{ region }}
{%- when None %}
region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region)}}
if [ -z "$region" ]; then
  printf 'error: no Region is set\nhelp: AWS_REGION=us-east-1 bash inventory.sh, with your Region\n' >&2
  exit 1
fi
{%- endmatch %}
vpc={{ vpc }}
complaint=$(mktemp) || exit
trap 'rm -f "$complaint"' EXIT

# A text for the inside of a JSON string.
quoted() {
  local text=$1
  text=${text//[[:cntrl:]]/ }
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  printf '%s' "$text"
}

# document FIELDS: one line that Postern knows for its own.
document() {
  # With a quote behind the brace, this line would look like a document itself.
  printf '{ %s, %s}\n' '"postern_inventory": 1' "$1"
}

# ask PART WORDS...: one call. Its answer is printed, or what the AWS CLI complains of.
ask() {
  local part=$1 answer
  shift
  if answer=$(set -o pipefail && aws "$@" --region "$region" --output json 2>"$complaint" | sed 's/^ *//'); then
    document "\"part\": \"$part\", $list\"answer\": ${answer:-null}"
  else
    document "\"part\": \"$part\", \"error\": \"$(quoted "$(<"$complaint")")\""
  fi
}

# ids WORDS...: the ids that a call gives, one on each line.
ids() {
  aws "$@" --region "$region" --output text 2>"$complaint" | tr '\t' '\n' | grep -- -
}

only=()
list=''
scope=''
if [ -n "$vpc" ]; then
  only=(--filters "Name=vpc-id,Values=$vpc")
  scope="\"vpc\": \"$vpc\", "
fi
services=''
for suffix in{% for suffix in suffixes %} {{ suffix }}{% endfor %}; do
  # Names that begin so are services that Postern does not know yet.
  services="$services,com.amazonaws.$region.$suffix,com.amazonaws.$region.$suffix*"
done

document "$scope\"region\": \"$region\", \"observed_at\": \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\""
ask caller sts get-caller-identity
ask vpcs ec2 describe-vpcs "${only[@]}"
for id in $(ids ec2 describe-vpcs "${only[@]}" --query 'Vpcs[].VpcId'); do
  ask dns_attributes ec2 describe-vpc-attribute --vpc-id "$id" --attribute enableDnsSupport
  ask dns_attributes ec2 describe-vpc-attribute --vpc-id "$id" --attribute enableDnsHostnames
done
ask subnets ec2 describe-subnets "${only[@]}"
ask security_groups ec2 describe-security-groups "${only[@]}"
ask prefix_lists ec2 describe-managed-prefix-lists
for id in $(ids ec2 describe-managed-prefix-lists --query 'PrefixLists[].PrefixListId'); do
  list="\"prefix_list\": \"$id\", "
  ask prefix_lists ec2 get-managed-prefix-list-entries --prefix-list-id "$id"
done
list=''
ask network_acls ec2 describe-network-acls "${only[@]}"
ask dhcp_options ec2 describe-dhcp-options
ask peerings ec2 describe-vpc-peering-connections
ask transit_gateways ec2 describe-transit-gateway-vpc-attachments
ask vpn_gateways ec2 describe-vpn-gateways
ask endpoints ec2 describe-vpc-endpoints "${only[@]}"
ask services ec2 describe-vpc-endpoint-services --filters "Name=service-name,Values=${services#,}"
ask quota service-quotas get-service-quota --service-code vpc --quota-code {{ quota }}
)
