//! The facts that stand in a text: who called what on what, which status came back, which host
//! was asked.
//!
//! Must not add what the text does not say.

use std::net::Ipv4Addr;

use crate::attempt::prefixed;
use crate::catalog::Catalog;
use crate::evaluate::Caller;

/// Facts of a text; each is there only where the text says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Who called.
    pub caller: Option<SeenCaller>,
    /// The action, with its prefix.
    pub action: Option<String>,
    /// The resource.
    pub resource: Option<String>,
    /// The policy that AWS names as the one that denied.
    pub policy: Option<String>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The host of AWS's that was asked.
    pub host: Option<String>,
    /// An address that is not of a private network.
    pub public_address: Option<Ipv4Addr>,
}

/// Who called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeenCaller {
    /// A principal who signed, as the text has it.
    Signed(String),
    /// Nobody that IAM knows.
    Anonymous,
}

/// The statuses that say something about access.
const STATUSES: [u16; 7] = [400, 401, 403, 404, 424, 429, 503];

/// The discovery document of a runtime. Source: AgentCore developer guide,
/// "Use interface VPC endpoints".
const DISCOVERY: &str = "oauth-protected-resource";

impl Seen {
    /// Reads a text with single spaces. The sentence is AWS's: `User: A is not authorized to
    /// perform: B on resource: C …`.
    /// Source: IAM User Guide, "Troubleshoot access denied error messages"; for the policy's ARN at
    /// the end AWS Security Blog, "Enhanced access denied error messages with policy ARNs".
    pub(super) fn of(catalog: &Catalog, text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let after = |marker| after(text, &lower, marker);
        let caller = after("user: ").map(|word| match word.parse::<Caller>() {
            Ok(Caller::Signed(signer)) => SeenCaller::Signed(signer.arn().to_string()),
            _ if word.eq_ignore_ascii_case("anonymous") => SeenCaller::Anonymous,
            _ => SeenCaller::Signed(word),
        });
        let is_discovery = lower.contains(DISCOVERY) && lower.contains("/runtimes/");
        let discovery = || {
            is_discovery.then(|| "bedrock-agentcore:GetRuntimeProtectedResourceMetadata".to_owned())
        };
        let operation = || prefixed(catalog, &after("when calling the ")?);
        let words = words(&lower);
        Self {
            caller: caller.or(is_discovery.then_some(SeenCaller::Anonymous)),
            action: after("perform: ")
                .filter(|a| a.contains(':'))
                .or_else(discovery)
                .or_else(operation),
            resource: after("on resource: "),
            policy: after("policy: ").filter(|p| p.starts_with("arn:")),
            status: status(&lower),
            host: words.iter().find(|w| is_host(w)).map(|w| (*w).to_owned()),
            public_address: public_address(&words, &lower),
        }
    }
}

/// The word that follows a marker, without quotes and punctuation around it.
fn after(text: &str, lower: &str, marker: &str) -> Option<String> {
    let at = lower.find(marker)? + marker.len();
    let word = text.get(at..)?.split(' ').next()?;
    let word = word.trim_matches(['"', '\'', '`', ',', ';', '.', ')', '(', '<', '>', '}']);
    (!word.is_empty()).then(|| word.to_owned())
}

/// Names, addresses and numbers.
fn words(lower: &str) -> Vec<&str> {
    lower
        .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '*'))
        .map(|w| w.trim_matches('.'))
        .filter(|w| !w.is_empty())
        .collect()
}

/// A status that stands alone, not a part of an ARN, an id or a time.
fn status(lower: &str) -> Option<u16> {
    let mut words = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '"' | '\'' | '.'))
        .peekable();
    while let Some(word) = words.next() {
        let number = word.rsplit(':').next().unwrap_or(word);
        let followed = words.peek().copied().unwrap_or_default();
        if let Ok(status) = number.parse::<u16>()
            && STATUSES.contains(&status)
            && !word.starts_with("arn:")
            && !matches!(followed, "ms" | "s" | "bytes" | "seconds")
        {
            return Some(status);
        }
    }
    None
}

/// A host of AgentCore's or of an endpoint's.
fn is_host(word: &str) -> bool {
    (word.ends_with(".amazonaws.com") || word.ends_with(".api.aws")) && word.contains("agent")
}

/// The first address outside of private networks that is not the name server's.
fn public_address(words: &[&str], lower: &str) -> Option<Ipv4Addr> {
    words.iter().find_map(|word| {
        let address: Ipv4Addr = word.parse().ok()?;
        let [a, b, ..] = address.octets();
        let shared = a == 100 && (64..128).contains(&b);
        let near = address.is_private()
            || address.is_loopback()
            || address.is_link_local()
            || address.is_unspecified()
            || address.is_broadcast()
            || shared;
        let is_server = lower.contains(&format!("{word}#53"));
        (!near && !is_server).then_some(address)
    })
}
