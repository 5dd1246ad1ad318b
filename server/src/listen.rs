//! Serving until told to stop.
//!
//! Requests that are under way get time to end, and no more than that: a connection that never
//! ends must not hold the process, and one that never says what it wants must not hold its place.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum_server::{Handle, Server};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How long requests under way may take after the signal to stop
pub const GRACE: Duration = Duration::from_secs(10);

/// How long a connection may wait for what it is there for
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Until the head of the first request is there
    pub first_head: Duration,
    /// Until the head of the next one is there, from the answer before it on
    pub next_head: Duration,
}

impl Patience {
    /// What holds for the server.
    ///
    /// An idle connection outlasts those of load balancers, which keep theirs for 60 s where nobody
    /// says otherwise: one that is closed on this side first is an error on theirs. Source: Elastic
    /// Load Balancing, Application Load Balancers, "Connection idle timeout", read 2026-11-24.
    pub const USUAL: Self = Self {
        first_head: Duration::from_secs(10),
        next_head: Duration::from_secs(75),
    };
}

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
    patience: Patience,
    grace: Duration,
) -> io::Result<Ending> {
    let handle = Handle::<SocketAddr>::new();
    let mut server = Server::from_listener(listener)
        .http1_only()
        .handle(handle.clone())
        .first_request_timeout(patience.first_head)
        .accept_error_handler(|_, error| tracing::debug!(%error, "a connection did not begin"));
    server
        .http_builder()
        .http1()
        .header_read_timeout(patience.next_head);
    let stopping = async {
        stop.await;
        // Whoever is under way may end; the time that they get is up to us.
        handle.graceful_shutdown(None);
        tokio::time::sleep(grace).await;
    };
    let serving = server.serve(app.into_make_service_with_connect_info::<SocketAddr>());
    tokio::select! {
        served = serving => served.map(|()| Ending::Complete),
        () = stopping => {
            handle.shutdown();
            Ok(Ending::CutOff)
        }
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

    const LONG: Patience = Patience {
        first_head: Duration::from_mins(1),
        next_head: Duration::from_mins(1),
    };

    async fn start(patience: Patience, grace: Duration) -> Started {
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
        let serving = tokio::spawn(serve(listener, app, stopped, patience, grace));
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
        let mut started = start(LONG, Duration::from_mins(1)).await;
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
        let mut started = start(LONG, Duration::from_millis(1)).await;
        ask(&started.client, "/never");
        started.arrived.recv().await.unwrap();
        started.stop.send(()).unwrap();
        assert_eq!(started.serving.await.unwrap().unwrap(), Ending::CutOff);
    }

    /// What comes until the other side closes
    fn rest(mut client: &TcpStream) -> String {
        let mut rest = String::new();
        client.read_to_string(&mut rest).unwrap();
        rest
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn half_a_head_does_not_hold_a_connection() {
        let patience = Patience {
            first_head: Duration::from_millis(1),
            ..LONG
        };
        let started = start(patience, Duration::ZERO).await;
        write!(&started.client, "GET / HTTP/1.1\r\nhost: loc").unwrap();
        assert_eq!(rest(&started.client), "");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn a_connection_that_asks_no_more_is_closed() {
        let patience = Patience {
            next_head: Duration::from_millis(1),
            ..LONG
        };
        let started = start(patience, Duration::ZERO).await;
        ask(&started.client, "/");
        let answered = rest(&started.client);
        assert!(answered.ends_with("hello"), "{answered}");
    }
}
