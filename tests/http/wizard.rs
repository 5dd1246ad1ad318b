//! The wizard as a browser without scripts meets it: each page is parsed, and what its form would
//! send is compared with what was typed.

mod account;
mod again;
mod kept;
mod links;
mod page;
mod steps;
mod taken;
mod too_long;
mod tried;

use axum::body::Body;

use self::page::Page;
use crate::asked::{Answer, app, get, request, send};

/// Every page that asks or shows
const PATHS: [&str; 6] = ["/", "/who", "/where", "/check", "/review", "/everything"];

/// The pages with a form
const ASKING: [&str; 4] = ["/", "/who", "/where", "/everything"];

/// Text that would break out of an attribute, an element, a title or a text area
const HOSTILE: &str = "</textarea></title></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)> &amp; ${x} \u{202e}é☃";

type Pairs = Vec<(String, String)>;

fn pairs(fields: &[(&str, &str)]) -> Pairs {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Answers with which nothing is wrong
fn complete() -> Pairs {
    pairs(&[
        ("grants.0.primitive", "runtime"),
        ("grants.0.plane", "data"),
        ("grants.0.resources", "support-AbCdEf1234"),
        ("grants.0.auth", "sigv4"),
        ("grants.0.callers", "arn:aws:iam::111122223333:role/app"),
        ("grants.0.access", "invoke"),
        ("name", "agents-prod"),
        ("region", "us-east-1"),
        ("account", "111122223333"),
        ("placement.vpc", "vpc-0a1b2c3d4e5f60718"),
        ("placement.subnets", "subnet-0aaaaaaaaaaaaaaaa"),
        ("placement.subnets", "subnet-0bbbbbbbbbbbbbbbb"),
        ("placement.allow_from", "10.0.0.0/16"),
        ("placement.private_dns", "true"),
        ("placement.ip_address_type", "ipv4"),
        ("policy", "restricted"),
    ])
}

/// The same with one field changed, or added
fn with(mut fields: Pairs, name: &str, value: &str) -> Pairs {
    fields.retain(|(n, _)| n != name);
    fields.push((name.to_owned(), value.to_owned()));
    fields
}

fn without(mut fields: Pairs, name: &str) -> Pairs {
    fields.retain(|(n, _)| n != name);
    fields
}

/// What a browser makes of fields
fn encoded(fields: &[(String, String)]) -> String {
    let mut serializer = form_urlencoded::Serializer::new(String::new());
    serializer.extend_pairs(fields);
    serializer.finish()
}

async fn open(path: &str, fields: &[(String, String)]) -> Answer {
    get(&format!("{path}?{}", encoded(fields))).await
}

async fn post(path: &str, fields: &[(String, String)]) -> Answer {
    let request = request("POST", path).header("content-type", "application/x-www-form-urlencoded");
    send(app(), request.body(Body::from(encoded(fields))).unwrap()).await
}

/// The fields of the address that an answer redirects to
fn redirected(answer: &Answer, path: &str) -> Pairs {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let location = answer.header("location");
    let location = location.split('#').next().unwrap();
    let (to, query) = location.split_once('?').unwrap_or((location, ""));
    assert_eq!(to, path);
    assert!(!query.starts_with("z="), "a short link is not compressed");
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}
