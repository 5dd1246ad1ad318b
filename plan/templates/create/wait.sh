# What EC2 says of an endpoint, without the words it has no value for.
said() {
  local word all=''
  for word in "$@"; do
    [ "$word" = None ] || all="$all $word"
  done
  printf '%s' "${all:- EC2 gives no reason}"
}

# There is no waiter for endpoints, so this asks until all are available, for at most ten minutes.
wait_until_available() {
  local deadline=$((SECONDS + 600)) polls=0 rows id state code reason message pending
  while :; do
    pending=''
    if rows=$(ec2 describe-vpc-endpoints --vpc-endpoint-ids "${endpoints[@]}" \
      --query 'VpcEndpoints[].[VpcEndpointId, State, LastError.Code, FailureReason, LastError.Message]'); then
      while IFS=$'\t' read -r id state code reason message; do
        case $id:$state in
          vpce-*:[Aa]vailable) continue ;;
          vpce-*:[Pp]ending* | vpce-*:[Pp]artial) pending="$pending $id" ;;
          vpce-*)
            stop "$id is $state:$(said "$code" "$reason" "$message")" \
              'mend the cause, remove what was made with teardown.sh, and run this again'
            ;;
          *) continue ;;
        esac
        [ "$code$reason$message" = NoneNoneNone ] || say "$id is $state:$(said "$code" "$reason" "$message")"
      done <<<"$rows"
    else
      # An endpoint that was just made may not be seen at once, and a call may be throttled.
      case $(<"$scratch/complaint") in
        *NotFound* | *RequestLimitExceeded* | *Throttl* | *Unavailable* | *InternalError*) pending=" ${endpoints[*]}" ;;
        *) refused "the endpoints are made, but cannot be watched: ${endpoints[*]}" ;;
      esac
    fi
    [ -n "$pending" ] || return 0
    if [ "$SECONDS" -ge "$deadline" ] || [ "$polls" -ge 60 ]; then
      stop "not available after ten minutes:$pending" 'run this again to go on waiting; nothing is made twice'
    fi
    [ "$polls" -gt 0 ] || say "waiting for$pending"
    polls=$((polls + 1))
    sleep 10
  done
}

# Prints the names of every endpoint.
report() {
  local rows id service names word
  rows=$(ec2 describe-vpc-endpoints --vpc-endpoint-ids "${endpoints[@]}" \
    --query "VpcEndpoints[].[VpcEndpointId, ServiceName, join(' ', not_null(DnsEntries[].DnsName, \`[]\`))]") ||
    refused "the endpoints are available, but their names cannot be read: ${endpoints[*]}"
  while IFS=$'\t' read -r id service names; do
    say "$id is available: $service"
    for word in $names; do say "  $word"; done
  done <<<"$rows"
}
