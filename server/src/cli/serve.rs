//! `postern serve`: the web application.

mod doors;
mod reload;
mod told;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use postern_plan::catalog::Catalog;
use tokio::net::TcpListener;

use super::{CliError, ServeArgs, given, output, planned};
use crate::api::ApiDocuments;
use crate::assets::Assets;
use crate::branding::Branding;
use crate::gate::Gate;
use crate::guardrails;
use crate::limits::Limits;
use crate::listen::{self, Ending, GRACE, Patience};
use crate::metrics::Metrics;
use crate::pull_requests::PullRequests;
use crate::routes::{self, METRICS};
use crate::settings::{Loaded, Purpose, Settings};
use crate::sign_in::SignIn;
use crate::state::{AppState, Door};
use crate::tokens::LongestDays;
use crate::traces::Traces;
use crate::web_address::WebAddress;
use crate::{log, router, watch};
use doors::{Doors, Exposure, Keeping};
use reload::Reloading;

pub(super) fn run(args: &ServeArgs) -> Result<(), CliError> {
    let sources = args.settings.sources();
    let purpose = if args.demo {
        Purpose::Command
    } else {
        Purpose::Serving
    };
    let loaded = Loaded::read(&sources, purpose).map_err(given::wrong)?;
    let server = loaded.settings.server.clone();
    let exposure = if server.listen.ip().is_loopback() || loaded.settings.signs_in() {
        Exposure::Known
    } else {
        Exposure::Beyond
    };
    let folder = if args.demo {
        Some(doors::demo_folder(server.state.clone()))
    } else {
        server.state.clone()
    };
    // The demo keeps to itself.
    let database = loaded.settings.database().filter(|_| !args.demo);
    let metrics = Metrics::default();
    let lines = loaded.settings.record.lines();
    let keeping = Keeping::new(database, folder, lines, metrics.clone());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::refused(format!("cannot start: {error}")))?;
    let traces = {
        let _within = runtime.enter();
        Traces::start(&loaded.settings.traces)
    };
    let traces = traces.map_err(|error| CliError::refused(log::chain(&error)))?;
    let filtering = log::start(&loaded.settings.log, traces.as_ref());
    given::warn_of_unread(&sources);
    let served = runtime.block_on(async {
        let catalog = Arc::new(planned::catalog()?);
        let (door, doors) = if args.demo {
            (
                doors::demo(&catalog, &keeping, loaded.settings.approvals()).await?,
                None,
            )
        } else {
            let opening = pull_requests(&loaded.settings)?;
            let mut doors = Doors::new(catalog, keeping.clone(), exposure).opening(opening);
            (doors.open(&loaded.settings).await?, Some(doors))
        };
        let gate = gate(&loaded.settings, &keeping).await?;
        let reloading = Reloading {
            sources,
            purpose,
            listen: server.listen.ip(),
            public: server.public_url.clone(),
            loaded,
            filtering,
            doors,
        };
        serve(door, gate, metrics, reloading).await
    });
    if let Some(traces) = traces {
        runtime.block_on(traces.end());
    }
    // What is still under way after the grace is not waited for.
    runtime.shutdown_background();
    served
}

async fn serve(
    door: Door,
    gate: Gate,
    metrics: Metrics,
    reloading: Reloading,
) -> Result<(), CliError> {
    let public = reloading.loaded.settings.server.public_url.as_ref();
    if let Some(base) = public.and_then(WebAddress::base) {
        routes::live_below(base);
    }
    let branding = Branding::load(&reloading.loaded.settings).map_err(given::wrong)?;
    let assets = Assets::branded(&branding).map_err(|error| {
        CliError::refused(format!("cannot put the pages' files together: {error}"))
    })?;
    let (catalog, documents) = catalog()?;
    let guardrails =
        guardrails::load(&reloading.loaded.settings, &catalog).map_err(given::wrong)?;
    let server = reloading.loaded.settings.server.clone();
    let longest_days = reloading.loaded.settings.tokens.longest_days.get();
    let limits = &reloading.loaded.settings.limits;
    let limits = Limits::new(limits.per_minute, limits.at_once);
    let watched = reloading.loaded.settings.metrics.listen;
    // Heard from here on, so that no signal between the announcement and serving is lost.
    let stop = listen::stop_signal().map_err(|error| no_signals(&error))?;
    let listener = bind(server.listen).await?;
    let address = listener
        .local_addr()
        .map_err(|error| cannot_listen(server.listen, &error))?;
    if gate.sign_in.is_none() {
        warn_beyond_loopback(address);
    }
    let notices = told::notices(&reloading.loaded.settings, &door)?;
    let public = server.public_url.as_ref();
    let hosts = reloading.loaded.settings.hosts(server.listen.ip(), public);
    let state = AppState::new(assets, catalog, documents, hosts)
        .with_branding(&branding)
        .with_door(door)
        .with_gate(gate)
        .with_token_days(LongestDays(longest_days))
        .with_limits(limits)
        .with_metrics(metrics)
        .within(guardrails);
    if let Some(notices) = notices {
        tokio::spawn(notices.run());
    }
    if let Some(sessions) = state.sessions() {
        tokio::spawn(sessions.sweep());
    }
    // Without a file there is nothing to read again, and SIGHUP ends the process as usual.
    if reloading.sources.file.is_some() {
        let signal = listen::reload_signal().map_err(|error| no_signals(&error))?;
        tokio::spawn(reloading.run(signal, state.clone()));
    }
    if let Some(watched) = watched {
        watch(watched, state.clone()).await?;
    }
    output::print(format!("Postern is listening on http://{address}\n").as_bytes())?;
    let app = router::app(state);
    match listen::serve(listener, app, stop, Patience::USUAL, GRACE).await {
        Ok(Ending::Complete) => Ok(()),
        Ok(Ending::CutOff) => {
            tracing::warn!("stopped with requests under way");
            Ok(())
        }
        Err(error) => Err(CliError::refused(format!("cannot go on serving: {error}"))),
    }
}

