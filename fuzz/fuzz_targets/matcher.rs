//! Any pattern, resource and value: an answer for each, without a panic and without delay.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use postern_plan::catalog::Catalog;
use postern_plan::evaluate::{Call, Caller, Context, Evaluator, Values};
use postern_plan::language::{Actions, Document, Principals, Statement, Version, Who};
use postern_plan::policy::{Effect, Scope};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::load().expect("the checked-in catalogue reads"));

fuzz_target!(|texts: (&str, &str, &str, &str)| {
    let (pattern, resource, action, value) = texts;
    let document = Document {
        version: Version::V2012,
        id: None,
        statements: vec![Statement {
            sid: None,
            effect: Effect::Allow,
            who: Who::Principal(Principals { anyone: true, ..Principals::default() }),
            actions: Actions::Only(vec![action.to_owned(), "x:*".to_owned()]),
            scope: Scope::Resources(vec![pattern.to_owned()]),
            conditions: Vec::new(),
            span: None,
        }],
    };
    let mut context = Context::default();
    context.set("aws:value", Values::One(value.to_owned()));
    if let Ok(call) = Call::new(&CATALOG, Caller::Anonymous, "x:y", resource, context) {
        let evaluator = Evaluator::new(&document);
        let decision = evaluator.decide(&call);
        assert!(!evaluator.reason(&call, &decision).is_empty());
    }
});
