#!/usr/bin/env bash
#
# lock.sh puts the resource policies beside it on what a Postern plan grants: from then on it is
# called from the plan's VPC alone.
#
{% include "script/about.sh" %}
#
# usage: lock.sh [--yes] [--replace] NAME... | all
#
# README.md beside it says who is locked out: read it first, and see that verify.sh passes inside the
# VPC. What others put there is saved in saved/, and replaced only with --replace; unlock.sh puts it
# back. Running it again is safe. It needs bash and the AWS CLI.

{% include "lockdown/common.sh" %}

replace=no

# save NAME ARN: what is there, unless an earlier run has saved it.
save() {
  [ ! -e "$saved/$1.arn" ] || return 0
  mkdir -p "$saved"
  if ! control get-resource-policy --resource-arn "$2" --query policy >"$scratch/policy"; then
    case $(<"$scratch/complaint") in
      *ResourceNotFoundException*) printf 'None\n' >"$scratch/policy" ;;
      *) refused "cannot read the policy of $2; it was not changed" ;;
    esac
  fi
  case $(<"$scratch/policy") in
    '' | None) ;;
    *)
      mv "$scratch/policy" "$saved/$1.json"
      [ "$replace" = yes ] || stop "$2 has a resource policy already, which is now in $saved/$1.json; it was not changed" \
        "add its statements to policies/ where they are still needed, and run this again with --replace"
      ;;
  esac
  # Written last: with it the rest is whole.
  printf '%s\n' "$2" >"$saved/$1.arn"
}

# put NAME ARN FILE
put() {
  save "$1" "$2"
  control put-resource-policy --resource-arn "$2" --policy "file://$3" --query policy >"$scratch/answer" ||
    refused "$1 is not locked"
  say "locked: $1 ($2)"
}

# lock_runtime NAME ARN ID: the runtime, and each endpoint of it as AWS names it.
lock_runtime() {
  local arns arn file text which
  arns=$(control list-agent-runtime-endpoints --agent-runtime-id "$3" --query 'runtimeEndpoints[].agentRuntimeEndpointArn') ||
    refused "cannot tell which endpoints $1 has; nothing of it was changed"
  put "$1" "$2" "$here/policies/$1.json"
  for arn in $arns; do
    [ "$arn" != None ] || continue
    which="runtime-endpoint-$3-${arn##*/}"
    file="$here/policies/$which.json"
    if [ -e "$file" ]; then
      text=$(<"$file")
      text=${text//"\"$2/runtime-endpoint/${arn##*/}\""/"\"$arn\""}
    else
      text=$(<"$here/policies/$1.json")
      text=${text//"\"$2\""/"\"$arn\""}
    fi
    printf '%s\n' "$text" >"$scratch/$which.json"
    put "$which" "$arn" "$scratch/$which.json"
  done
}

lock() {
  case $1 in
{%- for lock in locks %}
{%- if lock.runtime.is_empty() %}
    {{ lock.word }}) put {{ lock.name }} {{ lock.arn }} "$here/policies/"{{ lock.file }} ;;
{%- else %}
    {{ lock.word }}) lock_runtime {{ lock.name }} {{ lock.arn }} {{ lock.runtime }} ;;
{%- endif %}
{%- endfor %}
    *) stop "nothing here is called $1" "$names" ;;
  esac
}

main() {
  local answer='' name
  readonly names={{ names }}
  while :; do
    case ${1:-} in
      --yes) answer=yes ;;
      --replace) replace=yes ;;
      *) break ;;
    esac
    shift
  done
  if [ "$#" -eq 0 ]; then
    printf 'usage: lock.sh [--yes] [--replace] NAME... | all\n%s\n' "$names" >&2
    exit 2
  fi
  check_account
  if [ "$1" = all ]; then
    set --{% for lock in locks %} {{ lock.name }}{% endfor %}
  fi
  if [ "$answer" != yes ]; then
    printf '%s\n' {{ outside }}
    printf 'Does verify.sh pass inside the VPC? Type yes to lock %s: ' "$*"
    IFS= read -r answer || say ''
    [ "$answer" = yes ] || stop 'nothing was locked' 'answer yes, or run it with --yes'
  fi
  for name in "$@"; do lock "$name"; done
  say 'A change takes minutes. Now call each from inside: it answers. Call it from outside: it is refused.'
  say 'unlock.sh puts back what was there.'
}

main "$@"
