//! The settings: what a file, the environment and the command line say, checked as a whole.
//!
//! Everything that is wrong is found at once, and nothing is used of settings that are wrong. Must
//! refuse what it does not know, and must never show a secret. Reading the same sources again is
//! how settings are reloaded.

pub mod reader;
pub mod secret;
pub mod section;
pub mod sections;
pub mod sources;
pub mod value;
pub mod wrong;

use std::collections::BTreeMap;

use postern_plan::id::AccountId;
use toml::de::DeTable;

use crate::apply::Pace;
use reader::{Entry, File, Reader, position};
use section::sections;
use sections::{AccountSettings, ApplySettings, AwsSettings, LogSettings, ServerSettings};
use sources::Sources;
use wrong::{Origin, Wrong};

sections! {
    /// Everything that can be set
    pub struct Settings {
        /// Where the server listens, and where it keeps what must last
        server: ServerSettings,
        /// What is logged
        log: LogSettings,
        /// How AWS is called
        aws: AwsSettings,
        /// How runs are carried out
        apply: ApplySettings,
        /// How other accounts are reached
        accounts: BTreeMap<AccountId, AccountSettings>,
    }
}

/// Settings that are right, and who said what
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The settings
    pub settings: Settings,
    /// Every key with its value and where it is from
    pub entries: Vec<Entry>,
}

/// What the settings are read for
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To serve: what only the server must not do is wrong too
    Serving,
    /// A command, or the demo, which reaches no account
    Command,
}

/// What reading came to
#[derive(Clone, Debug)]
pub struct Reading {
    /// As far as anything could be read; what is wrong is as though nobody had said it
    pub settings: Option<Settings>,
    entries: Vec<Entry>,
    wrong: Vec<Wrong>,
}

impl Reading {
    /// Reads all sources
    pub fn of(sources: &Sources) -> Self {
        let (text, unread) = match sources.text() {
            Ok(text) => (text, None),
            Err(wrong) => (String::new(), Some(wrong)),
        };
        let name = sources.file_name().unwrap_or_default();
        let (table, errors) = DeTable::parse_recoverable(&text);
        let root = (errors.is_empty() && unread.is_none()).then(|| table.get_ref());
        let file = File {
            name: &name,
            text: &text,
            root,
        };
        let mut reader = Reader::new(sources, file);
        reader.wrong.extend(unread);
        let mut last = 0;
        for error in errors {
            let (line, column) = position(&text, error.span().map_or(0, |span| span.start));
            // What follows on the same line follows from the first.
            if line == std::mem::replace(&mut last, line) {
                continue;
            }
            reader.wrong.push(Wrong {
                origin: Origin::Line {
                    file: name.clone(),
                    line,
                    column,
                },
                key: None,
                message: format!("this is not TOML: {}", error.message()),
                help: "mend this line; the keys of the file are looked at once all of it is TOML"
                    .to_owned(),
            });
        }
        let settings = Settings::of(&mut reader);
        let mut wrong = reader.wrong;
        // As they stand in the file, and then the variables.
        wrong.sort_by(|one, other| one.origin.cmp(&other.origin));
        Self {
            settings,
            entries: reader.entries,
            wrong,
        }
    }

    /// The settings, or everything that is wrong with them
    pub fn for_purpose(mut self, purpose: Purpose) -> Result<Loaded, Vec<Wrong>> {
        if let (Some(settings), Purpose::Serving) = (&self.settings, purpose) {
            self.wrong.extend(settings.beyond_loopback(&self.entries));
        }
        match self.settings {
            Some(settings) if self.wrong.is_empty() => Ok(Loaded {
                settings,
                entries: self.entries,
            }),
            _ => Err(self.wrong),
        }
    }
}

impl Loaded {
    /// Reads all sources; everything that is wrong otherwise
    pub fn read(sources: &Sources, purpose: Purpose) -> Result<Self, Vec<Wrong>> {
        Reading::of(sources).for_purpose(purpose)
    }
}

impl Settings {
    /// Whoever reaches the port could change the account
    fn beyond_loopback(&self, entries: &[Entry]) -> Option<Wrong> {
        if !self.apply.enabled || self.server.listen.ip().is_loopback() {
            return None;
        }
        let key = "apply.enabled";
        let entry = entries.iter().find(|entry| entry.key == key);
        let origin = entry.map_or(Origin::Default, |entry| entry.origin.clone());
        let help = match origin {
            Origin::Option(option) => format!("listen on 127.0.0.1, or leave {option} out"),
            _ => "listen on 127.0.0.1, or set apply.enabled to false".to_owned(),
        };
        Some(Wrong {
            origin,
            key: Some(key.to_owned()),
            message: format!(
                "cannot carry plans out on `{}`: other machines reach it, and nobody has to sign in",
                self.server.listen
            ),
            help,
        })
    }

    /// How long runs wait
    pub fn pace(&self) -> Pace {
        Pace {
            first_pause: self.apply.first_pause_ms.duration(),
            longest_pause: self.apply.longest_pause_ms.duration(),
            poll: self.apply.poll_ms.duration(),
            patience: self.apply.patience_ms.duration(),
        }
    }

    /// How AWS is called
    #[cfg(feature = "aws")]
    pub fn aws(&self) -> crate::endpoints::ec2::AwsConfig {
        use crate::endpoints::ec2::{AssumedRole, AwsConfig};
        AwsConfig {
            connect: self.aws.connect_timeout_ms.duration(),
            attempt: self.aws.attempt_timeout_ms.duration(),
            reading: self.aws.reading_timeout_ms.duration(),
            attempts: self.aws.reading_attempts.get(),
            file: None,
            roles: self
                .accounts
                .iter()
                .map(|(account, reached)| {
                    let external_id = reached.external_id.as_ref();
                    let role = AssumedRole {
                        arn: reached.role.as_str().to_owned(),
                        external_id: external_id.map(|id| id.as_str().to_owned()),
                    };
                    (account.to_string(), role)
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests;
