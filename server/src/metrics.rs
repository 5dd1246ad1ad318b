//! What is counted and measured for whoever watches this server.
//!
//! Must name no person, account or answer, and nothing whose values are without bound: a label is a
//! route as the table has it, never an address as somebody typed it.

mod labels;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use labels::{Acted, Answered, Build, Called, Operation, Route, Standings};

/// The type of the text. Source: OpenMetrics 1.0, "Overall Structure"
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The limits between which times are sorted, in seconds
const SECONDS: [f64; 12] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// The numbers of one process; every copy counts into the same
#[derive(Clone, Default)]
pub struct Metrics(Arc<Counted>);

struct Counted {
    started: SystemTime,
    requests: Family<Answered, Counter>,
    request_seconds: Family<Route, Histogram, Seconds>,
    under_way: Gauge,
    limited: Counter,
    calls: Family<Called, Counter>,
    call_seconds: Family<Operation, Histogram, Seconds>,
    acts: Family<Acted, Counter>,
}

/// What the store says at the moment
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// How many runs there are, by how they stand
    pub runs: Vec<(String, i64)>,
    /// How many proposals somebody is waited for
    pub waiting: i64,
}

/// Makes the histograms
#[derive(Clone, Copy, Debug)]
struct Seconds;

impl MetricConstructor<Histogram> for Seconds {
    fn new_metric(&self) -> Histogram {
        Histogram::new(SECONDS)
    }
}

