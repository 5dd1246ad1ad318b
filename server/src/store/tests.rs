//! The store as a run uses it.

use postern_plan::run::{Answer, Event, Standing, Task, Until};
use postern_plan::run::{PlannedStep, Ref};
use sqlx::{AssertSqlSafe, Row};

use std::fs;

use super::*;
use crate::record::{Act, Entry, Proof};
use crate::settings::secret::Secret;

/// A store of a test's own, opened as often as it likes: in a folder, or in a database of the server
/// that `POSTERN_TEST_DATABASE` names
pub(crate) struct Fresh {
    folder: PathBuf,
    database: Option<Database>,
}

impl Fresh {
    pub(crate) async fn new(name: &str) -> Self {
        let id = std::process::id();
        let folder = std::env::temp_dir().join(format!("postern store? {name} {id}"));
        let _ = fs::remove_dir_all(&folder);
        let database = match std::env::var("POSTERN_TEST_DATABASE") {
            Err(_) => None,
            Ok(server) => Some(Database {
                address: Secret::new(made(&server, &format!("store_{name}_{id}")).await),
                lease: Duration::from_secs(2),
            }),
        };
        Self { folder, database }
    }

    pub(crate) async fn open(&self) -> Store {
        match &self.database {
            None => Store::open(&self.folder).await.unwrap(),
            Some(database) => Store::connect(database).await.unwrap(),
        }
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A new database of a server: its address
async fn made(server: &str, name: &str) -> String {
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(&format!("{server}/postgres"))
        .await
        .unwrap();
    let name = name.replace('-', "_");
    for words in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}"),
    ] {
        sqlx::query(AssertSqlSafe(words))
            .execute(&pool)
            .await
            .unwrap();
    }
    format!("{server}/{name}")
}

pub(crate) fn new_run(id: &str) -> NewRun {
    NewRun {
        id: id.parse().unwrap(),
        name: "agents".to_owned(),
        account: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        vpc: "vpc-1".to_owned(),
        plan: "abc".to_owned(),
        who: "ana".to_owned(),
        request: "version = 1".to_owned(),
        steps: vec![PlannedStep {
            name: "await data".to_owned(),
            task: Task::Await {
                endpoint: Ref::Id("vpce-1".to_owned()),
                until: Until::Available,
            },
        }],
    }
}

pub(crate) const ID: &str = "run-01ARZ3NDEKTSV4RRFFQ69G5FAV";

#[tokio::test]
async fn what_was_written_is_there_when_it_is_opened_again() {
    let fresh = Fresh::new("again").await;
    let store = fresh.open().await;
    let run = new_run(ID);
    store.add_run(&run, "2026-11-23T00:00:00Z").await.unwrap();
    let event = Event::Answered {
        step: 0,
        answer: Answer::Done(Some("vpce-1".to_owned())),
        request_id: Some("r".to_owned()),
    };
    let new = NewEvent {
        seq: 0,
        event: &event,
        action: Some("CreateVpcEndpoint"),
        standing: Standing::Done,
    };
    store
        .add_event(&run.id, &new, "2026-11-23T00:00:01Z")
        .await
        .unwrap();
    // A second that writes the same place is told.
    store
        .add_event(&run.id, &new, "2026-11-23T00:00:02Z")
        .await
        .unwrap_err();
    store.close().await;

    let store = fresh.open().await;
    let record = store.run(&run.id).await.unwrap();
    assert_eq!(record.steps, Some(run.steps));
    assert_eq!(record.standing, "done");
    assert_eq!(record.changed_at, "2026-11-23T00:00:01Z");
    let events = store.events(&run.id, 0).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events.first().unwrap().event, Some(event));
    store.close().await;
}

#[tokio::test]
async fn a_commit_reaches_the_disk() {
    let fresh = Fresh::new("disk").await;
    let store = fresh.open().await;
    let ask = async |pragma: &'static str| {
        let row = sqlx::query(pragma).fetch_one(&store.pool).await.unwrap();
        row.try_get::<i64, _>(0)
            .map(|n| n.to_string())
            .or_else(|_| row.try_get::<String, _>(0))
            .unwrap()
    };
    if store.is_shared() {
        assert_eq!(ask("SHOW synchronous_commit").await, "on");
    } else {
        assert_eq!(ask("PRAGMA synchronous").await, "2");
        assert_eq!(ask("PRAGMA journal_mode").await, "wal");
    }
    store.close().await;
}

