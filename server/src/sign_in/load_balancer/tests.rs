//! Tokens as a load balancer makes them, and as somebody else would.

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer;
use serde_json::{Value, json};

use super::*;

const SIGNER: &str =
    "arn:aws:elasticloadbalancing:us-east-1:444455556666:loadbalancer/app/postern/0123456789abcdef";
const NOW: i64 = 1_800_000_000;

/// With padding, as load balancers write it
const PADDED: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, GeneralPurposeConfig::new());

fn signing(byte: u8) -> SigningKey {
    SigningKey::from_slice(&[byte; 32]).unwrap()
}

/// A load balancer whose one key is known already
fn balancer() -> LoadBalancer {
    use crate::settings::value::Setting;
    let key = *signing(1).verifying_key();
    LoadBalancer {
        signers: vec![LoadBalancerArn::of_word(SIGNER).unwrap()],
        issuer: "https://login.example.org".to_owned(),
        client: "postern".to_owned(),
        keys_url: None,
        groups_claim: "groups".to_owned(),
        sign_out: None,
        calls: Calls::new().unwrap(),
        keys: RwLock::new(BTreeMap::from([("key-1".to_owned(), key)])),
        missed: Mutex::new(None),
    }
}

fn head() -> Value {
    json!({
        "alg": "ES256",
        "kid": "key-1",
        "signer": SIGNER,
        "iss": "https://login.example.org",
        "client": "postern",
        "exp": NOW + 120,
    })
}

fn claims() -> Value {
    json!({ "sub": "sub-1", "name": "Ada", "email": "ada@example.org", "groups": ["staff"] })
}

fn token(head: &Value, claims: &Value, key: &SigningKey) -> String {
    let part = |value: &Value| PADDED.encode(value.to_string());
    let signed = format!("{}.{}", part(head), part(claims));
    let signature: Signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", PADDED.encode(signature.to_bytes()))
}

fn with(mut value: Value, name: &str, new: Value) -> Value {
    value[name] = new;
    value
}

async fn doubt(token: &str) -> String {
    match balancer().believed(token, NOW).await {
        Err(Trouble::Unbelievable(doubt)) => doubt.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_token_of_the_load_balancer_says_who_it_is() {
    let token = token(&head(), &claims(), &signing(1));
    assert!(token.contains('='), "the parts are padded: {token}");
    let person = balancer().believed(&token, NOW).await.unwrap();
    assert_eq!((person.id.as_str(), person.name.as_str()), ("sub-1", "Ada"));
    assert!(person.groups.iter().eq(["staff"]));
    let bare = json!({ "sub": "sub-1" });
    let bare = super::tests::token(&head(), &bare, &signing(1));
    assert_eq!(balancer().believed(&bare, NOW).await.unwrap().name, "sub-1");
}

#[tokio::test]
async fn a_token_of_somebody_else_is_not_believed() {
    let right = |head: Value| token(&head, &claims(), &signing(1));
    let other = SIGNER.replace("0123", "9999");
    for (name, value, said) in [
        ("alg", json!("none"), "signed with `none`"),
        ("alg", json!("HS256"), "signed with `HS256`"),
        ("signer", json!(other), "the load balancer `"),
        ("iss", json!("https://login.example.org/"), "the issuer `"),
        ("client", json!("other"), "the client `other`"),
        ("exp", json!(NOW), "expired"),
        ("kid", json!("../../key"), "a key that there is not"),
        ("kid", json!(""), "a key that there is not"),
        ("exp", json!("soon"), "cannot be read"),
    ] {
        let wrong = right(with(head(), name, value));
        assert!(doubt(&wrong).await.contains(said), "{name}");
    }
    let forged = token(&head(), &claims(), &signing(2));
    assert!(doubt(&forged).await.contains("signature"));
}

#[tokio::test]
async fn a_token_that_was_changed_is_not_believed() {
    let right = token(&head(), &claims(), &signing(1));
    let parts: Vec<&str> = right.split('.').collect();
    let admin = with(claims(), "groups", json!(["admin"]));
    let admin = PADDED.encode(admin.to_string());
    for wrong in [
        format!("{}.{admin}.{}", parts[0], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}.AAAA", parts[0], parts[1]),
    ] {
        assert!(doubt(&wrong).await.contains("signature"), "{wrong}");
    }
    for wrong in [
        "",
        ".",
        "..",
        "a.b.c",
        "a.b",
        "a.b.c.d",
        &parts[0].repeat(3),
    ] {
        assert!(doubt(wrong).await.contains("cannot be read"), "{wrong}");
    }
    let nobody = token(&head(), &json!({ "name": "Ada" }), &signing(1));
    assert!(doubt(&nobody).await.contains("cannot be read"));
}

#[tokio::test]
async fn one_header_is_read_and_two_are_not() {
    let mut headers = HeaderMap::new();
    assert_eq!(balancer().person(&headers).await.unwrap(), None);
    let long = with(head(), "exp", json!(i64::MAX));
    let token = token(&long, &claims(), &signing(1));
    headers.append(&TOKEN, token.parse().unwrap());
    assert!(balancer().person(&headers).await.unwrap().is_some());
    headers.append(&TOKEN, token.parse().unwrap());
    assert!(balancer().person(&headers).await.is_err());
}

#[tokio::test]
async fn a_key_that_there_is_not_is_asked_for_once_and_holds_up_nobody() {
    let nowhere = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = nowhere.local_addr().unwrap();
    let balancer = LoadBalancer {
        keys_url: Some(format!("http://{address}").parse().unwrap()),
        ..balancer()
    };
    let unknown = with(head(), "kid", json!("key-2"));
    let unknown = token(&unknown, &claims(), &signing(2));
    let right = token(&head(), &claims(), &signing(1));
    let asking = balancer.believed(&unknown, NOW);
    // Nobody answers there yet; whoever has a key that is known does not wait for it.
    let (asked, believed) = tokio::join!(
        async { tokio::time::timeout(Duration::from_millis(200), asking).await },
        balancer.believed(&right, NOW)
    );
    assert!(asked.is_err(), "it was answered by nobody");
    assert!(believed.is_ok());
    let again = balancer.believed(&unknown, NOW).await.unwrap_err();
    assert!(
        matches!(again, Trouble::Unbelievable(_)),
        "asked again at once: {again:?}"
    );
}

#[test]
fn the_keys_are_where_aws_has_them() {
    use crate::settings::value::Setting;
    let keys = |arn: &str| LoadBalancerArn::of_word(arn).unwrap().keys();
    assert_eq!(
        keys(SIGNER),
        "https://public-keys.auth.elb.us-east-1.amazonaws.com"
    );
    let gov = SIGNER
        .replace("arn:aws:", "arn:aws-us-gov:")
        .replace("us-east-1", "us-gov-west-1");
    assert_eq!(
        keys(&gov),
        "https://s3-us-gov-west-1.amazonaws.com/aws-elb-public-keys-prod-us-gov-west-1"
    );
    let china = SIGNER
        .replace("arn:aws:", "arn:aws-cn:")
        .replace("us-east-1", "cn-north-1");
    assert!(LoadBalancerArn::of_word(&china).is_err());
}
