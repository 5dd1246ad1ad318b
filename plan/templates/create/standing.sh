# Stops unless an endpoint that the plan leaves as it is is still there.
check_standing() {
  local key=$1 id=$2 service=$3 row
  row=$(ec2 describe-vpc-endpoints --vpc-endpoint-ids "$id" --query 'VpcEndpoints[].[VpcId, ServiceName, State]') ||
    refused "cannot find $id, which this plan leaves as it is"
  case $row in
    "$vpc"$'\t'"$service"$'\t'[Aa]vailable | "$vpc"$'\t'"$service"$'\t'[Pp]ending) endpoints+=("$id") ;;
    *) stop "$id is no longer the $key endpoint that this plan leaves as it is" 'plan again with a new inventory' ;;
  esac
}
