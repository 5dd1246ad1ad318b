//! OpenID Connect: the authorisation code flow with PKCE.
//!
//! Must believe nothing of what comes back but an ID token that the provider signed for this client
//! and for this very sign-in.

mod access_token;

use std::collections::BTreeSet;

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AuthType, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenClaims, IdTokenFields, IssuerUrl,
    LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, RedirectUrl, Scope, StandardErrorResponse, StandardTokenResponse,
    TokenResponse, UserInfoClaims,
};
use postern_app::routes;
use thiserror::Error;
use url::Url;

use super::Trouble;
use super::calls::Calls;
use super::claims::Claims;
use super::pending::Pending;
use super::provider::{Metadata, Provider};
use crate::settings::secret::Secret;
use crate::settings::sections::OidcSettings;
use crate::settings::value::Line;
use crate::visitor::{Person, plain_name};
use crate::web_address::WebAddress;

/// A provider, and this client of it
#[derive(Debug)]
pub struct Oidc {
    provider: Provider,
    client: ClientId,
    secret: Option<Secret>,
    scopes: Vec<String>,
    groups_claim: String,
    /// Whom access tokens must be for; none where none is believed
    api_audience: Option<ClientId>,
    done: RedirectUrl,
    home: PostLogoutRedirectUrl,
}

/// Signatures that only the provider can make. `none` and what a shared secret signs are not here
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Claims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type OurClient = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

type OurClaims = IdTokenClaims<Claims, CoreGenderClaim>;

/// An answer of the provider lacks what it must hold
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
enum Lacking {
    #[error("the answer holds no ID token")]
    IdToken,
}

impl Oidc {
    /// As the settings say, on a server that people reach at `here`
    pub fn new(
        settings: &OidcSettings,
        here: &WebAddress,
        calls: Calls,
    ) -> Result<Self, url::ParseError> {
        let issuer = IssuerUrl::new(settings.issuer.as_str().to_owned())?;
        let texts = |lines: &[Line]| lines.iter().map(|line| line.as_str().to_owned()).collect();
        Ok(Self {
            provider: Provider::new(issuer, calls),
            client: ClientId::new(settings.client_id.as_str().to_owned()),
            secret: settings.client_secret.clone(),
            scopes: texts(&settings.scopes),
            groups_claim: settings.groups_claim.as_str().to_owned(),
            api_audience: settings
                .api_audience
                .as_ref()
                .map(|audience| ClientId::new(audience.as_str().to_owned())),
            done: RedirectUrl::new(here.below(routes::SIGN_IN_DONE.as_str()))?,
            home: PostLogoutRedirectUrl::new(here.below(routes::HOME.as_str()))?,
        })
    }

    /// Where somebody signs in, and what must be known when they come back
    pub async fn begin(&self, next: &str) -> Result<(Url, Pending), Trouble> {
        let metadata = self.provider.metadata().await?;
        let client = self.client(&metadata);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut asking = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .set_pkce_challenge(challenge);
        for scope in &self.scopes {
            asking = asking.add_scope(Scope::new(scope.clone()));
        }
        let (address, state, nonce) = asking.url();
        let pending = Pending {
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            next: next.to_owned(),
            begun: jiff::Timestamp::now().as_second(),
        };
        Ok((address, pending))
    }

    /// Who came back with this code
    pub async fn complete(&self, pending: &Pending, code: String) -> Result<Person, Trouble> {
        let metadata = self.provider.metadata().await?;
        let client = self.client(&metadata);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(Trouble::unanswered)?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.clone()))
            .request_async(self.provider.calls())
            .await
            .map_err(Trouble::unanswered)?;
        let nonce = Nonce::new(pending.nonce.clone());
        let claims = match believed(&client, &tokens, &nonce) {
            Ok(claims) => claims,
            // The provider may have changed its keys since they were read.
            Err(doubt) => match self.provider.again(&metadata).await? {
                Some(now) => believed(&self.client(&now), &tokens, &nonce)?,
                None => return Err(doubt),
            },
        };
        let groups = match claims.additional_claims().groups(&self.groups_claim) {
            Some(groups) => groups,
            None => self
                .asked(&client, &tokens, &claims)
                .await?
                .unwrap_or_default(),
        };
        Ok(person(&claims, groups))
    }

    /// Where somebody signs out of the provider; none where it does not say
    pub async fn end(&self) -> Option<Url> {
        let metadata = self.provider.known().await?;
        let end = metadata
            .additional_metadata()
            .end_session_endpoint
            .clone()?;
        let request = LogoutRequest::from(end)
            .set_client_id(self.client.clone())
            .set_post_logout_redirect_uri(self.home.clone());
        Some(request.http_get_url())
    }

    fn client(&self, metadata: &Metadata) -> OurClient {
        let secret = self.secret.as_ref();
        let secret = secret.map(|secret| ClientSecret::new(secret.reveal().to_owned()));
        let client =
            OurClient::from_provider_metadata((**metadata).clone(), self.client.clone(), secret);
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_some_and(|all| all.contains(&method));
        // Where nothing is said it is the header (OpenID Connect Discovery 1.0, section 3).
        let by_body = takes(CoreClientAuthMethod::ClientSecretPost)
            && !takes(CoreClientAuthMethod::ClientSecretBasic);
        let client = client.set_redirect_uri(self.done.clone());
        if by_body {
            client.set_auth_type(AuthType::RequestBody)
        } else {
            client
        }
    }

    /// The groups as the userinfo endpoint says them; none where there is none, or it does not
    async fn asked(
        &self,
        client: &OurClient,
        tokens: &Tokens,
        claims: &OurClaims,
    ) -> Result<Option<BTreeSet<String>>, Trouble> {
        let subject = Some(claims.subject().clone());
        let Ok(asking) = client.user_info(tokens.access_token().clone(), subject) else {
            return Ok(None);
        };
        let info: UserInfoClaims<Claims, CoreGenderClaim> = asking
            .request_async(self.provider.calls())
            .await
            .map_err(Trouble::unanswered)?;
        Ok(info.additional_claims().groups(&self.groups_claim))
    }
}

/// What the ID token says, if the provider signed it for this client and this sign-in
fn believed(client: &OurClient, tokens: &Tokens, nonce: &Nonce) -> Result<OurClaims, Trouble> {
    let token = tokens
        .id_token()
        .ok_or_else(|| Trouble::unbelievable(Lacking::IdToken))?;
    let verifier = client.id_token_verifier().set_allowed_algs(SIGNATURES);
    let claims = token.claims(&verifier, nonce);
    claims.cloned().map_err(Trouble::unbelievable)
}

fn person(claims: &OurClaims, groups: BTreeSet<String>) -> Person {
    let id = claims.subject().as_str().to_owned();
    let email = claims.email().map(|email| email.as_str().to_owned());
    let said = claims.name().and_then(|names| names.get(None));
    let name = said
        .map(|name| name.as_str().to_owned())
        .or_else(|| {
            claims
                .preferred_username()
                .map(|name| name.as_str().to_owned())
        })
        .or_else(|| email.clone())
        .unwrap_or_default();
    Person {
        name: plain_name(&name, &id),
        id,
        email,
        groups,
    }
}

#[cfg(test)]
mod tests;
