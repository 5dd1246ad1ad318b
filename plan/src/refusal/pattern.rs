//! Who may have answered, by the text alone: the kind of policy that AWS names, a phrase of the
//! table, or a refusal that says nothing.
//!
//! Must not know a policy or a plan; what those say is added elsewhere.

use super::phrase::{PATTERNS, stands};
use super::{Certainty, Diagnosis, Layer, Seen};

/// The kinds of policy that AWS names in a refusal.
/// Source: IAM User Guide, "Troubleshoot access denied error messages".
struct Kind {
    phrase: &'static str,
    layer: Layer,
    /// What to do when no policy of this kind allows the call.
    allow: &'static str,
    /// What to do when one denies it.
    denied: &'static str,
}

const KINDS: [Kind; 7] = [
    Kind {
        phrase: "vpc endpoint policy",
        layer: Layer::EndpointPolicy,
        allow: "Let a statement of the endpoint's policy allow this action on this resource for this caller. A change takes some minutes to reach the whole endpoint.",
        denied: "Find the Deny of the endpoint's policy that covers the call, and narrow it; an Allow does not help against it. A change takes some minutes to reach the whole endpoint.",
    },
    Kind {
        phrase: "identity-based policy",
        layer: Layer::IdentityPolicy,
        allow: "Attach a policy to the role or user that allows this action on this resource. The endpoint's policy grants nobody anything: it only lets through what the caller may do anyway.",
        denied: "Find the Deny in the policies of the role or user, and narrow it.",
    },
    Kind {
        phrase: "resource-based policy",
        layer: Layer::ResourcePolicy,
        allow: "Let the resource's own policy allow the caller. A call from another account needs it; a runtime is checked together with its endpoint, so both need the policy.",
        denied: "Find the Deny in the resource's own policy. Where it admits one VPC or endpoint only, the call has to come through that one.",
    },
    Kind {
        phrase: "service control policy",
        layer: Layer::Guardrail,
        allow: "Ask whoever keeps the organisation's service control policies to allow the action for this account.",
        denied: "Ask whoever keeps the organisation's service control policies for an exception; no policy of this account helps against it.",
    },
    Kind {
        phrase: "resource control policy",
        layer: Layer::Guardrail,
        allow: "Ask whoever keeps the organisation's resource control policies.",
        denied: "Ask whoever keeps the organisation's resource control policies for an exception.",
    },
    Kind {
        phrase: "permissions boundary",
        layer: Layer::Guardrail,
        allow: "Let the permissions boundary of the role or user allow the action as well as its policy.",
        denied: "Find the Deny in the permissions boundary of the role or user.",
    },
    Kind {
        phrase: "session policy",
        layer: Layer::Guardrail,
        allow: "Let the session policy that was passed when the role was assumed allow the action, or pass none.",
        denied: "Find the Deny in the session policy that was passed when the role was assumed.",
    },
];

/// What AWS says besides, wherever it names a kind.
/// Source: IAM User Guide, "Troubleshoot access denied error messages".
const ONE_KIND: &str =
    "AWS names one kind of policy even where several refuse, so another may stand behind this one.";

/// Words of a refusal that names no kind of policy.
const BARE: [&str; 5] = [
    "accessdenied",
    "access denied",
    "not authorized to perform",
    "403 forbidden",
    "forbidden",
];

