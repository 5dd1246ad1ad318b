//! `placement.share_dns_with`: the VPCs that are given the endpoints' names.
//!
//! Must not take a VPC twice, whatever account stands before it.

use crate::id::VpcId;
use crate::request::fields::Fields;
use crate::request::share::MOST;
use crate::request::{RequestError, ShareWith};

/// Reads the list of a placement in this VPC.
pub(super) fn read(fields: &mut Fields<'_>, own: Option<&VpcId>) -> Vec<ShareWith> {
    let all: Vec<ShareWith> = fields.parsed_list("share_dns_with").unwrap_or_default();
    let mut wrong = Vec::new();
    for (i, entry) in all.iter().enumerate() {
        if own == Some(&entry.vpc) {
            wrong.push((
                entry,
                "not-needed",
                "this is the VPC of the endpoints, which has their names anyway",
                "leave it out",
            ));
        } else if all.iter().take(i).any(|other| other.vpc == entry.vpc) {
            wrong.push((
                entry,
                "duplicate",
                "this VPC stands in the list twice",
                "keep it once, with its account where another account owns it",
            ));
        }
    }
    let (errors, path) = (fields.errors(), fields.at("share_dns_with"));
    for (entry, code, message, help) in wrong {
        let error = RequestError::new(&path, code, message.to_owned(), help.to_owned());
        errors.push(error.seen(entry.to_string()));
    }
    if all.len() > MOST {
        errors.push(RequestError::new(
            &path,
            "too-many",
            format!("names are shared with at most {MOST} VPCs"),
            "list fewer, or share the zones with a Route 53 Profile, as share-dns/README.md says"
                .to_owned(),
        ));
    }
    all
}