#[tokio::test]
async fn what_is_asked_is_taken_once() {
    let fresh = Fresh::new("asks").await;
    let store = fresh.open().await;
    let run = new_run(ID);
    store.add_run(&run, "now").await.unwrap();
    store.ask(&run.id, Ask::Cancel, "ana", "now").await.unwrap();
    store
        .ask(&run.id, Ask::Rollback, "ana", "now")
        .await
        .unwrap();
    assert_eq!(
        store.asked(&run.id).await.unwrap(),
        [(0, Ask::Cancel), (1, Ask::Rollback)]
    );
    store.taken(&run.id, 0).await.unwrap();
    assert_eq!(store.asked(&run.id).await.unwrap(), [(1, Ask::Rollback)]);
    store.close().await;
}

#[tokio::test]
async fn what_a_later_version_wrote_is_shown_and_never_misread() {
    let fresh = Fresh::new("later").await;
    let store = fresh.open().await;
    let run = new_run(ID);
    store.add_run(&run, "now").await.unwrap();
    sqlx::query("UPDATE runs SET version = 2")
        .execute(&store.pool)
        .await
        .unwrap();
    let record = store.run(&run.id).await.unwrap();
    assert_eq!(record.steps, None);
    assert_eq!(record.name, "agents");
    store.close().await;
}

