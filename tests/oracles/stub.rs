//! A stand-in for the AWS CLI, first in `PATH`: it notes every word it is given, byte for byte, and
//! plays an account with as much of EC2 as the scripts use.
//!
//! It is for what moto cannot do: pending and failed endpoints, refusals, lost answers. A test says
//! what goes wrong in a few lines of bash, which run before the account answers.

use std::fs;
use std::path::Path;

use postern_tests::{Ended, Run, Scratch};

use crate::case::Case;

/// One account, and the folder in which the scripts run.
pub(crate) struct Stub {
    scratch: Scratch,
    account: String,
}

/// The program. What stands in `endpoints` is a row for each endpoint: id, state, service, whether
/// its tags are ours (`ours`, `other-plan` or `none`). `group` holds the id of our group.
const AWS: &str = r#"#!/bin/bash
printf '%s\0' "$#" "$@" >>"$STUB/calls"
state=$STUB/state
words=" $* "
word_after() { local last=''; for word in "${all[@]}"; do [ "$last" = "$1" ] && printf '%s' "$word" && return; last=$word; done; }
refuse() { printf '\nAn error occurred (%s) when calling the operation: %s\n' "$1" "$2" >&2; exit 254; }
tags_of() { case $1 in ours) printf 'postern:request\tpostern:plan' ;; other-plan) printf 'postern:request\tNone' ;; *) printf 'None\tNone' ;; esac; }
all=("$@")
call="$1 $2"
. "$STUB/fault"
case $call in
'sts get-caller-identity') printf '%s\n' "$STUB_ACCOUNT" ;;
'ec2 create-security-group') printf 'sg-00000000000000001\n' | tee "$state/group" ;;
'ec2 delete-security-group') rm -f "$state/group" ;;
'ec2 describe-security-groups')
  case $words in
  *IpPermissions*) ! grep -q -F -- "$(sed -n "s/.*=='\([^']*\)'\]\.\[.*/\1/p" <<<"$words")" "$state/rules" 2>/dev/null || echo there ;;
  *"'group'"*) [ ! -e "$state/group" ] || printf '%s\tgroup\tname\tvpc-0a1b2c3d4e5f60718\tpostern:request\tpostern:plan\n' "$(<"$state/group")" ;;
  *) [ ! -e "$state/group" ] || printf '%s\tpostern:request\tpostern:plan\n' "$(<"$state/group")" ;;
  esac ;;
'ec2 authorize-security-group-ingress') printf '%s\n' "$words" >>"$state/rules" ;;
'ec2 create-vpc-endpoint')
  count=$(($(wc -l <"$state/endpoints") + 1))
  id=$(printf 'vpce-%017x' "$count")
  printf '%s\t%s\t%s\tours\n' "$id" "${STUB_NEW_STATE:-available}" "$(word_after --service-name)" >>"$state/endpoints"
  printf '%s\n' "$id" ;;
'ec2 modify-vpc-endpoint') word_after --policy-document >"$state/policy"; echo True ;;
'ec2 delete-vpc-endpoints')
  for id in $words; do case $id in vpce-*) sed -i "/^$id\t/d" "$state/endpoints" ;; esac; done ;;
'ec2 describe-network-interfaces') ;;
'route53 create-hosted-zone') printf '/hostedzone/Z%s\n' "$(word_after --name | tr -cd a-z | tr a-z A-Z | cut -c1-12)" ;;
'route53 '*) ;;
'ec2 describe-vpc-endpoints')
  while IFS=$'\t' read -r id endpoint_state service whose; do
    case $words in
    *'--filters'*) [[ $words == *"Values=$service "* ]] || continue
      case $words in
      *DnsEntries*HostedZoneId*DnsName*) printf '%s\tZENDPOINT\t%s.example\n' "$endpoint_state" "$id" ;;
      *DnsEntries*HostedZoneId*) printf 'ZENDPOINT\n' ;;
      *DnsEntries*DnsName\ *) printf '%s.example\n' "$id" ;;
      *NetworkInterfaceIds*) printf '%s\t%s\t%s.example\t["eni-1"]\n' "$id" "$endpoint_state" "$id" ;;
      *) printf '%s\t%s\t%s\n' "$id" "$endpoint_state" "$(tags_of "$whose")" ;;
      esac ;;
    *'--vpc-endpoint-ids'*) [[ $words == *" $id "* ]] || continue
      case $words in
      *LastError*) printf '%s\t%s\tNone\tNone\tNone\n' "$id" "$endpoint_state" ;;
      *DnsEntries*) printf '%s\t%s\t%s.example\n' "$id" "$service" "$id" ;;
      *PolicyDocument*) cat "$state/policy" ;;
      *SubnetIds*) printf 'vpc-0a1b2c3d4e5f60718\t%s\t%s\t%s\n' "$service" "$endpoint_state" "$(<"$state/placement")" ;;
      *) printf 'vpc-0a1b2c3d4e5f60718\t%s\t%s\n' "$service" "$endpoint_state" ;;
      esac ;;
    *) printf '%s\t%s\t%s\tvpc-0a1b2c3d4e5f60718\t%s\n' "$id" "$endpoint_state" "$service" "$(tags_of "$whose")" ;;
    esac
  done <"$state/endpoints" ;;
