//! Every item of a paginated answer.
//!
//! Must not hand out some of them as if they were all.

use std::error::Error;
use std::fmt::Debug;

use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_async::future::pagination_stream::PaginationStream;
use postern_plan::run::Trouble;

use crate::endpoints::ec2::trouble::trouble;

/// Every item, in domain words; what has no id is left out
pub(super) async fn all<I, T, E, R>(
    mut pages: PaginationStream<Result<I, SdkError<E, R>>>,
    shape: impl Fn(I) -> Option<T>,
) -> Result<Vec<T>, Trouble>
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    R: Debug + Send + Sync + 'static,
{
    let mut things = Vec::new();
    while let Some(item) = pages.next().await {
        things.extend(shape(item.map_err(|error| trouble(&error))?));
    }
    Ok(things)
}
