//! `postern serve`: the web application.

mod doors;
mod reload;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use postern_plan::catalog::Catalog;
use tokio::net::TcpListener;

use super::{CliError, ServeArgs, given, output, planned};
use crate::api::ApiDocuments;
use crate::assets::Assets;
use crate::hosts::AllowedHosts;
use crate::listen::{self, Ending, GRACE};
use crate::settings::{Loaded, Purpose};
use crate::state::{AppState, Door};
use crate::{log, router};
use doors::{Doors, Exposure};
use reload::Reloading;

pub(super) fn run(args: &ServeArgs) -> Result<(), CliError> {
    let sources = args.settings.sources();
    let purpose = if args.demo {
        Purpose::Command
    } else {
        Purpose::Serving
    };
    let loaded = Loaded::read(&sources, purpose).map_err(given::wrong)?;
    let filtering = log::start(&loaded.settings.log.filter);
    given::warn_of_unread(&sources);
    let server = loaded.settings.server.clone();
    let exposure = if server.listen.ip().is_loopback() {
        Exposure::Loopback
    } else {
        Exposure::Beyond
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::refused(format!("cannot start: {error}")))?;
    let served = runtime.block_on(async {
        let catalog = Arc::new(planned::catalog()?);
        let (door, doors) = if args.demo {
            (doors::demo(&catalog, server.state.as_deref()).await?, None)
        } else {
            let mut doors = Doors::new(catalog, server.state.clone(), exposure);
            (doors.open(&loaded.settings).await?, Some(doors))
        };
        let reloading = Reloading {
            sources,
            purpose,
            listen: server.listen.ip(),
            loaded,
            filtering,
            doors,
        };
        serve(door, reloading).await
    });
    // What is still under way after the grace is not waited for.
    runtime.shutdown_background();
    served
}

async fn serve(door: Door, reloading: Reloading) -> Result<(), CliError> {
    let assets = Assets::load().map_err(|error| {
        CliError::refused(format!("cannot put the pages' files together: {error}"))
    })?;
    let (catalog, documents) = catalog()?;
    let server = reloading.loaded.settings.server.clone();
    // Heard from here on, so that no signal between the announcement and serving is lost.
    let stop = listen::stop_signal().map_err(|error| no_signals(&error))?;
    let listener = bind(server.listen).await?;
    let address = listener
        .local_addr()
        .map_err(|error| cannot_listen(server.listen, &error))?;
    warn_beyond_loopback(address);
    let hosts = AllowedHosts::new(server.listen.ip(), server.allow_hosts);
    let state = AppState::new(assets, catalog, documents, hosts).with_door(door);
    // Without a file there is nothing to read again, and SIGHUP ends the process as usual.
    if reloading.sources.file.is_some() {
        let signal = listen::reload_signal().map_err(|error| no_signals(&error))?;
        tokio::spawn(reloading.run(signal, state.clone()));
    }
    output::print(format!("Postern is listening on http://{address}\n").as_bytes())?;
    match listen::serve(listener, router::app(state), stop, GRACE).await {
        Ok(Ending::Complete) => Ok(()),
        Ok(Ending::CutOff) => {
            tracing::warn!("stopped with requests under way");
            Ok(())
        }
        Err(error) => Err(CliError::refused(format!("cannot go on serving: {error}"))),
    }
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
