//! Settings read again at SIGHUP: taken up whole, or refused whole.
//!
//! Must leave everything as it is where anything is wrong, and must say what became of it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRef;
use postern_plan::catalog::Catalog;
use postern_plan::guardrails::Guardrails;
use tokio::signal::unix::Signal;

use super::doors::{Doors, Exposure};
use crate::guardrails;
use crate::log::Filtering;
use crate::settings::reader::Entry;
use crate::settings::section::Change;
use crate::settings::sources::Sources;
use crate::settings::wrong::{Wrong, count};
use crate::settings::{Loaded, Purpose};
use crate::state::AppState;
use crate::web_address::WebAddress;

/// What reads the settings again
pub(super) struct Reloading {
    pub(super) sources: Sources,
    pub(super) purpose: Purpose,
    /// What holds now
    pub(super) loaded: Loaded,
    pub(super) listen: IpAddr,
    /// Where people reached the server at the start: where they are sent back to
    pub(super) public: Option<WebAddress>,
    pub(super) filtering: Filtering,
    /// None in the demo, whose account no setting changes
    pub(super) doors: Option<Doors>,
}

impl Reloading {
    /// Reads the settings again at each signal
    pub(super) async fn run(mut self, mut signal: Signal, state: AppState) {
        while signal.recv().await.is_some() {
            self.again(&state).await;
        }
    }

    async fn again(&mut self, state: &AppState) {
        match self.changed(state).await {
            Ok(changes) => changes.say(),
            Err(reasons) => {
                for reason in &reasons {
                    tracing::error!("settings: {reason}");
                }
                tracing::error!(
                    "settings not taken up, since {}: what held before holds on",
                    count(reasons.len())
                );
            }
        }
    }

    /// Takes the settings up, or says what is wrong with them
    async fn changed(&mut self, state: &AppState) -> Result<Changes, Vec<String>> {
        let lines = |all: Vec<Wrong>| {
            let line = |wrong: &Wrong| format!("{wrong}; {}", wrong.help);
            all.iter().map(line).collect::<Vec<_>>()
        };
        let mut loaded = Loaded::read(&self.sources, self.purpose).map_err(lines)?;
        let catalog = Arc::<Catalog>::from_ref(state);
        let guardrails = guardrails::load(&loaded.settings, &catalog).map_err(lines)?;
        let mut changes = Changes::between(&self.loaded.entries, &loaded.entries);
        let before = Arc::<Guardrails>::from_ref(state);
        if before.digest() != guardrails.digest() {
            // The file may have the same name and other rules.
            changes.reloaded.retain(|key| key != guardrails::KEY);
            changes.reloaded.push(guardrails::KEY.to_owned());
        }
        if changes.reloaded.is_empty() {
            return Ok(changes);
        }
        let settings = &loaded.settings;
        let door = match &mut self.doors {
            // The file may speak of another address by now; this one is listened on.
            Some(doors) if settings.apply.enabled && doors.exposure() == Exposure::Beyond => {
                return Err(vec![
                    "apply.enabled: cannot carry plans out where other machines reach the port and \
                     nobody has to sign in; restart postern with server.listen on 127.0.0.1, or \
                     have people sign in"
                        .to_owned(),
                ]);
            }
            Some(doors) => Some(doors.open(settings).await.map_err(|error| {
                let lines = error
                    .complaints()
                    .map(|complaint| complaint.message.clone());
                lines.collect::<Vec<_>>()
            })?),
            None => None,
        };
        let hosts = settings.hosts(self.listen, self.public.as_ref());
        state.change(door, hosts, settings.roles());
        state.change_guardrails(guardrails);
        self.filtering.set(&settings.log.filter);
        keep_restarts(&self.loaded.entries, &mut loaded.entries);
        self.loaded = loaded;
        Ok(changes)
    }
}

/// What a restart would take up is still as it was
fn keep_restarts(before: &[Entry], now: &mut Vec<Entry>) {
    now.retain(|entry| entry.change == Change::Reload);
    now.extend(
        before
            .iter()
            .filter(|entry| entry.change == Change::Restart)
            .cloned(),
    );
}

/// The keys that say something else than before
#[derive(Debug, Default, PartialEq, Eq)]
struct Changes {
    reloaded: Vec<String>,
    waiting: Vec<String>,
}

impl Changes {
    fn between(before: &[Entry], now: &[Entry]) -> Self {
        let mut changes = Self::default();
        let is_in = |entry: &Entry, all: &[Entry]| {
            all.iter()
                .any(|other| other.key == entry.key && other.value == entry.value)
        };
        let gone = before
            .iter()
            .filter(|entry| !now.iter().any(|other| other.key == entry.key));
        let other = now.iter().filter(|entry| !is_in(entry, before));
        for entry in other.chain(gone) {
            match entry.change {
                Change::Reload => changes.reloaded.push(entry.key.clone()),
                Change::Restart => changes.waiting.push(entry.key.clone()),
            }
        }
        changes
    }

    fn say(&self) {
        if self == &Self::default() {
            tracing::info!("settings read again: nothing changed");
        }
        if !self.reloaded.is_empty() {
            tracing::info!("settings taken up: {}", self.reloaded.join(", "));
        }
        if !self.waiting.is_empty() {
            tracing::warn!(
                "settings changed that hold from the next start on: {}",
                self.waiting.join(", ")
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::settings::secret::Secret;
    use crate::settings::value::Shown;
    use crate::settings::wrong::Origin;

    fn entry(key: &str, value: Shown, change: Change) -> Entry {
        Entry {
            key: key.to_owned(),
            value,
            origin: Origin::Default,
            change,
        }
    }

    fn number(key: &str, value: u32, change: Change) -> Entry {
        entry(key, Shown::Value(json!(value)), change)
    }

    #[test]
    fn what_changed_is_told_apart_by_when_it_holds() {
        let secret = |text| entry("d", Shown::Secret(Secret::new(text)), Change::Reload);
        let before = [
            number("a", 1, Change::Reload),
            number("b", 1, Change::Restart),
            number("c", 1, Change::Reload),
            secret("hunter2"),
        ];
        let now = [
            number("a", 1, Change::Reload),
            number("b", 2, Change::Restart),
            secret("hunter3"),
            number("e", 1, Change::Reload),
        ];
        let changes = Changes::between(&before, &now);
        assert_eq!(changes.reloaded, ["d", "e", "c"]);
        assert_eq!(changes.waiting, ["b"]);
        assert_eq!(Changes::between(&before, &before), Changes::default());
    }

    #[test]
    fn what_waits_for_a_restart_is_said_until_it_is_as_before() {
        let before = [number("b", 1, Change::Restart)];
        let mut now = vec![
            number("b", 2, Change::Restart),
            number("a", 1, Change::Reload),
        ];
        keep_restarts(&before, &mut now);
        assert_eq!(
            now,
            [
                number("a", 1, Change::Reload),
                number("b", 1, Change::Restart)
            ]
        );
    }
}
