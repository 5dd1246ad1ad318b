//! What a request answers, one answer at a time, and what a rule says of it.
//!
//! Must hold no more than an answer that a form can offer by itself.

use std::collections::BTreeMap;

use crate::catalog::Primitive;
use crate::request::{Auth, Caller, Conditions, EndpointKey, Plane};

/// One answer of a request.
#[derive(Debug, Clone, Copy)]
pub enum Answer<'a> {
    /// The request's name.
    Name(&'a str),
    /// The account.
    Account(&'a str),
    /// The Region.
    Region(&'a str),
    /// The VPC.
    Vpc {
        /// Its id.
        id: &'a str,
        /// Its tags; none where they are not known.
        tags: Option<&'a BTreeMap<String, String>>,
    },
    /// A subnet.
    Subnet {
        /// Its id.
        id: &'a str,
        /// Its tags; none where they are not known.
        tags: Option<&'a BTreeMap<String, String>>,
    },
    /// An endpoint.
    Service(EndpointKey),
    /// A grant's primitive, by its id.
    Primitive(&'a str),
    /// Private DNS of an endpoint.
    PrivateDns(bool),
    /// In how many zones an endpoint is: one for each of its subnets.
    Zones(usize),
    /// What all endpoints cost a month in US dollars with two decimals; none where it is not known.
    MonthlyUsd(Option<&'a str>),
    /// A caller of a signed grant.
    Caller(&'a Caller),
    /// The actions that a grant allows.
    Actions {
        /// Of what.
        primitive: &'a Primitive,
        /// On which plane.
        plane: Plane,
        /// Their names.
        actions: &'a [String],
    },
    /// The conditions of a grant.
    Conditions {
        /// How its calls are signed.
        auth: Auth,
        /// Whose calls.
        callers: &'a [Caller],
        /// On which conditions.
        conditions: &'a Conditions,
    },
    /// The tags of what is made.
    Tags(&'a BTreeMap<String, String>),
    /// AWS's default policy, which lets everybody do everything.
    FullAccess,
}

/// What a rule says of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds, or is not about such answers.
    Fine,
    /// It is broken.
    Broken {
        /// What was seen: a lowercase clause.
        seen: String,
        /// What to do: a lowercase clause.
        fix: String,
    },
    /// What it asks for is not known.
    Unknown {
        /// What is not known: a lowercase clause.
        seen: String,
        /// How it becomes known: a lowercase clause.
        fix: String,
    },
}
