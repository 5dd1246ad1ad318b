//! An account of the SDK whose calls go to a stand-in on the loopback interface.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use postern_plan::catalog::Catalog;
use postern_plan::run::Trouble;
use postern_server::endpoints::ec2::{AccountRoles, AwsAccounts, AwsConfig, SpokeRoles};
use postern_server::endpoints::{Accounts, Caller, Endpoints, Place, Session};
use postern_tests::Scratch;

/// The profile that every test uses.
pub(crate) const PROFILE: &str = "stand-in";

/// How the tests call: patient enough for a busy machine.
pub(crate) fn config() -> AwsConfig {
    AwsConfig {
        attempts: 3,
        ..AwsConfig::default()
    }
}

/// A place of the stand-in.
pub(crate) fn place(account: Option<&str>) -> Place {
    Place {
        account: account.map(str::to_owned),
        region: "us-east-1".to_owned(),
        profile: Some(PROFILE.to_owned()),
        session: Session::looking(Some("ana@example.org")),
    }
}

/// The accounts behind a stand-in at this address; the scratch holds the configuration.
pub(crate) fn accounts(url: &str, config: AwsConfig) -> (AwsAccounts, Scratch) {
    let scratch = Scratch::new("aws");
    let file = scratch.path().join("config");
    let text = format!(
        "[profile {PROFILE}]\nregion = us-east-1\nendpoint_url = {url}\naws_access_key_id = test\naws_secret_access_key = planted-secret\n"
    );
    std::fs::write(&file, text).expect("a file in the scratch");
    let catalog = Catalog::load().expect("the catalogue");
    let config = AwsConfig {
        file: Some(file),
        ..config
    };
    (AwsAccounts::new(&catalog, config), scratch)
}

/// An account and the configuration that it reads its credentials from.
pub(crate) struct Opened {
    account: Arc<dyn Endpoints>,
    _scratch: Scratch,
}

impl Deref for Opened {
    type Target = dyn Endpoints;

    fn deref(&self) -> &Self::Target {
        self.account.as_ref()
    }
}

/// The account of the stand-in's credentials.
pub(crate) async fn opened(url: &str, config: AwsConfig) -> Opened {
    let (accounts, scratch) = accounts(url, config);
    Opened {
        account: accounts.open(&place(None)).await.expect("an account"),
        _scratch: scratch,
    }
}

/// How accounts are reached by roles of the same name: one that looks, one that carries runs out.
pub(crate) fn by_roles(role: &str, external_id: Option<&str>) -> AwsConfig {
    let roles = AccountRoles {
        look: role.to_owned(),
        carry: format!("{role}-apply"),
        external_id: external_id.map(str::to_owned),
    };
    AwsConfig {
        roles: SpokeRoles {
            others: Some(roles),
            ..SpokeRoles::default()
        },
        ..config()
    }
}

/// Who the credentials of an account belong to, or why it is not opened.
pub(crate) async fn caller(url: &str, config: AwsConfig, place: &Place) -> Result<Caller, Trouble> {
    let (accounts, _scratch) = accounts(url, config);
    accounts.open(place).await?.caller().await
}

/// Times that a test can wait out.
pub(crate) fn hasty() -> AwsConfig {
    AwsConfig {
        connect: Duration::from_millis(500),
        attempt: Duration::from_millis(600),
        reading: Duration::from_secs(2),
        attempts: 2,
        ..AwsConfig::default()
    }
}

/// Runs what waits.
pub(crate) fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}
