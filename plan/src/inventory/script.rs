//! The script that people run where their credentials are, and whose output they paste back.
//!
//! Must change nothing in an account: it may only describe and get.

use askama::Template;

use super::described::QUOTA;
use crate::catalog::Catalog;
use crate::id::{Region, VpcId};

#[derive(Template)]
#[template(path = "inventory.sh")]
struct Script<'a> {
    region: Option<&'a str>,
    vpc: &'a str,
    suffixes: Vec<&'a str>,
    quota: &'static str,
}

/// One script for bash that asks for every part of an inventory and prints what
/// [`read`](super::described::read) reads. Without a Region it takes the one of the shell that it
/// runs in; with a VPC it asks for no other.
pub fn script(catalog: &Catalog, region: Option<&Region>, vpc: Option<&VpcId>) -> String {
    let services = catalog.endpoints.iter();
    let script = Script {
        region: region.map(Region::as_str),
        vpc: vpc.map_or("", VpcId::as_str),
        suffixes: services.map(|e| e.service_suffix.as_str()).collect(),
        quota: QUOTA,
    };
    // Writing into a text in memory does not fail.
    script.render().unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Part;

    #[test]
    fn it_asks_for_every_part_and_changes_nothing() {
        let catalog = Catalog::load().unwrap();
        let (region, vpc) = (
            "us-east-1".parse().unwrap(),
            "vpc-0a1b2c3d".parse().unwrap(),
        );
        let script = script(&catalog, Some(&region), Some(&vpc));
        for part in Part::ALL {
            let word = serde_json::to_string(part).unwrap();
            let asked = format!("ask {} ", word.trim_matches('"'));
            assert!(script.contains(&asked), "{asked}");
        }
        let calls = script.lines().filter(|l| l.contains(" ec2 "));
        for call in calls.filter(|l| !l.starts_with('#')) {
            assert!(
                call.contains("describe-") || call.contains("get-"),
                "{call}"
            );
        }
        assert!(
            script.contains("region='us-east-1'\nvpc='vpc-0a1b2c3d'\n"),
            "{script}"
        );
        assert_eq!(script.lines().last(), Some(")"));
        // A terminal is copied with the script in it: it must not read like an answer.
        assert!(crate::inventory::described::read(&script).is_empty());
        assert!(crate::inventory::described::read(&script).faults.is_empty());
    }

    #[test]
    fn without_a_region_it_takes_the_shells() {
        let script = script(&Catalog::load().unwrap(), None, None);
        assert!(script.contains("region=${AWS_REGION:-"), "{script}");
    }
}
