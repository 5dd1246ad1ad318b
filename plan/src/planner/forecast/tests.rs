//! Forecasts of small requests.

use super::*;
use crate::request::Request;

const REQUEST: &str = "version = 1\nname = \"agents\"\nregion = \"us-east-1\"\naccount = \"111122223333\"\n\
    [placement]\nvpc = \"vpc-11111111\"\nsubnets = [\"subnet-11111111\", \"subnet-22222222\"]\nallow_from = [\"10.0.0.0/8\"]\n\
    [[grants]]\nprimitive = \"runtime\"\nauth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]\n\
    resources = [\"a-AbCdEf1234\"]\naccess = \"invoke\"\n";

fn of(edits: &[(&str, &str)]) -> Forecasts {
    let catalog = Catalog::load().unwrap();
    let text = edits.iter().fold(REQUEST.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    let request = Request::parse(&catalog, &text).unwrap_or_else(|e| panic!("{e:#?}"));
    crate::plan(&catalog, None, &request).forecasts
}

/// The verdicts of a check, by what it is about.
fn said(forecasts: &Forecasts, check: &str) -> Vec<(String, Expected)> {
    let rows = forecasts.all.iter().filter(|f| f.check == check);
    rows.map(|f| (f.subject.to_string(), f.verdict)).collect()
}

const BOUNDARIES: &str = "vpc_endpoint_connections_trust_boundaries";

fn boundaries(edits: &[(&str, &str)]) -> (String, Expected) {
    let forecasts = of(edits);
    let all = said(&forecasts, BOUNDARIES);
    all.into_iter().next().unwrap()
}

#[test]
fn a_named_caller_of_the_account_passes_and_anyone_else_does_not() {
    let with = |conditions: &str| format!("conditions = {{ {conditions} }}\naccess = ");
    let edit = |text: &str| boundaries(&[("access = ", &with(text))]).1;
    assert_eq!(boundaries(&[]).1, Expected::Passes);
    let foreign = ("111122223333:role", "999900001111:role");
    assert_eq!(boundaries(&[foreign]).1, Expected::Flagged);
    // Conditions are looked at in place of names, and few of them count.
    assert_eq!(
        edit("StringEquals = { \"aws:PrincipalOrgID\" = \"o-1234567890\" }"),
        Expected::Flagged
    );
    assert_eq!(
        edit("StringEquals = { \"aws:PrincipalAccount\" = \"111122223333\" }"),
        Expected::Passes
    );
    assert_eq!(
        edit("StringEqualsIfExists = { \"aws:PrincipalAccount\" = \"111122223333\" }"),
        Expected::Flagged
    );
    assert_eq!(
        edit("StringEquals = { \"aws:SourceVpc\" = \"vpc-11111111\" }"),
        Expected::Passes
    );
    assert_eq!(
        boundaries(&[
            foreign,
            (
                "access = ",
                &with("StringEquals = { \"aws:SourceVpc\" = \"vpc-11111111\" }")
            )
        ])
        .1,
        Expected::Passes
    );
}

#[test]
fn a_star_is_explained_by_what_needs_it() {
    let oauth = (
        "auth = \"sigv4\"\ncallers = [\"arn:aws:iam::111122223333:role/app\"]",
        "auth = \"oauth\"",
    );
    let tell = |edits: &[(&str, &str)], sid: &str| {
        let forecasts = of(edits);
        let row = forecasts
            .all
            .iter()
            .find(|f| f.subject.to_string() == format!("data: {sid}"));
        let row = row
            .unwrap_or_else(|| panic!("{sid}: {:#?}", forecasts.all))
            .clone();
        assert_eq!(row.verdict, Expected::Flagged, "{row:?}");
        (row.star.unwrap(), row.alternative)
    };
    let (star, alternative) = tell(&[oauth], "RuntimeInvokeOauth");
    assert!(star.contains("no AWS principal") && alternative.unwrap().contains("vpc-11111111"));
    let (star, alternative) = tell(&[oauth], "RuntimeDiscovery");
    assert!(star.contains("without a signature") && alternative.is_none());
    let anyone = ("\"arn:aws:iam::111122223333:role/app\"", "\"*\"");
    let (star, alternative) = tell(&[anyone], "RuntimeInvoke");
    assert!(
        star.contains("nothing else needs it") && alternative.unwrap().contains("name the callers")
    );
    let full = (
        "account = \"111122223333\"\n",
        "account = \"111122223333\"\npolicy = \"full-access\"\n",
    );
    let (star, alternative) = tell(&[full], "FullAccess");
    assert!(star.contains("full access") && alternative.unwrap().contains("restricted"));
    let guard = (
        "access = \"invoke\"\n",
        "access = \"invoke\"\n[guards]\ndeny_foreign_discovery = true\n",
    );
    let (star, _) = tell(&[oauth, guard], "DenyForeignDiscovery");
    assert!(star.contains("a Deny for *"));
}

#[test]
fn what_is_named_in_its_place_passes() {
    let foreign = ("111122223333:role", "999900001111:role");
    let told = |edits: &[(&str, &str)]| {
        let forecasts = of(edits);
        let row = forecasts
            .all
            .iter()
            .find(|f| f.check == BOUNDARIES)
            .unwrap();
        row.alternative.clone().unwrap_or_default()
    };
    let tagged = "conditions = { StringEquals = { \"aws:PrincipalTag/a\" = \"b\" } }\naccess = ";
    assert!(told(&[foreign]).contains("trusted_account_ids"));
    assert!(told(&[("access = ", tagged)]).contains("aws:PrincipalAccount = 111122223333"));
    assert!(told(&[foreign, ("access = ", tagged)]).contains("aws:SourceVpc = vpc-11111111"));
    for (edits, added) in [
        (&[][..], "\"aws:PrincipalAccount\" = \"111122223333\""),
        (&[foreign][..], "\"aws:SourceVpc\" = \"vpc-11111111\""),
    ] {
        let beside = tagged.replace("\"b\"", &format!("\"b\", {added}"));
        let edits: Vec<_> = edits
            .iter()
            .copied()
            .chain([("access = ", beside.as_str())])
            .collect();
        assert_eq!(boundaries(&edits).1, Expected::Passes, "{added}");
    }
}

#[test]
fn the_group_is_judged_by_its_ranges() {
    let from = |ranges: &str| of(&[("[\"10.0.0.0/8\"]", ranges)]);
    let verdict = |ranges: &str, check: &str| {
        let forecasts = from(ranges);
        let all = said(&forecasts, check);
        assert_eq!(all.len(), 1, "{all:?}");
        all[0].1
    };
    let single = "ec2_securitygroup_allow_ingress_from_internet_to_any_port_from_ip";
    let wide = "ec2_securitygroup_allow_wide_open_public_ipv4";
    for (ranges, check, expect) in [
        ("[\"10.0.0.0/8\"]", single, Expected::Passes),
        ("[\"8.8.8.0/24\"]", single, Expected::Flagged),
        ("[\"0.0.0.0/0\"]", single, Expected::Passes),
        ("[\"0.0.0.0/0\", \"10.0.0.0/8\"]", single, Expected::Flagged),
        ("[\"10.0.0.0/7\"]", single, Expected::Flagged),
        ("[\"2001:db8::/32\"]", single, Expected::Passes),
        ("[\"2600::/16\"]", single, Expected::Flagged),
        ("[\"8.8.8.0/24\"]", wide, Expected::Passes),
        ("[\"8.8.0.0/16\"]", wide, Expected::Flagged),
        ("[\"2600::/16\"]", wide, Expected::Passes),
        ("[\"0.0.0.0/0\"]", wide, Expected::Passes),
        ("[\"10.1.2.3/32\"]", "W9", Expected::Passes),
        ("[\"10.0.0.0/8\"]", "W9", Expected::Flagged),
        ("[\"sg-11111111\"]", "W9", Expected::Passes),
        ("[\"::/0\"]", "W2", Expected::Flagged),
        ("[\"10.0.0.0/8\"]", "W2", Expected::Passes),
        ("[\"0.0.0.0/0\"]", "EC2.18", Expected::Passes),
        ("[\"0.0.0.0/0\"]", "EC2.19", Expected::Passes),
        ("[\"10.0.0.0/8\"]", "EC2.43", Expected::Passes),
    ] {
        assert_eq!(verdict(ranges, check), expect, "{ranges} {check}");
    }
    let listed = of(&[(
        "allow_from = [\"10.0.0.0/8\"]",
        "security_groups = [\"sg-11111111\"]",
    )]);
    assert!(listed.all.iter().all(|f| f.subject != Subject::Group));
}

#[test]
fn a_single_subnet_is_flagged_and_the_vpc_is_not_known() {
    let zones = "vpc_endpoint_multi_az_enabled";
    assert_eq!(said(&of(&[]), zones)[0].1, Expected::Passes);
    let one = of(&[(", \"subnet-22222222\"", "")]);
    assert_eq!(said(&one, zones)[0].1, Expected::Flagged);
    assert_eq!(
        said(&one, "vpc_endpoint_for_ec2_enabled")[0].1,
        Expected::NotKnown
    );
}

#[test]
fn an_exception_has_an_owner_where_a_tag_names_one_and_blanks_for_the_dates() {
    let tagged = |tag: &str| ("[[grants]]", format!("[tags]\n{tag}\n[[grants]]"));
    let (from, to) = tagged("team = \"b\"\nowner = \"a\"");
    let owned = of(&[(from, &to)]);
    assert!(!owned.exceptions.is_empty());
    for exception in &owned.exceptions {
        assert!(
            exception.text.contains("# Owner: a (tag owner)\n"),
            "{exception:?}"
        );
        assert!(
            exception
                .text
                .contains("# Review by: ____-__-__ (fill in)\n")
        );
    }
    assert!(
        of(&[]).exceptions[0]
            .text
            .contains("# Owner: ________ (fill in)\n")
    );
}

#[test]
fn every_flagged_row_has_an_exception_and_none_silences_more() {
    let forecasts = of(&[(", \"subnet-22222222\"", "")]);
    let mut behind = 0;
    for exception in &forecasts.exceptions {
        let rows: Vec<_> = forecasts.behind(exception).collect();
        assert!(!rows.is_empty());
        assert!(rows.iter().all(|r| exception.checks.contains(&r.check)));
        assert!(
            exception
                .checks
                .iter()
                .all(|c| rows.iter().any(|r| r.check == *c))
        );
        behind += rows.len();
    }
    assert_eq!(behind, forecasts.of(Expected::Flagged).count());
}
