//! Notes on traffic through endpoints in general.
//!
//! Must stay few and short: they are nearly always the same.

use super::{Seen, keys};
use crate::plan::{Note, PlannedEndpoint};
use crate::request::EndpointKey;

pub(super) fn notes(seen: &Seen<'_>) -> Vec<Note> {
    let mut notes = vec![
        seen.note(
            "no-ping-mtu",
            "endpoints",
            "endpoints answer no ping, so a ping proves nothing; packets are limited to 8,500 bytes, and path MTU discovery, which tells a sender so, does not work".to_owned(),
            "test with verify.sh or nc -vz HOST 443, and keep the clients' MTU at 8,500 or less".to_owned(),
        ),
        seen.note(
            "public-path-open",
            "endpoints",
            "AgentCore stays reachable over its public names: an endpoint adds a way and closes none".to_owned(),
            "nothing to do if that is meant; to close it, deny other ways in the resource policies of runtimes with their endpoints, and of gateways, by aws:SourceVpc or aws:SourceVpce".to_owned(),
        ),
    ];
    let long = |e: &&PlannedEndpoint| matches!(e.key, EndpointKey::Data | EndpointKey::Gateway);
    let long: Vec<&PlannedEndpoint> = seen.plan.endpoints.iter().filter(long).collect();
    if !long.is_empty() {
        let detail = format!(
            "calls and streams through {} can last long, and idle flows may be dropped after 350 seconds",
            keys(long)
        );
        notes.push(seen.note(
            "idle-flows",
            "endpoints",
            detail,
            "send keepalives at least every five minutes".to_owned(),
        ));
    }
    notes
}
