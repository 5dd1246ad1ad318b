//! `postern serve`: the web application.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use postern_plan::catalog::Catalog;
use tokio::net::TcpListener;

use super::account::{self, StateArgs};
use super::{CliError, ServeArgs, output, planned};
use crate::api::ApiDocuments;
use crate::apply::{Applying, Pace};
use crate::assets::Assets;
use crate::config::{AllowedHosts, Config, DEFAULT_LISTEN};
use crate::endpoints::Accounts;
use crate::endpoints::cached::{Cached, KEPT};
use crate::endpoints::demo::Demo;
use crate::listen::{self, Ending, GRACE};
use crate::log::chain as log_chain;
use crate::settings::Settings;
use crate::state::{AppState, Door};
use crate::{log, router};

pub(super) fn run(args: ServeArgs) -> Result<(), CliError> {
    log::start()?;
    let listen = args.listen.unwrap_or(DEFAULT_LISTEN);
    let settings = account::settings(args.config.as_deref())?;
    let applies = match (args.demo, args.apply || settings.apply.enabled) {
        (true, _) => Applies::InTheDemo,
        (false, true) => Applies::InAccounts,
        (false, false) => Applies::Nowhere,
    };
    if applies == Applies::InAccounts && !listen.ip().is_loopback() {
        // Whoever reaches the port could change the account.
        return Err(CliError::usage(format!(
            "cannot carry plans out on `{listen}`: other machines reach it, and nobody has to sign in"
        ))
        .help("listen on 127.0.0.1, or leave --apply out"));
    }
    let config = Config {
        listen,
        hosts: AllowedHosts::new(listen.ip(), args.allow_host),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::refused(format!("cannot start: {error}")))?;
    let served = runtime.block_on(async {
        let catalog = Arc::new(planned::catalog()?);
        let door = match applies {
            // Whoever reaches the port would read the account with this machine's credentials.
            Applies::Nowhere if !listen.ip().is_loopback() => Door::default(),
            _ => door(&catalog, &settings, applies, &args.state).await?,
        };
        serve(config, door).await
    });
    // What is still under way after the grace is not waited for.
    runtime.shutdown_background();
    served
}

/// What of AWS this server may reach
async fn door(
    catalog: &Arc<Catalog>,
    settings: &Settings,
    applies: Applies,
    state: &StateArgs,
) -> Result<Door, CliError> {
    if applies == Applies::InTheDemo {
        return demo(catalog, state).await;
    }
    let applies = applies == Applies::InAccounts;
    let accounts = match account::accounts(catalog, settings) {
        Ok(accounts) => accounts,
        Err(error) if applies => return Err(error),
        Err(_) => return Ok(Door::default()),
    };
    if !applies {
        return Ok(Door {
            accounts: Some(cached(accounts)),
            ..Door::default()
        });
    }
    let store = state.open().await?;
    let applying = Applying::new(
        store,
        Arc::clone(&accounts),
        Arc::clone(catalog),
        settings.pace(),
    );
    // What was under way when the process before this one ended goes on by itself: every step is
    // journalled, and what is not known is looked up first.
    let recovering = applying.clone();
    tokio::spawn(async move {
        if let Err(error) = recovering.recover().await {
            tracing::error!("runs that were under way are left: {}", log_chain(&error));
        }
    });
    Ok(Door {
        accounts: Some(cached(accounts)),
        applying: Some(applying),
        banner: None,
    })
}

/// Where plans are carried out
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applies {
    Nowhere,
    InAccounts,
    InTheDemo,
}

fn cached(accounts: Arc<dyn Accounts>) -> Arc<Cached> {
    Arc::new(Cached::new(accounts, KEPT))
}

/// The account of the demo, whose runs are kept where nobody looks for them
async fn demo(catalog: &Arc<Catalog>, state: &StateArgs) -> Result<Door, CliError> {
    let demo = Demo::new().map_err(|error| {
        CliError::refused(log_chain(&error)).help("this is a fault of postern: please report it")
    })?;
    let accounts: Arc<dyn Accounts> = Arc::new(demo);
    let passing = std::env::temp_dir().join(format!("postern-demo-{}", std::process::id()));
    let store = state.open_or(&passing).await?;
    let pace = Pace {
        poll: Duration::from_secs(1),
        ..Pace::default()
    };
    Ok(Door {
        applying: Some(Applying::new(
            store,
            Arc::clone(&accounts),
            Arc::clone(catalog),
            pace,
        )),
        accounts: Some(cached(accounts)),
        banner: Some(
            "This is a demo: account 111122223333 in us-east-1 is made up, and nothing here reaches AWS.",
        ),
    })
}

async fn serve(config: Config, door: Door) -> Result<(), CliError> {
    let assets = Assets::load().map_err(|error| {
        CliError::refused(format!("cannot put the pages' files together: {error}"))
    })?;
    let (catalog, documents) = catalog()?;
    // Heard from here on, so that no signal between the announcement and serving is lost.
    let stop = listen::stop_signal()
        .map_err(|error| CliError::refused(format!("cannot listen for signals: {error}")))?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| cannot_listen(config.listen, &error))?;
    let address = listener
        .local_addr()
        .map_err(|error| cannot_listen(config.listen, &error))?;
    warn_beyond_loopback(address);
    output::print(format!("Postern is listening on http://{address}\n").as_bytes())?;
    let app = router::app(AppState::new(assets, catalog, documents, config.hosts).with_door(door));
    match listen::serve(listener, app, stop, GRACE).await {
        Ok(Ending::Complete) => Ok(()),
        Ok(Ending::CutOff) => {
            tracing::warn!("stopped with requests under way");
            Ok(())
        }
        Err(error) => Err(CliError::refused(format!("cannot go on serving: {error}"))),
    }
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
        let hosts = AllowedHosts::new(listen.ip(), Vec::new());
        let error = serve(Config { listen, hosts }, Door::default())
            .await
            .unwrap_err();
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
