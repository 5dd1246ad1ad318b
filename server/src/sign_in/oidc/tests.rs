//! A provider on loopback that can lie: every way in which a token may be wrong.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as PART;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

mod access_token;

use super::*;
use crate::settings::secret::Secret;
use crate::settings::value::Setting;

const CLIENT: &str = "postern";
const SECRET: &str = "s3cret";
const AUDIENCE: &str = "https://postern.example.org/api";

/// What is wrong, and what makes the claims so
type Wrong = (&'static str, fn(&mut Value));

/// What is wrong, and what makes such a token of head and claims
type Forged = (&'static str, fn(&Value, &Value) -> String);

/// What the provider does next
#[derive(Clone)]
struct Conduct {
    /// Changes the claims of the ID token
    claims: fn(&mut Value),
    /// Makes the token of head and claims
    sign: fn(&Value, &Value) -> String,
    /// The key that it shows, and the one that it signs with
    keys: (u8, u8),
    userinfo: Value,
}

struct Provider {
    address: SocketAddr,
    conduct: Arc<Mutex<Conduct>>,
    /// The nonce and the challenge of the sign-in under way
    asked: Arc<Mutex<BTreeMap<String, String>>>,
}

#[derive(Clone)]
struct Known {
    issuer: String,
    conduct: Arc<Mutex<Conduct>>,
    asked: Arc<Mutex<BTreeMap<String, String>>>,
}

fn key(byte: u8) -> SigningKey {
    SigningKey::from_slice(&[byte; 32]).unwrap()
}

fn part(value: &Value) -> String {
    PART.encode(value.to_string())
}

fn signed(head: &Value, claims: &Value) -> String {
    let byte = u8::try_from(head["kid"].as_u64().unwrap()).unwrap();
    let mut head = head.clone();
    head["kid"] = json!(byte.to_string());
    let text = format!("{}.{}", part(&head), part(claims));
    let signature: Signature = key(byte).sign(text.as_bytes());
    format!("{text}.{}", PART.encode(signature.to_bytes()))
}

impl Conduct {
    fn right() -> Self {
        Self {
            claims: |_| {},
            sign: signed,
            keys: (1, 1),
            userinfo: json!({}),
        }
    }
}

impl Provider {
    async fn start(conduct: Conduct) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let known = Known {
            issuer: format!("http://{address}"),
            conduct: Arc::new(Mutex::new(conduct)),
            asked: Arc::default(),
        };
        let provider = Self {
            address,
            conduct: Arc::clone(&known.conduct),
            asked: Arc::clone(&known.asked),
        };
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(known);
        tokio::spawn(async move { axum::serve(listener, app).await });
        provider
    }

    fn oidc(&self, secret: Option<&str>) -> Oidc {
        let issuer = format!("http://{}", self.address);
        let settings = OidcSettings {
            issuer: issuer.parse().unwrap(),
            client_id: Line::of_word(CLIENT).unwrap(),
            client_secret: secret.map(Secret::new),
            scopes: vec![Line::of_word("profile").unwrap()],
            groups_claim: Line::of_word("groups").unwrap(),
            api_audience: Some(Line::of_word(AUDIENCE).unwrap()),
        };
        let here = "http://localhost:3000".parse().unwrap();
        Oidc::new(&settings, &here, Calls::new().unwrap()).unwrap()
    }

    /// Begins, and tells the provider what it was asked
    async fn begin(&self, oidc: &Oidc) -> Pending {
        let (address, pending) = oidc.begin("/who").await.unwrap();
        *self.asked.lock().unwrap() = address.query_pairs().into_owned().collect();
        pending
    }

    async fn sign_in(&self) -> Result<Person, Trouble> {
        let oidc = self.oidc(Some(SECRET));
        let pending = self.begin(&oidc).await;
        oidc.complete(&pending, "code".to_owned()).await
    }
}

async fn discovery(State(known): State<Known>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", known.issuer);
    Json(json!({
        "issuer": known.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/userinfo"),
        "end_session_endpoint": at("/end"),
        "jwks_uri": at("/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
}

async fn keys(State(known): State<Known>) -> Json<Value> {
    let (shown, _) = known.conduct.lock().unwrap().keys;
    let point = key(shown).verifying_key().to_sec1_point(false);
    Json(json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": shown.to_string(),
        "x": PART.encode(point.x().unwrap()),
        "y": PART.encode(point.y().unwrap()),
    }] }))
}

async fn token(State(known): State<Known>, body: String) -> Json<Value> {
    let asked = known.asked.lock().unwrap().clone();
    let fields: BTreeMap<String, String> = url::form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect();
    let proof = PART.encode(Sha256::digest(fields["code_verifier"].as_bytes()));
    assert_eq!(
        proof, asked["code_challenge"],
        "the verifier proves nothing"
    );
    assert_eq!(asked["code_challenge_method"], "S256");
    let conduct = known.conduct.lock().unwrap().clone();
    let now = jiff::Timestamp::now().as_second();
    let mut claims = json!({
        "iss": known.issuer, "aud": CLIENT, "sub": "sub-1", "nonce": asked["nonce"],
        "iat": now, "exp": now + 300, "name": "Ada", "groups": ["staff"],
    });
    (conduct.claims)(&mut claims);
    let head = json!({ "alg": "ES256", "typ": "JWT", "kid": conduct.keys.1 });
    Json(json!({
        "access_token": "a", "token_type": "Bearer", "expires_in": 300,
        "id_token": (conduct.sign)(&head, &claims),
    }))
}

async fn userinfo(State(known): State<Known>) -> Json<Value> {
    Json(known.conduct.lock().unwrap().userinfo.clone())
}

#[tokio::test]
async fn whoever_the_provider_vouches_for_is_signed_in() {
    let provider = Provider::start(Conduct::right()).await;
    let person = provider.sign_in().await.unwrap();
    assert_eq!((person.id.as_str(), person.name.as_str()), ("sub-1", "Ada"));
    assert!(person.groups.iter().eq(["staff"]));
    let public = provider.oidc(None);
    let pending = provider.begin(&public).await;
    assert!(public.complete(&pending, "code".to_owned()).await.is_ok());
}

#[tokio::test]
async fn a_token_that_is_wrong_in_any_way_is_not_believed() {
    let wrong: [Wrong; 9] = [
        ("another issuer", |claims| {
            claims["iss"] = json!("https://evil.example");
        }),
        ("another client", |claims| claims["aud"] = json!("other")),
        ("more clients than ours", |claims| {
            claims["aud"] = json!([CLIENT, "other"]);
        }),
        ("another sign-in", |claims| claims["nonce"] = json!("other")),
        ("no sign-in", |claims| {
            claims.as_object_mut().unwrap().remove("nonce");
        }),
        ("yesterday", |claims| claims["exp"] = json!(1_700_000_000)),
        ("no end", |claims| {
            claims.as_object_mut().unwrap().remove("exp");
        }),
        ("nobody", |claims| {
            claims.as_object_mut().unwrap().remove("sub");
        }),
        ("no client", |claims| {
            claims.as_object_mut().unwrap().remove("aud");
        }),
    ];
    for (what, claims) in wrong {
        let provider = Provider::start(Conduct {
            claims,
            ..Conduct::right()
        })
        .await;
        let refused = provider.sign_in().await;
        assert!(refused.is_err(), "{what}");
    }
}

#[tokio::test]
async fn a_token_that_the_provider_did_not_sign_is_not_believed() {
    let forged: [Forged; 4] = [
        ("nobody signed it", |_, claims| {
            format!("{}.{}.", part(&json!({ "alg": "none" })), part(claims))
        }),
        ("signed with the client's secret", |_, claims| {
            use openidconnect::PrivateSigningKey;
            use openidconnect::core::CoreHmacKey;
            let text = format!("{}.{}", part(&json!({ "alg": "HS256" })), part(claims));
            let signature = CoreHmacKey::new(SECRET)
                .sign(&CoreJwsSigningAlgorithm::HmacSha256, text.as_bytes())
                .unwrap();
            format!("{text}.{}", PART.encode(signature))
        }),
        ("changed after it was signed", |head, claims| {
            let right = signed(head, claims);
            let mut admin = claims.clone();
            admin["groups"] = json!(["admin"]);
            let parts: Vec<&str> = right.split('.').collect();
            format!("{}.{}.{}", parts[0], part(&admin), parts[2])
        }),
        (
            "signed with another key of the same name",
            |head, claims| {
                let mut head = head.clone();
                head["kid"] = json!("1");
                let text = format!("{}.{}", part(&head), part(claims));
                let signature: Signature = key(7).sign(text.as_bytes());
                format!("{text}.{}", PART.encode(signature.to_bytes()))
            },
        ),
    ];
    for (what, sign) in forged {
        let provider = Provider::start(Conduct {
            sign,
            ..Conduct::right()
        })
        .await;
        let refused = provider.sign_in().await;
        assert!(
            matches!(refused, Err(Trouble::Unbelievable(_))),
            "{what}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn a_key_that_the_provider_changed_is_read_again_and_not_at_once() {
    let provider = Provider::start(Conduct::right()).await;
    let oidc = provider.oidc(Some(SECRET));
    let pending = provider.begin(&oidc).await;
    provider.conduct.lock().unwrap().keys = (2, 2);
    let soon = oidc.complete(&pending, "code".to_owned()).await;
    assert!(
        matches!(soon, Err(Trouble::Unbelievable(_))),
        "asked again within a minute"
    );
    let fresh = provider.oidc(Some(SECRET));
    let pending = provider.begin(&fresh).await;
    assert!(fresh.complete(&pending, "code".to_owned()).await.is_ok());
}

#[tokio::test]
async fn groups_that_the_token_lacks_are_asked_for() {
    let conduct = Conduct {
        claims: |claims| {
            claims.as_object_mut().unwrap().remove("groups");
        },
        userinfo: json!({ "sub": "sub-1", "groups": ["asked"] }),
        ..Conduct::right()
    };
    let provider = Provider::start(conduct).await;
    assert!(
        provider
            .sign_in()
            .await
            .unwrap()
            .groups
            .iter()
            .eq(["asked"])
    );
    // What is said of somebody else is not said of this one.
    provider.conduct.lock().unwrap().userinfo = json!({ "sub": "sub-2", "groups": ["admin"] });
    assert!(provider.sign_in().await.is_err());
}

#[tokio::test]
async fn the_way_out_leads_back_here() {
    let provider = Provider::start(Conduct::right()).await;
    let oidc = provider.oidc(None);
    assert!(oidc.end().await.is_none(), "nobody was asked yet");
    provider.begin(&oidc).await;
    let end = oidc.end().await.unwrap();
    assert_eq!(end.path(), "/end");
    let query: BTreeMap<_, _> = end.query_pairs().into_owned().collect();
    assert_eq!(query["client_id"], CLIENT);
    assert_eq!(query["post_logout_redirect_uri"], "http://localhost:3000/");
}

#[tokio::test]
async fn a_provider_that_is_not_there_is_told_apart() {
    let provider = Provider::start(Conduct::right()).await;
    let oidc = provider.oidc(None);
    let pending = provider.begin(&oidc).await;
    let gone = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let issuer = format!("http://{gone}");
    let elsewhere = Oidc {
        provider: super::Provider::new(IssuerUrl::new(issuer).unwrap(), Calls::new().unwrap()),
        ..oidc
    };
    let refused = elsewhere.complete(&pending, "code".to_owned()).await;
    assert!(
        matches!(refused, Err(Trouble::Unanswered(_))),
        "{refused:?}"
    );
}
