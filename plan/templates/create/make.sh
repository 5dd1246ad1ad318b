readonly plan={{ head.plan }}

# Two more columns for a query: each is a tag's key when that tag is ours, else None.
readonly ours="Tags[?Key=='postern:request' && Value=='$name'] | [0].Key, Tags[?Key=='postern:plan' && Value=='$plan'] | [0].Key"

# Keeps the id of something that was just made, before anything else can go wrong.
record() {
  printf '%s\n' "$1" >>"$ids" ||
    stop "$1 was made, but cannot be noted in $ids" 'write it there by hand, so that teardown.sh finds it, and run this again'
}

# Whether the last complaint says that AWS refused the call or never got it. Anything else (a
# time-out, a lost answer, an internal error) may have had its effect.
was_refused() {
  case $(<"$scratch/complaint") in
    *'(InternalError)'* | *'(InternalFailure)'* | *'(ServiceUnavailable)'* | *'(Unavailable)'*) return 1 ;;
    *'An error occurred ('* | *'Unable to locate credentials'* | *'arameter validation'* | *'rror parsing'*) return 0 ;;
    *) return 1 ;;
  esac
}
