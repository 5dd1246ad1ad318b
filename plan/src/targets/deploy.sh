#!/usr/bin/env bash
# Makes the stack of each target, one after the other, and says at the end what became of each.
# One that fails stops no other. Nothing is deleted.
#
#   ./deploy.sh                 every target
#   ./deploy.sh TARGET...       only these
#
# Each target needs credentials of its own account. In {…} stand {name} and {account}:
#   POSTERN_ROLE='arn:aws:iam::{account}:role/deploy'   a role to assume; POSTERN_EXTERNAL_ID with it
#   POSTERN_PROFILE='{name}'                            or a profile of the AWS CLI
# Without either the credentials at hand are used, which open one account.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# name, account, Region, stack, and the notes that block it, if any
targets=(
@TARGETS@
)

filled() { # PATTERN NAME ACCOUNT
  local text=${1//'{name}'/$2}
  printf '%s' "${text//'{account}'/$3}"
}

# In a shell of its own, so that the credentials of one target are not those of the next. After `||`
# bash does not stop at errors by itself: each step says so.
deploy() { # NAME ACCOUNT REGION STACK
  local given whose
  export AWS_REGION=$3 AWS_DEFAULT_REGION=$3
  if [[ -n ${POSTERN_ROLE:-} ]]; then
    given=$(aws sts assume-role --role-arn "$(filled "$POSTERN_ROLE" "$1" "$2")" \
      --role-session-name "postern-deploy-$1" \
      ${POSTERN_EXTERNAL_ID:+--external-id "$POSTERN_EXTERNAL_ID"} \
      --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text) || return 1
    read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<<"$given"
    export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
    unset AWS_PROFILE
  elif [[ -n ${POSTERN_PROFILE:-} ]]; then
    AWS_PROFILE=$(filled "$POSTERN_PROFILE" "$1" "$2")
    export AWS_PROFILE
  fi
  whose=$(aws sts get-caller-identity --query Account --output text) || return 1
  if [[ $whose != "$2" ]]; then
    echo "these credentials are of account $whose, and $1 is in account $2" >&2
    return 1
  fi
  aws cloudformation deploy --region "$3" --stack-name "$4" \
    --template-file "$here/$1/@TEMPLATE@" --no-fail-on-empty-changeset >&2
}

known=" "
for target in "${targets[@]}"; do
  read -r name _ <<<"$target"
  known+="$name "
done
for wanted in "$@"; do
  if [[ $known != *" $wanted "* ]]; then
    echo "there is no target $wanted; there are:$known" >&2
    exit 2
  fi
done

ends=()
failed=0
for target in "${targets[@]}"; do
  read -r name account region stack blocked <<<"$target"
  if (($#)) && [[ " $* " != *" $name "* ]]; then continue; fi
  echo "== $name: account $account in $region" >&2
  if [[ -n $blocked ]]; then
    ends+=("$name: blocked ($blocked)")
    failed=1
  elif (deploy "$name" "$account" "$region" "$stack"); then
    ends+=("$name: deployed")
  else
    ends+=("$name: failed")
    failed=1
  fi
done
printf '%s\n' "${ends[@]}"
exit "$failed"
