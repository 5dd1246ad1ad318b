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

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::request::Request;

    fn codes(list: &str) -> Vec<(String, String)> {
        let catalog = Catalog::load().unwrap();
        let text = format!(
            "version = 1\nname = \"hub\"\nregion = \"us-east-1\"\naccount = \"111122223333\"\n[placement]\nvpc = \"vpc-aaaaaaaa\"\n\
             subnets = [\"subnet-11111111\"]\nallow_from = [\"10.0.0.0/8\"]\nprivate_dns = false\nshare_dns_with = [{list}]\n\
             [[grants]]\nprimitive = \"memory\"\nauth = \"sigv4\"\ncallers = [\"111122223333\"]\nresources = [\"*\"]\naccess = \"use\"\n"
        );
        let errors = Request::parse(&catalog, &text).err().unwrap_or_default();
        let said = |e: &crate::request::RequestError| (e.path.clone(), e.code.to_owned());
        errors.iter().map(said).collect()
    }

    #[test]
    fn each_vpc_stands_once_and_the_own_one_not_at_all() {
        let at = |code: &str| vec![("placement.share_dns_with".to_owned(), code.to_owned())];
        assert_eq!(codes("\"vpc-bbbbbbbb\", \"444455556666/vpc-cccccccc\""), []);
        assert_eq!(codes("\"vpc-aaaaaaaa\""), at("not-needed"));
        assert_eq!(
            codes("\"vpc-bbbbbbbb\", \"444455556666/vpc-bbbbbbbb\""),
            at("duplicate")
        );
        let many: Vec<String> = (0..51).map(|i| format!("\"vpc-{i:08}\"")).collect();
        assert_eq!(codes(&many.join(", ")), at("too-many"));
        assert_eq!(codes("\"subnet-bbbbbbbb\"").len(), 1);
    }
}
