//! Serving until told to stop.
//!
//! Requests that are under way get time to end, and no more than that: a connection that never
//! ends must not hold the process.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// How long requests under way may take after the signal to stop
pub const GRACE: Duration = Duration::from_secs(10);

/// How serving ended
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Every request was answered
    Complete,
    /// Some were still under way when the time was up
    CutOff,
}

/// Serves `app` until `stop` is ready, then for at most `grace` more
pub async fn serve(
    listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()> + Send + 'static,
    grace: Duration,
) -> io::Result<Ending> {
    let (stopped, mut told) = watch::channel(false);
    let stopping = async move {
        stop.await;
        stopped.send_replace(true);
    };
    let deadline = async move {
        // An error means that the sender is gone: serving has ended on its own.
        if told.wait_for(|stopped| *stopped).await.is_ok() {
            tokio::time::sleep(grace).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(stopping);
    tokio::select! {
        served = serving => served.map(|()| Ending::Complete),
        () = deadline => Ok(Ending::CutOff),
    }
}

/// Ready at the first SIGINT or SIGTERM
pub fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Each SIGHUP from now on
pub fn reload_signal() -> io::Result<Signal> {
    signal(SignalKind::hangup())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use axum::routing::get;
    use tokio::sync::{mpsc, oneshot};
    use tokio::task::JoinHandle;

    use super::*;

    struct Started {
        client: TcpStream,
        arrived: mpsc::Receiver<()>,
        stop: oneshot::Sender<()>,
        serving: JoinHandle<io::Result<Ending>>,
    }

    async fn start(grace: Duration) -> Started {
        let (arrive, arrived) = mpsc::channel(1);
        let never = move || async move {
            arrive.send(()).await.unwrap();
            std::future::pending::<()>().await;
        };
        let app = Router::new()
            .route("/", get(|| async { "hello" }))
            .route("/never", get(never));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move { stopped.await.unwrap() };
        let serving = tokio::spawn(serve(listener, app, stopped, grace));
        Started {
            client,
            arrived,
            stop,
            serving,
        }
    }

    fn ask(mut client: &TcpStream, path: &str) {
        write!(client, "GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn stops_when_told_with_every_request_answered() {
        let mut started = start(Duration::from_mins(1)).await;
        ask(&started.client, "/");
        started.client.read_exact(&mut [0]).unwrap();
        started.stop.send(()).unwrap();
        assert_eq!(started.serving.await.unwrap().unwrap(), Ending::Complete);
        let mut rest = String::new();
        started.client.read_to_string(&mut rest).unwrap();
        assert!(rest.ends_with("hello"), "{rest}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn a_request_that_never_ends_does_not_hold_the_process() {
        let mut started = start(Duration::from_millis(1)).await;
        ask(&started.client, "/never");
        started.arrived.recv().await.unwrap();
        started.stop.send(()).unwrap();
        assert_eq!(started.serving.await.unwrap().unwrap(), Ending::CutOff);
    }
}
