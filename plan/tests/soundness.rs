//! What Postern writes reads back as what it planned, for every golden request.

#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads its own files, and a failure may stop it anywhere"
)]

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use postern_plan::artifact::{Format, render};
use postern_plan::catalog::{Catalog, Scope as ActionScope};
use postern_plan::evaluate::Verdict;
use postern_plan::language::{self, Document};
use postern_plan::plan::Plan;
use postern_plan::policy::{Effect, Layout, Principal, Scope};
use postern_plan::proof::{Measure, Standing};
use postern_plan::request::{Auth, Caller, PolicyMode, Request};

const DISCOVERY: &str = "bedrock-agentcore:GetRuntimeProtectedResourceMetadata";

fn golden() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 30, "{}", paths.len());
    paths
}

fn each(check: impl Fn(&str, &Catalog, &Request, &Plan)) {
    let catalog = Catalog::load().unwrap();
    for path in golden() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let request = Request::parse(&catalog, &std::fs::read_to_string(&path).unwrap()).unwrap();
        let plan = postern_plan::plan(&catalog, None, &request);
        check(&name, &catalog, &request, &plan);
    }
}

#[test]
fn policies_read_back_and_fit() {
    each(|name, catalog, _, plan| {
        for endpoint in &plan.endpoints {
            let text = endpoint.policy_text();
            let read = language::read(&text).unwrap();
            assert_eq!(read.faults, [], "{name}");
            assert_eq!(
                read.document.bare(),
                Document::from(&endpoint.policy),
                "{name}"
            );
            let most = catalog.quotas.policy_characters;
            let pretty = endpoint.policy.to_json(Layout::Pretty).chars().count();
            assert_eq!(
                endpoint.policy_layout == Layout::Pretty,
                pretty <= most,
                "{name}"
            );
            assert!(
                endpoint.policy_chars() <= most || name == "too-large",
                "{name}: {}",
                endpoint.policy_chars()
            );
            let sids: BTreeSet<_> = endpoint.policy.statements.iter().map(|s| &s.sid).collect();
            assert_eq!(sids.len(), endpoint.policy.statements.len(), "{name}");
            assert!(
                sids.iter()
                    .all(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric())),
                "{name}"
            );
            assert_eq!(
                endpoint.origins.len(),
                endpoint.policy.statements.len(),
                "{name}"
            );
        }
    });
}

#[test]
fn the_request_document_makes_the_same_plan_again() {
    each(|name, catalog, request, plan| {
        let files = render(plan, Format::All).unwrap();
        let text = &files
            .iter()
            .find(|f| f.path == "request.toml")
            .unwrap()
            .text;
        assert_eq!(&Request::parse(catalog, text).unwrap(), request, "{name}");
        assert_eq!(
            &Request::parse_query(catalog, &request.to_pairs()).unwrap(),
            request,
            "{name}"
        );
    });
}

#[test]
fn every_path_in_the_bundle_is_its_own_and_stays_inside() {
    each(|name, _, _, plan| {
        let files = render(plan, Format::All).unwrap();
        let paths: BTreeSet<_> = files.iter().map(|f| f.path.to_lowercase()).collect();
        assert_eq!(paths.len(), files.len(), "{name}");
        for file in &files {
            assert!(
                !file.path.starts_with('/')
                    && !file.path.contains("..")
                    && !file.path.contains('\\'),
                "{name}: {}",
                file.path
            );
            assert!(
                file.text.ends_with('\n') && !file.text.contains('\r'),
                "{name}: {}",
                file.path
            );
        }
    });
}

/// Whatever a statement for named principals allows was granted to them, and whatever is open to
/// anyone was granted to bearer callers, to `*`, or is discovery.
#[test]
fn star_principals_come_only_from_grants_that_say_so() {
    each(|name, catalog, request, plan| {
        for endpoint in &plan.endpoints {
            let mode = request
                .endpoints
                .get(&endpoint.key)
                .and_then(|o| o.policy)
                .unwrap_or(request.policy);
            if mode == PolicyMode::FullAccess {
                continue;
            }
            for (statement, origin) in endpoint.policy.statements.iter().zip(&endpoint.origins) {
                if statement.effect == Effect::Deny || statement.actions == [DISCOVERY] {
                    continue;
                }
                assert!(!origin.grants.is_empty(), "{name}");
                for index in &origin.grants {
                    let grant = &request.grants[*index];
                    let open = grant.auth != Auth::Sigv4 || grant.callers.contains(&Caller::Anyone);
                    assert_eq!(
                        statement.principal == Principal::Anyone,
                        open,
                        "{name} {}",
                        statement.sid
                    );
                }
                let star_only = |action: &String| {
                    let (_, short) = action.split_once(':').unwrap();
                    origin.grants.iter().any(|i| {
                        let grant = &request.grants[*i];
                        let found = catalog
                            .primitive(&grant.primitive)
                            .unwrap()
                            .action(grant.plane, short);
                        found.is_some_and(|a| a.scope != ActionScope::Resources)
                    })
                };
                if statement.scope.is_star() {
                    assert!(
                        statement.actions.iter().all(star_only),
                        "{name} {}",
                        statement.sid
                    );
                } else {
                    assert!(
                        !statement.actions.iter().any(star_only),
                        "{name} {}",
                        statement.sid
                    );
                }
            }
        }
    });
}

