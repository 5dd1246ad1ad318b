//! Mail by SMTP: plain text, one recipient each, so that nobody's mailbox keeps another's mail back
//! nor shows who else is told.
//!
//! Must send a password over an encrypted connection alone, unless the server is on this machine.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox as Named, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use super::{Message, TellError};
use crate::settings::secret::Secret;

/// How long a mail may take
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// A mail address
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mailbox(Address);

/// How the connection to a mail server is encrypted
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// From the first word that matters on (RFC 3207); a server that cannot is not used
    StartTls,
    /// From the first byte on (RFC 8314)
    Tls,
    /// Not at all
    None,
}

/// A mail server, and who writes
#[derive(Clone, Debug)]
pub struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// How a mail server is reached
#[derive(Clone, Debug)]
pub struct Reached<'a> {
    /// Its name
    pub host: &'a str,
    /// Its port
    pub port: u16,
    /// How the connection is encrypted
    pub encryption: Encryption,
    /// The user and the password, where it asks for them
    pub credentials: Option<(&'a str, &'a Secret)>,
}

impl FromStr for Mailbox {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.parse().map(Self).map_err(|_| ())
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Encryption {
    /// The word for it
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StartTls => "starttls",
            Self::Tls => "tls",
            Self::None => "none",
        }
    }

    /// Each of them
    pub const ALL: [Self; 3] = [Self::StartTls, Self::Tls, Self::None];
}

impl MailServer {
    /// Reached so, with mails from this address
    pub fn new(
        reached: &Reached<'_>,
        from: Mailbox,
    ) -> Result<Self, lettre::transport::smtp::Error> {
        // An error means that there is one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let parameters = || TlsParameters::new(reached.host.to_owned());
        let tls = match reached.encryption {
            Encryption::StartTls => Tls::Required(parameters()?),
            Encryption::Tls => Tls::Wrapper(parameters()?),
            Encryption::None => Tls::None,
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(reached.host)
            .port(reached.port)
            .timeout(Some(TIME_LIMIT))
            .tls(tls);
        if let Some((user, password)) = reached.credentials {
            let password = password.reveal().to_owned();
            transport = transport.credentials(Credentials::new(user.to_owned(), password));
        }
        Ok(Self {
            transport: transport.build(),
            from,
        })
    }

    /// Sends a message once
    pub async fn send(&self, to: &Mailbox, message: &Message) -> Result<(), TellError> {
        let domain = self.from.0.domain();
        let mail = MessageBuilder::new()
            .from(Named::new(Some("Postern".to_owned()), self.from.0.clone()))
            .to(Named::new(None, to.0.clone()))
            .subject(message.subject.clone())
            .message_id(Some(format!("<{}@{domain}>", message.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone())
            .map_err(TellError::Mail)?;
        let sent = self.transport.send(mail).await;
        sent.map(|_| ()).map_err(TellError::Smtp)
    }
}
