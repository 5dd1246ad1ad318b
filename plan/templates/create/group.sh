# Sets `group` to our security group, and stops at another one of its name.
look_for_group() {
  local rows id request_tag plan_tag
  group=''
  rows=$(ec2 describe-security-groups --filters "Name=vpc-id,Values=$vpc" "Name=group-name,Values=$group_name" \
    --query "SecurityGroups[].[GroupId, $ours]") ||
    refused "cannot look for security groups in $vpc"
  while IFS=$'\t' read -r id request_tag plan_tag; do
    [ -n "$id" ] || continue
    if [ "$request_tag" != 'postern:request' ] || [ "$plan_tag" != 'postern:plan' ]; then
      stop "$vpc has a security group $group_name already, and this plan did not make it: $id" \
        'delete it, with the teardown.sh of the plan that made it if there is one, or choose another name for the request'
    fi
    group=$id
  done <<<"$rows"
}

# Makes the security group unless ours stands. It keeps EC2's default egress rule.
ensure_group() {
  local id polls=0
  look_for_group
  if [ -n "$group" ]; then
    say "security group: $group stands already and is left alone"
    return
  fi
  say "security group: making $group_name"
  if ! id=$(create_group); then
    if was_refused; then
      refused 'AWS refused to make the security group; nothing was changed'
    fi
    say 'security group: no clear answer; looking whether it was made all the same'
    mv "$scratch/complaint" "$scratch/lost"
    sleep 10
    look_for_group
    mv "$scratch/lost" "$scratch/complaint"
    id=$group
    [ -n "$id" ] || refused 'it is not clear whether the security group was made; running this again is safe, for it looks first'
  fi
  record "$id"
  say "security group: made $id"
  # A new group may take a moment to be seen everywhere.
  look_for_group
  while [ -z "$group" ] && [ "$polls" -lt 12 ]; do
    polls=$((polls + 1))
    sleep 5
    look_for_group
  done
  group=$id
}
