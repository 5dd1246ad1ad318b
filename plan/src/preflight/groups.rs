//! The security groups: whether they are there, and in which VPC.
//!
//! Must not judge their rules.

use super::look::{Found, Look, some, sorted};
use super::row::{Question, Row};
use crate::inventory::Part;
use crate::request::AllowFrom;

pub(super) fn rows(look: &Look<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for id in look.group_ids() {
        rows.push(there(look, id));
        rows.push(vpc(look, id));
    }
    rows.extend(sources(look));
    rows
}

fn there(look: &Look<'_>, id: &str) -> Row {
    let question = Question::new("not-in-inventory", id, "whether the group is there");
    let command = look.aws(["ec2", "describe-security-groups", "--group-ids", id]);
    match look.group(id) {
        Found::There(group) => question.pass(format!("it is there, called {}", group.name)),
        // A group of another VPC may be associated with this one.
        Found::Gone if look.inventory.is_some_and(|i| i.vpc.is_some()) => question
            .warning(
                format!("{} has no group {id}", look.vpc_id()),
                "compare with the account: the id may be mistyped, deleted, or of another VPC",
            )
            .with_command(command),
        Found::Gone => question
            .blocked(
                format!("the account has no group {id} in this Region"),
                "correct the id",
            )
            .with_command(command),
        Found::Unread => look
            .not_checked(question, Part::SecurityGroups)
            .with_command(command),
    }
}

fn vpc(look: &Look<'_>, id: &str) -> Row {
    let vpc = look.vpc_id();
    let question = Question::new("group-vpc", id, "the group's VPC");
    match look.group(id).there() {
        Some(group) if group.vpc == vpc => question.pass(format!("it is in {vpc}")),
        Some(group) => question
            .warning(
                format!("{id} is in {}, the request is for {vpc}: EC2 takes it only where it is associated with {vpc} too", group.vpc),
                format!("use groups of {vpc}, or see that the association is there"),
            )
            .with_command(look.aws([
                "ec2",
                "describe-security-group-vpc-associations",
                "--filters",
                &format!("Name=group-id,Values={id}"),
            ])),
        None => look.not_checked(question, Part::SecurityGroups),
    }
}

/// Groups and lists that the new group's rules name.
fn sources(look: &Look<'_>) -> Option<Row> {
    let group = look.plan.security_group.as_ref()?;
    let question = Question::new(
        "allow-from-there",
        "placement.allow_from",
        "whether the groups and prefix lists that the new group's rules name are there",
    );
    let all = |wanted: fn(&AllowFrom) -> bool| {
        sorted(
            group
                .allow_from
                .iter()
                .filter(|a| wanted(a))
                .map(AllowFrom::as_str),
        )
    };
    let groups = all(|a| matches!(a, AllowFrom::Group(_)));
    let lists = all(|a| matches!(a, AllowFrom::PrefixList(_)));
    if groups.is_empty() && lists.is_empty() {
        return Some(question.pass("they name address ranges alone"));
    }
    let known = |id: &str| {
        look.inventory
            .is_some_and(|i| i.prefix_lists.iter().any(|l| l.id == id))
    };
    let missing_groups: Vec<&str> = groups
        .into_iter()
        .filter(|id| look.group(id).there().is_none())
        .collect();
    let missing_lists: Vec<&str> = lists.into_iter().filter(|id| !known(id)).collect();
    let unread = [
        (&missing_groups, Part::SecurityGroups),
        (&missing_lists, Part::PrefixLists),
    ];
    if let Some((_, part)) = unread
        .iter()
        .find(|(missing, part)| !missing.is_empty() && !look.knows(*part))
    {
        return Some(look.not_checked(question, *part));
    }
    let missing: Vec<&str> = missing_groups.into_iter().chain(missing_lists).collect();
    if missing.is_empty() {
        return Some(question.pass("all of them are there"));
    }
    // A group of a peered VPC, and a list that another account shares, may be named and not listed.
    Some(question.warning(
        format!(
            "nothing called {} was found, and EC2 takes no rule for it unless it is there",
            some(missing)
        ),
        "correct the id, or see that the peered VPC or the account that shares it has it",
    ))
}
