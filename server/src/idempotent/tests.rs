//! What becomes of a key where nobody waits for the answer, and where nobody wrote it down.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn;
use axum::routing::post;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::*;

const BODY: &str = "{}";

/// How often something was done, and what it waits for
#[derive(Clone)]
struct Doing {
    done: Arc<AtomicUsize>,
    may: Arc<Semaphore>,
    status: StatusCode,
}

async fn act(State(doing): State<Doing>) -> Response {
    let _may = doing.may.acquire().await.unwrap();
    let done = doing.done.fetch_add(1, Ordering::SeqCst) + 1;
    (doing.status, format!("done {done}")).into_response()
}

struct Case {
    store: Store,
    folder: PathBuf,
    doing: Doing,
    app: Router,
}

impl Case {
    async fn start(name: &str, status: StatusCode) -> Self {
        let folder =
            std::env::temp_dir().join(format!("postern-once-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let store = Store::open(&folder).await.unwrap();
        let doing = Doing {
            done: Arc::default(),
            may: Arc::new(Semaphore::new(1)),
            status,
        };
        let recorder = Recorder::new(Some(store.clone()));
        let app = Router::new()
            .route("/act", post(act))
            .layer(from_fn(once))
            .layer(axum::Extension(recorder))
            .with_state(doing.clone());
        Self {
            store,
            folder,
            doing,
            app,
        }
    }

    fn asked() -> Request {
        let asked = Request::post("/act").header(&KEY, "k");
        asked.body(Body::from(BODY)).unwrap()
    }

    async fn ask(&self) -> Response {
        self.app.clone().oneshot(Self::asked()).await.unwrap()
    }

    fn done(&self) -> usize {
        self.doing.done.load(Ordering::SeqCst)
    }

    async fn end(self) {
        self.store.close().await;
        std::fs::remove_dir_all(self.folder).unwrap();
    }
}

#[tokio::test]
async fn what_ended_without_an_answer_is_never_done_again() {
    let case = Case::start("crash", StatusCode::OK).await;
    let now = jiff::Timestamp::now().as_second();
    let name = hash(&[b"", b"\n", b"k"]);
    let same = hash(&[b"POST /act\n", BODY.as_bytes()]);
    // A process took the key, and ended.
    let claim = case
        .store
        .claim(&name, &same, now, now + KEPT)
        .await
        .unwrap();
    assert_eq!(claim, Claim::Ours);
    for _ in 0..2 {
        assert_eq!(case.ask().await.status(), StatusCode::CONFLICT);
    }
    assert_eq!(case.done(), 0);
    // A day later the key is free.
    let later = case.store.claim(&name, &same, now + KEPT, now + 2 * KEPT);
    assert_eq!(later.await.unwrap(), Claim::Ours);
    case.end().await;
}

#[tokio::test]
async fn whoever_goes_away_finds_the_answer_later() {
    let case = Case::start("away", StatusCode::ACCEPTED).await;
    let held = Arc::clone(&case.doing.may).acquire_owned().await.unwrap();
    let asking = tokio::spawn(case.app.clone().oneshot(Case::asked()));
    for _ in 0..1_000 {
        if case.store.claims().await.unwrap() > 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    asking.abort();
    assert_eq!(case.ask().await.status(), StatusCode::CONFLICT);
    drop(held);
    let mut answer = case.ask().await;
    for _ in 0..1_000 {
        if answer.status() != StatusCode::CONFLICT {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        answer = case.ask().await;
    }
    assert_eq!(answer.status(), StatusCode::ACCEPTED);
    let body = to_bytes(answer.into_body(), BODY_LIMIT).await.unwrap();
    assert_eq!((&body[..], case.done()), (&b"done 1"[..], 1));
    case.end().await;
}

#[tokio::test]
async fn a_refusal_lets_go_and_a_fault_does_not() {
    let refused = Case::start("refused", StatusCode::UNPROCESSABLE_ENTITY).await;
    for done in 1..=2 {
        assert_eq!(
            refused.ask().await.status(),
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(refused.done(), done);
    }
    refused.end().await;
    let fault = Case::start("fault", StatusCode::INTERNAL_SERVER_ERROR).await;
    assert_eq!(
        fault.ask().await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(fault.ask().await.status(), StatusCode::CONFLICT);
    assert_eq!(fault.done(), 1);
    fault.end().await;
}
