//! Tokens: made on a page, sent by a program, and never more than whoever made them.

use axum::Router;
use axum::http::StatusCode;
use postern_app::person::Role;
use postern_server::route_table::{Access, Verb};
use postern_server::router::routes;
use postern_server::state::Door;

use crate::access::{self, PEER, filled, peer};
use crate::apply::applying_door;
use crate::asked::{Answer, is_refusal, request, send};

/// Somebody signed in, by the proxy's word, in one group
async fn page(app: &Router, user: &str, group: &str, method: &str, body: &str) -> Answer {
    let asked = request(method, "/tokens")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-user", user)
        .header("x-groups", group);
    let asked = asked.body(body.to_owned().into()).unwrap();
    send(app.clone(), peer(asked, PEER)).await
}

/// A program from anywhere
pub(crate) async fn program(
    app: &Router,
    verb: Verb,
    path: &str,
    token: &str,
    body: &str,
) -> Answer {
    let method = match verb {
        Verb::Get => "GET",
        Verb::Post => "POST",
    };
    let asked = request(method, path)
        .header("content-type", "application/json")
        .header("authorization", format!("Bearer {token}"));
    let asked = asked.body(body.to_owned().into()).unwrap();
    send(app.clone(), peer(asked, "192.0.2.7:4000")).await
}

/// The secret of a token that this person makes
pub(crate) async fn token(app: &Router, user: &str, group: &str, form: &str) -> String {
    let made = page(app, user, group, "POST", &format!("do=make&days=2&{form}")).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let (_, rest) = made.text().split_once("postern_").expect("a secret");
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c)))
        .unwrap();
    format!("postern_{}", rest.get(..end).unwrap())
}

async fn served(name: &str) -> (Router, Door, std::path::PathBuf) {
    let (door, folder) = applying_door(name).await;
    (access::app(door.clone()), door, folder)
}

