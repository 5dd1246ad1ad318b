//! What must hold between keys.
//!
//! Must look at whole settings only: what one value may be is its type's.

mod notices;
mod pull_requests;

use std::collections::BTreeMap;

use super::reader::Entry;
use super::wrong::{Origin, Wrong};
use super::{Purpose, Settings};

/// Everything that is wrong between keys
pub(super) fn wrong(settings: &Settings, entries: &[Entry], purpose: Purpose) -> Vec<Wrong> {
    let rules = Rules { settings, entries };
    let mut all = Vec::new();
    if purpose == Purpose::Serving {
        all.extend(rules.beyond_loopback());
    }
    all.extend(rules.one_way_to_sign_in());
    all.extend(rules.no_way_back());
    all.extend(rules.below_a_path());
    all.extend(rules.everybody_a_proxy());
    all.extend(rules.nobody_may());
    all.extend(rules.nobody_signs_in());
    all.extend(rules.twice());
    all.extend(rules.nobody_asks());
    all.extend(rules.nobody_approves());
    all.extend(notices::wrong(settings, |key, message, help| {
        rules.about(key, message, help)
    }));
    all.extend(pull_requests::wrong(
        settings,
        purpose,
        |key, message, help| rules.about(key, message, help),
    ));
    all
}

struct Rules<'a> {
    settings: &'a Settings,
    entries: &'a [Entry],
}

