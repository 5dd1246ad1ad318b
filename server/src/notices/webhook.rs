//! Webhooks, signed as the Standard Webhooks specification says: HMAC-SHA256 over id, time and body.
//!
//! Must follow no redirect, and must not read what is answered but its status.

use std::str::FromStr;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::redirect::Policy;
use sha2::Sha256;
use thiserror::Error;

use super::{Message, TellError, seconds};
use crate::web_address::WebAddress;

/// How long a call may take
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// What a key begins with
const PREFIX: &str = "whsec_";

/// A webhook
#[derive(Clone, Debug)]
pub struct Webhook {
    url: WebAddress,
    key: SigningKey,
    client: reqwest::Client,
}

/// The key that sender and receiver share: 24 to 64 bytes
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey(Vec<u8>);

/// Text that is no such key
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("this is not `whsec_` and 24 to 64 bytes in base64")]
pub struct SigningKeyError;

impl FromStr for SigningKey {
    type Err = SigningKeyError;

    fn from_str(text: &str) -> Result<Self, SigningKeyError> {
        let bytes = text.strip_prefix(PREFIX).ok_or(SigningKeyError)?;
        let bytes = STANDARD.decode(bytes).map_err(|_| SigningKeyError)?;
        let right = (24..=64).contains(&bytes.len());
        right.then_some(Self(bytes)).ok_or(SigningKeyError)
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl SigningKey {
    /// The value of the header `webhook-signature`. `time` is in seconds of Unix time
    fn signature(&self, id: &str, time: i64, body: &str) -> String {
        // HMAC takes a key of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return String::new();
        };
        mac.update(format!("{id}.{time}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl Webhook {
    /// A webhook at this address; none where this machine has no CA certificates
    pub fn new(url: WebAddress, key: SigningKey) -> Result<Self, reqwest::Error> {
        // An error means that there is one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(TIME_LIMIT)
            .user_agent(concat!("postern/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { url, key, client })
    }

    /// Sends a message once
    pub async fn send(&self, message: &Message) -> Result<(), TellError> {
        let time = seconds();
        let signature = self.key.signature(&message.id, time, &message.json);
        let response = self
            .client
            .post(self.url.url().clone())
            .header("content-type", "application/json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", time.to_string())
            .header("webhook-signature", signature)
            .body(message.json.clone())
            .send()
            .await
            .map_err(|error| TellError::Unanswered(error.without_url()))?;
        let status = response.status();
        if status.is_success() {
            Ok(())
        } else {
            Err(TellError::NotTaken(status.as_u16()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_signs_as_the_specifications_libraries_do() {
        let key: SigningKey = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".parse().unwrap();
        assert_eq!(
            key.signature(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}"
            ),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        assert_eq!(format!("{key:?}"), "SigningKey(…)");
    }

    #[test]
    fn a_key_is_long_enough_and_says_what_it_is() {
        let of = |bytes: usize| format!("whsec_{}", STANDARD.encode(vec![7; bytes]));
        assert!(of(24).parse::<SigningKey>().is_ok());
        assert!(of(64).parse::<SigningKey>().is_ok());
        for wrong in [&of(23), &of(65), "", "whsec_", "whsec_?", "c2VjcmV0"] {
            assert!(wrong.parse::<SigningKey>().is_err(), "{wrong}");
        }
    }
}
