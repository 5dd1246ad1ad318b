//! One request with three endpoints: its plan and all artifacts together.
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
}

criterion_group!(benches, plan_and_render);
criterion_main!(benches);
