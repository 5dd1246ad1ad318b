//! What must hold of those who are told.
//!
//! Must not repeat any part of a secret.

use url::Host;

use super::super::Settings;
use super::super::wrong::Wrong;
use crate::notices::{Encryption, SigningKey};

/// Everything that is wrong; `about` makes it of a key, a message and what to do
pub(super) fn wrong(
    settings: &Settings,
    about: impl Fn(&str, String, &str) -> Wrong,
) -> Vec<Wrong> {
    let mut all = Vec::new();
    for (name, webhook) in &settings.webhooks {
        if let Err(error) = webhook.secret.reveal().parse::<SigningKey>() {
            all.push(about(
                &format!("webhooks.{name}.secret"),
                format!("webhooks.{name}.secret cannot be used: {error}"),
                "make one with: echo whsec_$(openssl rand -base64 32)",
            ));
        }
    }
    let told = settings.webhooks.keys().next();
    let told = told.map(|name| format!("webhooks.{name}"));
    let told = told.or_else(|| settings.mail.as_ref().map(|_| "mail".to_owned()));
    if let Some(key) = told {
        if settings.server.public_url.is_none() {
            all.push(about(
                &key,
                "server.public_url is missing: what is told links to the pages".to_owned(),
                "write it as in public_url = \"https://postern.example.org\" below [server]",
            ));
        }
        if !settings.signs_in() && !settings.apply.enabled {
            all.push(about(
                &key,
                "nothing is on record here, so there is nothing to tell".to_owned(),
                "have people sign in or set apply.enabled, or take the section out",
            ));
        }
    }
    let Some(mail) = &settings.mail else {
        return all;
    };
    let here = match Host::parse(mail.host.as_str()) {
        Ok(Host::Domain(name)) => name == "localhost",
        Ok(Host::Ipv4(ip)) => ip.is_loopback(),
        Ok(Host::Ipv6(ip)) => ip.is_loopback(),
        Err(_) => {
            all.push(about(
                "mail.host",
                format!(
                    "mail.host cannot be `{}`: this is no name of a host",
                    mail.host.as_str()
                ),
                "write it as in host = \"smtp.example.org\"",
            ));
            false
        }
    };
    if mail.user.is_some() != mail.password.is_some() {
        all.push(about(
            "mail.user",
            "mail.user and mail.password belong together, and one of them is missing".to_owned(),
            "set both, or neither",
        ));
    }
    if mail.encryption == Encryption::None && !here {
        all.push(about(
            "mail.encryption",
            "mail.encryption cannot be `none`: whoever is on the way would read every mail"
                .to_owned(),
            "write starttls or tls, or use a mail server on this machine",
        ));
    }
    if mail.to.is_empty() && !mail.authors {
        all.push(about(
            "mail.to",
            "mail tells nobody: mail.to is empty, and mail.authors is false".to_owned(),
            "name who is told, or take the section out",
        ));
    }
    all
}
