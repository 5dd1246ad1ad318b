//! Why EC2 refused a call, told apart by code and, where one code hides several causes, by text.
//!
//! Must not guess: what is not recognised is `Other`, with the text as it came.

use serde::{Deserialize, Serialize};

/// Why a call was not done, or may not have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The caller may not do it.
    Denied,
    /// The credentials are wrong, expired or absent.
    Credentials,
    /// The role for the account cannot be assumed.
    Role,
    /// A quota is used up.
    Quota,
    /// Another endpoint or zone owns the private name in this VPC.
    DnsConflict,
    /// The VPC's DNS attributes are off.
    DnsAttributes,
    /// The service is not offered in a subnet's zone.
    Zone,
    /// Two subnets are in one zone.
    SameZone,
    /// The endpoint's type was not sent.
    TypeForgotten,
    /// Something that the call names is not there.
    NotFound,
    /// Something of this name is there already.
    Duplicate,
    /// The client token was used for something else.
    TokenMismatch,
    /// EC2 does not take the policy.
    Policy,
    /// A subnet has no free address.
    NoAddresses,
    /// A tag is refused.
    Tag,
    /// Something still uses it.
    InUse,
    /// Too many calls.
    Throttled,
    /// EC2 failed while it worked on the call.
    Failed,
    /// No answer came.
    NoAnswer,
    /// The answer could not be read.
    Garbage,
    /// A dry run made something: this endpoint is not EC2.
    NotEc2,
    /// What is there is not what should be.
    Differs,
    /// It took too long.
    TooLong,
    /// Something else.
    Other,
}

/// Codes and their causes, from EC2's error table. Compared without regard to case.
const CODES: &[(&str, Cause)] = &[
    ("UnauthorizedOperation", Cause::Denied),
    ("OperationNotPermitted", Cause::Denied),
    ("AccessDenied", Cause::Denied),
    ("AccessDeniedException", Cause::Denied),
    ("AuthFailure", Cause::Credentials),
    ("ExpiredToken", Cause::Credentials),
    ("ExpiredTokenException", Cause::Credentials),
    ("InvalidClientTokenId", Cause::Credentials),
    ("RequestExpired", Cause::Credentials),
    ("SignatureDoesNotMatch", Cause::Credentials),
    ("UnrecognizedClientException", Cause::Credentials),
    ("VpcEndpointLimitExceeded", Cause::Quota),
    ("SecurityGroupLimitExceeded", Cause::Quota),
    ("SecurityGroupsPerInterfaceLimitExceeded", Cause::Quota),
    ("NetworkInterfaceLimitExceeded", Cause::Quota),
    ("RulesPerSecurityGroupLimitExceeded", Cause::Quota),
    ("TagLimitExceeded", Cause::Quota),
    ("DuplicateSubnetsInSameZone", Cause::SameZone),
    ("InvalidServiceName", Cause::NotFound),
    ("InvalidVpcEndpointService.NotFound", Cause::NotFound),
    ("InvalidGroup.Duplicate", Cause::Duplicate),
    ("InvalidPermission.Duplicate", Cause::Duplicate),
    ("IdempotentParameterMismatch", Cause::TokenMismatch),
    ("InvalidClientToken", Cause::TokenMismatch),
    ("InvalidPolicyDocument", Cause::Policy),
    ("InsufficientFreeAddressesInSubnet", Cause::NoAddresses),
    ("TagPolicyViolation", Cause::Tag),
    ("DependencyViolation", Cause::InUse),
    ("RequestLimitExceeded", Cause::Throttled),
    ("Throttling", Cause::Throttled),
    ("ThrottlingException", Cause::Throttled),
    ("InternalError", Cause::Failed),
    ("InternalFailure", Cause::Failed),
    ("ServiceUnavailable", Cause::Failed),
    ("Unavailable", Cause::Failed),
];

/// What the text of `InvalidParameter` tells apart.
const TEXTS: &[(&str, Cause)] = &[
    ("conflicting dns domain", Cause::DnsConflict),
    (
        "enablednssupport and enablednshostnames",
        Cause::DnsAttributes,
    ),
    (
        "does not support the availability zone of the subnet",
        Cause::Zone,
    ),
    (
        "only supported for interface and gatewayloadbalancer",
        Cause::TypeForgotten,
    ),
];

impl Cause {
    /// The cause behind a code and its text.
    pub fn of(code: &str, message: &str) -> Self {
        let message = message.to_lowercase();
        if code.to_lowercase().starts_with("invalidparameter")
            && let Some((_, cause)) = TEXTS.iter().find(|(text, _)| message.contains(text))
        {
            return *cause;
        }
        let known = CODES.iter().find(|(c, _)| c.eq_ignore_ascii_case(code));
        known.map_or_else(
            || {
                if code.to_lowercase().ends_with(".notfound") {
                    Self::NotFound
                } else {
                    Self::Other
                }
            },
            |(_, cause)| *cause,
        )
    }

