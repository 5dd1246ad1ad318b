{% include "script/base.sh" %}

# The folder of this script, the record of what create.sh makes, and room for what the AWS CLI says.
here=.
case ${BASH_SOURCE[0]:-} in */*) here=${BASH_SOURCE[0]%/*} ;; esac
readonly here
readonly ids="$here/created.$name.$account.$region.txt"
scratch=$(mktemp -d)
readonly scratch
trap 'rm -rf "$scratch"' EXIT
