//! Counts and traces the calls of AWS, each attempt by itself.
//!
//! Must change nothing of a call, and must know nothing of what is asked or answered but the status.

use std::time::Instant;

use aws_sdk_ec2::config::interceptors::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_ec2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_ec2::error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_types::config_bag::{Storable, StoreReplace};
use tracing::Span;

use crate::metrics::Metrics;
use crate::traces;

/// Counts what a client calls
#[derive(Clone, Debug)]
pub(super) struct Counted(pub(super) Metrics);

/// When an attempt began, and its span
#[derive(Clone, Debug)]
struct Began(Instant, Span);

impl Storable for Began {
    type Storer = StoreReplace<Self>;
}

impl Intercept for Counted {
    fn name(&self) -> &'static str {
        "Counted"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let span = match cfg.load::<Metadata>() {
            Some(called) => traces::call(called.service(), called.name()),
            None => Span::none(),
        };
        cfg.interceptor_state()
            .store_put(Began(Instant::now(), span));
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let began = cfg.load::<Began>().cloned();
        if let (Some(Began(began, span)), Some(called)) = (began, cfg.load::<Metadata>()) {
            let status = context.response().map(|answer| answer.status().as_u16());
            self.0
                .called(called.service(), called.name(), status, began.elapsed());
            traces::answered(&span, status, |status| status >= 400);
        }
        // Its end is that of the last copy.
        cfg.interceptor_state().unset::<Began>();
        Ok(())
    }
}
