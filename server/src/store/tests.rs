//! The store as a run uses it.

use postern_plan::run::{Answer, Event, Standing, Task, Until};
use postern_plan::run::{PlannedStep, Ref};
use sqlx::Row;

use super::*;

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("postern store? {name} {}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn new_run(id: &str) -> NewRun {
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

const ID: &str = "run-01ARZ3NDEKTSV4RRFFQ69G5FAV";

#[tokio::test]
async fn what_was_written_is_there_when_it_is_opened_again() {
    let folder = folder("again");
    let store = Store::open(&folder).await.unwrap();
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

    let store = Store::open(&folder).await.unwrap();
    let record = store.run(&run.id).await.unwrap();
    assert_eq!(record.steps, Some(run.steps));
    assert_eq!(record.standing, "done");
    assert_eq!(record.changed_at, "2026-11-23T00:00:01Z");
    let events = store.events(&run.id, 0).await.unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(events.first().unwrap().event, Some(event));
    store.close().await;
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_commit_reaches_the_disk() {
    let folder = folder("disk");
    let store = Store::open(&folder).await.unwrap();
    let ask = async |pragma: &'static str| {
        let row = sqlx::query(pragma).fetch_one(&store.pool).await.unwrap();
        row.try_get::<i64, _>(0)
            .map(|n| n.to_string())
            .or_else(|_| row.try_get::<String, _>(0))
            .unwrap()
    };
    assert_eq!(ask("PRAGMA synchronous").await, "2");
    assert_eq!(ask("PRAGMA journal_mode").await, "wal");
    store.close().await;
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn what_is_asked_is_taken_once() {
    let folder = folder("asks");
    let store = Store::open(&folder).await.unwrap();
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
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn what_a_later_version_wrote_is_shown_and_never_misread() {
    let folder = folder("later");
    let store = Store::open(&folder).await.unwrap();
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
    fs::remove_dir_all(folder).unwrap();
}
