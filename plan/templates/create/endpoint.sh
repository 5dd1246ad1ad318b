# Sets `found` to our endpoint of a service, and `leaving` to one that is being deleted. Stops at
# one that is not ours.
look() {
  local key=$1 service=$2 rows id state request_tag plan_tag
  found=''
  leaving=''
  rows=$(ec2 describe-vpc-endpoints --filters "Name=vpc-id,Values=$vpc" "Name=service-name,Values=$service" \
    --query "VpcEndpoints[].[VpcEndpointId, State, $ours]") ||
    refused "cannot look for $service in $vpc"
  while IFS=$'\t' read -r id state request_tag plan_tag; do
    case $state in
      '' | [Dd]eleted | [Ff]ailed | [Rr]ejected | [Ee]xpired) continue ;;
      [Dd]eleting)
        leaving=$id
        continue
        ;;
    esac
    if [ "$request_tag" = 'postern:request' ] && [ "$plan_tag" = 'postern:plan' ]; then
      found=$id
    elif [ "$request_tag" = 'postern:request' ]; then
      stop "$id ($state) in $vpc is the $key endpoint of another plan of this request" \
        'remove it with the teardown.sh that came with that plan{% if !about.is_workload %}, or name it as existing in the request and plan again{% endif %}'
    else
      stop "$vpc has an endpoint of $service already, and this plan did not make it: $id ($state)" \
{% if about.is_workload %}        "it may serve the agents as well: leave $key out of [workload] endpoints and plan again, or delete it if nobody needs it"{% else %}        "name it as existing under [endpoints.$key] in the request and plan again, or delete it if nobody needs it"{% endif %}
    fi
  done <<<"$rows"
}

# A client token: new in every run, so that create works again after teardown, and one for each
# endpoint, so that the AWS CLI's own retries make nothing twice.
token() {
  printf 'postern-%s-%s-%s%s-%s' "$(date +%s)" "$$" "$RANDOM" "$RANDOM" "$1"
}

# Makes an endpoint unless ours stands. The function named last makes the call.
ensure() {
  local key=$1 service=$2 create=$3 id='' deadline=$((SECONDS + 600)) polls=0
  look "$key" "$service"
  while [ -n "$leaving" ]; do
    if [ "$SECONDS" -ge "$deadline" ] || [ "$polls" -ge 60 ]; then
      stop "$leaving of $service is still being deleted after ten minutes" 'run this again later'
    fi
    [ "$polls" -gt 0 ] || say "$key: waiting until $leaving, which is being deleted, is gone"
    polls=$((polls + 1))
    sleep 10
    look "$key" "$service"
  done
  if [ -n "$found" ]; then
    say "$key: $found stands already and is left alone"
    endpoints+=("$found")
    return
  fi
  say "$key: making an endpoint of $service"
  if ! id=$("$create" "$(token "$key")"); then
    if was_refused; then
      refused "AWS refused to make the $key endpoint; what was made before it stands, and running this again goes on from there"
    fi
    # The call's answer was lost. There was no endpoint just before it: one that is there now is its.
    say "$key: no clear answer; looking whether it was made all the same"
    mv "$scratch/complaint" "$scratch/lost"
    sleep 10
    look "$key" "$service"
    mv "$scratch/lost" "$scratch/complaint"
    id=$found
    [ -n "$id" ] || refused "it is not clear whether the $key endpoint was made; running this again is safe, for it looks first"
  fi
  record "$id"
  say "$key: made $id"
  endpoints+=("$id")
}
