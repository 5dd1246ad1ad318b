//! The phrases that errors and symptoms are recognised by, with what they mean, as a table.
//!
//! Must not hold a phrase that is known from memory alone.

use super::{Certainty, Layer};

/// Phrases, any of which tells the same; in lower case.
pub(super) struct Pattern {
    any: &'static [&'static str],
    pub(super) layer: Layer,
    pub(super) certainty: Certainty,
    pub(super) says: &'static str,
    pub(super) mend: &'static str,
}

/// The table; where two of one layer fit, the first counts.
pub(super) const PATTERNS: &[Pattern] = &[
    // RFC 6750 for the header; AgentCore developer guide for who sends it.
    Pattern {
        any: &["www-authenticate", "resource_metadata=", "invalid_token"],
        layer: Layer::Token,
        certainty: Certainty::Known,
        says: "The answer asks for a token. It comes from the runtime or gateway: the call passed the endpoint, whose policy answers 403 and never 401.",
        mend: "Send `Authorization: Bearer` with a token of the issuer, audience and client that the resource's authoriser names. A resource takes tokens or signatures, never both.",
    },
    // Source: botocore's model of bedrock-agentcore.
    Pattern {
        any: &["unauthorizedexception", "401 unauthorized"],
        layer: Layer::Token,
        certainty: Certainty::Likely,
        says: "A 401 comes from the service, after the endpoint let the call through.",
        mend: "Check that the token has not expired and that its issuer, audience and client are those of the resource's authoriser; or that the resource takes signatures instead of tokens.",
    },
    // Source: the API references' "Common error types".
    Pattern {
        any: &[
            "expiredtoken",
            "incompletesignature",
            "missingauthenticationtoken",
            "unrecognizedclientexception",
            "requestexpired",
        ],
        layer: Layer::Token,
        certainty: Certainty::Known,
        says: "The credentials or the signature were not accepted, so no policy was asked.",
        mend: "Renew the AWS credentials, and check the clock and the Region that the client signs for. A bearer token is not sent through an AWS SDK's signer.",
    },
    Pattern {
        any: &[
            "nxdomain",
            "could not resolve host",
            "couldn't resolve host",
            "getaddrinfo",
            "enotfound",
            "eai_again",
            "name or service not known",
            "nodename nor servname",
            "no such host",
            "failed to resolve",
            "nameresolutionerror",
            "temporary failure in name resolution",
            "unknownhostexception",
        ],
        layer: Layer::Dns,
        certainty: Certainty::Known,
        says: "The name was not resolved, so nothing was asked of AWS.",
        mend: "Give the VPC an endpoint of the service that owns the name, with private DNS on, and enableDnsSupport and enableDnsHostnames on the VPC; ask the VPC's own resolver.",
    },
    // Source: botocore's EndpointConnectionError, which hides whether name or connection failed.
    Pattern {
        any: &[
            "could not connect to the endpoint url",
            "endpointconnectionerror",
        ],
        layer: Layer::Dns,
        certainty: Certainty::Likely,
        says: "The SDK could not connect; it says this of a name that is not resolved as well as of a connection that fails.",
        mend: "Resolve the name from the same host: without an answer it is DNS, with one it is the network. Check the Region too.",
    },
    Pattern {
        any: &["read timeout", "read timed out", "readtimeouterror"],
        layer: Layer::Network,
        certainty: Certainty::Guessed,
        says: "The connection stood and then nothing came back, so neither a policy nor a security group refused it.",
        mend: "Let the client wait longer than the agent works, and send keepalives at least every five minutes on long connections.",
    },
    Pattern {
        any: &[
            "timed out",
            "timeout",
            "time-out",
            "etimedout",
            "connecttimeout",
            "no route to host",
            "network is unreachable",
            "ehostunreach",
        ],
        layer: Layer::Network,
        certainty: Certainty::Likely,
        says: "Nothing came back. A security group drops silently, and a policy never does: it answers 403.",
        mend: "Let the group on the endpoint admit TCP 443 from the caller's group or network, let the caller's group let 443 out, and check network ACLs both ways.",
    },
    Pattern {
        any: &[
            "connection refused",
            "econnrefused",
            "connection reset",
            "econnreset",
        ],
        layer: Layer::Network,
        certainty: Certainty::Guessed,
        says: "Something on the way ended the connection; endpoints listen on TCP 443 alone.",
        mend: "Check the port, and whether a proxy or firewall stands between; a long connection may have been idle too long.",
    },
    Pattern {
        any: &[
            "certificate verify failed",
            "certificate_verify_failed",
            "sslerror",
            "ssl error",
            "tls handshake",
            "x509:",
            "unable to get local issuer",
            "hostname mismatch",
            "does not match target host name",
            "self-signed certificate",
            "self signed certificate",
        ],
        layer: Layer::Network,
        certainty: Certainty::Likely,
        says: "The connection stood, and the certificate was not accepted; no policy was asked.",
        mend: "Use the service's name or the endpoint's own vpce name, not an address or an alias; where a proxy inspects TLS, exempt these hosts or trust its authority.",
    },
    // Sources from here on: botocore's model of bedrock-agentcore, with its statuses.
    Pattern {
        any: &[
            "throttlingexception",
            "throttledexception",
            "rate exceeded",
            "too many requests",
        ],
        layer: Layer::NotARefusal,
        certainty: Certainty::Known,
        says: "The call was let through and was one too many just then.",
        mend: "Try again with a growing pause, and ask for a higher quota if it stays so.",
    },
    Pattern {
        any: &["servicequotaexceededexception"],
        layer: Layer::NotARefusal,
        certainty: Certainty::Known,
        says: "The call was let through and met a quota.",
        mend: "End what is not used any more, or ask for a higher quota.",
    },
    Pattern {
        any: &["resourcenotfoundexception"],
        layer: Layer::NotARefusal,
        certainty: Certainty::Known,
        says: "The call was let through, and there is nothing of this name where it asked.",
        mend: "Check id, account and Region, and the endpoint or qualifier of a runtime.",
    },
    Pattern {
        any: &["validationexception", "invalidinputexception"],
        layer: Layer::NotARefusal,
        certainty: Certainty::Known,
        says: "The call was let through, and its parameters were not understood.",
        mend: "Correct what the message names.",
    },
    Pattern {
        any: &[
            "conflictexception",
            "retryableconflictexception",
            "duplicateidexception",
        ],
        layer: Layer::NotARefusal,
        certainty: Certainty::Known,
        says: "The call was let through and collided with another.",
        mend: "Look at the resource's state, and try again.",
    },
    Pattern {
        any: &["runtimeclienterror"],
        layer: Layer::NotARefusal,
        certainty: Certainty::Known,
        says: "The call reached the agent, whose own code failed.",
        mend: "Read the agent's log.",
    },
    Pattern {
        any: &[
            "internalserverexception",
            "serviceexception",
            "internalfailure",
            "serviceunavailable",
        ],
        layer: Layer::NotARefusal,
        certainty: Certainty::Known,
        says: "The call was let through and the service failed.",
        mend: "Try again later.",
    },
    // Source: EC2 API reference, error codes.
    Pattern {
        any: &["unauthorizedoperation"],
        layer: Layer::IdentityPolicy,
        certainty: Certainty::Likely,
        says: "EC2 refuses who creates or changes the endpoint; the endpoint's own policy has no say in that.",
        mend: "Give that role the EC2 permissions that making an endpoint needs, such as ec2:CreateVpcEndpoint.",
    },
];

impl Pattern {
    /// One of its phrases stands in the text, which is in lower case.
    pub(super) fn fits(&self, lower: &str) -> bool {
        self.any.iter().any(|phrase| stands(lower, phrase))
    }
}

/// Whether a phrase stands in the text at the beginning of a word: `ENOTFOUND` is no part of
/// `ResourceNotFoundException`.
pub(super) fn stands(lower: &str, phrase: &str) -> bool {
    lower.match_indices(phrase).any(|(at, _)| {
        let before = lower.get(..at).and_then(|t| t.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    })
}
