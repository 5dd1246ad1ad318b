//! A load balancer that has people sign in, and says who they are in a token that it signs.
//!
//! Must believe the token alone: `x-amzn-oidc-identity` is not signed. Must verify the bytes as they
//! were sent, since the parts of this token are padded, which JSON Web Tokens are not.
//!
//! Source: Elastic Load Balancing, "Authenticate users using an Application Load Balancer".

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderName};
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use serde::Deserialize;
use thiserror::Error;
use tokio::sync::Mutex;

use super::Trouble;
use super::calls::Calls;
use super::claims::Claims;
use crate::settings::sections::LoadBalancerSettings;
use crate::settings::value::LoadBalancerArn;
use crate::visitor::{Person, plain_name};
use crate::web_address::WebAddress;

/// The header with the token
pub const TOKEN: HeaderName = HeaderName::from_static("x-amzn-oidc-data");

/// The cookies of a load balancer's session; it writes as many as it needs, and clients take four
pub const COOKIES: [&str; 4] = [
    "AWSELBAuthSessionCookie-0",
    "AWSELBAuthSessionCookie-1",
    "AWSELBAuthSessionCookie-2",
    "AWSELBAuthSessionCookie-3",
];

/// As many keys as are kept; a load balancer uses one at a time
const MOST_KEYS: usize = 16;

/// How soon a key is asked for again after one was asked for that there is not: whoever makes tokens
/// up must not have this server ask for each
const SOONEST: Duration = Duration::from_secs(5);

/// The longest text of a token that is written to the log, in characters
const LONGEST: usize = 100;

/// Padded or not
const PARTS: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Load balancers that are believed
#[derive(Debug)]
pub struct LoadBalancer {
    signers: Vec<LoadBalancerArn>,
    issuer: String,
    client: String,
    keys_url: Option<WebAddress>,
    groups_claim: String,
    sign_out: Option<WebAddress>,
    calls: Calls,
    keys: RwLock<BTreeMap<String, VerifyingKey>>,
    /// When a key was last asked for that there is not; whoever asks for one holds it
    missed: Mutex<Option<Instant>>,
}

/// What a token says of itself
#[derive(Debug, Deserialize)]
struct Head {
    alg: String,
    kid: String,
    signer: String,
    iss: String,
    client: String,
    exp: i64,
}

/// Why a token is not believed
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Doubt {
    /// It is not three parts that can be read
    #[error("the token of the load balancer cannot be read")]
    Unreadable,
    /// It is signed in a way that no load balancer signs
    #[error("the token is signed with `{0}`, and load balancers sign with ES256")]
    Algorithm(String),
    /// Another load balancer signed it
    #[error("the token names the load balancer `{0}`, which is not among load_balancer.signers")]
    Signer(String),
    /// Somebody else had the person sign in
    #[error("the token names the issuer `{0}`, which is not load_balancer.issuer")]
    Issuer(String),
    /// It is of another client
    #[error("the token names the client `{0}`, which is not load_balancer.client_id")]
    Client(String),
    /// It is over
    #[error("the token has expired")]
    Expired,
    /// Nobody knows its key
    #[error("the token names a key that there is not")]
    Key,
    /// Somebody else signed it
    #[error("the signature of the token is wrong")]
    Signature,
}

impl LoadBalancer {
    /// As the settings say
    pub fn new(settings: &LoadBalancerSettings, calls: Calls) -> Self {
        Self {
            signers: settings.signers.clone(),
            issuer: settings.issuer.as_str().to_owned(),
            client: settings.client_id.as_str().to_owned(),
            keys_url: settings.keys_url.clone(),
            groups_claim: settings.groups_claim.as_str().to_owned(),
            sign_out: settings.sign_out_url.clone(),
            calls,
            keys: RwLock::default(),
            missed: Mutex::new(None),
        }
    }

    /// Who the load balancer says sent this; none where it says nothing
    pub async fn person(&self, headers: &HeaderMap) -> Result<Option<Person>, Trouble> {
        let mut tokens = headers.get_all(&TOKEN).iter();
        let token = match (tokens.next(), tokens.next()) {
            (None, _) => return Ok(None),
            (Some(token), None) => token.to_str().unwrap_or_default(),
            // The load balancer writes one; somebody else wrote another.
            (Some(_), Some(_)) => "",
        };
        let now = jiff::Timestamp::now().as_second();
        self.believed(token, now).await.map(Some)
    }

