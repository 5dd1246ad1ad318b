//! Locks on the public door: for each resource that the grants name a policy that refuses what does
//! not come from the VPC.
//!
//! Must be put on nothing by Postern itself: these are files, and the order in which to use them.

use crate::evaluate::Verdict;
use crate::policy::{Policy, Statement};

/// The VPC that a call came from through an endpoint; absent otherwise.
pub(crate) const SOURCE_VPC: &str = "aws:SourceVpc";

/// Whether an AWS service calls in the name of whoever signed.
pub(crate) const VIA_SERVICE: &str = "aws:ViaAWSService";

/// What is locked, what cannot be, and the same Deny for those who prefer other policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lockdown {
    /// One lock for each resource, runtimes first.
    pub locks: Vec<Lock>,
    /// What stays open.
    pub open: Vec<Open>,
    /// The Deny for all locked resources, for identity policies and service control policies; none
    /// where nothing is locked.
    pub denial: Option<Statement>,
}

/// A lock on one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// The stem of its file's name: letters, digits, dashes and underscores.
    pub name: String,
    /// What it is on.
    pub kind: Locked,
    /// Its ARN, without wildcards.
    pub arn: String,
    /// The resource policy.
    pub policy: Policy,
    /// Who gets through which way, asked of both layers.
    pub asked: Vec<Asked>,
}

/// What bears a lock. Source: the AgentCore guide's page on resource-based policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Locked {
    /// A runtime.
    Runtime,
    /// An endpoint of a runtime, which is checked besides the runtime.
    RuntimeEndpoint,
    /// A gateway.
    Gateway,
    /// A memory, of which AWS's pages disagree whether it bears a policy.
    Memory,
}

/// A grant, or a part of one, that nothing here locks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The grant's place in the request.
    pub grant: usize,
    /// What it is about, in words.
    pub what: String,
    /// Why it is not locked, and what to do instead: a clause.
    pub why: &'static str,
}

/// One caller who asks for one call, the one way and the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Who, in words.
    pub who: String,
    /// The action, with its prefix.
    pub action: String,
    /// A grant gives it to them.
    pub granted: Granted,
    /// Through the endpoint.
    pub inside: Answer,
    /// By the internet, or another VPC.
    pub outside: Answer,
    /// By an AWS service in the caller's name; none for callers who present a token or nothing.
    pub service: Option<Answer>,
}

/// Whether a grant gives a call to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granted {
    /// It does.
    Yes,
    /// None does: it is asked to be refused.
    No,
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whether it passes; unknown where the layers leave it open.
    pub verdict: Verdict,
    /// What decides.
    pub by: Layer,
}

/// What decides about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// The endpoint's policy.
    Endpoint,
    /// The resource's policy.
    Resource,
    /// The resource's policy is silent, and the caller's own policy may allow it: AWS's page says of
    /// that both that it passes and that it does not.
    Identity,
}

impl Locked {
    /// The word for it, in file names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Runtime => "runtime",
            Self::RuntimeEndpoint => "runtime-endpoint",
            Self::Gateway => "gateway",
            Self::Memory => "memory",
        }
    }
}

/// A call past both layers. `endpoint` is none for a call that goes through no endpoint; `resource`
/// is what the resource's policy says, and whether a statement says it. The caller's own policy is
/// taken to allow the call, for callers who have one: whoever it refuses needs no lock.
pub fn together(
    endpoint: Option<Verdict>,
    resource: (Verdict, Spoken),
    own_policy: OwnPolicy,
) -> Answer {
    if endpoint == Some(Verdict::Denied) {
        return Answer {
            verdict: Verdict::Denied,
            by: Layer::Endpoint,
        };
    }
    let decided = |verdict, by| Answer { verdict, by };
    match (resource, own_policy) {
        ((Verdict::Denied, Spoken::No), OwnPolicy::SameAccount) => {
            decided(Verdict::Unknown, Layer::Identity)
        }
        ((verdict, _), _) if verdict != Verdict::Allowed => decided(verdict, Layer::Resource),
        _ if endpoint == Some(Verdict::Unknown) => decided(Verdict::Unknown, Layer::Endpoint),
        _ => decided(Verdict::Allowed, Layer::Resource),
    }
}

/// Whether a statement says what a policy answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// One does.
    Yes,
    /// The policy is silent.
    No,
}

/// Whether a policy of the caller's own can let a call pass by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnPolicy {
    /// The caller is of the resource's account, and has one that allows it.
    SameAccount,
    /// The caller is of another account, where it takes both, or has none.
    NotEnough,
}