/// Serves the numbers at an address of their own, until the process ends
async fn watch(listen: SocketAddr, state: AppState) -> Result<(), CliError> {
    let listener = bind(listen).await?;
    let address = listener
        .local_addr()
        .map_err(|error| cannot_listen(listen, &error))?;
    let serving = listen::serve(
        listener,
        watch::apart(state),
        std::future::pending(),
        Patience::USUAL,
        GRACE,
    );
    tokio::spawn(serving);
    tracing::info!("the numbers are at http://{address}{}", METRICS.as_str());
    Ok(())
}

/// Where pull requests are opened, where they are
fn pull_requests(settings: &Settings) -> Result<Option<PullRequests>, CliError> {
    let Some(section) = &settings.pull_requests else {
        return Ok(None);
    };
    let made = PullRequests::new(section, settings.server.public_url.clone());
    made.map(Some).map_err(|error| {
        CliError::refused(log::chain(&error)).help("see that this machine has CA certificates")
    })
}

/// How people sign in, and what they may do then
async fn gate(settings: &Settings, keeping: &Keeping) -> Result<Gate, CliError> {
    if !settings.signs_in() {
        return Ok(Gate::default());
    }
    // Of its own, so that nobody who only begins to sign in keeps a run from its journal.
    let sign_in = SignIn::of(settings, &keeping.apart().await?).map_err(|error| {
        CliError::refused(log::chain(&error)).help("see that this machine has CA certificates")
    })?;
    Ok(Gate {
        sign_in: sign_in.map(Arc::new),
        roles: settings.roles(),
    })
}

async fn bind(listen: SocketAddr) -> Result<TcpListener, CliError> {
    TcpListener::bind(listen)
        .await
        .map_err(|error| cannot_listen(listen, &error))
}

fn no_signals(error: &io::Error) -> CliError {
    CliError::refused(format!("cannot listen for signals: {error}"))
}

fn catalog() -> Result<(Catalog, ApiDocuments), CliError> {
    let catalog = planned::catalog()?;
    let documents = ApiDocuments::of(&catalog)
        .map_err(|error| CliError::refused(format!("cannot write the catalogue: {error}")))?;
    Ok((catalog, documents))
}

fn cannot_listen(address: SocketAddr, error: &io::Error) -> CliError {
    match error.kind() {
        io::ErrorKind::AddrInUse => CliError::usage(format!(
            "cannot listen on `{address}`: another program does"
        ))
        .help(format!(
            "stop it, or choose another port, as in --listen {}:0",
            address_host(address)
        )),
        io::ErrorKind::PermissionDenied => {
            CliError::usage(format!("cannot listen on `{address}`: not permitted"))
                .help("choose a port above 1023")
        }
        io::ErrorKind::AddrNotAvailable => CliError::usage(format!(
            "cannot listen on `{address}`: not an address of this machine"
        ))
        .help("choose 127.0.0.1, or an address that this machine has"),
        _ => CliError::usage(format!("cannot listen on `{address}`: {error}"))
            .help("choose another address or port with --listen ADDR:PORT"),
    }
}

fn address_host(address: SocketAddr) -> String {
    match address {
        SocketAddr::V4(address) => address.ip().to_string(),
        SocketAddr::V6(address) => format!("[{}]", address.ip()),
    }
}

fn warn_beyond_loopback(address: SocketAddr) {
    if !address.ip().is_loopback() {
        output::complain(
            "warning",
            &format!("`{address}` can be reached from other machines, and nobody has to sign in"),
            Some("put it behind a proxy that asks who comes, or listen on 127.0.0.1"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_that_is_taken_is_said_with_a_way_out() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let listen = taken.local_addr().unwrap();
        let error = bind(listen).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("cannot listen on `{listen}`: another program does")
        );
        assert_eq!(
            error.help_text(),
            Some("stop it, or choose another port, as in --listen 127.0.0.1:0")
        );
    }
}