/// Every diagnosis that the text gives, in the order of the tables.
pub(super) fn found(text: &str, seen: &Seen) -> Vec<Diagnosis> {
    let lower = text.to_ascii_lowercase();
    let mut all: Vec<Diagnosis> = KINDS.iter().filter_map(|k| named(k, &lower)).collect();
    let is_named = !all.is_empty();
    all.extend(
        PATTERNS
            .iter()
            .filter(|p| p.fits(&lower))
            .map(|p| Diagnosis {
                layer: p.layer,
                certainty: p.certainty,
                says: p.says.to_owned(),
                findings: Vec::new(),
                mend: p.mend.to_owned(),
            }),
    );
    if seen.status == Some(401) && !all.iter().any(|d| d.layer == Layer::Token) {
        all.push(guess(Layer::Token, Certainty::Likely, "A 401 comes from the service, after the endpoint let the call through; an endpoint's policy answers 403.", "Check that the token has not expired and that its issuer, audience and client are those of the resource's authoriser."));
    }
    if let (Some(address), Some(host)) = (seen.public_address, &seen.host) {
        all.push(guess(
            Layer::Dns,
            Certainty::Likely,
            &format!("`{host}` stands beside the public address {address}: the call goes around the endpoint."),
            "Turn private DNS on for the endpoint that owns the name, with enableDnsSupport and enableDnsHostnames on the VPC, and ask the VPC's own resolver; or give the client the endpoint's own address as endpoint URL.",
        ));
    }
    let bare = BARE.iter().any(|w| stands(&lower, w)) || seen.status == Some(403);
    let is_settled = all
        .iter()
        .any(|d| d.certainty == Certainty::Known || d.layer == Layer::IdentityPolicy);
    if bare && !is_named && !is_settled {
        all.extend(unnamed(seen));
    }
    all
}

/// A refusal that names this kind of policy.
fn named(kind: &Kind, lower: &str) -> Option<Diagnosis> {
    let denied = ["a ", "an ", "the ", ""]
        .iter()
        .any(|article| lower.contains(&format!("explicit deny in {article}{}", kind.phrase)));
    let not_allowed = lower.contains(&format!("because no {}", kind.phrase));
    let (says, mend) = match (denied, not_allowed) {
        (true, _) => ("a statement denies the call", kind.denied),
        (false, true) => ("no statement allows the call", kind.allow),
        (false, false) => return None,
    };
    Some(Diagnosis {
        layer: kind.layer,
        certainty: Certainty::Known,
        says: format!("The message names the {}: {says}. {ONE_KIND}", kind.phrase),
        findings: Vec::new(),
        mend: mend.to_owned(),
    })
}

fn guess(layer: Layer, certainty: Certainty, says: &str, mend: &str) -> Diagnosis {
    Diagnosis {
        layer,
        certainty,
        says: says.to_owned(),
        findings: Vec::new(),
        mend: mend.to_owned(),
    }
}

/// A refusal without a reason: some services leave it out.
/// Source: IAM User Guide, "Troubleshoot access denied error messages".
fn unnamed(seen: &Seen) -> Vec<Diagnosis> {
    let is_discovery = seen
        .action
        .as_deref()
        .is_some_and(|a| a.ends_with(":GetRuntimeProtectedResourceMetadata"));
    let endpoint = if is_discovery {
        // Source: AgentCore developer guide, "Use interface VPC endpoints".
        guess(
            Layer::EndpointPolicy,
            Certainty::Likely,
            "The discovery document of a runtime was asked for. That call carries no identity, and an endpoint whose policy does not allow it to everyone answers 403.",
            "Allow `bedrock-agentcore:GetRuntimeProtectedResourceMetadata` on the runtime with `*` as principal.",
        )
    } else {
        guess(
            Layer::EndpointPolicy,
            Certainty::Likely,
            "The text names no policy. The same call made without the endpoint tells: if it works there, the endpoint's policy or the resource's refuses it.",
            "Let a statement of the endpoint's policy allow the call; one with a token passes only where the principal is `*`.",
        )
    };
    vec![
        endpoint,
        guess(
            Layer::IdentityPolicy,
            Certainty::Guessed,
            "If the call is refused without the endpoint too, it is not the endpoint.",
            "Look whether the role or user may do this at all.",
        ),
        guess(
            Layer::ResourcePolicy,
            Certainty::Guessed,
            "The resource may have a policy of its own that admits certain networks or accounts.",
            "Read it with `aws bedrock-agentcore-control get-resource-policy`.",
        ),
    ]
}
