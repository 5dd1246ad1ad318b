//! Calls to an identity provider: bounded in time and size, and never led elsewhere.
//!
//! Must follow no redirect: a provider that answers with one could have this server ask anybody.

use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::redirect::Policy;
use thiserror::Error;

use crate::web_address::WebAddress;

/// How long a call may take
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The largest answer that is read, in bytes: key sets have a few KiB
const LARGEST: usize = 256 * 1024;

/// Makes calls
#[derive(Clone, Debug)]
pub struct Calls(reqwest::Client);

/// A call came to nothing
#[derive(Debug, Error)]
pub enum CallError {
    /// It could not be made, or was not answered in time
    #[error("the call was not answered")]
    Unanswered(#[from] reqwest::Error),
    /// The address is one where anybody on the way reads what is said
    #[error("the address does not begin with https://")]
    InClear,
    /// What was said is larger than any right answer
    #[error("the answer is larger than {} KiB", LARGEST / 1024)]
    TooLarge,
    /// What was said is not an answer that can be put together
    #[error("the answer cannot be read")]
    Unreadable(#[from] axum::http::Error),
}

impl Calls {
    /// A client of its own
    pub fn new() -> Result<Self, CallError> {
        // An error means that there is one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(TIME_LIMIT)
            .user_agent(concat!("postern/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self(client))
    }

    /// What is at an address; none where it is not there
    pub async fn text(&self, address: &str) -> Result<Option<String>, CallError> {
        carried(address)?;
        let response = self.0.get(address).send().await?;
        if !response.status().is_success() {
            return Ok(None);
        }
        let body = whole(response).await?;
        Ok(String::from_utf8(body).ok())
    }

    async fn answered(&self, request: HttpRequest) -> Result<HttpResponse, CallError> {
        carried(&request.uri().to_string())?;
        let response = self.0.execute(request.try_into()?).await?;
        let mut answer = axum::http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        Ok(answer.body(whole(response).await?)?)
    }
}

/// Whether what is sent there stays between the two: a provider may name any address
fn carried(address: &str) -> Result<(), CallError> {
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    match bare.parse::<WebAddress>() {
        Ok(_) => Ok(()),
        Err(_) => Err(CallError::InClear),
    }
}

async fn whole(mut response: reqwest::Response) -> Result<Vec<u8>, CallError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > LARGEST {
            return Err(CallError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

impl<'c> AsyncHttpClient<'c> for Calls {
    type Error = CallError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, CallError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.answered(request))
    }
}
