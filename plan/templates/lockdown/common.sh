set -euo pipefail
export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off

readonly account={{ head.account }}
readonly region={{ head.region }}

say() { printf '%s\n' "$*"; }

# stop MESSAGE [HELP...]
stop() {
  printf 'error: %s\n' "$1" >&2
  shift
  [ "$#" -eq 0 ] || printf 'help: %s\n' "$@" >&2
  exit 1
}

# One call of the control plane. What the AWS CLI complains of is kept for `refused`.
control() {
  aws bedrock-agentcore-control "$@" --region "$region" --output text 2>"$scratch/complaint"
}

# Stops with what could not be done, what the AWS CLI said about it, and what to do.
refused() {
  local complaint help=''
  complaint=$(<"$scratch/complaint")
  case $complaint in
    *AccessDenied*)
      help='these credentials need bedrock-agentcore:GetResourcePolicy, PutResourcePolicy, DeleteResourcePolicy and ListAgentRuntimeEndpoints' ;;
    *'Unable to locate credentials'* | *Expired* | *'security token'* | *'config profile'*)
      help='sign in again, or choose a profile with AWS_PROFILE' ;;
    *'Invalid choice'* | *'invalid choice'*)
      help='this AWS CLI does not know the call: update it' ;;
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

# The folder of this script, what was there before lock.sh, and room for what the AWS CLI says.
here=.
case ${BASH_SOURCE[0]:-} in */*) here=${BASH_SOURCE[0]%/*} ;; esac
readonly here
readonly saved="$here/saved"
scratch=$(mktemp -d)
readonly scratch
trap 'rm -rf "$scratch"' EXIT
