//! One endpoint policy, one call: does it get through?
//!
//! Must not guess. What is not known about the call is named as unknown, and the answer is unknown
//! where it hangs on that. Must not read AWS: everything it knows stands in the policy, the call
//! and the catalogue.

mod arn_matcher;
mod call;
mod compiled;
mod condition;
mod decide;
mod explain;
mod glob;
mod line;
mod principal;
mod template;
mod truth;
mod values;

pub(crate) use call::is_account;
pub use call::{Call, CallError, Caller, Context, Signer, Values, bearer_context};
pub use decide::{Decision, Evaluator, Verdict};
pub use explain::Trace;
pub(crate) use glob::Glob as Pattern;
pub use line::{Answered, LONGEST_LINE, Lines, PolicyFault};
pub use truth::Truth;
pub(crate) use values::{Kind, is_within};