esac
exit 0
"#;

impl Stub {
    /// An empty account, and the scripts of a case in its folder.
    pub(crate) fn new(case: &Case) -> Self {
        let stub = Self {
            scratch: Scratch::new("stub"),
            account: case.plan.request.account.to_string(),
        };
        stub.program("aws", AWS);
        // Nothing here is worth waiting for; how often a script waits is noted.
        stub.program(
            "sleep",
            "#!/bin/bash\nprintf '%s\\n' \"$1\" >>\"$STUB/sleeps\"\n",
        );
        stub.scratch.write("fault", "");
        stub.scratch.write("state/endpoints", "");
        for (path, text) in case.files(".sh") {
            stub.scratch.write(&format!("bundle/{path}"), text);
        }
        stub
    }

    /// Puts a program first in `PATH`.
    pub(crate) fn program(&self, name: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.scratch.write(&format!("bin/{name}"), text);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Puts a file beside the scripts.
    pub(crate) fn put(&self, path: &str, text: &str) {
        self.scratch.write(&format!("bundle/{path}"), text);
    }

    /// What goes wrong from now on: bash that sees `$call` and `$words`.
    pub(crate) fn fault(&self, bash: &str) {
        self.scratch.write("fault", bash);
    }

    /// Sets a file of the account's state.
    pub(crate) fn set(&self, file: &str, text: &str) {
        self.scratch.write(&format!("state/{file}"), text);
    }

    /// A file of the account's state.
    pub(crate) fn state(&self, file: &str) -> String {
        fs::read_to_string(self.scratch.path().join("state").join(file)).unwrap_or_default()
    }

    /// A file beside the scripts.
    pub(crate) fn beside(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.folder().join(file)).ok()
    }

    /// A file in the folder in which scripts are run.
    pub(crate) fn where_it_ran(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.scratch.path().join(file)).ok()
    }

    /// The folder of the scripts.
    pub(crate) fn folder(&self) -> std::path::PathBuf {
        self.scratch.path().join("bundle")
    }

    /// The record that create.sh writes.
    pub(crate) fn record(&self, case: &Case) -> Option<String> {
        let request = &case.plan.request;
        self.beside(&format!(
            "created.{}.{}.{}.txt",
            request.name, request.account, request.region
        ))
    }

    /// Runs a script of the bundle under a shell, with arguments and standard input.
    pub(crate) fn run(&self, shell: &Path, script: &str, args: &[&str], input: &str) -> Ended {
        let bin = self.scratch.path().join("bin");
        let path = std::env::var("PATH").unwrap();
        Run::new(shell)
            .arg(self.folder().join(script))
            .args(args)
            .env("PATH", format!("{}:{path}", bin.display()))
            .env("STUB", self.scratch.path())
            .env("STUB_ACCOUNT", &self.account)
            .within(self.scratch.path())
            .input(input)
            .end()
    }

    /// The same under bash, without arguments.
    pub(crate) fn bash(&self, script: &str) -> Ended {
        self.run(Path::new("bash"), script, &[], "")
    }

    /// The words of every call so far, and forgets them.
    pub(crate) fn calls(&self) -> Vec<Vec<String>> {
        let path = self.scratch.path().join("calls");
        let bytes = fs::read(&path).unwrap_or_default();
        let _ = fs::remove_file(path);
        let mut words = bytes
            .split(|byte| *byte == 0)
            .map(|word| String::from_utf8(word.to_vec()).unwrap());
        let mut calls = Vec::new();
        while let Some(count) = words.next().filter(|count| !count.is_empty()) {
            let count: usize = count.parse().unwrap();
            calls.push(words.by_ref().take(count).collect());
        }
        calls
    }

    /// The calls so far whose second word is this, and forgets all.
    pub(crate) fn calls_of(&self, operation: &str) -> Vec<Vec<String>> {
        let mut calls = self.calls();
        calls.retain(|call| call[1] == operation);
        calls
    }

    /// How often a script waited, and forgets it.
    pub(crate) fn sleeps(&self) -> usize {
        let path = self.scratch.path().join("sleeps");
        let count = fs::read_to_string(&path)
            .unwrap_or_default()
            .lines()
            .count();
        let _ = fs::remove_file(path);
        count
    }
}
