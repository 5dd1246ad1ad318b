//! Traces for a collector: a span for each request, for each run, and for each call of AWS in them.
//!
//! Must hold no more than the log does: routes and operations, never a query, a body, a name or a
//! secret. Spans of traces have a target of their own, so that the lines of the log stay as they are.

use std::collections::HashMap;
use std::time::Duration;

use axum::http::{HeaderMap, Method};
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::{Status, TracerProvider as _};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::runtime::Tokio;
use opentelemetry_sdk::trace::span_processor_with_async_runtime::BatchSpanProcessor;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider, Tracer};
use postern_plan::run::RunId;
use reqwest::redirect::Policy;
use thiserror::Error;
use tracing::Span;
use tracing_opentelemetry::{OpenTelemetryLayer, OpenTelemetrySpanExt as _};
use tracing_subscriber::registry::LookupSpan;

use crate::settings::sections::TracesSettings;

/// The target of spans that are for traces alone
pub(crate) const TARGET: &str = "postern_traces";

/// How long the collector may take for a batch, and for the last one
const PATIENCE: Duration = Duration::from_secs(5);

/// What sends traces
#[derive(Debug)]
pub(crate) struct Traces(SdkTracerProvider);

/// Traces cannot be sent
#[derive(Debug, Error)]
pub(crate) enum TracesError {
    /// Nothing can make calls here
    #[error("no calls can be made")]
    Client(#[from] reqwest::Error),
    /// The address or the header cannot be used
    #[error("the collector cannot be called")]
    Exporter(#[from] ExporterBuildError),
}

impl Traces {
    /// Begins to send traces where the settings say; none where they do not. Within a runtime
    pub(crate) fn start(settings: &TracesSettings) -> Result<Option<Self>, TracesError> {
        let Some(endpoint) = &settings.endpoint else {
            return Ok(None);
        };
        let secret = settings.authorization.as_ref();
        let headers = secret.map(|secret| ("authorization".to_owned(), secret.reveal().to_owned()));
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(client()?)
            .with_endpoint(endpoint.as_str())
            .with_timeout(PATIENCE)
            .with_headers(HashMap::from_iter(headers))
            .build()?;
        let named = Resource::builder().with_service_name("postern");
        let version = opentelemetry::KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let provider = SdkTracerProvider::builder()
            // By the trace's id alone: what comes in does not say what goes out.
            .with_sampler(Sampler::TraceIdRatioBased(settings.percent.share()))
            .with_resource(named.with_attribute(version).build())
            .with_span_processor(BatchSpanProcessor::builder(exporter, Tokio).build())
            .build();
        Ok(Some(Self(provider)))
    }

    /// What makes traces of spans
    pub(crate) fn layer<S>(&self) -> OpenTelemetryLayer<S, Tracer>
    where
        S: tracing::Subscriber + for<'span> LookupSpan<'span>,
    {
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("postern"))
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_level(false)
    }

    /// Sends what is left, if the collector takes it in time
    pub(crate) async fn end(self) {
        let sent = tokio::task::spawn_blocking(move || self.0.shutdown());
        if tokio::time::timeout(PATIENCE, sent).await.is_err() {
            tracing::warn!("the last traces were not sent");
        }
    }
}

/// What carries them: it follows no redirect, which would take the header along
fn client() -> Result<reqwest::Client, reqwest::Error> {
    // An error means that there is one already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(Policy::none())
        .timeout(PATIENCE)
        .user_agent(concat!("postern/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// The headers of a request as traces read them
struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}

/// The span of a request, within the trace that it names. `route` is a path of the table of routes
pub(crate) fn request(method: &Method, route: Option<&str>, id: &str, headers: &HeaderMap) -> Span {
    let name = match route {
        Some(route) => format!("{method} {route}"),
        None => method.to_string(),
    };
    let span =
        tracing::info_span!(target: TARGET, "request", otel.name = name, otel.kind = "server");
    if span.is_disabled() {
        return span;
    }
    let context = TraceContextPropagator::new().extract(&Headers(headers));
    // It fails where nothing makes traces.
    let _ = span.set_parent(context);
    span.set_attribute("http.request.method", method.to_string());
    if let Some(route) = route {
        span.set_attribute("http.route", route.to_owned());
    }
    span.set_attribute("postern.request_id", id.to_owned());
    span
}

/// The span of a run that is carried on
pub(crate) fn run(id: &RunId) -> Span {
    let span = tracing::info_span!(target: TARGET, parent: None, "run", otel.name = "run");
    span.set_attribute("postern.run", id.as_str().to_owned());
    span
}

/// The span of one attempt of a call of AWS
#[cfg(feature = "aws")]
pub(crate) fn call(service: &str, operation: &str) -> Span {
    let name = format!("{service}/{operation}");
    let span = tracing::info_span!(target: TARGET, "call", otel.name = name, otel.kind = "client");
    span.set_attribute("rpc.system", "aws-api");
    span.set_attribute("rpc.service", service.to_owned());
    span.set_attribute("rpc.method", operation.to_owned());
    span
}

/// How whatever a span is of was answered; `failed` says whether that is a fault
pub(crate) fn answered(span: &Span, status: Option<u16>, failed: impl FnOnce(u16) -> bool) {
    match status {
        Some(status) => {
            span.set_attribute("http.response.status_code", i64::from(status));
            if failed(status) {
                span.set_status(Status::error(""));
            }
        }
        None => span.set_status(Status::error("no answer")),
    }
}
