# An endpoint that is reached by routes has no name of its own: it stands, and its route tables are
# the planned ones. Without an id it is looked for by its tags.
check_routes() {
  local key=$1 service=$2 id=$3 row state tables table
  shift 3
  local -a which=(--filters "Name=vpc-id,Values=$vpc" "Name=service-name,Values=$service" "Name=tag:postern:request,Values=$name" "Name=tag:postern:plan,Values=$plan")
  if ! have aws; then
    skipped "$key: there is no AWS CLI here, so its routes are not known"
    return
  fi
  [ -z "$id" ] || which=(--vpc-endpoint-ids "$id")
  if ! row=$(api ec2 describe-vpc-endpoints "${which[@]}" \
    --query "VpcEndpoints[?!contains(['deleted', 'Deleted', 'deleting', 'Deleting', 'failed', 'Failed'], State)].[VpcEndpointId, State, to_string(RouteTableIds)]"); then
    skipped "$key: EC2 does not tell its routes: $(complaint)"
    return
  fi
  IFS=$'\t' read -r id state tables <<<"$row"
  case $state in
    '' | None)
      failed "$key: $vpc has no endpoint of $service that this plan made" 'run create.sh first'
      return
      ;;
    [Aa]vailable) ok "$key: $id is available" ;;
    *) failed "$key: $id is $state" 'wait until it is available' ;;
  esac
  for table in "$@"; do
    case $tables in
      *"\"$table\""*) ok "$key: $table leads to it" ;;
      *) failed "$key: $table does not lead to it" "add the route: aws ec2 modify-vpc-endpoint --region $region --vpc-endpoint-id $id --add-route-table-ids $table" ;;
    esac
  done
}
