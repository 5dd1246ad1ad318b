//! The closed vocabularies of a request.
//!
//! Must not hold more words than REQUEST's fixed ones; which of them a primitive has is the
//! catalogue's.

use std::fmt;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that is none of a vocabulary's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not one of {}", .known.join(", "))]
pub struct WordError {
    /// The words there are.
    pub known: &'static [&'static str],
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every word, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word in a request.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = WordError;

            fn from_str(text: &str) -> Result<Self, WordError> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(WordError { known: Self::WORDS }),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words!(
    /// A service that agents in VPC mode need beside AgentCore.
    WorkloadService {
        /// Tokens and manifests of container images.
        EcrApi = "ecr-api",
        /// The registry that images are pulled from.
        EcrDkr = "ecr-dkr",
        /// Image layers, agents' code, session storage and buckets of one's own.
        S3 = "s3",
        /// Logs.
        Logs = "logs",
        /// Models.
        BedrockRuntime = "bedrock-runtime",
        /// Traces.
        Xray = "xray",
        /// Metrics.
        Monitoring = "monitoring",
        /// Credentials of other roles.
        Sts = "sts",
        /// Secrets.
        Secretsmanager = "secretsmanager",
        /// Keys.
        Kms = "kms",
    }
);

/// An endpoint service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndpointKey {
    /// Calls on runtimes, memories, tools, identities.
    Data,
    /// Management of all of them.
    Control,
    /// Invocation of gateways.
    Gateway,
    /// Discovery in AWS Agent Registry.
    RegistryData,
    /// Management of AWS Agent Registry.
    RegistryControl,
    /// What agents need beside AgentCore. No grant needs it and no request overrides it.
    Workload(WorkloadService),
}

impl EndpointKey {
    /// AgentCore's services, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::Data,
        Self::Control,
        Self::Gateway,
        Self::RegistryData,
        Self::RegistryControl,
    ];
    /// Their words, in the same order.
    pub const WORDS: &'static [&'static str] = &[
        "data",
        "control",
        "gateway",
        "registry-data",
        "registry-control",
    ];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Control => "control",
            Self::Gateway => "gateway",
            Self::RegistryData => "registry-data",
            Self::RegistryControl => "registry-control",
            Self::Workload(service) => service.as_str(),
        }
    }
}

impl FromStr for EndpointKey {
    type Err = WordError;

    /// AgentCore's services alone.
    fn from_str(text: &str) -> Result<Self, WordError> {
        let known = Self::ALL.iter().copied().find(|key| key.as_str() == text);
        known.ok_or(WordError { known: Self::WORDS })
    }
}

impl fmt::Display for EndpointKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for EndpointKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for EndpointKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

words!(
    /// The plane of a call.
    Plane {
        /// Using a resource.
        Data = "data",
        /// Managing it.
        Control = "control",
    }
);
words!(
    /// How a call is signed.
    Auth {
        /// By an AWS principal.
        Sigv4 = "sigv4",
        /// With a bearer token.
        Oauth = "oauth",
        /// Not at all: a gateway without inbound authorisation.
        None = "none",
    }
);
words!(
    /// A ready set of actions.
    Preset {
        /// Call it.
        Invoke = "invoke",
        /// Everything a client does with a tool or store.
        Use = "use",
        /// Look, do not touch.
        Read = "read",
        /// Add and change, without reading or deleting.
        Write = "write",
        /// Everything on the control plane, with what those calls also need.
        Manage = "manage",
        /// Every action a client can call.
        All = "all",
    }
);
words!(
    /// What kind of policy an endpoint gets.
    PolicyMode {
        /// Only what the grants say.
        Restricted = "restricted",
        /// AWS's default document, which allows everything.
        FullAccess = "full-access",
    }
);
words!(
    /// The address type of an endpoint's interfaces.
    IpAddressType {
        /// IPv4 only.
        Ipv4 = "ipv4",
        /// IPv6 only.
        Ipv6 = "ipv6",
        /// Both.
        Dualstack = "dualstack",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_names_agentcores_services_alone() {
        for (key, word) in EndpointKey::ALL.iter().zip(EndpointKey::WORDS) {
            assert_eq!(key.as_str(), *word);
            assert_eq!(word.parse(), Ok(*key));
            let json = serde_json::to_string(key).unwrap();
            assert_eq!(serde_json::from_str::<EndpointKey>(&json).unwrap(), *key);
        }
        for service in WorkloadService::WORDS {
            assert!(service.parse::<EndpointKey>().is_err(), "{service}");
        }
    }
}
