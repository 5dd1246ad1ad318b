//! Findings on one ARN of a resource.
//!
//! Must not know which actions it stands beside.

use super::{Seen, Spot};
use crate::arn::Partition;
use crate::document::quoted;
use crate::evaluate::is_account;
use crate::id::Region;

/// Stands for a policy variable; no ARN holds it.
const VARIABLE: char = '$';

/// Looks at it.
pub(super) fn look(seen: &mut Seen<'_>, place: usize, spot: Spot<'_>, text: &str) {
    if !text.is_empty() && text.bytes().all(|b| b == b'*') {
        return;
    }
    let right = meant(text);
    if right != text {
        let detail = format!("`{text}` has a colon too many or a part too few before the service");
        seen.find("bad-arn", place, spot, detail);
        // Mended only where nothing else is wrong with it.
        if fault(seen, &right).is_none() {
            seen.mend("bad-arn", place, spot, quoted(&right));
            own_tool(seen, place, spot, &right);
        }
    } else if let Some((code, why)) = fault(seen, text) {
        seen.find(code, place, spot, format!("`{text}` {why}"));
    } else {
        own_tool(seen, place, spot, text);
    }
}

/// What the two common slips stand for: `arn:aws::service:…` and `arn::service:…`.
pub(super) fn meant(text: &str) -> String {
    let slip = |head: &str, service: &str| {
        let rest = text.strip_prefix(head)?;
        rest.starts_with(service).then(|| format!("arn:aws:{rest}"))
    };
    let doubled = |partition: &str, service: &str| {
        let rest = text.strip_prefix(&format!("arn:{partition}::"))?;
        rest.starts_with(service)
            .then(|| format!("arn:{partition}:{rest}"))
    };
    ["bedrock-agentcore:", "agent-registry:", "iam:", "sts:"]
        .iter()
        .find_map(|service| {
            slip("arn::", service)
                .or_else(|| doubled("aws", service))
                .or_else(|| doubled("aws-us-gov", service))
        })
        .unwrap_or_else(|| text.to_owned())
}

/// The text with a sign in place of each `${…}`, in which colons and slashes may stand.
pub(super) fn without_variables(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((_, after)) = after.split_once('}') else {
            out.push_str("${");
            rest = after;
            continue;
        };
        out.push(VARIABLE);
        rest = after;
    }
    out + rest
}

/// Anything may stand in the part.
fn open(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|c| matches!(c, '*' | '?' | VARIABLE))
}

/// What is wrong with an ARN: the finding's code, and what follows the ARN in a sentence.
fn fault(seen: &Seen<'_>, text: &str) -> Option<(&'static str, String)> {
    let bad = |why: &str| Some(("bad-arn", why.to_owned()));
    let plain = without_variables(text);
    let parts: Vec<&str> = plain.splitn(6, ':').collect();
    let [head, partition, service, region, account, resource] = parts.as_slice() else {
        let cut_short = plain.starts_with("arn:") && plain.ends_with(['*', VARIABLE]);
        return if cut_short {
            None
        } else {
            bad("is not an ARN: it needs six parts between colons")
        };
    };
    let wild = |part: &str| part.contains(['*', '?', VARIABLE]);
    if *head != "arn" {
        return bad("does not begin with arn:");
    }
    let known = seen.catalog.partitions.iter().any(|p| p.id == *partition);
    if !known && !wild(partition) {
        return bad("is of a partition that has no AgentCore");
    }
    let ours = seen.catalog.primitives.iter().any(|p| p.prefix == *service);
    if !ours && !wild(service) {
        let why = "is of another service, and no call of this endpoint is about it";
        return Some(("foreign-resource", why.to_owned()));
    }
    // Built-in evaluators belong to no Region and no account.
    if region.is_empty() && account.is_empty() && resource.starts_with("evaluator/") {
        return None;
    }
    if !is_account(account) && *account != "aws" && !open(account) {
        return bad(
            "has an account that is neither twelve digits nor aws nor one wildcard; AWS takes no mixture",
        );
    }
    if !wild(region) {
        let Ok(named) = region.parse::<Region>() else {
            return bad("has no Region where one must stand");
        };
        if !wild(partition) && Partition::of(&named).as_str() != *partition {
            return bad("names a Region of another partition");
        }
        if seen.catalog.region(&named).is_none() {
            let why = format!("is in {named}, where AgentCore is not known to be");
            return Some(("region-unknown", why));
        }
    }
    // Of AWS's own tools the account is no secret to keep.
    if *account == "*" && !resource.contains("aws.") {
        let why = "reaches into every account".to_owned();
        return Some(("account-wildcard-arn", why));
    }
    None
}

/// An own tool under the type of those that AWS owns.
fn own_tool(seen: &mut Seen<'_>, place: usize, spot: Spot<'_>, text: &str) {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [.., account, resource] = parts.as_slice() else {
        return;
    };
    for kind in ["browser", "code-interpreter"] {
        if let Some(id) = resource.strip_prefix(&format!("{kind}/"))
            && is_account(account)
        {
            let head = parts.iter().take(5).copied().collect::<Vec<_>>().join(":");
            let right = format!("{head}:{kind}-custom/{id}");
            let detail = format!(
                "`{text}`: a {kind} of your own is {kind}-custom/{id}; {kind}/ is AWS's, under account aws"
            );
            seen.find("own-tool-type", place, spot, detail);
            seen.mend("own-tool-type", place, spot, quoted(&right));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_variables_are_read_as_meant() {
        for (text, right) in [
            ("arn:aws::iam::1:root", "arn:aws:iam::1:root"),
            (
                "arn::bedrock-agentcore:r:1:x",
                "arn:aws:bedrock-agentcore:r:1:x",
            ),
            (
                "arn:aws:bedrock-agentcore:::x",
                "arn:aws:bedrock-agentcore:::x",
            ),
            ("arn:aws:::x", "arn:aws:::x"),
        ] {
            assert_eq!(meant(text), right);
        }
        assert_eq!(without_variables("a:${aws:b}:c${d"), "a:$:c${d");
        assert!(open("$") && open("*") && !open("") && !open("1*"));
    }
}
