#!/usr/bin/env bash
#
# unlock.sh puts back the resource policies that lock.sh found, and removes its own where there was
# none.
#
{% include "script/about.sh" %}
#
# usage: unlock.sh [NAME...]
#
# Without names it unlocks all that saved/ beside it knows. It needs bash and the AWS CLI, and no way
# through an endpoint: these calls go to the control plane, which the locks leave alone.

{% include "lockdown/common.sh" %}

unlock() {
  local arn
  [ -e "$saved/$1.arn" ] || stop "lock.sh did not lock $1" "saved/ has no $1.arn"
  arn=$(<"$saved/$1.arn")
  if [ -e "$saved/$1.json" ]; then
    control put-resource-policy --resource-arn "$arn" --policy "file://$saved/$1.json" --query policy >"$scratch/answer" ||
      refused "$1 is as lock.sh left it"
    say "put back: $1 ($arn)"
  else
    if ! control delete-resource-policy --resource-arn "$arn" >"$scratch/answer"; then
      case $(<"$scratch/complaint") in
        *ResourceNotFoundException*) ;;
        *) refused "$1 is as lock.sh left it" ;;
      esac
    fi
    say "removed: $1 ($arn)"
  fi
  rm -f "$saved/$1.arn" "$saved/$1.json"
}

main() {
  local file name
  check_account
  if [ "$#" -eq 0 ]; then
    for file in "$saved"/*.arn; do
      [ -e "$file" ] || continue
      name=${file##*/}
      set -- "$@" "${name%.arn}"
    done
  fi
  [ "$#" -gt 0 ] || say 'there is nothing to unlock'
  for name in "$@"; do unlock "$name"; done
}

main "$@"
