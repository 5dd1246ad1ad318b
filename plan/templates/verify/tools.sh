set -uo pipefail
export AWS_PAGER='' AWS_CLI_AUTO_PROMPT=off AWS_MAX_ATTEMPTS=2

readonly name={{ head.name }}
readonly plan={{ head.plan }}
readonly region={{ head.region }}
readonly vpc={{ head.vpc }}

failures=0
elsewhere=0
scratch=$(mktemp -d) || exit 1
readonly scratch
trap 'rm -rf "$scratch"' EXIT

say() { printf '%s\n' "$*"; }
ok() { say "ok: $*"; }
skipped() { say "skipped: $*"; }

# failed WHAT [WHAT TO DO]
failed() {
  failures=$((failures + 1))
  say "failed: $1"
  [ -z "${2:-}" ] || say "  $2"
}

have() { command -v "$1" >/dev/null 2>&1; }

# The AWS CLI with short time-outs: where there is no way to the API it must not hang.
api() {
  aws "$@" --region "$region" --output text --cli-connect-timeout 5 --cli-read-timeout 20 2>"$scratch/complaint"
}

# The last complaint on one line.
complaint() {
  local text
  text=$(<"$scratch/complaint")
  text=${text#$'\n'}
  printf '%s' "${text//$'\n'/ }"
}

# The addresses of a name, one a line, with whatever this machine has. Returns 1 when there is none.
resolve() {
  local found='' address label
  if have getent; then
    found=$(getent ahosts "$1" | while read -r address _; do say "$address"; done)
  elif have dig; then
    found=$(dig +short +time=3 +tries=2 "$1" A "$1" AAAA | while read -r address; do
      case $address in (*. | ';'*) ;; (*) say "$address" ;; esac
    done)
  elif have nslookup; then
    # The first address is the resolver's own, and has its port.
    found=$(nslookup "$1" 2>/dev/null | while read -r label address _; do
      case $label:$address in (Address:*'#'* | Address:*:53) ;; (Address:*) say "$address" ;; esac
    done)
  elif have python3; then
    found=$(python3 -c 'import socket, sys
for one in socket.getaddrinfo(sys.argv[1], 443, proto=socket.IPPROTO_TCP): print(one[4][0])' "$1" 2>/dev/null)
  fi
  [ -n "$found" ] || return 1
  printf '%s\n' "$found" | sort -u
}

is_private() {
  case $1 in
    10.* | 192.168.* | 172.1[6-9].* | 172.2[0-9].* | 172.3[01].* | 100.6[4-9].* | 100.[7-9][0-9].* | 100.1[01][0-9].* | 100.12[0-7].* | [Ff][CcDd]*:*) return 0 ;;
    *) return 1 ;;
  esac
}
