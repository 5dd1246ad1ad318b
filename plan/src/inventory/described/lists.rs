//! Managed prefix lists, and their entries, which do not say whose they are.
//!
//! Must not give entries to a list by guessing.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::items;
use super::gathered::Gathered;
use crate::inventory::Part;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ListItem {
    prefix_list_id: String,
    #[serde(default)]
    prefix_list_name: String,
    cidrs: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct EntryItem {
    cidr: String,
}

/// `describe-managed-prefix-lists`, or `describe-prefix-lists`, which prints ranges and leaves out
/// the lists that customers made.
pub(super) fn lists(gathered: &mut Gathered<'_>, raw: &RawValue) -> Part {
    for item in items::<ListItem>(gathered, Part::PrefixLists, raw) {
        if item.cidrs.is_some() {
            gathered.cut(Part::PrefixLists);
        }
        let list = gathered.lists.entry(item.prefix_list_id).or_default();
        list.name = item.prefix_list_name;
        list.cidrs = item.cidrs.or_else(|| list.cidrs.take());
    }
    Part::PrefixLists
}

/// `get-managed-prefix-list-entries` of the list that the command before it names.
pub(super) fn entries(gathered: &mut Gathered<'_>, raw: &RawValue, of: Option<&str>) -> Part {
    let Some(id) = of else {
        let what = "entries do not say which prefix list they are of: paste the command with its output, or run the script";
        gathered.fault(raw.get(), what.to_owned());
        gathered.cut(Part::PrefixLists);
        return Part::PrefixLists;
    };
    let seen = gathered.seen.get(&Part::PrefixLists).copied();
    let entries = items::<EntryItem>(gathered, Part::PrefixLists, raw);
    // Lists are counted, not their entries.
    if let Some(seen) = seen {
        gathered.seen.insert(Part::PrefixLists, seen);
    }
    let list = gathered.lists.entry(id.to_owned()).or_default();
    list.cidrs = Some(entries.into_iter().map(|e| e.cidr).collect());
    Part::PrefixLists
}
