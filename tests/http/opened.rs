//! In whose name accounts are opened, and what for: what a role's session carries in AWS.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use postern_plan::run::Trouble;
use postern_server::apply::Pace;
use postern_server::endpoints::{Accounts, Endpoints, OnItsWay, Place, Session};
use postern_server::state::Door;

use crate::access::{PEER, app, peer};
use crate::apply::{ANSWERS, accounts_door, fingerprint};
use crate::asked::{Answer, request, send};

/// An account, and every session by which it was opened
struct Listed {
    accounts: Arc<dyn Accounts>,
    sessions: Mutex<Vec<Session>>,
}

impl Accounts for Listed {
    fn open<'a>(&'a self, place: &'a Place) -> OnItsWay<'a, Result<Arc<dyn Endpoints>, Trouble>> {
        self.sessions.lock().unwrap().push(place.session.clone());
        self.accounts.open(place)
    }
}

#[tokio::test]
async fn looking_and_carrying_out_are_sessions_of_whoever_asks() {
    let (accounts, door, folder) = accounts_door("opened").await;
    let listed = Arc::new(Listed {
        accounts,
        sessions: Mutex::default(),
    });
    let reached: Arc<dyn Accounts> = listed.clone();
    let applying = door.applying.as_ref().unwrap();
    let app = app(Door {
        applying: Some(applying.with(reached, Pace::default())),
        ..door
    });
    let asks = async |who: &str, group: &str, body: &str| -> Answer {
        let asked = request("POST", "/apply")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-user", who)
            .header("x-groups", group);
        let asked = asked.body(body.to_owned().into()).unwrap();
        send(app.clone(), peer(asked, PEER)).await
    };
    let taken = || std::mem::take(&mut *listed.sessions.lock().unwrap());

    let looked = asks("ada", "demo-author", &format!("{ANSWERS}&do=look")).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
    assert_eq!(taken(), [Session::looking(Some("ada"))]);
    let seen = fingerprint(looked.text());

    let body = format!("{ANSWERS}&do=submit&fingerprint={seen}");
    let submitted = asks("ada", "demo-author", &body).await;
    assert_eq!(submitted.status, StatusCode::SEE_OTHER);
    assert_eq!(taken(), [Session::looking(Some("ada"))]);

    let body = format!("{ANSWERS}&do=apply&fingerprint={seen}");
    let refused = asks("ada", "demo-author", &body).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(taken(), [], "what she may not do opens nothing");
    let begun = asks("ida", "demo-applier", &body).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    assert_eq!(taken(), [Session::carrying(Some("ida"))]);
    std::fs::remove_dir_all(folder).unwrap();
}