async fn proven(store: &Store) -> i64 {
    let mut proof = Proof::new();
    for row in store.record_from(1, 10_000).await.unwrap() {
        proof.take(&row).unwrap();
    }
    proof.entries()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_that_write_the_record_at_once_make_one_chain() {
    let fresh = Fresh::new("chain").await;
    // Two pools, as two processes have.
    let stores = [fresh.open().await, fresh.open().await];
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..40 {
        let store = stores[number % 2].clone();
        tasks.spawn(async move {
            let entry = Entry::new(Act::Began, format!("who {number}"), "run-1");
            store.record(&entry, "2026-11-23T00:00:00Z").await.unwrap();
        });
    }
    tasks.join_all().await;
    let [store, other] = stores;
    assert_eq!(proven(&store).await, 40);
    sqlx::query("UPDATE record SET who = 'eve' WHERE seq = 7")
        .execute(&other.pool)
        .await
        .unwrap();
    let row = store.record_from(7, 1).await.unwrap().remove(0);
    assert_eq!(row.index.who, "eve");
    assert_ne!(row.read().unwrap().who, "eve");
}

#[tokio::test]
async fn the_record_is_searched_by_what_it_says() {
    let fresh = Fresh::new("search").await;
    let store = fresh.open().await;
    for (at, who, account) in [
        ("2026-11-22T10:00:00Z", "Ada 100%", Some("111122223333")),
        ("2026-11-23T10:00:00Z", "Grace", None),
        ("2026-11-24T10:00:00Z", "Ada 1000", Some("444455556666")),
    ] {
        let mut entry = Entry::new(Act::Began, who, "run_1");
        entry.account = account.map(str::to_owned);
        store.record(&entry, at).await.unwrap();
    }
    let found = async |wanted: Wanted| {
        let rows = store.recorded(&wanted, i64::MAX, 10).await.unwrap();
        rows.iter().map(|row| row.index.seq).collect::<Vec<i64>>()
    };
    let any = Wanted::default;
    let none: [i64; 0] = [];
    let text = |text: &str| text.to_owned();
    assert_eq!(found(any()).await, [3, 2, 1]);
    for part in ["Ada", "aDA"] {
        let wanted = Wanted {
            who: text(part),
            ..any()
        };
        assert_eq!(found(wanted).await, [3, 1], "{part}");
    }
    // What means something to SQL means itself.
    assert_eq!(
        found(Wanted {
            who: text("100%"),
            ..any()
        })
        .await,
        [1]
    );
    assert_eq!(
        found(Wanted {
            who: text("' OR 1=1 --"),
            ..any()
        })
        .await,
        none
    );
    assert_eq!(
        found(Wanted {
            target: text("n_1"),
            ..any()
        })
        .await,
        [3, 2, 1]
    );
    assert_eq!(
        found(Wanted {
            target: text("%"),
            ..any()
        })
        .await,
        none
    );
    assert_eq!(
        found(Wanted {
            account: text("444455556666"),
            ..any()
        })
        .await,
        [3]
    );
    assert_eq!(
        found(Wanted {
            act: text("stood"),
            ..any()
        })
        .await,
        none
    );
    let day = Wanted {
        from: text("2026-11-23"),
        to: text("2026-11-24"),
        ..any()
    };
    assert_eq!(found(day).await, [2]);
    let rows = store.recorded(&any(), 3, 1).await.unwrap();
    assert_eq!(rows[0].index.seq, 2);
}

#[tokio::test]
async fn a_session_that_ended_is_not_brought_back() {
    let fresh = Fresh::new("sessions").await;
    let store = fresh.open().await;
    store.add_session("a", 100, "one").await.unwrap();
    assert!(store.add_session("a", 100, "two").await.is_err());
    store.keep_session("a", 200, "two").await.unwrap();
    let there = store.session("a", 150).await.unwrap();
    assert_eq!(there, Some(("two".to_owned(), 200)));
    assert_eq!(store.session("a", 200).await.unwrap(), None, "it is over");
    store.end_session("a").await.unwrap();
    store.keep_session("a", 300, "three").await.unwrap();
    assert_eq!(store.session("a", 0).await.unwrap(), None);
    store.add_session("b", 100, "one").await.unwrap();
    store.end_sessions(100).await.unwrap();
    assert_eq!(store.session("b", 0).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_that_ask_at_once_are_all_heard() {
    let fresh = Fresh::new("asking").await;
    let stores = [fresh.open().await, fresh.open().await];
    let run = new_run(ID);
    stores[0].add_run(&run, "now").await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (store, id) = (stores[number % 2].clone(), run.id.clone());
        tasks.spawn(async move { store.ask(&id, Ask::Cancel, "ana", "now").await.unwrap() });
    }
    tasks.join_all().await;
    assert_eq!(stores[1].asked(&run.id).await.unwrap().len(), 20);
}

#[tokio::test]
async fn several_that_open_it_at_once_find_it_ready() {
    let fresh = Fresh::new("opening").await;
    let opened = futures_util::future::join_all([fresh.open(), fresh.open(), fresh.open()]).await;
    for store in opened {
        store.answers().await.unwrap();
        assert!(store.runs(1).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_later_versions_database_is_refused() {
    let fresh = Fresh::new("newer").await;
    let store = fresh.open().await;
    sqlx::query("UPDATE _sqlx_migrations SET version = 900 WHERE version = 3")
        .execute(&store.pool)
        .await
        .unwrap();
    store.close().await;
    let opened = match &fresh.database {
        None => Store::open(&fresh.folder).await,
        Some(database) => Store::connect(database).await,
    };
    assert!(
        matches!(opened, Err(StoreError::Migration(_))),
        "{opened:?}"
    );
}

#[tokio::test]
async fn a_lease_has_one_holder_by_the_databases_clock() {
    let fresh = Fresh::new("leases").await;
    let store = fresh.open().await;
    if !store.is_shared() {
        // A file's lock is of the system (`apply/lock/file.rs`).
        return;
    }
    let long = Duration::from_mins(1);
    let first = store.take_lease("vpc-1", long).await.unwrap().unwrap();
    assert_eq!(store.take_lease("vpc-1", long).await.unwrap(), None);
    assert!(store.take_lease("vpc-2", long).await.unwrap().is_some());
    assert!(store.renew_lease(&first, long).await.unwrap());
    // Time goes by.
    sqlx::query("UPDATE leases SET valid_until = valid_until - 120")
        .execute(&store.pool)
        .await
        .unwrap();
    assert!(
        !store.renew_lease(&first, long).await.unwrap(),
        "it is over"
    );
    let second = store.take_lease("vpc-1", long).await.unwrap().unwrap();
    assert_ne!(first, second);
    store.release_lease(&first).await.unwrap();
    assert!(
        store.renew_lease(&second, long).await.unwrap(),
        "not theirs to release"
    );
    store.release_lease(&second).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    assert!(store.take_lease("vpc-1", long).await.unwrap().is_some());
}
