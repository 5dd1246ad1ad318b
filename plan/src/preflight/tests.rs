//! Every row in every verdict that it can have; and what holds of all of them.

mod cases;

use std::collections::BTreeSet;

use super::*;
use crate::catalog::Severity;
use crate::plan::Plan;
use crate::request::Request;
use cases::{ACCOUNT, CASES, Edits, REQUEST};

fn edited(text: &str, edits: Edits) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from:?} is not there to be changed");
        text.replacen(from, to, 1)
    })
}

fn planned(edits: Edits, account: Option<Edits>) -> Plan {
    let catalog = Catalog::load().unwrap();
    let text = edited(REQUEST, edits);
    let request = Request::parse(&catalog, &text).unwrap_or_else(|e| panic!("{e:#?}\n{text}"));
    let inventory = account.map(|edits| Inventory::parse(&edited(ACCOUNT, edits)).unwrap());
    crate::plan(&catalog, inventory.as_ref(), &request)
}

#[test]
fn every_row_says_what_was_seen() {
    for (code, subject, verdict, evidence, edits, account) in CASES {
        let rows = planned(edits, *account).preflight;
        let row = rows
            .iter()
            .find(|r| r.code == *code && r.subject == *subject)
            .unwrap_or_else(|| panic!("no {code} of {subject}: {edits:?} {rows:#?}"));
        assert!(
            row.verdict == *verdict && row.evidence.contains(evidence),
            "{code} {subject} {verdict:?} {evidence}: {edits:?} {account:?}: {row:#?}"
        );
    }
}

/// The verdicts that each code can have from an inventory, but for what a request cannot hold.
const POSSIBLE: &[(&str, &[Verdict])] = {
    use Verdict::{Blocked, NotChecked, Pass, Warning};
    &[
        ("allow-from-there", &[Pass, Warning, NotChecked]),
        ("az-per-service", &[Pass, Blocked, NotChecked]),
        ("callers-outside", &[Pass, Warning, NotChecked]),
        ("client-egress-443", &[Pass, Warning, NotChecked]),
        ("dhcp-resolver", &[Pass, Warning, NotChecked]),
        ("dns-shadow", &[Pass, Blocked, NotChecked]),
        ("dns-shadow-possible", &[Pass, Warning, NotChecked]),
        ("endpoint-exists", &[Pass, Warning, Blocked, NotChecked]),
        ("endpoint-quota", &[Pass, Warning, Blocked, NotChecked]),
        ("existing-not-found", &[Pass, Blocked, NotChecked]),
        ("existing-wrong-service", &[Pass, Blocked, NotChecked]),
        ("existing-wrong-vpc", &[Pass, Blocked, NotChecked]),
        ("group-vpc", &[Pass, Warning, NotChecked]),
        ("inventory-mismatch", &[Pass, Blocked, NotChecked]),
        ("ip-address-type", &[Pass, Blocked, NotChecked]),
        ("network-acl", &[Pass, Warning, NotChecked]),
        ("not-in-inventory", &[Pass, Warning, Blocked, NotChecked]),
        ("one-subnet-per-az", &[Pass, Blocked, NotChecked]),
        ("permission", &[NotChecked]),
        ("private-dns-conflict", &[Pass, Blocked, NotChecked]),
        ("private-dns-whole-vpc", &[Pass, Warning, NotChecked]),
        ("private-hosted-zones", &[Pass, NotChecked]),
        ("service-offered", &[Pass, Blocked, NotChecked]),
        ("sg-443", &[Pass, Warning, NotChecked]),
        ("subnet-address-type", &[Pass, Blocked, NotChecked]),
        ("subnet-addresses", &[Pass, Blocked, NotChecked]),
        ("subnet-owner", &[Pass, Blocked, NotChecked]),
        ("subnet-vpc", &[Pass, Blocked, NotChecked]),
        ("tags", &[Pass]),
        ("vpc-dns-attrs", &[Pass, Blocked, NotChecked]),
        ("vpc-owner", &[Pass, Blocked, NotChecked]),
    ]
};

#[test]
fn every_code_has_a_case_of_each_verdict_that_it_can_have() {
    let mut cases: BTreeSet<(String, Verdict)> =
        CASES.iter().map(|c| (c.0.to_owned(), c.2)).collect();
    cases.extend(full_vpc().into_iter().map(|r| (r.code, r.verdict)));
    let possible: BTreeSet<(String, Verdict)> = POSSIBLE
        .iter()
        .flat_map(|(code, all)| all.iter().map(|v| ((*code).to_owned(), *v)))
        .collect();
    assert_eq!(cases, possible);
    for (.., edits, account) in CASES {
        for row in planned(edits, *account).preflight {
            assert!(
                possible.contains(&(row.code.clone(), row.verdict)),
                "{row:#?}"
            );
        }
    }
}

