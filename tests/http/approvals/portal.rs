//! A portal in which plans are submitted, and the people who use it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use postern_plan::run::{Answer as Answered, Call, Mode};
use postern_server::apply::Applying;
use postern_server::approvals::{AccountTerms, Approvals, Required};
use postern_server::endpoints::{Accounts, Place, Session};
use postern_server::state::Door;
use postern_server::store::Store;
use serde_json::Value;

use crate::access::{PEER, app, peer};
use crate::apply::{ANSWERS, accounts_door, fingerprint};
use crate::asked::{Answer, request, send};

/// Who asks, by name, and the group that they are in
pub(super) type Somebody = (&'static str, &'static str);

pub(super) const ADA: Somebody = ("ada", "demo-author");
pub(super) const GRACE: Somebody = ("grace", "demo-approver");
pub(super) const HEDY: Somebody = ("hedy", "demo-approver");
pub(super) const IDA: Somebody = ("ida", "demo-applier");

/// A portal with the demo account, which people reach through a proxy
pub(super) struct Portal {
    pub(super) app: Router,
    pub(super) store: Store,
    folder: PathBuf,
    pub(super) applying: Applying,
    accounts: Arc<dyn Accounts>,
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One approval is required
pub(super) fn terms() -> AccountTerms {
    AccountTerms {
        required: Required::Yes,
        ..AccountTerms::default()
    }
}

pub(super) async fn portal(name: &str, everywhere: AccountTerms) -> Portal {
    let (accounts, door, folder) = accounts_door(&format!("approvals-{name}")).await;
    let approvals = Approvals {
        everywhere,
        environments: Vec::new(),
    };
    let applying = door.applying.as_ref().unwrap().asking(approvals);
    let store = applying.store().clone();
    let door = Door {
        applying: Some(applying.clone()),
        ..door
    };
    Portal {
        app: app(door),
        applying,
        accounts,
        store,
        folder,
    }
}

impl Portal {
    pub(super) async fn asks(&self, who: Somebody, method: &str, path: &str, body: &str) -> Answer {
        let asked = request(method, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-user", who.0)
            .header("x-groups", who.1);
        let asked = asked.body(body.to_owned().into()).unwrap();
        send(self.app.clone(), peer(asked, PEER)).await
    }

    /// Somebody's script asks the API
    pub(super) async fn api(&self, who: Somebody, path: &str, body: Option<&Value>) -> Answer {
        let method = body.map_or("GET", |_| "POST");
        let asked = request(method, path)
            .header("content-type", "application/json")
            .header("x-user", who.0)
            .header("x-groups", who.1);
        let body = body.map_or_else(String::new, Value::to_string);
        send(
            self.app.clone(),
            peer(asked.body(body.into()).unwrap(), PEER),
        )
        .await
    }

    pub(super) async fn page(&self, who: Somebody, path: &str) -> String {
        let answer = self.asks(who, "GET", path, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.text().to_owned()
    }

    /// The proposal that Ada submits
    pub(super) async fn submitted(&self) -> String {
        let looked = self
            .asks(ADA, "POST", "/apply", &format!("{ANSWERS}&do=look"))
            .await;
        assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
        assert!(!looked.text().contains("value=\"apply\""));
        let seen = fingerprint(looked.text());
        let body = format!("{ANSWERS}&do=submit&said=For+the+agents&fingerprint={seen}");
        let submitted = self.asks(ADA, "POST", "/apply", &body).await;
        assert_eq!(
            submitted.status,
            StatusCode::SEE_OTHER,
            "{}",
            submitted.text()
        );
        submitted.header("location").to_owned()
    }

    pub(super) async fn says(
        &self,
        who: Somebody,
        proposal: &str,
        word: &str,
        said: &str,
    ) -> Answer {
        let body = format!("do={word}&said={said}");
        self.asks(who, "POST", proposal, &body).await
    }

    /// The acts of the record, the oldest first
    pub(super) async fn acts(&self) -> Vec<(String, String)> {
        let rows = self.store.record_from(1, 1_000).await.unwrap();
        rows.into_iter()
            .map(|row| (row.index.act, row.index.who))
            .collect()
    }

    /// Somebody makes an endpoint by hand
    pub(super) async fn meddle(&self, token: &str) {
        let place = Place {
            account: Some("111122223333".to_owned()),
            region: "us-east-1".to_owned(),
            profile: None,
            session: Session::looking(Some("test")),
        };
        let account = self.accounts.open(&place).await.unwrap();
        let call = Call::CreateEndpoint {
            token: token.to_owned(),
            vpc: "vpc-0de30000000000001".to_owned(),
            service_name: "com.amazonaws.us-east-1.bedrock-agentcore".to_owned(),
            subnets: vec!["subnet-0de30000000000012".to_owned()],
            groups: Vec::new(),
            policy: r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#.to_owned(),
            private_dns: false,
            ip_address_type: "ipv4".to_owned(),
            tags: BTreeMap::new(),
        };
        let answered = account.call(&call, Mode::Real).await;
        assert!(matches!(answered.answer, Answered::Done(_)), "{answered:?}");
    }
}
