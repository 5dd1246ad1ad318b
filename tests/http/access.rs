//! Who may ask for what: every route of the table with every role, and what an account adds.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use postern_app::person::Role;
use postern_server::gate::Gate;
use postern_server::roles::{Environment, RoleGroups, Roles};
use postern_server::route_table::{Access, RouteEntry, Verb};
use postern_server::router;
use postern_server::router::routes;
use postern_server::settings::sections::ProxySettings;
use postern_server::sign_in::proxy::Proxy;
use postern_server::sign_in::{SignIn, Way};
use postern_server::state::{AppState, Door};

use crate::apply::{ANSWERS, applying_door};
use crate::asked::{self, Answer, is_refusal, request, send, state};

pub(crate) const PEER: &str = "10.1.2.3:4000";

/// Each role to the group of its name, everywhere; in the demo's account to `demo-ROLE`
fn roles() -> Roles {
    let named = |prefix: &str| {
        Role::ALL
            .into_iter()
            .fold(RoleGroups::default(), |all, role| {
                all.with(role, [format!("{prefix}{role}")])
            })
    };
    let demo = Environment {
        accounts: BTreeSet::from(["111122223333".parse().unwrap()]),
        groups: named("demo-"),
    };
    let other = Environment {
        accounts: BTreeSet::from(["444455556666".parse().unwrap()]),
        groups: named("other-"),
    };
    Roles {
        everywhere: named(""),
        environments: BTreeMap::from([
            ("demo".parse().unwrap(), demo),
            ("other".parse().unwrap(), other),
        ]),
    }
}

/// The application behind a proxy that says who somebody is
pub(crate) fn app(door: Door) -> Router {
    router::app(behind_a_proxy(state().with_door(door)))
}

/// The same, not put together yet
pub(crate) fn behind_a_proxy(state: AppState) -> AppState {
    let header = |name: &str| name.parse().unwrap();
    let proxy = Proxy::new(&ProxySettings {
        peers: vec!["10.1.2.0/24".parse().unwrap()],
        user_header: header("x-user"),
        name_header: None,
        email_header: None,
        groups_header: Some(header("x-groups")),
        sign_out_url: None,
    });
    let gate = Gate {
        sign_in: Some(Arc::new(SignIn {
            way: Way::Proxy(Box::new(proxy)),
            contact: None,
        })),
        roles: roles(),
    };
    state.with_gate(gate)
}