#[test]
fn every_action_of_every_grant_is_allowed_on_its_endpoint() {
    each(|name, catalog, request, plan| {
        for (index, grant) in request.grants.iter().enumerate() {
            let primitive = catalog.primitive(&grant.primitive).unwrap();
            let endpoint = plan
                .endpoint(primitive.planes[&grant.plane].endpoint)
                .unwrap();
            for action in &grant.actions {
                let full = format!("{}:{action}", primitive.prefix);
                let found = endpoint
                    .policy
                    .statements
                    .iter()
                    .zip(&endpoint.origins)
                    .any(|(s, o)| {
                        s.effect == Effect::Allow
                            && (s.actions.contains(&full) && o.grants.contains(&index)
                                || s.actions == ["*"])
                    });
                assert!(found, "{name} grants[{index}] {action}");
            }
        }
    });
}

#[test]
fn discovery_stands_once_where_a_bearer_runtime_is_and_nowhere_else() {
    each(|name, _, request, plan| {
        let wanted = request.grants.iter().any(|g| {
            g.primitive == "runtime" && g.auth == Auth::Oauth
                || g.actions.iter().any(|a| DISCOVERY.ends_with(a.as_str()))
        });
        for endpoint in &plan.endpoints {
            let full = endpoint
                .policy
                .statements
                .iter()
                .any(|s| s.actions == ["*"]);
            let found: Vec<_> = endpoint
                .policy
                .statements
                .iter()
                .filter(|s| s.effect == Effect::Allow && s.actions.iter().any(|a| a == DISCOVERY))
                .collect();
            let expected = usize::from(wanted && endpoint.key.as_str() == "data" && !full);
            assert_eq!(found.len(), expected, "{name} {}", endpoint.key);
            for statement in found {
                assert_eq!(statement.principal, Principal::Anyone, "{name}");
                assert!(statement.conditions.is_empty(), "{name}");
                let Scope::Resources(arns) = &statement.scope else {
                    panic!("{name}")
                };
                assert_eq!(arns.len(), 1, "{name}");
                assert!(
                    arns[0].ends_with(&format!(":{}:runtime/*", request.account)),
                    "{name}: {}",
                    arns[0]
                );
            }
        }
    });
}

#[test]
fn every_granted_call_passes_and_what_is_wider_is_said() {
    each(|name, _, _, plan| {
        let blocked = plan.is_blocked();
        for (caller, call, cell) in plan.proof.cells() {
            let place = format!(
                "{name}: {} {:?} {:?}",
                caller.label, call.actions, call.resources
            );
            match &cell.measure {
                // A key that the call does not carry; the plan says so.
                Measure::Refused => assert!(
                    blocked || plan.notes.iter().any(|n| n.code == "grant-refused"),
                    "{place}"
                ),
                Measure::AsAsked => assert_ne!(cell.verdict, Verdict::Unknown, "{place}"),
                Measure::Wider(why) => {
                    assert_ne!(cell.verdict, Verdict::Denied, "{place}");
                    assert!(!why.is_empty(), "{place}");
                }
                Measure::OnConditions(keys) => assert!(!keys.is_empty(), "{place}"),
            }
        }
        let granted = plan
            .proof
            .calls
            .iter()
            .filter(|c| c.standing == Standing::Granted);
        assert!(granted.count() > 0, "{name}");
    });
}

#[test]
fn neighbours_are_refused_where_policies_are_restricted() {
    let refused = Cell::new(0);
    each(|name, _, _, plan| {
        // A variable in a policy may stand for anything; hostile names look like one.
        let varies = plan
            .endpoints
            .iter()
            .any(|e| e.policy_text().contains("${"));
        let full = plan.request.policy == PolicyMode::FullAccess;
        if varies || full || !plan.request.endpoints.is_empty() {
            return;
        }
        for (caller, call, cell) in plan.proof.cells() {
            if call.standing == Standing::Neighbour {
                assert_eq!(
                    cell.verdict,
                    Verdict::Denied,
                    "{name}: {} {:?} {:?}",
                    caller.label,
                    call.actions,
                    call.resources
                );
                refused.set(refused.get() + 1);
            }
        }
    });
    assert!(refused.get() > 200, "{}", refused.get());
}
