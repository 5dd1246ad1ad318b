//! The words around the outputs: commands that were typed, and errors that the CLI printed.
//!
//! Must not take a part for missing because of an error that is about something else.

use super::gathered::Gathered;
use crate::inventory::Part;

/// What a command asked for, as far as the words before its output tell.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    /// The one VPC that it asked about.
    pub(super) vpc: Option<String>,
    /// It asked for less than all in another way.
    pub(super) narrowed: bool,
    /// The Region that it names.
    pub(super) region: Option<String>,
    /// The prefix list that it names.
    pub(super) prefix_list: Option<String>,
}

/// The last command in the words before an output.
pub(super) fn command(words: &str) -> Command {
    let mut command = Command::default();
    let Some((_, typed)) = words
        .rfind("aws ")
        .and_then(|at| words.split_at_checked(at))
    else {
        return command;
    };
    let mut words = typed
        .split_whitespace()
        .map(|w| w.trim_matches(['\'', '"', '\\']))
        .filter(|w| !w.is_empty())
        .flat_map(|word| match word.split_once('=') {
            // `--option=value` is two words; the `=` of a value is its own.
            Some((option, value)) if word.starts_with("--") => vec![option, value],
            _ => vec![word],
        })
        .peekable();
    while let Some(word) = words.next() {
        match word {
            "--region" => command.region = words.next().map(str::to_owned),
            "--prefix-list-id" => command.prefix_list = words.next().map(str::to_owned),
            "--filters" | "--filter" => {
                while let Some(filter) = words.next_if(|w| !w.starts_with("--")) {
                    match filter.strip_prefix("Name=vpc-id,Values=") {
                        Some(id) if !id.contains([',', '*']) => command.vpc = Some(id.to_owned()),
                        _ => command.narrowed = true,
                    }
                }
            }
            "--query" | "--max-items" | "--max-results" | "--starting-token" | "--page-size"
            | "--no-paginate" | "--service-names" | "--group-names" => command.narrowed = true,
            option if option.starts_with("--") && option.ends_with("-ids") => {
                command.narrowed = true;
            }
            _ => {}
        }
    }
    command
}

/// Notes what the CLI was refused.
pub(super) fn refusals(gathered: &mut Gathered<'_>, words: &str) {
    const BEGINS: &str = "An error occurred (";
    for (at, _) in words.match_indices(BEGINS).take(100) {
        let message: String = words
            .get(at..)
            .unwrap_or_default()
            .chars()
            .take(400)
            .collect();
        if let Some((part, reason)) = refusal(&message) {
            gathered.gap(part, reason);
        }
    }
}

/// What an error says is missing, and why.
pub(super) fn refusal(message: &str) -> Option<(Part, String)> {
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, rest) = message.split_once("An error occurred (")?;
    let (code, rest) = rest.split_once(')')?;
    let (_, rest) = rest.split_once(" when calling the ")?;
    let operation = rest.split_once(' ')?.0;
    let part = part(operation)?;
    Some((part, because(&action(part, operation), code)))
}

/// Why an action gave nothing, from the code of its error.
fn because(action: &str, code: &str) -> String {
    let denied = [
        "unauthorizedoperation",
        "accessdenied",
        "accessdeniedexception",
        "authfailure",
    ];
    if denied.contains(&code.to_lowercase().as_str()) {
        format!("{action} was denied")
    } else {
        let code: String = code.chars().take(80).collect();
        format!("{action} failed: {code}")
    }
}

fn action(part: Part, operation: &str) -> String {
    let service = part.action().split(':').next().unwrap_or_default();
    format!("{service}:{operation}")
}

/// The part that an operation reads.
fn part(operation: &str) -> Option<Part> {
    match operation {
        "DescribeSecurityGroupRules" => Some(Part::SecurityGroups),
        "DescribeManagedPrefixLists" | "DescribePrefixLists" => Some(Part::PrefixLists),
        _ => Part::ALL
            .iter()
            .copied()
            .find(|p| p.action().split(':').nth(1) == Some(operation)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_says_what_it_asked_for() {
        let of = |words| command(words);
        assert_eq!(of("$ "), Command::default());
        assert_eq!(
            of("~ $ aws ec2 describe-vpcs --output json\n"),
            Command::default()
        );
        let one = of(
            "aws ec2 describe-vpcs --max-items 5\n+ aws ec2 describe-subnets \\\n --region=eu-west-1 --filters 'Name=vpc-id,Values=vpc-1' --output json\n",
        );
        assert_eq!((one.vpc.as_deref(), one.narrowed), (Some("vpc-1"), false));
        assert_eq!(one.region.as_deref(), Some("eu-west-1"));
        for narrowed in [
            "aws ec2 describe-subnets --subnet-ids subnet-1",
            "aws ec2 describe-subnets --filters Name=tag:a,Values=b",
            "aws ec2 describe-subnets --filters Name=vpc-id,Values=vpc-1,vpc-2",
            "aws ec2 describe-subnets --query 'Subnets[?x]'",
            "aws ec2 describe-vpc-endpoint-services --service-names a",
        ] {
            assert!(of(narrowed).narrowed, "{narrowed}");
        }
        let list = of("aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-1\n");
        assert_eq!(list.prefix_list.as_deref(), Some("pl-1"));
    }

    #[test]
    fn an_error_is_a_gap_of_its_part() {
        let said = |text| refusal(text).unwrap();
        assert_eq!(
            said(
                "aws: An error occurred (UnauthorizedOperation) when calling the DescribeSecurityGroups\n operation: You are not"
            ),
            (
                Part::SecurityGroups,
                "ec2:DescribeSecurityGroups was denied".to_owned()
            )
        );
        assert_eq!(
            said(
                "An error occurred (RequestLimitExceeded) when calling the DescribeVpcs operation (reached max retries: 2): x"
            ),
            (
                Part::Vpcs,
                "ec2:DescribeVpcs failed: RequestLimitExceeded".to_owned()
            )
        );
        assert_eq!(
            said("An error occurred (AccessDeniedException) when calling the GetServiceQuota operation: x").1,
            "servicequotas:GetServiceQuota was denied"
        );
        assert_eq!(
            refusal("An error occurred (X) when calling the RunInstances operation: no"),
            None
        );
        assert_eq!(refusal("An error occurred (X"), None);
    }
}
