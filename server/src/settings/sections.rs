//! The sections that there are, and what holds where nobody says anything.
//!
//! The comments are what `docs/CONFIGURATION.md` says: whole sentences for whoever runs Postern.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use super::section::section;
use super::value::{Line, LogFilter, Milliseconds, RoleArn};
use crate::apply::Pace;
use crate::hosts::{DEFAULT_LISTEN, HostName};

section! {
    /// Where the server listens, whom it answers, and where it keeps its runs.
    pub struct ServerSettings {
        /// The address and the port to listen on.
        /// Port 0 takes any free one.
        listen: SocketAddr = DEFAULT_LISTEN, Restart, "--listen";
        /// The host names to answer to, beside localhost and the address that is listened on.
        /// A request for any other is refused, since a page elsewhere could point its own name at this machine.
        allow_hosts: Vec<HostName> = Vec::new(), Reload, "--allow-host";
        /// The folder for runs and records, made if need be.
        /// Where it is not set it is `postern` in `$XDG_STATE_HOME`, or else in `$HOME/.local/state`.
        state: Option<PathBuf> = None, Restart, "--state";
    }
}

section! {
    /// What the server writes to standard error.
    pub struct LogSettings {
        /// What is logged.
        /// `POSTERN_LOG` is a short name of the variable, and gives way to the long one.
        filter: LogFilter = LogFilter::usual(), Reload;
    }
}

section! {
    /// How AWS is called. A run that is under way goes on with the settings that it began with.
    pub struct AwsSettings {
        /// How long it may take to make a connection, in milliseconds.
        connect_timeout_ms: Milliseconds = Milliseconds::near(Duration::from_secs(5)), Reload;
        /// How long one attempt of a call may take, in milliseconds.
        attempt_timeout_ms: Milliseconds = Milliseconds::near(Duration::from_secs(15)), Reload;
        /// How long a reading may take with all its attempts, in milliseconds.
        reading_timeout_ms: Milliseconds = Milliseconds::near(Duration::from_secs(25)), Reload;
        /// How often a reading is attempted at most.
        /// A call that changes something is attempted once.
        reading_attempts: NonZeroU32 = NonZeroU32::MIN.saturating_add(3), Reload;
    }
}

section! {
    /// Whether and how runs are carried out. A run that is under way goes on with the settings that it began with.
    pub struct ApplySettings {
        /// Whether the pages may carry plans out, with the credentials of the server.
        /// The server must listen on a loopback address then, since nobody has to sign in.
        enabled: bool = false, Reload, "--apply";
        /// How long to wait before a call is repeated for the first time, in milliseconds.
        /// It doubles each time.
        first_pause_ms: Milliseconds = Milliseconds::near(Pace::default().first_pause), Reload;
        /// How long to wait before any repetition at most, in milliseconds.
        longest_pause_ms: Milliseconds = Milliseconds::near(Pace::default().longest_pause), Reload;
        /// How long to wait between two looks at an endpoint that is not ready yet, in milliseconds.
        poll_ms: Milliseconds = Milliseconds::near(Pace::default().poll), Reload;
        /// How long to wait for one endpoint at most, in milliseconds.
        patience_ms: Milliseconds = Milliseconds::near(Pace::default().patience), Reload;
    }
}

section! {
    /// How another account than that of the credentials is reached. ACCOUNT is its id of twelve digits.
    pub struct AccountSettings {
        /// The role that is assumed.
        role: RoleArn, Reload;
        /// The external id that the role asks for.
        external_id: Option<Line> = None, Reload;
    }
}