#[tokio::test]
async fn every_route_lets_a_token_in_where_its_role_may_and_pages_never() {
    let (app, _, folder) = served("tokens-routes").await;
    let mut asked = 0;
    for role in Role::ALL {
        let form = format!("name={role}&role={role}");
        let token = token(&app, "ada", "admin", &form).await;
        for route in routes() {
            let path = filled(&route);
            let answer = program(&app, route.verb, &path, &token, "").await;
            let program = path.starts_with("/api/") || path == "/metrics";
            let may = match route.access {
                Access::Public => true,
                Access::SignedIn => program,
                Access::Needs(needed) => program && role.includes(needed),
            };
            assert_eq!(
                !is_refusal(answer.status),
                may,
                "{path} {role} {}",
                answer.status
            );
            asked += 1;
        }
    }
    assert!(asked > 150, "{asked}");
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn a_token_may_no_more_than_its_maker_may_now() {
    let (app, _, folder) = served("tokens-maker").await;
    let above = page(
        &app,
        "ada",
        "viewer",
        "POST",
        "do=make&name=a&role=admin&days=2",
    )
    .await;
    assert_eq!(above.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(above.text().contains("one of the roles that you have"));
    let secret = token(&app, "ada", "admin", "name=all&role=admin").await;
    let record = || program(&app, Verb::Get, "/api/v1/record", &secret, "");
    assert_eq!(record().await.status, StatusCode::OK);
    // The next time that somebody sees her she is in another group.
    page(&app, "ada", "viewer", "GET", "").await;
    let refused = record().await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused
            .header("www-authenticate")
            .contains("insufficient_scope")
    );
    assert!(
        refused.text().contains("ada by token all"),
        "{}",
        refused.text()
    );
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn a_token_of_some_accounts_is_none_in_others() {
    let (app, _, folder) = served("tokens-places").await;
    let me = async |places: &str| {
        let form = format!("name=a{places}&role=viewer&places={places}");
        let secret = token(&app, "ada", "viewer", &form).await;
        let look =
            |account: &str| format!("{{\"account\":\"{account}\",\"region\":\"us-east-1\"}}");
        let mut statuses = Vec::new();
        for account in ["111122223333", "444455556666"] {
            let answer = program(
                &app,
                Verb::Post,
                "/api/v1/inventory",
                &secret,
                &look(account),
            )
            .await;
            statuses.push(answer.status.as_u16());
        }
        statuses
    };
    // The demo has the first account, and cannot reach the second.
    assert_eq!(me("").await, [200, 422]);
    assert_eq!(me("111122223333").await, [200, 403]);
    assert_eq!(me("demo").await, [200, 403]);
    assert_eq!(me("other").await, [403, 422]);
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn what_is_revoked_ended_or_made_up_opens_nothing() {
    let (app, door, folder) = served("tokens-over").await;
    let secret = token(&app, "ada", "viewer", "name=deploy&role=viewer").await;
    let me = |token: String| {
        let app = app.clone();
        async move { program(&app, Verb::Get, "/api/v1/me", &token, "").await }
    };
    assert_eq!(me(secret.clone()).await.status, StatusCode::OK);
    let wrong = [
        format!("{secret}x"),
        secret.get(..secret.len() - 1).unwrap().to_owned(),
        "postern_".to_owned(),
        "postern_' OR '1'='1".replace([' ', '\''], "="),
    ];
    for wrong in wrong {
        let answer = me(wrong.clone()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{wrong}");
        assert!(
            answer
                .header("www-authenticate")
                .contains("error=\"invalid_token\"")
        );
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let store = door.record.store().unwrap();
    let id = store.tokens(Some("ada"), 1).await.unwrap()[0].id.clone();
    // Nobody revokes what is not theirs, nor learns that it is there.
    let others = page(
        &app,
        "eve",
        "viewer",
        "POST",
        &format!("do=revoke&token={id}"),
    )
    .await;
    assert_eq!(others.status, StatusCode::NOT_FOUND);
    assert_eq!(me(secret.clone()).await.status, StatusCode::OK);
    let revoked = page(
        &app,
        "root",
        "admin",
        "POST",
        &format!("do=revoke&token={id}"),
    )
    .await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER);
    assert_eq!(me(secret).await.status, StatusCode::UNAUTHORIZED);
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn a_token_is_believed_in_the_header_alone() {
    let (app, _, folder) = served("tokens-query").await;
    let secret = token(&app, "ada", "viewer", "name=deploy&role=viewer").await;
    let path = format!("/api/v1/me?access_token={secret}");
    let asked = request("GET", &path).body(String::new().into()).unwrap();
    let answer = send(app.clone(), peer(asked, "192.0.2.7:1")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        answer.header("www-authenticate"),
        "Bearer realm=\"postern\""
    );
    // What a proxy sends for others beside its own word is not for this server.
    let asked = request("GET", "/api/v1/me").header("authorization", "Bearer a.b.c");
    let asked = asked.header("x-user", "ada").header("x-groups", "viewer");
    let beside = send(
        app.clone(),
        peer(asked.body(String::new().into()).unwrap(), PEER),
    )
    .await;
    assert_eq!(beside.status, StatusCode::OK);
    // A token of ours that is not good is not made up for by whoever brings it.
    let asked = request("GET", "/api/v1/me").header("authorization", "Bearer postern_x");
    let asked = asked.header("x-user", "ada").header("x-groups", "viewer");
    let bad = send(
        app.clone(),
        peer(asked.body(String::new().into()).unwrap(), PEER),
    )
    .await;
    assert_eq!(bad.status, StatusCode::UNAUTHORIZED);
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn the_secret_is_shown_once_and_is_in_no_record() {
    let (app, _, folder) = served("tokens-once").await;
    let secret = token(&app, "ada", "admin", "name=robot-7&role=viewer").await;
    let listed = page(&app, "ada", "admin", "GET", "").await;
    assert!(listed.text().contains("robot-7") && !listed.text().contains(&secret));
    assert_eq!(listed.header("cache-control"), "no-store");
    let asked = request("GET", "/record.json")
        .header("x-user", "ada")
        .header("x-groups", "admin");
    let record = send(
        app.clone(),
        peer(asked.body(String::new().into()).unwrap(), PEER),
    )
    .await;
    assert!(record.text().contains("\"token-made\"") && !record.text().contains(&secret));
    let own = page(&app, "vic", "viewer", "GET", "").await;
    assert!(!own.text().contains("robot-7"), "one sees one's own");
    let same = page(
        &app,
        "ada",
        "admin",
        "POST",
        "do=make&name=robot-7&role=viewer&days=2",
    )
    .await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    for wrong in [
        "name=&role=viewer&days=2",
        "name=a%0A&role=&days=2",
        "name=b&role=viewer&days=91",
        "name=b&role=viewer&days=0",
        "name=b&role=viewer&days=2&places=PROD",
        "name=b&role=viewer&days=2&places=nowhere",
    ] {
        let answer = page(&app, "ada", "admin", "POST", &format!("do=make&{wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn where_nobody_signs_in_there_are_no_tokens() {
    let page = crate::asked::get("/tokens").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("There are no tokens here"));
    let asked =
        request("POST", "/tokens").header("content-type", "application/x-www-form-urlencoded");
    let made = send(
        crate::asked::app(),
        asked.body("do=make".to_owned().into()).unwrap(),
    )
    .await;
    assert_eq!(made.status, StatusCode::NOT_FOUND);
}