/// The quota's row where no quota was read and the VPC has many endpoints.
fn full_vpc() -> Option<Row> {
    let catalog = Catalog::load().unwrap();
    let request = Request::parse(&catalog, REQUEST).unwrap();
    let mut inventory = Inventory::parse(ACCOUNT).unwrap();
    inventory.endpoint_quota = None;
    inventory.endpoints = (0..49)
        .map(|i| crate::inventory::Endpoint {
            id: format!("vpce-{i:08}"),
            vpc: "vpc-11111111".to_owned(),
            service_name: "com.amazonaws.us-east-1.logs".to_owned(),
            state: "available".to_owned(),
            ..Default::default()
        })
        .collect();
    let rows = crate::plan(&catalog, Some(&inventory), &request).preflight;
    rows.into_iter().find(|r| r.code == "endpoint-quota")
}

#[test]
fn the_default_quota_is_no_more_than_a_warning() {
    let row = full_vpc().unwrap();
    assert_eq!(row.verdict, Verdict::Warning);
    assert!(row.evidence.contains("a default quota of 50"), "{row:#?}");
}

#[test]
fn a_full_inventory_leaves_open_only_what_none_can_say() {
    let open: Vec<String> = planned(&[], Some(&[]))
        .preflight
        .into_iter()
        .filter(|r| r.verdict != Verdict::Pass)
        .map(|r| format!("{} {}", r.verdict.as_str(), r.code))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    assert_eq!(
        open,
        [
            "not_checked permission",
            "not_checked private-dns-whole-vpc",
            "not_checked private-hosted-zones"
        ]
    );
}

#[test]
fn rows_are_there_whatever_was_read() {
    let of = |plan: &Plan| -> Vec<(String, String, String)> {
        let rows = plan.preflight.iter();
        rows.map(|r| (r.code.clone(), r.subject.clone(), r.looked_at.clone()))
            .collect()
    };
    for (.., edits, account) in CASES {
        assert_eq!(
            of(&planned(edits, None)),
            of(&planned(edits, *account)),
            "{edits:?}"
        );
    }
}

#[test]
fn nothing_of_the_account_passes_without_an_inventory() {
    // What the request alone decides.
    let plain = ["allow-from-there", "dns-shadow", "sg-443", "tags"];
    let rows = planned(&[], None).preflight;
    for row in rows.iter().filter(|r| r.verdict != Verdict::NotChecked) {
        assert!(plain.contains(&row.code.as_str()), "{row:#?}");
    }
    // Nor with one that was read nowhere, or elsewhere.
    for account in [
        r#"{"version": 1}"#,
        r#"{"version": 1, "account": "444455556666"}"#,
        r#"{"version": 1, "vpc": "vpc-22222222", "read": ["vpcs", "subnets", "endpoints", "security_groups", "services"]}"#,
    ] {
        let catalog = Catalog::load().unwrap();
        let request = Request::parse(&catalog, REQUEST).unwrap();
        let inventory = Inventory::parse(account).unwrap();
        for row in crate::plan(&catalog, Some(&inventory), &request).preflight {
            assert!(
                row.verdict == Verdict::NotChecked
                    || row.code == "inventory-mismatch"
                    || plain.contains(&row.code.as_str()),
                "{row:#?}"
            );
        }
    }
}

#[test]
fn notes_and_rows_never_contradict_each_other() {
    for (.., edits, account) in CASES {
        let plan = planned(edits, *account);
        for row in &plan.preflight {
            let severity = match row.verdict {
                Verdict::Blocked => Severity::Blocked,
                Verdict::Warning => Severity::Warning,
                Verdict::Pass | Verdict::NotChecked => continue,
            };
            let same = |n: &crate::plan::Note| {
                n.code == row.code && n.severity == severity && n.detail == row.evidence
            };
            assert!(plan.notes.iter().any(same), "no note says {row:#?}");
        }
        for note in plan.notes.iter().filter(|n| n.severity != Severity::Info) {
            let mut rows = plan
                .preflight
                .iter()
                .filter(|r| r.code == note.code)
                .peekable();
            assert!(
                rows.peek().is_none() || rows.any(|r| r.verdict != Verdict::Pass),
                "every row passes what a note says: {note:#?}"
            );
        }
    }
}

