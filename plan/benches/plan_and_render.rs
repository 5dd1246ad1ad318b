//! One request with three endpoints: its plan and all artifacts together. And the largest request
//! there can be, none of whose statements can be joined, since joining is quadratic in them.
//!
//! `cargo bench -p postern-plan`; the README's development section has the last figure.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at the first thing that is wrong, and criterion's macro documents nothing"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use postern_plan::artifact::{Format, render};
use postern_plan::catalog::Catalog;
use postern_plan::request::Request;

const REQUEST: &str = include_str!("../tests/golden/three-doors.toml");

fn plan_and_render(criterion: &mut Criterion) {
    let catalog = Catalog::load().unwrap();
    let request = Request::parse(&catalog, REQUEST).unwrap();
    criterion.bench_function("plan_and_render", |bencher| {
        bencher.iter(|| {
            let plan = postern_plan::plan(&catalog, None, std::hint::black_box(&request));
            render(&plan, Format::All).unwrap()
        });
    });
    criterion.bench_function("parse", |bencher| {
        bencher.iter(|| Request::parse(&catalog, std::hint::black_box(REQUEST)).unwrap());
    });
    let largest = Request::parse(&catalog, &largest()).unwrap();
    criterion.bench_function("plan_of_200_grants", |bencher| {
        bencher.iter(|| postern_plan::plan(&catalog, None, std::hint::black_box(&largest)));
    });
}

/// 200 grants, each of a resource and to a caller of its own.
fn largest() -> String {
    let (head, _) = REQUEST.split_once("[[grants]]").unwrap();
    let grants = (0..200).map(|i| {
        format!(
            "[[grants]]\nprimitive = \"runtime\"\nauth = \"sigv4\"\naccess = \"invoke\"\n\
             resources = [\"agent{i}-AbCdEf1234\"]\ncallers = [\"arn:aws:iam::111122223333:role/r{i}\"]\n"
        )
    });
    head.to_owned() + &grants.collect::<String>()
}

criterion_group!(benches, plan_and_render);
criterion_main!(benches);
