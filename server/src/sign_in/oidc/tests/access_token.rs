//! Access tokens that programs send: every way in which one may be wrong.

use super::*;

/// Claims and head of a token that is right
fn right(issuer: &str) -> (Value, Value) {
    let now = jiff::Timestamp::now().as_second();
    let claims = json!({
        "iss": issuer, "aud": AUDIENCE, "sub": "robot-1", "client_id": "robot", "jti": "1",
        "iat": now, "nbf": now - 1, "exp": now + 300, "groups": ["deployers"],
    });
    (json!({ "alg": "ES256", "typ": "at+jwt", "kid": 1 }), claims)
}

async fn vouched(
    provider: &Provider,
    change: fn(&mut Value, &mut Value),
    sign: fn(&Value, &Value) -> String,
) -> Result<Person, Trouble> {
    let (mut head, mut claims) = right(&format!("http://{}", provider.address));
    change(&mut head, &mut claims);
    provider.oidc(None).vouched(&sign(&head, &claims)).await
}

#[tokio::test]
async fn a_program_that_the_provider_vouches_for_is_known_with_its_groups() {
    let provider = Provider::start(Conduct::right()).await;
    let person = vouched(&provider, |_, _| {}, signed).await.unwrap();
    assert_eq!(person.id, "robot-1");
    assert!(person.groups.iter().eq(["deployers"]));
    let several = |_: &mut Value, claims: &mut Value| claims["aud"] = json!(["other", AUDIENCE]);
    assert!(vouched(&provider, several, signed).await.is_ok());
    let plain = |head: &mut Value, _: &mut Value| head["typ"] = json!("JWT");
    assert!(vouched(&provider, plain, signed).await.is_ok());
    let none = |_: &mut Value, claims: &mut Value| claims["groups"] = json!(null);
    let nobody = vouched(&provider, none, signed).await.unwrap();
    assert!(
        nobody.groups.is_empty(),
        "nothing is asked for that the token lacks"
    );
}

#[tokio::test]
async fn an_access_token_that_is_wrong_in_any_way_is_not_believed() {
    type Change = (&'static str, fn(&mut Value, &mut Value));
    let wrong: [Change; 12] = [
        ("another issuer", |_, claims| {
            claims["iss"] = json!("https://evil.example");
        }),
        ("another audience", |_, claims| {
            claims["aud"] = json!("other");
        }),
        ("for those who sign in", |_, claims| {
            claims["aud"] = json!(CLIENT);
        }),
        ("no audience", |_, claims| claims["aud"] = json!([])),
        ("yesterday", |_, claims| {
            claims["exp"] = json!(1_700_000_000);
        }),
        ("not yet", |_, claims| {
            claims["nbf"] = json!(9_700_000_000_u64);
        }),
        ("a time that is none", |_, claims| {
            claims["nbf"] = json!("now");
        }),
        ("no end", |_, claims| {
            claims.as_object_mut().unwrap().remove("exp");
        }),
        ("nobody", |_, claims| {
            claims.as_object_mut().unwrap().remove("sub");
        }),
        ("another kind of token", |head, _| {
            head["typ"] = json!("logout+jwt");
        }),
        ("another algorithm", |head, _| head["alg"] = json!("RS256")),
        ("what nobody understands", |head, _| {
            head["crit"] = json!(["x"]);
        }),
    ];
    let provider = Provider::start(Conduct::right()).await;
    for (what, change) in wrong {
        let refused = vouched(&provider, change, signed).await;
        assert!(
            matches!(refused, Err(Trouble::Unbelievable(_))),
            "{what}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn an_access_token_that_the_provider_did_not_sign_is_not_believed() {
    let forged: [Forged; 5] = [
        ("nobody signed it", |_, claims| {
            format!("{}.{}.", part(&json!({ "alg": "none" })), part(claims))
        }),
        ("the public key as a shared secret", |_, claims| {
            use openidconnect::PrivateSigningKey;
            use openidconnect::core::CoreHmacKey;
            let head = part(&json!({ "alg": "HS256", "kid": "1" }));
            let text = format!("{head}.{}", part(claims));
            let public = key(1).verifying_key().to_sec1_point(false);
            let signature = CoreHmacKey::new(public.as_bytes().to_vec())
                .sign(&CoreJwsSigningAlgorithm::HmacSha256, text.as_bytes())
                .unwrap();
            format!("{text}.{}", PART.encode(signature))
        }),
        ("a key of its own in its head", |_, claims| {
            let point = key(7).verifying_key().to_sec1_point(false);
            let jwk = json!({ "kty": "EC", "crv": "P-256", "x": PART.encode(point.x().unwrap()),
                "y": PART.encode(point.y().unwrap()) });
            let head = json!({ "alg": "ES256", "kid": "1", "jwk": jwk });
            let text = format!("{}.{}", part(&head), part(claims));
            let signature: Signature = key(7).sign(text.as_bytes());
            format!("{text}.{}", PART.encode(signature.to_bytes()))
        }),
        ("cut off", |head, claims| {
            let mut token = signed(head, claims);
            token.truncate(token.len() - 4);
            token
        }),
        ("no token", |_, _| "a.b.c".to_owned()),
    ];
    let provider = Provider::start(Conduct::right()).await;
    for (what, sign) in forged {
        let refused = vouched(&provider, |_, _| {}, sign).await;
        assert!(
            matches!(refused, Err(Trouble::Unbelievable(_))),
            "{what}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn without_an_audience_no_access_token_is_believed() {
    let provider = Provider::start(Conduct::right()).await;
    let (head, claims) = right(&format!("http://{}", provider.address));
    let off = Oidc {
        api_audience: None,
        ..provider.oidc(None)
    };
    let refused = off.vouched(&signed(&head, &claims)).await;
    assert!(matches!(refused, Err(Trouble::Unbelievable(_))));
}

#[tokio::test]
async fn a_key_that_changed_is_read_again_for_programs_too() {
    let provider = Provider::start(Conduct::right()).await;
    let other = |head: &mut Value, _: &mut Value| head["kid"] = json!(2);
    assert!(vouched(&provider, other, signed).await.is_err());
    provider.conduct.lock().unwrap().keys = (2, 2);
    // Another Postern, since this one asks for keys once a minute.
    assert!(vouched(&provider, other, signed).await.is_ok());
}
