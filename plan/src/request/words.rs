//! The closed vocabularies of a request.
//!
//! Must not hold more words than REQUEST's fixed ones; which of them a primitive has is the
//! catalogue's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

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
    /// An endpoint service.
    EndpointKey {
        /// Calls on runtimes, memories, tools, identities.
        Data = "data",
        /// Management of all of them.
        Control = "control",
        /// Invocation of gateways.
        Gateway = "gateway",
        /// Discovery in AWS Agent Registry.
        RegistryData = "registry-data",
        /// Management of AWS Agent Registry.
        RegistryControl = "registry-control",
    }
);
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
