# Sets `now` to what is there in the Region: one row for each endpoint or group with its id, its
# state (a group has none), its service or name, its VPC, and whether it carries both of our tags.
look() {
  local endpoint_rows group_rows
  local ours="Tags[?Key=='postern:request' && Value=='$name'] | [0].Key, Tags[?Key=='postern:plan' && Value=='$plan'] | [0].Key"
  endpoint_rows=$(ec2 describe-vpc-endpoints --query "VpcEndpoints[].[VpcEndpointId, State, ServiceName, VpcId, $ours]") ||
    refused 'cannot list the endpoints'
  group_rows=$(ec2 describe-security-groups --query "SecurityGroups[].[GroupId, 'group', GroupName, VpcId, $ours]") ||
    refused 'cannot list the security groups'
  now=$endpoint_rows$'\n'$group_rows
}

# Fills `doomed` and `groups`: what stands in the record or, without one, what carries both tags in
# this VPC and is of a planned service. Ids of the record that are not there any more are forgotten.
choose() {
  local id state what where request_tag plan_tag recorded=''
  if [ -e "$ids" ]; then read_record; fi
  while IFS=$'\t' read -r id state what where request_tag plan_tag; do
    case $id:$state in
      : | *:[Dd]eleted) continue ;;
    esac
    if [ -e "$ids" ]; then
      case $recorded in
        *" $id "*) ;;
        *)
          if carries_both; then
            say "not deleted: $id ($what in $where) has this plan's tags, but create.sh did not note it in $ids"
          fi
          continue
          ;;
      esac
    elif ! carries_both || [ "$where" != "$vpc" ] || ! is_planned "$id" "$what"; then
      continue
    fi
    say "to delete: $id ($what in $where)"
    case $id in
      vpce-*) doomed+=("$id") ;;
      sg-*) groups+=("$id") ;;
    esac
  done <<<"$now"
  for id in $recorded; do
    is_there "$id" || forget "$id"
  done
}

carries_both() {
  [ "$request_tag" = 'postern:request' ] && [ "$plan_tag" = 'postern:plan' ]
}

is_planned() {
  case $1:$2 in
    {{ planned }}) return 0 ;;
    *) return 1 ;;
  esac
}

# Sets `recorded` to the ids that create.sh noted. Any other line is a reason to stop.
read_record() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    case $line in
      '') ;;
      vpce-*[!0-9a-f]* | sg-*[!0-9a-f]*) stop "a line of $ids is no id: $line" 'correct the file and run this again; nothing was deleted' ;;
      vpce-?* | sg-?*) recorded="$recorded $line " ;;
      *) stop "a line of $ids is no id: $line" 'correct the file and run this again; nothing was deleted' ;;
    esac
  done <"$ids"
}

# An id stands in `now`, and is not deleted.
is_there() {
  local id state rest
  while IFS=$'\t' read -r id state rest; do
    case $id:$state in
      "$1":[Dd]eleted) return 1 ;;
      "$1":*) return 0 ;;
    esac
  done <<<"$now"
  return 1
}

# Takes an id out of the record, and removes the record when it was the last one.
forget() {
  local line kept=''
  [ -e "$ids" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    [ "${line%$'\r'}" = "$1" ] || kept=$kept$line$'\n'
  done <"$ids"
  if [ -n "$kept" ]; then
    printf '%s' "$kept" >"$ids.new"
    mv "$ids.new" "$ids"
  else
    rm -f "$ids"
  fi
}