impl Rules<'_> {
    /// Whoever reaches the port could change the account
    fn beyond_loopback(&self) -> Option<Wrong> {
        let server = &self.settings.server;
        let guarded = server.listen.ip().is_loopback() || self.settings.signs_in();
        if !self.settings.apply.enabled || guarded {
            return None;
        }
        let key = "apply.enabled";
        let help = match self.origin(key) {
            Origin::Option(option) => {
                format!("listen on 127.0.0.1, leave {option} out, or have people sign in")
            }
            _ => {
                "listen on 127.0.0.1, set apply.enabled to false, or have people sign in".to_owned()
            }
        };
        Some(self.about(
            key,
            format!(
                "cannot carry plans out on `{}`: other machines reach it, and nobody has to sign in",
                server.listen
            ),
            &help,
        ))
    }

    fn one_way_to_sign_in(&self) -> Option<Wrong> {
        let ways = self.ways();
        let [_, second, ..] = ways.as_slice() else {
            return None;
        };
        Some(self.about(
            second,
            format!(
                "people cannot sign in in {} ways at once: {}",
                ways.len(),
                ways.join(", ")
            ),
            "keep one of these sections",
        ))
    }

    /// After they signed in people are sent to an address that must be known
    fn no_way_back(&self) -> Option<Wrong> {
        let missing = self.settings.oidc.is_some() && self.settings.server.public_url.is_none();
        missing.then(|| {
            self.about(
                "oidc",
                "server.public_url is missing: the identity provider sends people back to it"
                    .to_owned(),
                "write it as in public_url = \"https://postern.example.org\" below [server]",
            )
        })
    }

    /// What stands before all paths is written into every link
    fn below_a_path(&self) -> Option<Wrong> {
        let public = self.settings.server.public_url.as_ref()?;
        let plain = public
            .base()
            .unwrap_or_default()
            .split('/')
            .skip(1)
            .all(|part| {
                !part.is_empty()
                    && !part.starts_with('.')
                    && part
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
            });
        (!plain).then(|| {
            self.about(
                "server.public_url",
                format!(
                    "server.public_url cannot be `{public}`: its path has more in it than letters, \
                     digits, `-`, `.`, `_` and `~`"
                ),
                "write it as in https://tools.example.org/postern",
            )
        })
    }

    /// Anybody could say to be anybody
    fn everybody_a_proxy(&self) -> Option<Wrong> {
        let proxy = self.settings.proxy.as_ref()?;
        let wide = proxy.peers.iter().find(|net| net.prefix_len() == 0)?;
        Some(self.about(
            "proxy.peers",
            format!(
                "proxy.peers cannot hold `{wide}`: whoever reaches the port could say to be anybody"
            ),
            "name the addresses of the proxy",
        ))
    }

    fn nobody_may(&self) -> Option<Wrong> {
        let way = self.ways().into_iter().next()?;
        if !self.settings.roles().is_empty() {
            return None;
        }
        Some(self.about(
            way,
            "people sign in, and nobody may do anything: no group has a role".to_owned(),
            "write groups as in viewer = [\"*\"] and applier = [\"platform\"] below [roles]",
        ))
    }

    /// Whoever wrote roles believes that they hold
    fn nobody_signs_in(&self) -> Option<Wrong> {
        if self.settings.signs_in() || self.settings.roles().is_empty() {
            return None;
        }
        let environments = self.settings.environments.keys().next();
        let key = match environments {
            Some(name) if self.settings.roles().everywhere.is_empty() => {
                format!("environments.{name}")
            }
            _ => "roles".to_owned(),
        };
        Some(self.about(
            &key,
            "roles are given, and nobody signs in: everybody may do everything".to_owned(),
            "have people sign in by one of the sections oidc, load_balancer and proxy, or take \
             the roles out",
        ))
    }

    /// Two environments that hold one account would give it the roles of both
    fn twice(&self) -> Vec<Wrong> {
        let mut first = BTreeMap::new();
        let mut all = Vec::new();
        for (name, environment) in &self.settings.environments {
            for account in &environment.accounts {
                match first.get(account.as_str()) {
                    None => {
                        first.insert(account.as_str(), name);
                    }
                    Some(other) => all.push(self.about(
                        &format!("environments.{name}.accounts"),
                        format!("account {account} is in {other} already"),
                        "keep an account in one environment",
                    )),
                }
            }
        }
        all
    }

    /// The keys that say that it takes an approval
    fn approval_keys(&self) -> Vec<String> {
        let Settings {
            approvals,
            environments,
            ..
        } = self.settings;
        let there = environments
            .iter()
            .filter(|(_, one)| one.approval_required == Some(true))
            .map(|(name, _)| format!("environments.{name}.approval_required"));
        let everywhere = approvals.required.then(|| "approvals.required".to_owned());
        everywhere.into_iter().chain(there).collect()
    }

    /// An approval that is required where nothing is carried out protects nothing
    fn nobody_asks(&self) -> Option<Wrong> {
        let key = self.approval_keys().into_iter().next()?;
        let missing = if !self.settings.signs_in() {
            "nobody signs in, so nobody can be told from anybody"
        } else if !self.settings.apply.enabled {
            "no plan is carried out here, as long as apply.enabled is false"
        } else {
            return None;
        };
        Some(self.about(
            &key,
            format!("{key} is set, and {missing}"),
            "have people sign in and set apply.enabled, or take it out",
        ))
    }

    /// Every proposal would wait until it expires
    fn nobody_approves(&self) -> Vec<Wrong> {
        let Settings {
            roles,
            environments,
            ..
        } = self.settings;
        let somebody = !(roles.approver.is_empty() && roles.admin.is_empty());
        if somebody || !self.settings.signs_in() {
            return Vec::new();
        }
        let lacks = |key: &String| {
            let there = environments.values().zip(environments.keys());
            !there.into_iter().any(|(one, name)| {
                *key == format!("environments.{name}.approval_required")
                    && !(one.approver.is_empty() && one.admin.is_empty())
            })
        };
        let keys = self.approval_keys().into_iter().filter(lacks);
        keys.map(|key| {
            self.about(
                &key,
                format!("{key} is set, and nobody may approve anything there"),
                "give the role approver to a group",
            )
        })
        .collect()
    }

    fn ways(&self) -> Vec<&'static str> {
        let Settings {
            oidc,
            load_balancer,
            proxy,
            ..
        } = self.settings;
        [
            (oidc.is_some(), "oidc"),
            (load_balancer.is_some(), "load_balancer"),
            (proxy.is_some(), "proxy"),
        ]
        .into_iter()
        .filter_map(|(there, name)| there.then_some(name))
        .collect()
    }

    fn about(&self, key: &str, message: String, help: &str) -> Wrong {
        Wrong {
            origin: self.origin(key),
            key: Some(key.to_owned()),
            message,
            help: help.to_owned(),
        }
    }

    /// Who said this key, or of a section the first key that somebody said
    fn origin(&self, key: &str) -> Origin {
        let below = format!("{key}.");
        let about = |entry: &&Entry| entry.key == key || entry.key.starts_with(&below);
        let mut said = self.entries.iter().filter(about);
        let first = said.find(|entry| entry.origin != Origin::Default);
        first.map_or(Origin::Default, |entry| entry.origin.clone())
    }
}