#[test]
fn a_warning_and_a_block_have_a_fix_and_everything_has_evidence() {
    for (.., edits, account) in CASES {
        for row in planned(edits, *account).preflight {
            let grave = matches!(row.verdict, Verdict::Warning | Verdict::Blocked);
            assert!(!grave || row.fix.is_some(), "{row:#?}");
            let texts = [Some(&row.evidence), Some(&row.looked_at), row.fix.as_ref()];
            for text in texts.into_iter().flatten() {
                assert!(
                    !text.is_empty() && !text.ends_with('.') && !text.contains('\n'),
                    "{row:#?}"
                );
            }
            if let Some(command) = &row.command {
                assert!(
                    command.starts_with("aws ") && command.contains("--region us-east-1"),
                    "{row:#?}"
                );
            }
        }
    }
}

#[test]
fn a_word_of_an_inventory_breaks_no_command() {
    let plan = planned(&[], None);
    let made = |word: &str| command::aws(&plan, ["ec2", word]);
    assert_eq!(made("vpce-1").unwrap(), "aws ec2 vpce-1 --region us-east-1");
    assert_eq!(made("a; id").unwrap(), "aws ec2 'a; id' --region us-east-1");
    assert_eq!(
        made("it's").unwrap(),
        r"aws ec2 'it'\''s' --region us-east-1"
    );
    for bad in ["a\nb", "`id`", "\u{1b}[2J"] {
        assert_eq!(made(bad), None, "{bad:?}");
    }
}

#[test]
fn dry_runs_take_the_place_of_calls_that_were_not_tried() {
    let rows = planned(&[], None).preflight;
    let run = |action: &str, subject: &str, answer| DryRun {
        action: action.to_owned(),
        subject: subject.to_owned(),
        answer,
    };
    let runs = [
        run("ec2:CreateVpcEndpoint", "data", DryRunAnswer::Allowed),
        run(
            "ec2:CreateVpcEndpoint",
            "gateway",
            DryRunAnswer::Denied("not authorized".to_owned()),
        ),
        run(
            "ec2:AuthorizeSecurityGroupIngress",
            "security_group",
            DryRunAnswer::NotPossible("the group is not there yet".to_owned()),
        ),
        run(
            "ec2:CreateSecurityGroup",
            "security_group",
            DryRunAnswer::Failed("no answer".to_owned()),
        ),
    ];
    let all = with_permissions(&rows, &runs);
    assert_eq!(all.len(), rows.len());
    let said: Vec<(&str, Verdict)> = all
        .iter()
        .filter(|r| r.code == "permission")
        .map(|r| (r.evidence.as_str(), r.verdict))
        .collect();
    assert_eq!(
        said,
        [
            ("ec2:CreateVpcEndpoint is allowed", Verdict::Pass),
            (
                "ec2:CreateVpcEndpoint is denied: not authorized",
                Verdict::Blocked
            ),
            ("the group is not there yet", Verdict::NotChecked),
            ("no answer", Verdict::NotChecked),
        ]
    );
}

#[test]
fn tags_that_ec2_refuses_are_blocked() {
    let catalog = Catalog::load().unwrap();
    let plan = planned(&[], None);
    let with = |key: &str, value: &str| {
        let mut plan = plan.clone();
        plan.endpoints[0]
            .tags
            .insert(key.to_owned(), value.to_owned());
        preflight(&catalog, None, &plan)
    };
    let verdict = |rows: Vec<Row>| rows.into_iter().find(|r| r.code == "tags").unwrap().verdict;
    assert_eq!(verdict(with("team", "a")), Verdict::Pass);
    for (key, value) in [
        ("AWS:team", "a"),
        (&"k".repeat(129), "a"),
        ("team", &"v".repeat(257)),
    ] {
        assert_eq!(verdict(with(key, value)), Verdict::Blocked, "{key}");
    }
    let mut many = plan.clone();
    many.endpoints[0]
        .tags
        .extend((0..47).map(|i| (format!("t{i}"), String::new())));
    assert_eq!(verdict(preflight(&catalog, None, &many)), Verdict::Blocked);
}

#[test]
fn a_tally_is_a_sentence() {
    let tally = Tally::of(&planned(&[], None).preflight);
    assert_eq!(tally.blocked, 0);
    let tally = Tally {
        pass: 3,
        warning: 1,
        blocked: 0,
        not_checked: 12,
    };
    assert_eq!(tally.sentence(), "3 passed, 1 warning, 12 not checked");
    assert_eq!(
        Tally {
            blocked: 2,
            ..tally
        }
        .sentence(),
        "2 blocked, 3 passed, 1 warning, 12 not checked"
    );
}
