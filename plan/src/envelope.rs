//! A request and the inventory beside it, as programs send both in one JSON text.
//!
//! Must not read a request differently from `request.rs`; it only takes the one key away that is
//! not the request's.

use std::error::Error;
use std::ops::Range;

use crate::catalog::Catalog;
use crate::document::{self, Form, MAX_BYTES, Node, Value};
use crate::inventory::Inventory;
use crate::request::{Request, RequestError, draft};

/// The key that the inventory stands under.
const KEY: &str = "inventory";

/// What a program sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// What it asks for.
    pub request: Request,
    /// What exists, where it says so; an absent key and `null` are the same.
    pub inventory: Option<Inventory>,
}

/// Why a text is no envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvelopeError {
    /// The request without its inventory is larger than [`MAX_BYTES`].
    TooLarge,
    /// It is not JSON.
    Malformed(RequestError),
    /// It is JSON, and this is wrong with it.
    Wrong(Vec<RequestError>),
}

impl Envelope {
    /// Reads one JSON text. Everything wrong with the request and with the inventory is reported
    /// at once, with paths in the text as it was sent.
    pub fn parse(catalog: &Catalog, text: &str) -> Result<Self, EnvelopeError> {
        let node = document::parse_json(text)
            .map_err(|error| EnvelopeError::Malformed(RequestError::syntax(error)))?;
        let (node, beside) = apart(node);
        let spans = beside.iter().filter_map(|b| b.span.as_ref());
        let beside_bytes: usize = spans.map(ExactSizeIterator::len).sum();
        if text.len() - beside_bytes > MAX_BYTES {
            return Err(EnvelopeError::TooLarge);
        }
        let mut errors = Vec::new();
        let inventory = inventory(text, &beside, &mut errors);
        match draft(catalog, Form::Json, &node).finish() {
            Ok(request) if errors.is_empty() => Ok(Self { request, inventory }),
            Ok(_) => Err(EnvelopeError::Wrong(errors)),
            Err(mut all) => {
                all.append(&mut errors);
                Err(EnvelopeError::Wrong(all))
            }
        }
    }
}

/// The request alone, and whatever stood under the key.
fn apart(node: Node) -> (Node, Vec<Node>) {
    let Value::Table(entries) = node.value else {
        return (node, Vec::new());
    };
    let (beside, own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(key, _)| key == KEY);
    let request = Node {
        value: Value::Table(own),
        span: node.span,
    };
    (request, beside.into_iter().map(|(_, node)| node).collect())
}

fn inventory(text: &str, beside: &[Node], errors: &mut Vec<RequestError>) -> Option<Inventory> {
    let [first, rest @ ..] = beside else {
        return None;
    };
    if !rest.is_empty() {
        let message = "the key stands here twice".to_owned();
        let help = "keep one of them".to_owned();
        errors.push(RequestError::new(KEY, "duplicate-key", message, help));
    }
    if first.value == Value::Null {
        return None;
    }
    let opened = match &first.value {
        Value::Text(pasted) => Inventory::open(pasted),
        _ => Inventory::open(&alone(text, first.span.clone()?)),
    };
    match opened {
        Ok(reading) => Some(reading.inventory),
        Err(error) => {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            let message = format!("the inventory cannot be read: {cause}");
            let help = "correct it, or leave it out: then nothing about the account is judged";
            errors.push(RequestError::new(
                KEY,
                "malformed",
                message,
                help.to_owned(),
            ));
            None
        }
    }
}

/// The part of a text, in its place: lines and columns of errors are those of the whole.
fn alone(text: &str, part: Range<usize>) -> String {
    let before = text.bytes().take(part.start);
    let mut alone: String = before
        .map(|b| if b == b'\n' { '\n' } else { ' ' })
        .collect();
    alone.push_str(text.get(part).unwrap_or_default());
    alone
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = r#""version": 1, "name": "a", "region": "us-east-1",
        "account": "111122223333",
        "placement": {"vpc": "vpc-0a1b2c3d4e5f60718", "subnets": ["subnet-0aaaaaaaaaaaaaaaa"],
                      "allow_from": ["10.0.0.0/16"]},
        "grants": [{"primitive": "runtime", "auth": "oauth", "resources": ["*"],
                    "access": "invoke"}]"#;

    fn parse(rest: &str) -> Result<Envelope, EnvelopeError> {
        Envelope::parse(&Catalog::load().unwrap(), &format!("{{{REQUEST}{rest}}}"))
    }

    fn wrong(rest: &str) -> Vec<RequestError> {
        match parse(rest).unwrap_err() {
            EnvelopeError::Wrong(errors) => errors,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_inventory_is_optional_and_taken_away() {
        assert_eq!(parse("").unwrap().inventory, None);
        assert_eq!(parse(r#", "inventory": null"#).unwrap().inventory, None);
        let given = parse(r#", "inventory": {"version": 1, "vpcs": [{"id": "vpc-1"}]}"#);
        assert_eq!(given.unwrap().inventory.unwrap().vpcs.len(), 1);
    }

    #[test]
    fn what_the_aws_cli_prints_is_an_inventory_too() {
        let of = |rest: &str| parse(rest).unwrap().inventory.unwrap().vpcs.len();
        assert_eq!(of(r#", "inventory": {"Vpcs": [{"VpcId": "vpc-1"}]}"#), 1);
        let pasted = r#", "inventory": "$ aws\n{\"Vpcs\": [{\"VpcId\": \"vpc-1\"}]}""#;
        assert_eq!(of(pasted), 1);
        assert_eq!(wrong(r#", "inventory": "hello""#)[0].code, "malformed");
    }

    #[test]
    fn both_halves_report_at_once_and_say_where() {
        let errors = wrong(", \"nme\": 1,\n\n \"inventory\": {\"version\": true}");
        let seen: Vec<_> = errors.iter().map(|e| (e.path.as_str(), e.code)).collect();
        assert_eq!(seen, [("nme", "unknown-key"), ("inventory", "malformed")]);
        let line = REQUEST.lines().count() + 2;
        let place = format!("at line {line} column 30");
        assert!(errors[1].message.ends_with(&place), "{errors:?}");
        let twice = wrong(r#", "inventory": null, "inventory": null"#);
        assert_eq!((twice.len(), twice[0].code), (1, "duplicate-key"));
    }

    #[test]
    fn only_json_is_read_and_only_an_object_is_a_request() {
        let catalog = Catalog::load().unwrap();
        for text in ["", "a = 1", "{", "{} {}"] {
            let error = Envelope::parse(&catalog, text).unwrap_err();
            assert!(matches!(error, EnvelopeError::Malformed(_)), "{text}");
        }
        for text in ["[]", "\"a\"", "null", "{}"] {
            let error = Envelope::parse(&catalog, text).unwrap_err();
            assert!(matches!(error, EnvelopeError::Wrong(_)), "{text}");
        }
    }

    #[test]
    fn the_limit_is_the_requests_and_the_inventory_does_not_count() {
        let spaces = " ".repeat(MAX_BYTES);
        let long = format!(", \"inventory\": {{\"version\": 1 {spaces}}}");
        assert!(parse(&long).is_ok());
        assert_eq!(parse(&spaces), Err(EnvelopeError::TooLarge));
    }
}