impl Default for Counted {
    fn default() -> Self {
        Self {
            started: SystemTime::now(),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(Seconds),
            under_way: Gauge::default(),
            limited: Counter::default(),
            calls: Family::default(),
            call_seconds: Family::new_with_constructor(Seconds),
            acts: Family::default(),
        }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

/// A request that is being answered, until it is dropped
#[derive(Debug)]
pub(crate) struct UnderWay(Gauge);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    /// A request has come
    pub(crate) fn begun(&self) -> UnderWay {
        self.0.under_way.inc();
        UnderWay(self.0.under_way.clone())
    }

    /// A request was answered. `route` is a path of the table of routes, none where nothing is there
    pub fn answered(&self, method: &str, route: Option<&str>, status: u16, took: Duration) {
        let route = Route {
            method: labels::method(method),
            route: route.unwrap_or("none").to_owned(),
        };
        let seconds = took.as_secs_f64();
        self.0
            .request_seconds
            .get_or_create(&route)
            .observe(seconds);
        let answered = Answered { route, status };
        self.0.requests.get_or_create(&answered).inc();
    }

    /// A request was refused because whoever sent it had sent so many
    pub(crate) fn limited(&self) {
        self.0.limited.inc();
    }

    /// AWS was called; `status` is that of the answer, none where none came
    pub fn called(&self, service: &str, operation: &str, status: Option<u16>, took: Duration) {
        let operation = Operation {
            service: service.to_owned(),
            operation: operation.to_owned(),
        };
        let seconds = took.as_secs_f64();
        self.0
            .call_seconds
            .get_or_create(&operation)
            .observe(seconds);
        let status = status.map_or_else(|| "none".to_owned(), |status| status.to_string());
        let called = Called { operation, status };
        self.0.calls.get_or_create(&called).inc();
    }

    /// Something was written into the record; `standing` is how a run stands
    pub fn recorded(&self, act: &str, standing: Option<&str>) {
        let acted = Acted {
            act: act.to_owned(),
            standing: standing.unwrap_or_default().to_owned(),
        };
        self.0.acts.get_or_create(&acted).inc();
    }

    /// All of it as text, with what the store says; none where there is no store
    pub fn text(&self, facts_date: &str, stored: Option<Stored>) -> Result<String, fmt::Error> {
        let mut registry = Registry::with_prefix("postern");
        self.register(&mut registry, facts_date);
        if let Some(stored) = stored {
            register_stored(&mut registry, stored);
        }
        let mut text = String::new();
        encode(&mut text, &registry)?;
        Ok(text)
    }

    fn register(&self, to: &mut Registry, facts_date: &str) {
        let of = &*self.0;
        let build = Build {
            version: env!("CARGO_PKG_VERSION"),
            catalog: facts_date.to_owned(),
        };
        to.register("build", "This program and its catalogue", Info::new(build));
        let started = of.started.duration_since(UNIX_EPOCH);
        to.register_with_unit(
            "start_time",
            "When this process began, since 1970",
            Unit::Seconds,
            ConstGauge::new(started.map_or(0.0, |since| since.as_secs_f64())),
        );
        to.register(
            "http_requests",
            "Requests that were answered",
            of.requests.clone(),
        );
        to.register_with_unit(
            "http_request_duration",
            "From the head of a request to the head of its answer",
            Unit::Seconds,
            of.request_seconds.clone(),
        );
        to.register(
            "http_requests_under_way",
            "Requests that are being answered",
            of.under_way.clone(),
        );
        to.register(
            "http_requests_limited",
            "Requests refused because whoever sent them had sent so many",
            of.limited.clone(),
        );
        to.register(
            "aws_calls",
            "Calls of AWS, each attempt by itself",
            of.calls.clone(),
        );
        to.register_with_unit(
            "aws_call_duration",
            "From a call of AWS to its answer, each attempt by itself",
            Unit::Seconds,
            of.call_seconds.clone(),
        );
        to.register(
            "recorded_acts",
            "Entries that this process wrote into the record",
            of.acts.clone(),
        );
    }
}

fn register_stored(to: &mut Registry, stored: Stored) {
    let runs = Family::<Standings, Gauge>::default();
    for (standing, count) in stored.runs {
        runs.get_or_create(&Standings { standing }).set(count);
    }
    to.register("runs", "Runs in the store, by how they stand", runs);
    to.register(
        "proposals_waiting",
        "Proposals in the store that somebody is waited for",
        ConstGauge::new(stored.waiting),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_said() {
        let metrics = Metrics::default();
        let going = metrics.begun();
        metrics.answered("GET", Some("/runs/{run}"), 200, Duration::from_millis(7));
        metrics.answered("BREW", None, 404, Duration::from_millis(1));
        metrics.called("EC2", "DescribeVpcs", Some(200), Duration::from_millis(30));
        metrics.called("EC2", "DescribeVpcs", None, Duration::from_secs(15));
        metrics.recorded("stood", Some("failed"));
        metrics.limited();
        let stored = Stored {
            runs: vec![("parked".to_owned(), 2)],
            waiting: 3,
        };
        let text = metrics.text("2026-11-20", Some(stored)).unwrap();
        for line in [
            "postern_build_info{version=\"0.1.0\",catalog=\"2026-11-20\"} 1",
            "postern_http_requests_total{method=\"GET\",route=\"/runs/{run}\",status=\"200\"} 1",
            "postern_http_requests_total{method=\"other\",route=\"none\",status=\"404\"} 1",
            "postern_http_request_duration_seconds_bucket{le=\"0.01\",method=\"GET\",route=\"/runs/{run}\"} 1",
            "postern_http_requests_under_way 1",
            "postern_http_requests_limited_total 1",
            "postern_aws_calls_total{service=\"EC2\",operation=\"DescribeVpcs\",status=\"none\"} 1",
            "postern_recorded_acts_total{act=\"stood\",standing=\"failed\"} 1",
            "postern_runs{standing=\"parked\"} 2",
            "postern_proposals_waiting 3",
        ] {
            assert!(text.lines().any(|it| it == line), "{line}\n\n{text}");
        }
        drop(going);
        let after = metrics.text("2026-11-20", None).unwrap();
        assert!(after.contains("postern_http_requests_under_way 0\n"));
        assert!(!after.contains("postern_runs"), "there is no store");
    }
}