    /// Where people sign out of the identity provider
    pub fn sign_out(&self) -> Option<&WebAddress> {
        self.sign_out.as_ref()
    }

    async fn believed(&self, token: &str, now: i64) -> Result<Person, Trouble> {
        let parts: Vec<&str> = token.split('.').collect();
        let [head, claims, signature] = parts.as_slice() else {
            return Err(Trouble::unbelievable(Doubt::Unreadable));
        };
        let head: Head = part(head)?;
        let signer = self.vouched(&head, now).map_err(Trouble::unbelievable)?;
        let key = self.key(signer, &head.kid).await?;
        let signed = token.rsplit_once('.').map_or("", |(signed, _)| signed);
        let signature: Option<Vec<u8>> = PARTS.decode(signature).ok();
        let signature = signature.and_then(|bytes| Signature::from_slice(&bytes).ok());
        let right = signature.is_some_and(|s| key.verify(signed.as_bytes(), &s).is_ok());
        if !right {
            return Err(Trouble::unbelievable(Doubt::Signature));
        }
        self.of(&part::<Claims>(claims)?)
            .ok_or_else(|| Trouble::unbelievable(Doubt::Unreadable))
    }

    /// Who signed it, if what it says of itself is right
    fn vouched(&self, head: &Head, now: i64) -> Result<&LoadBalancerArn, Doubt> {
        if head.alg != "ES256" {
            return Err(Doubt::Algorithm(short(&head.alg)));
        }
        if head.iss != self.issuer {
            return Err(Doubt::Issuer(short(&head.iss)));
        }
        if head.client != self.client {
            return Err(Doubt::Client(short(&head.client)));
        }
        if head.exp <= now {
            return Err(Doubt::Expired);
        }
        let mut signers = self.signers.iter();
        signers
            .find(|signer| signer.as_str() == head.signer)
            .ok_or_else(|| Doubt::Signer(short(&head.signer)))
    }

    async fn key(&self, signer: &LoadBalancerArn, kid: &str) -> Result<VerifyingKey, Trouble> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        // It becomes part of an address.
        if kid.is_empty() || kid.len() > 64 || !kid.chars().all(plain) {
            return Err(Trouble::unbelievable(Doubt::Key));
        }
        if let Some(key) = self.known(kid) {
            return Ok(key);
        }
        let mut missed = self.missed.lock().await;
        // Somebody may have asked for it while this one waited.
        if let Some(key) = self.known(kid) {
            return Ok(key);
        }
        if missed.is_some_and(|at| at.elapsed() < SOONEST) {
            return Err(Trouble::unbelievable(Doubt::Key));
        }
        *missed = Some(Instant::now());
        let address = match &self.keys_url {
            Some(url) => url.below(kid),
            None => format!("{}/{kid}", signer.keys()),
        };
        let text = self.calls.text(&address).await;
        let text = text.map_err(Trouble::unanswered)?;
        let key = text.and_then(|text| VerifyingKey::from_public_key_pem(&text).ok());
        let key = key.ok_or_else(|| Trouble::unbelievable(Doubt::Key))?;
        *missed = None;
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MOST_KEYS {
            keys.clear();
        }
        keys.insert(kid.to_owned(), key);
        Ok(key)
    }

    fn known(&self, kid: &str) -> Option<VerifyingKey> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(kid).copied()
    }

    fn of(&self, claims: &Claims) -> Option<Person> {
        let id = claims.text("sub")?.to_owned();
        let names = ["name", "preferred_username", "username", "email"];
        let name = names.into_iter().find_map(|claim| claims.text(claim));
        Some(Person {
            name: plain_name(name.unwrap_or_default(), &id),
            email: claims.text("email").map(str::to_owned),
            groups: claims.groups(&self.groups_claim).unwrap_or_default(),
            id,
        })
    }
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

fn part<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Trouble> {
    let bytes: Option<Vec<u8>> = PARTS.decode(text).ok();
    let read = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    read.ok_or_else(|| Trouble::unbelievable(Doubt::Unreadable))
}

#[cfg(test)]
mod tests;
