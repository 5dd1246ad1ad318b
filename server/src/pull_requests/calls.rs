//! Calls to a provider: bounded in time and size, and never led elsewhere.
//!
//! Must send the token to nobody but the API that the settings name, and must follow no redirect.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use reqwest::redirect::Policy;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use url::Url;

use super::Provider;
use super::trouble::{Trouble, said};
use crate::settings::secret::Secret;
use crate::web_address::WebAddress;

/// The largest answer that is read, in bytes: a folder of GitHub's may have 7 MB
const LARGEST: usize = 8 * 1024 * 1024;

/// The version of GitHub's API that is spoken (docs.github.com, "API Versions")
const GITHUB_VERSION: &str = "2022-11-28";

/// Makes calls
#[derive(Clone, Debug)]
pub(super) struct Calls {
    client: reqwest::Client,
    provider: Provider,
    api: WebAddress,
    token: Secret,
}

/// No calls can be made
#[derive(Debug, Error)]
pub enum CallsError {
    /// The token holds characters that no header may hold
    #[error("pull_requests.token holds something that no token holds")]
    Token,
    /// There are no CA certificates
    #[error("no connection can be made")]
    Client(#[from] reqwest::Error),
}

/// An answer
pub(super) struct Answer<T> {
    pub(super) value: T,
    pub(super) headers: HeaderMap,
}

impl Calls {
    /// Calls to this API, each answered within `limit`
    pub(super) fn new(
        provider: Provider,
        api: WebAddress,
        token: Secret,
        limit: Duration,
    ) -> Result<Self, CallsError> {
        // An error means that there is one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(limit)
            .user_agent(concat!("postern/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers(provider, &token)?)
            .build()?;
        Ok(Self {
            client,
            provider,
            api,
            token,
        })
    }

    /// What is at a path
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Answer<T>, Trouble> {
        let mut url = self.at(path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.answered(self.client.get(url)).await
    }

    /// The same; none where it is not there
    pub(super) async fn find<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Option<Answer<T>>, Trouble> {
        match self.get(path, query).await {
            Ok(answer) => Ok(Some(answer)),
            Err(Trouble::Missing(..)) => Ok(None),
            Err(trouble) => Err(trouble),
        }
    }

    /// What is answered to a body
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &[&str],
        body: &impl Serialize,
    ) -> Result<T, Trouble> {
        let url = self.at(path)?;
        // Texts in memory always serialise.
        let body = serde_json::to_vec(body).unwrap_or_default();
        let call = self
            .client
            .request(method, url)
            .header(header::CONTENT_TYPE, "application/json")
            .body(body);
        Ok(self.answered(call).await?.value)
    }

    async fn answered<T: DeserializeOwned>(
        &self,
        call: reqwest::RequestBuilder,
    ) -> Result<Answer<T>, Trouble> {
        let failed = |error: reqwest::Error| {
            if error.is_timeout() {
                Trouble::Late(self.provider)
            } else {
                Trouble::Unreached(self.provider, error.without_url())
            }
        };
        let mut response = call.send().await.map_err(failed)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > LARGEST {
                return Err(Trouble::Unreadable(self.provider));
            }
            body.extend_from_slice(&chunk);
        }
        if !status.is_success() {
            return Err(self.refused(status, &headers, &body));
        }
        let value = serde_json::from_slice(&body);
        let value = value.map_err(|_| Trouble::Unreadable(self.provider))?;
        Ok(Answer { value, headers })
    }

    fn refused(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Trouble {
        let provider = self.provider;
        // GitHub says 403 to whoever asked too often (docs.github.com, "Rate limits").
        let spent = headers
            .get("x-ratelimit-remaining")
            .is_some_and(|left| left == "0");
        let wait = headers.contains_key(header::RETRY_AFTER);
        match status {
            StatusCode::UNAUTHORIZED => Trouble::Token(provider),
            StatusCode::FORBIDDEN if spent || wait => Trouble::Limited(provider),
            StatusCode::FORBIDDEN => Trouble::Forbidden(provider),
            StatusCode::NOT_FOUND => Trouble::Missing(provider, "such thing".to_owned()),
            StatusCode::TOO_MANY_REQUESTS => Trouble::Limited(provider),
            status if status.is_redirection() => Trouble::Redirected(provider),
            status if status.is_server_error() => Trouble::Broken(provider, status.as_u16()),
            status => Trouble::Refused {
                provider,
                status: status.as_u16(),
                text: said(body, &self.token),
            },
        }
    }

    /// The address of a path, each part of it one segment whatever it holds
    fn at(&self, path: &[&str]) -> Result<Url, Trouble> {
        let mut url = self.api.url().clone();
        match url.path_segments_mut() {
            Ok(mut segments) => {
                segments.pop_if_empty().extend(path);
            }
            Err(()) => return Err(Trouble::Unreadable(self.provider)),
        }
        Ok(url)
    }
}

fn headers(provider: Provider, token: &Secret) -> Result<HeaderMap, CallsError> {
    let secret = |text: String| {
        let mut value = HeaderValue::try_from(text).map_err(|_| CallsError::Token)?;
        value.set_sensitive(true);
        Ok::<_, CallsError>(value)
    };
    let mut headers = HeaderMap::new();
    match provider {
        Provider::GitHub => {
            let accept = HeaderValue::from_static("application/vnd.github+json");
            headers.insert(header::ACCEPT, accept);
            let version = HeaderValue::from_static(GITHUB_VERSION);
            headers.insert(HeaderName::from_static("x-github-api-version"), version);
            let token = secret(format!("Bearer {}", token.reveal()))?;
            headers.insert(header::AUTHORIZATION, token);
        }
        Provider::GitLab => {
            let accept = HeaderValue::from_static("application/json");
            headers.insert(header::ACCEPT, accept);
            let token = secret(token.reveal().to_owned())?;
            headers.insert(HeaderName::from_static("private-token"), token);
        }
    }
    Ok(headers)
}
