//! Who is told what happened, as the settings say.
//!
//! Must tell nobody where there is no record to tell of.

use std::collections::BTreeSet;

use super::super::CliError;
use crate::log::chain;
use crate::notices::{MailServer, Notices, Reached, SigningKeyError, Target, To, Webhook};
use crate::record::Act;
use crate::settings::Settings;
use crate::settings::sections::MailSettings;
use crate::settings::value::Line;
use crate::state::Door;

/// Whoever tells them; none where nobody is told
pub(super) fn notices(settings: &Settings, door: &Door) -> Result<Option<Notices>, CliError> {
    let (Some(store), Some(public)) = (door.record.store(), &settings.server.public_url) else {
        return Ok(None);
    };
    let mut targets = Vec::new();
    for (name, webhook) in &settings.webhooks {
        let key = webhook.secret.reveal().parse();
        let key = key.map_err(|error: SigningKeyError| CliError::refused(error.to_string()))?;
        let to = Webhook::new(webhook.url.clone(), key).map_err(|error| {
            CliError::refused(chain(&error)).help("see that this machine has CA certificates")
        })?;
        targets.push(Target {
            name: format!("webhook {name}"),
            acts: webhook.acts.iter().copied().collect(),
            to: To::Webhook(to),
        });
    }
    if let Some(mail) = &settings.mail {
        targets.extend(mailboxes(mail)?);
    }
    let notices = Notices::new(store.clone(), targets, public.clone());
    Ok((!notices.is_empty()).then_some(notices))
}

fn mailboxes(mail: &MailSettings) -> Result<Vec<Target>, CliError> {
    let user = mail.user.as_ref().map(Line::as_str);
    let reached = Reached {
        host: mail.host.as_str(),
        port: mail.port.get(),
        encryption: mail.encryption,
        credentials: user.zip(mail.password.as_ref()),
    };
    let server = MailServer::new(&reached, mail.from.clone())
        .map_err(|error| CliError::refused(chain(&error)).help("see that mail.host is a name"))?;
    let acts: BTreeSet<Act> = mail.acts.iter().copied().collect();
    let boxes = mail.to.iter().map(|to| Target {
        name: format!("mail {to}"),
        acts: acts.clone(),
        to: To::Mailbox(server.clone(), to.clone()),
    });
    let authors = mail.authors.then(|| Target {
        name: "mail of authors".to_owned(),
        acts: acts.clone(),
        to: To::Author(server.clone()),
    });
    Ok(boxes.chain(authors).collect())
}
