//! What the OpenAPI document shows as sent and as answered, operation by operation.
//!
//! Must hold answers as this server gave them: `tests/http/examples.rs` asks what is sent here and
//! holds the answers against these files. Nothing here may be written by hand but what is sent.

use serde_json::Value;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("examples/", $name, ".json")))),*]
    };
}

/// The files, by name
const FILES: &[(&str, &str)] = files![
    "account",
    "ask",
    "call",
    "decided",
    "deletion",
    "findings",
    "guardrails",
    "inventory",
    "looked",
    "me",
    "order",
    "planned",
    "policy",
    "proposal",
    "proposals",
    "pull-request",
    "record",
    "request",
    "run",
    "runs",
    "submit",
    "targets",
    "targets-looked",
    "targets-planned",
    "wish",
];

/// What is sent, by operation
pub const SENT: &[(&str, &str)] = &[
    ("plan", "request"),
    ("render", "request"),
    ("evaluate", "call"),
    ("lint", "policy"),
    ("inventory", "account"),
    ("apply", "order"),
    ("delete", "order"),
    ("submit", "submit"),
    ("decide", "wish"),
    ("ask", "ask"),
    ("pullRequest", "request"),
    ("planTargets", "targets"),
    ("renderTargets", "targets"),
    ("applyTargets", "targets"),
];

/// What is answered, by operation and status
pub const ANSWERED: &[(&str, &str, &str)] = &[
    ("plan", "200", "planned"),
    ("evaluate", "200", "decided"),
    ("lint", "200", "findings"),
    ("inventory", "200", "inventory"),
    ("apply", "200", "looked"),
    ("apply", "202", "run"),
    ("delete", "200", "deletion"),
    ("delete", "202", "run"),
    ("run", "200", "run"),
    ("ask", "202", "run"),
    ("runs", "200", "runs"),
    ("submit", "201", "proposal"),
    ("proposal", "200", "proposal"),
    ("decide", "200", "proposal"),
    ("decide", "202", "proposal"),
    ("proposals", "200", "proposals"),
    ("record", "200", "record"),
    ("pullRequest", "200", "pull-request"),
    ("guardrails", "200", "guardrails"),
    ("me", "200", "me"),
    ("planTargets", "200", "targets-planned"),
    ("applyTargets", "200", "targets-looked"),
];

/// The example of this name, for whoever tests them
pub fn text(name: &str) -> Option<&'static str> {
    let found = FILES.iter().find(|(file, _)| *file == name);
    found.map(|(_, text)| *text)
}

/// Puts them into the document, each once
pub(super) fn show(document: &mut OpenApi) -> Result<(), serde_json::Error> {
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            let id = operation.operation_id.clone().unwrap_or_default();
            let sent = SENT.iter().find(|(operation, _)| *operation == id);
            if let (Some(RefOr::T(body)), Some((_, name))) = (&mut operation.request_body, sent) {
                with(body.content.values_mut(), name);
            }
            for (status, response) in &mut operation.responses.responses {
                let answered = ANSWERED
                    .iter()
                    .find(|(operation, of, _)| *operation == id && of == status);
                if let (RefOr::T(response), Some((_, _, name))) = (response, answered) {
                    with(response.content.values_mut(), name);
                }
            }
        }
    }
    let components = document.components.get_or_insert_default();
    for (name, text) in FILES {
        let value: Value = serde_json::from_str(text)?;
        let example = ExampleBuilder::new().value(Some(value)).build();
        let examples = &mut components.examples;
        examples.insert((*name).to_owned(), RefOr::T(example));
    }
    Ok(())
}

fn with<'c>(contents: impl Iterator<Item = &'c mut RefOr<Content>>, name: &str) {
    for content in contents {
        if let RefOr::T(content) = content {
            let shown = Ref::new(format!("#/components/examples/{name}"));
            let examples = &mut content.examples;
            examples.insert(name.to_owned(), RefOr::Ref(shown));
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [item.get.as_mut(), item.post.as_mut()]
        .into_iter()
        .flatten()
}
