//! Access tokens of the provider, which programs send with each request (RFC 9068).
//!
//! Must believe none that is not for the audience of the settings, and none where they name none.

use std::str::FromStr;

use openidconnect::core::CoreJwsSigningAlgorithm;
use openidconnect::core::{CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm};
use openidconnect::{ClientId, IdToken, IdTokenVerifier, JsonWebTokenType, Nonce};
use thiserror::Error;

use super::{Metadata, Oidc, OurClaims, SIGNATURES, person};
use crate::sign_in::Trouble;
use crate::sign_in::claims::Claims;
use crate::visitor::Person;

type AccessToken =
    IdToken<Claims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// What a token may call itself (RFC 9068, section 2.1; RFC 7519, section 5.1)
const TYPES: [&str; 2] = ["JWT", "at+jwt"];

/// A token that was signed as it should be, and says the wrong thing
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
enum Unusable {
    #[error("the settings name no audience for tokens of the identity provider")]
    NoAudience,
    #[error("the token is not good yet")]
    Early,
}

impl Oidc {
    /// Who sends this access token
    pub async fn vouched(&self, text: &str) -> Result<Person, Trouble> {
        let Some(audience) = &self.api_audience else {
            return Err(Trouble::unbelievable(Unusable::NoAudience));
        };
        let token = AccessToken::from_str(text).map_err(Trouble::unbelievable)?;
        let metadata = self.provider.metadata().await?;
        let claims = match believed(&metadata, audience, &token) {
            Ok(claims) => claims,
            // The provider may have changed its keys since they were read.
            Err(doubt) => match self.provider.again(&metadata).await? {
                Some(now) => believed(&now, audience, &token)?,
                None => return Err(doubt),
            },
        };
        early(&claims, jiff::Timestamp::now().as_second())?;
        let groups = claims.additional_claims().groups(&self.groups_claim);
        Ok(person(&claims, groups.unwrap_or_default()))
    }
}

/// What the token says, if the provider signed it for this audience and it has not ended
fn believed(
    metadata: &Metadata,
    audience: &ClientId,
    token: &AccessToken,
) -> Result<OurClaims, Trouble> {
    let types = TYPES.into_iter().filter_map(|name| {
        let name = JsonWebTokenType::new(name.to_owned());
        name.normalize().ok()
    });
    // No shared secret is known to it, so that nothing that one signed is believed.
    let verifier = IdTokenVerifier::<CoreJsonWebKey>::new_public_client(
        audience.clone(),
        metadata.issuer().clone(),
        metadata.jwks().clone(),
    )
    .set_allowed_algs(SIGNATURES)
    .set_allowed_jose_types(types)
    // A token may be for several that trust one provider; ours must be among them.
    .set_other_audience_verifier_fn(|_| true);
    let any = |_: Option<&Nonce>| Ok(());
    let claims = token.claims(&verifier, any);
    claims.cloned().map_err(Trouble::unbelievable)
}

/// Refused before the time from which it is good; a time that is none is never reached
fn early(claims: &OurClaims, now: i64) -> Result<(), Trouble> {
    match claims.additional_claims().0.get("nbf") {
        None => Ok(()),
        Some(from) if from.as_f64().is_some_and(|from| from <= seconds(now)) => Ok(()),
        Some(_) => Err(Trouble::unbelievable(Unusable::Early)),
    }
}

/// Whole seconds of Unix time are far below 2 to the power of 53
#[expect(clippy::cast_precision_loss, reason = "no time near now loses any")]
fn seconds(now: i64) -> f64 {
    now as f64
}
