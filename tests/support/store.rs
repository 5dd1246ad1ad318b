//! A store of a test's own.
//!
//! In a folder; or, where `POSTERN_TEST_DATABASE` names a PostgreSQL server (`tests/postgres`), in a
//! database of that server.

use std::path::Path;
use std::time::Duration;

use postern_server::settings::secret::Secret;
use postern_server::store::{Database, Store};
use sqlx::{AnyPool, AssertSqlSafe};

/// The store; what another test of this name left is gone. `name` has letters, digits and hyphens.
///
/// # Panics
///
/// When there is none to be had.
pub async fn fresh_store(name: &str, folder: &Path) -> Store {
    let Ok(server) = std::env::var("POSTERN_TEST_DATABASE") else {
        let _ = std::fs::remove_dir_all(folder);
        return Store::open(folder).await.expect("a store in a folder");
    };
    let name = format!("{}_{}", name.replace('-', "_"), std::process::id());
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(&format!("{server}/postgres"))
        .await
        .expect("the server that POSTERN_TEST_DATABASE names");
    for words in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}"),
    ] {
        let done = sqlx::query(AssertSqlSafe(words)).execute(&pool).await;
        done.expect("a database of its own");
    }
    pool.close().await;
    let database = Database {
        address: Secret::new(format!("{server}/{name}")),
        lease: Duration::from_secs(30),
    };
    Store::connect(&database)
        .await
        .expect("a store in a database")
}
