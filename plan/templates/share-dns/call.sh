# One Route 53 call. What the AWS CLI complains of is kept for `refused`.
r53() {
  aws route53 "$@" --region "$region" --output text 2>"$scratch/complaint"
}

# As `refused`, for a zone that meets another of its name.
zone_refused() {
  case $(<"$scratch/complaint") in
    *ConflictingDomainExists* | *'conflicting domain'*)
      printf '%s\n' "$(<"$scratch/complaint")" >&2
      stop "$1" 'that VPC has another zone of this name, or an endpoint of the service with private DNS: remove it or turn its private DNS off, and run this again'
      ;;
  esac
  refused "$1"
}
