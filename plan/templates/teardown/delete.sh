# Deletes the endpoints. The call answers 200 even for those that it does not delete.
delete_endpoints() {
  local rows id code message
  rows=$(ec2 delete-vpc-endpoints --vpc-endpoint-ids "${doomed[@]}" --query 'Unsuccessful[].[ResourceId, Error.Code, Error.Message]') ||
    refused 'the endpoints were not deleted, or the answer was lost; running this again is safe'
  while IFS=$'\t' read -r id code message; do
    case $id:$code in
      : | None:* | *NotFound*) continue ;;
    esac
    printf 'error: %s was not deleted: %s: %s\n' "$id" "$code" "$message" >&2
    unsuccessful="$unsuccessful $id "
  done <<<"$rows"
}

# Waits until the endpoints are gone, at most ten minutes.
wait_until_gone() {
  local deadline=$((SECONDS + 600)) polls=0 id left
  while :; do
    look
    left=''
    for id in "${doomed[@]}"; do
      case $unsuccessful$gone in *" $id "*) continue ;; esac
      if is_there "$id"; then
        left="$left $id"
      else
        say "deleted: $id"
        gone="$gone $id "
        forget "$id"
      fi
    done
    [ -n "$left" ] || return 0
    if [ "$SECONDS" -ge "$deadline" ] || [ "$polls" -ge 60 ]; then
      stop "still being deleted after ten minutes:$left" 'run this again later'
    fi
    [ "$polls" -gt 0 ] || say "waiting until these are gone:$left"
    polls=$((polls + 1))
    sleep 10
  done
}

# Deletes the group. An endpoint's interfaces go a moment after the endpoint; others may hold it
# for much longer.
delete_group() {
  local id=$1 tries=0 rows
  until ec2 delete-security-group --group-id "$id" >/dev/null; do
    case $(<"$scratch/complaint") in
      *NotFound*) break ;;
      *DependencyViolation*) ;;
      *) refused "cannot delete $id" ;;
    esac
    tries=$((tries + 1))
    if [ "$tries" -ge 6 ]; then
      rows=$(ec2 describe-network-interfaces --filters "Name=group-id,Values=$id" \
        --query 'NetworkInterfaces[].[NetworkInterfaceId, InterfaceType, Status, Description]') ||
        refused "something still holds $id, and the network interfaces cannot be listed"
      [ -n "$rows" ] || stop "$id is not deleted: something other than an interface still refers to it" \
        'most often it is a rule of another security group: remove that rule and run this again'
      printf '%s\n' "$rows" >&2
      stop "$id is not deleted: the network interfaces above still hold it" \
        "an agent runtime's interface can linger for up to 8 hours after the runtime is gone: run this again then"
    fi
    sleep 10
  done
  say "deleted: $id"
  forget "$id"
}