pub(crate) fn peer(mut request: Request<Body>, peer: &str) -> Request<Body> {
    let peer: SocketAddr = peer.parse().unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

/// Somebody in these groups asks; nobody where there is no group
async fn asks(app: &Router, verb: Verb, path: &str, body: &str, group: Option<&str>) -> Answer {
    let method = match verb {
        Verb::Get => "GET",
        Verb::Post => "POST",
    };
    let kind = if path.starts_with("/api/") {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    };
    let mut asked = request(method, path).header("content-type", kind);
    if let Some(group) = group {
        asked = asked.header("x-user", "ada").header("x-groups", group);
    }
    let asked = asked.body(body.to_owned().into()).unwrap();
    send(app.clone(), peer(asked, PEER)).await
}

/// A path that the route answers
pub(crate) fn filled(route: &RouteEntry) -> String {
    asked::filled(route.path)
}

#[tokio::test]
async fn every_route_lets_in_whom_the_table_says_and_nobody_else() {
    let app = app(Door::default());
    let mut asked = 0;
    for route in routes() {
        let path = filled(&route);
        let status = |group| {
            let (app, path) = (app.clone(), path.clone());
            async move { asks(&app, route.verb, &path, "", group).await.status }
        };
        let nobody = status(None).await;
        let powerless = status(Some("nothing")).await;
        let public = route.access == Access::Public;
        assert_eq!(
            nobody == StatusCode::UNAUTHORIZED,
            !public,
            "{path} {nobody}"
        );
        let needs = matches!(route.access, Access::Needs(_));
        assert_eq!(
            powerless == StatusCode::FORBIDDEN,
            needs,
            "{path} {powerless}"
        );
        for role in Role::ALL {
            let may = match route.access {
                Access::Public | Access::SignedIn => true,
                Access::Needs(needed) => role.includes(needed),
            };
            let status = status(Some(role.as_str())).await;
            assert_eq!(!is_refusal(status), may, "{path} {role} {status}");
            asked += 1;
        }
    }
    assert!(asked > 150, "{asked}");
}

#[test]
fn what_is_for_everybody_is_named_here() {
    let public: BTreeSet<_> = routes()
        .into_iter()
        .filter(|route| route.access == Access::Public)
        .map(|route| route.path)
        .collect();
    let named = [
        "/appearance",
        "/assets/{build}/{*file}",
        "/explain",
        "/explain/{page}",
        "/healthz",
        "/openapi.json",
        "/readyz",
        "/sign-in",
        "/sign-in/done",
        "/sign-out",
        "/styleguide",
    ];
    assert!(public.iter().copied().eq(named), "{public:?}");
}

#[tokio::test]
async fn whoever_is_not_the_proxy_says_nothing() {
    let app = app(Door::default());
    let asked = || {
        let asked = request("GET", "/who").header("x-user", "ada");
        asked
            .header("x-groups", "admin")
            .body(Body::empty())
            .unwrap()
    };
    let unknown = send(app.clone(), asked()).await;
    assert_eq!(unknown.status, StatusCode::UNAUTHORIZED);
    let stranger = send(app.clone(), peer(asked(), "10.1.3.3:4000")).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    assert_eq!(send(app, peer(asked(), PEER)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_of_one_person_is_never_given_to_another() {
    let app = app(Door::default());
    let page = |user: &'static str| {
        let asked = request("GET", "/who?a=1").header("x-user", user);
        let asked = asked.header("x-groups", "viewer").body(Body::empty());
        send(app.clone(), peer(asked.unwrap(), PEER))
    };
    for _ in 0..2 {
        for user in ["ada", "grace"] {
            let answer = page(user).await;
            assert!(answer.text().contains(user), "{user}");
        }
    }
    assert!(!page("ada").await.text().contains("grace"));
}

#[tokio::test]
async fn a_role_in_one_account_is_none_in_another() {
    let (door, folder) = applying_door("access").await;
    let app = app(door);
    let look = format!("{ANSWERS}&do=look");
    let begin = |group: &'static str| {
        let (app, look) = (app.clone(), look.clone());
        async move {
            asks(&app, Verb::Post, "/apply", &look, Some(group))
                .await
                .status
        }
    };
    for (group, status) in [
        ("applier", StatusCode::OK),
        ("demo-applier", StatusCode::OK),
        ("demo-admin", StatusCode::OK),
        ("demo-viewer", StatusCode::FORBIDDEN),
        ("demo-author", StatusCode::OK),
        ("demo-approver", StatusCode::FORBIDDEN),
        ("other-author", StatusCode::FORBIDDEN),
        ("other-applier", StatusCode::FORBIDDEN),
        ("other-admin", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(begin(group).await, status, "{group}");
    }
    let delete = asks(&app, Verb::Post, "/delete", &look, Some("other-applier")).await;
    assert_eq!(delete.status, StatusCode::FORBIDDEN);
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn a_run_is_seen_where_one_may_look_and_asked_of_where_one_may_apply() {
    let (door, folder) = applying_door("seen").await;
    let app = app(door);
    let look = format!("{ANSWERS}&do=look");
    let looked = asks(&app, Verb::Post, "/apply", &look, Some("demo-applier")).await;
    let seen = crate::apply::fingerprint(looked.text());
    let body = format!("{ANSWERS}&do=apply&fingerprint={seen}");
    let begun = asks(&app, Verb::Post, "/apply", &body, Some("demo-applier")).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let run = begun.header("location").to_owned();
    let status = |path: String, verb, group: &'static str| {
        let app = app.clone();
        async move {
            asks(&app, verb, &path, "ask=cancel", Some(group))
                .await
                .status
        }
    };
    for (group, page) in [
        ("demo-viewer", StatusCode::OK),
        ("viewer", StatusCode::OK),
        ("other-viewer", StatusCode::NOT_FOUND),
        ("other-admin", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(status(run.clone(), Verb::Get, group).await, page, "{group}");
    }
    let list = |group: &'static str| {
        let app = app.clone();
        async move {
            asks(&app, Verb::Get, "/runs", "", Some(group))
                .await
                .text()
                .to_owned()
        }
    };
    assert!(list("demo-viewer").await.contains(&run));
    assert!(!list("other-viewer").await.contains(&run));
    for (group, ask) in [
        ("other-applier", StatusCode::NOT_FOUND),
        ("demo-viewer", StatusCode::FORBIDDEN),
        ("demo-approver", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(status(run.clone(), Verb::Post, group).await, ask, "{group}");
    }
    let page = asks(&app, Verb::Get, &run, "", Some("demo-viewer")).await;
    assert!(
        page.text().contains("ada"),
        "who began it stands on its page"
    );
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn an_account_is_looked_at_by_whoever_may() {
    let (door, folder) = applying_door("looked").await;
    let app = app(door);
    let look = |group: &'static str, account: &str| {
        let body = format!("region=us-east-1&account={account}&do=look");
        let app = app.clone();
        async move { asks(&app, Verb::Post, "/where", &body, Some(group)).await }
    };
    let theirs = look("other-viewer", "111122223333").await;
    assert_eq!(theirs.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        theirs
            .text()
            .contains("may not look at account 111122223333")
    );
    let unnamed = look("demo-viewer", "").await;
    assert!(
        unnamed
            .text()
            .contains("hich account is to be looked at is not known")
    );
    let ours = look("demo-viewer", "111122223333").await;
    assert_eq!(ours.status, StatusCode::OK, "{}", ours.text());
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn what_was_asked_for_is_on_record_and_shown_to_whom_it_concerns() {
    let (door, folder) = applying_door("record").await;
    let app = app(door);
    let look = format!("{ANSWERS}&do=look");
    asks(&app, Verb::Post, "/apply", &look, Some("demo-applier")).await;
    asks(&app, Verb::Post, "/apply", &look, Some("demo-viewer")).await;
    asks(&app, Verb::Post, "/apply", &look, Some("other-applier")).await;
    let page = |path: &'static str, group: &'static str| {
        let app = app.clone();
        async move {
            asks(&app, Verb::Get, path, "", Some(group))
                .await
                .text()
                .to_owned()
        }
    };
    let lines = page("/record.json", "admin").await;
    let acts: Vec<(String, String)> = lines
        .lines()
        .map(|line| {
            let entry: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
            (text("act"), text("account"))
        })
        .collect();
    let pair = |act: &str, account: &str| (act.to_owned(), account.to_owned());
    assert_eq!(
        acts,
        [
            pair("refused", "111122223333"),
            // Whoever is no applier anywhere is refused before the account is known.
            pair("refused", ""),
            pair("looked", "111122223333"),
        ]
    );
    assert_eq!(page("/record.json", "demo-admin").await.lines().count(), 2);
    assert_eq!(page("/record.json", "other-admin").await, "");
    assert_eq!(
        page("/record.csv?act=looked", "admin")
            .await
            .lines()
            .count(),
        2
    );
    let html = page("/record?act=refused", "admin").await;
    assert!(
        html.contains("needed: author") && html.contains("POST /apply"),
        "{html}"
    );
    assert!(!html.contains(">looked</td>"));
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn a_server_is_ready_as_long_as_its_store_answers() {
    let alone = crate::asked::get("/readyz").await;
    assert_eq!((alone.status, alone.text()), (StatusCode::OK, "ready\n"));
    let (door, folder) = applying_door("ready").await;
    let store = door.record.store().expect("a store").clone();
    let app = app(door);
    let ready = || asks(&app, Verb::Get, "/readyz", "", None);
    assert_eq!(ready().await.status, StatusCode::OK);
    store.close().await;
    assert_eq!(ready().await.status, StatusCode::SERVICE_UNAVAILABLE);
    let alive = asks(&app, Verb::Get, "/healthz", "", None).await;
    assert_eq!(
        alive.status,
        StatusCode::OK,
        "what restarts it would restart it for nothing"
    );
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn where_nothing_is_recorded_the_page_says_so() {
    let answer = crate::asked::get("/record").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text().contains("No record is kept"));
    assert_eq!(
        crate::asked::get("/record.csv").await.status,
        StatusCode::NOT_FOUND
    );
}