    /// What happened, as a clause.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Denied => "these credentials may not do this",
            Self::Credentials => {
                "AWS does not accept the credentials: they are wrong, or have expired"
            }
            Self::Role => "the role for the account may not be assumed",
            Self::Quota => "a quota of the account is used up",
            Self::DnsConflict => {
                "another endpoint or private hosted zone owns this private DNS name in the VPC"
            }
            Self::DnsAttributes => {
                "private DNS needs enableDnsSupport and enableDnsHostnames, and the VPC has one of them off"
            }
            Self::Zone => "the service is not offered in the zone of one of the subnets",
            Self::SameZone => "two of the subnets are in one zone",
            Self::TypeForgotten => "EC2 took the endpoint for one of type Gateway",
            Self::NotFound => "something that the call names is not there",
            Self::Duplicate => {
                "something of this name is there already, and this run did not make it"
            }
            Self::TokenMismatch => "the client token was used before, for something else",
            Self::Policy => "EC2 does not accept the policy",
            Self::NoAddresses => "a subnet has no free address",
            Self::Tag => "a tag is not allowed",
            Self::InUse => "something still uses it",
            Self::Throttled => "AWS asked to be called less often",
            Self::Failed => "AWS failed while it worked on the call, which may have been done",
            Self::NoAnswer => "no answer came, and the call may have been done",
            Self::Garbage => "the answer could not be read, and the call may have been done",
            Self::NotEc2 => "a dry run made something: what answers there is not EC2",
            Self::Differs => "what is there is not what was planned",
            Self::TooLong => "it took longer than was set",
            Self::Other => "AWS refused the call",
        }
    }

    /// What to do about it.
    pub fn fix(self) -> &'static str {
        match self {
            Self::Denied => {
                "use credentials with the policy for applying that the page prints, then go on with the run"
            }
            Self::Credentials => "sign in again, then go on with the run",
            Self::Role => {
                "let the role trust whoever Postern is, with the external id that Postern has; `postern roles` writes it"
            }
            Self::Quota => {
                "ask for a higher quota or remove what is not used, then go on with the run"
            }
            Self::DnsConflict => {
                "change that endpoint instead (`existing`), or turn private DNS off on one of the two; roll this run back first"
            }
            Self::DnsAttributes => {
                "turn both attributes on with aws ec2 modify-vpc-attribute, then go on with the run"
            }
            Self::Zone => {
                "give the endpoint subnets of its own in zones where the service is offered; roll this run back and plan again"
            }
            Self::SameZone => "keep one subnet for each zone; roll this run back and plan again",
            Self::NotFound => "see what was removed or misspelt; roll this run back and plan again",
            Self::Duplicate => {
                "use what is there, or give the request another name; roll this run back and plan again"
            }
            Self::NoAddresses => "free addresses or use another subnet, then go on or plan again",
            Self::InUse => "wait until what uses it is gone, then go on",
            Self::Throttled | Self::Failed | Self::NoAnswer | Self::Garbage | Self::TooLong => {
                "go on with the run: what is not known is looked up first"
            }
            Self::NotEc2 => "see where AWS_ENDPOINT_URL points; what the dry run made was deleted",
            Self::Differs => "see what differs; somebody else may have changed it since",
            Self::TypeForgotten | Self::TokenMismatch | Self::Policy | Self::Tag | Self::Other => {
                "read what AWS says; mend the request, roll this run back and plan again"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_code_hides_four_causes() {
        for (text, cause) in [
            (
                "private-dns-enabled cannot be set because there is already a conflicting DNS domain for x in the VPC vpc-1",
                Cause::DnsConflict,
            ),
            (
                "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true",
                Cause::DnsAttributes,
            ),
            (
                "The VPC endpoint service com.x does not support the availability zone of the subnet: subnet-1",
                Cause::Zone,
            ),
            (
                "Security groups are only supported for Interface and GatewayLoadBalancer endpoints",
                Cause::TypeForgotten,
            ),
            ("something new", Cause::Other),
        ] {
            assert_eq!(Cause::of("InvalidParameter", text), cause, "{text}");
        }
    }

    #[test]
    fn codes_are_told_apart_in_any_case() {
        for (code, cause) in [
            ("unauthorizedoperation", Cause::Denied),
            ("InvalidVpcId.NotFound", Cause::NotFound),
            ("InvalidVpcID.NotFound", Cause::NotFound),
            ("InvalidSubnetId.notfound", Cause::NotFound),
            ("VpcEndpointLimitExceeded", Cause::Quota),
            ("Strange", Cause::Other),
        ] {
            assert_eq!(Cause::of(code, ""), cause, "{code}");
        }
    }
}
