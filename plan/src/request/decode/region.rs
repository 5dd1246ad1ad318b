//! The Region: misspelt ones are errors, unknown ones of the right form are not.
//!
//! Must not refuse a Region only because the catalogue is older than it.

use crate::catalog::Catalog;
use crate::id::Region;
use crate::request::RequestError;
use crate::request::fields::Fields;
use crate::request::typed::did_you_mean;

/// A Region of the right form that AgentCore is not known to be in gets a note in the plan; one
/// that is written wrong is an error.
pub(super) fn read_region(root: &mut Fields<'_>, catalog: &Catalog) -> Option<Region> {
    let Some(text) = root.text("region") else {
        if root.node("region").is_none() {
            root.missing("region", "name the Region, for example us-east-1");
        }
        return None;
    };
    let parsed: Option<Region> = text.value.parse().ok();
    let known = |r: &Region| catalog.region(r).is_some();
    if parsed.as_ref().is_some_and(|r| known(r) || plausible(r)) {
        return parsed;
    }
    let help = did_you_mean(&text.value, catalog.regions.iter().map(|r| r.id.as_str()));
    let error = RequestError::new(
        &text.path,
        "unknown-word",
        "not the code of an AWS Region".to_owned(),
        help,
    );
    root.errors().push(error.seen(text.value));
    None
}

/// Whether every word of a Region's code is one that AWS uses.
fn plausible(region: &Region) -> bool {
    const PARTS: [&str; 11] = [
        "af", "ap", "ca", "cn", "eu", "il", "me", "mx", "sa", "us", "nz",
    ];
    const WORDS: [&str; 12] = [
        "gov",
        "iso",
        "isob",
        "east",
        "west",
        "north",
        "south",
        "central",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
    ];
    let mut words = region
        .as_str()
        .split('-')
        .filter(|w| !w.bytes().all(|b| b.is_ascii_digit()));
    words.next().is_some_and(|part| PARTS.contains(&part)) && words.all(|w| WORDS.contains(&w))
}
