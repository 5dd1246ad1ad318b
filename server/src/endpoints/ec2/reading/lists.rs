//! Security groups, and the managed prefix lists that they may name.
//!
//! Must read the ranges of few lists only: those of AWS that no group names hold thousands.

use std::collections::BTreeSet;

use aws_sdk_ec2::types::{Filter, ManagedPrefixList};
use futures_util::{StreamExt, stream};
use postern_plan::inventory::{Gap, Part, PrefixList, SecurityGroup};
use postern_plan::run::Trouble;

use super::Parts;
use super::page::all;
use crate::endpoints::ec2::trouble::gap;
use crate::endpoints::ec2::{Ec2, shape};

/// Lists that are read at once
const AT_ONCE: usize = 4;

/// The most lists whose ranges are read
const MOST: usize = 64;

/// Who owns the lists of AWS itself. Source: VPC guide, AWS-managed prefix lists.
const AWS: &str = "AWS";

/// Groups and lists
pub(super) struct GroupsAndLists {
    groups: Result<Vec<SecurityGroup>, Trouble>,
    lists: Result<Vec<PrefixList>, Gap>,
    /// What keeps the ranges of some list from being known
    ranges: Option<Gap>,
}

/// Reads the groups and the lists, then the ranges of the lists that groups name or customers made
pub(super) async fn groups_and_lists(ec2: &Ec2, only: Option<Vec<Filter>>) -> GroupsAndLists {
    let reads = &ec2.reads;
    let groups = reads.describe_security_groups().set_filters(only);
    let lists = reads.describe_managed_prefix_lists();
    let (groups, lists) = tokio::join!(
        Box::pin(all(
            groups.into_paginator().items().send(),
            shape::security_group
        )),
        Box::pin(all(lists.into_paginator().items().send(), Some)),
    );
    let lists = match lists {
        Ok(lists) => lists,
        Err(trouble) => {
            let action = Some("ec2:DescribeManagedPrefixLists");
            return GroupsAndLists {
                groups,
                lists: Err(gap(Part::PrefixLists, action, &trouble)),
                ranges: None,
            };
        }
    };
    let named: BTreeSet<&str> = groups
        .iter()
        .flatten()
        .flat_map(|group| group.inbound.iter().chain(&group.outbound))
        .flat_map(|rule| rule.prefix_lists.iter().map(String::as_str))
        .collect();
    let matters = |list: &ManagedPrefixList| {
        let id = list.prefix_list_id().unwrap_or_default();
        named.contains(id) || list.owner_id().is_some_and(|owner| owner != AWS)
    };
    let (mut asked, mut others): (Vec<_>, Vec<_>) = lists.into_iter().partition(matters);
    let mut ranges = (asked.len() > MOST).then(|| Gap {
        part: Part::PrefixLists,
        reason: format!("there are more than {MOST} prefix lists"),
    });
    others.extend(asked.split_off(MOST.min(asked.len())));
    let mut known: Vec<PrefixList> = others.into_iter().filter_map(list).collect();
    let asked = asked.into_iter().filter_map(list);
    let asked = asked.map(|list| with_ranges(ec2, list));
    let mut asked = stream::iter(asked).buffer_unordered(AT_ONCE);
    while let Some((list, missing)) = asked.next().await {
        known.push(list);
        ranges = ranges.or(missing);
    }
    GroupsAndLists {
        groups,
        lists: Ok(known),
        ranges,
    }
}

impl GroupsAndLists {
    /// Into an inventory
    pub(super) fn into(self, read: &mut Parts<'_>) {
        read.0.security_groups = read.list(Part::SecurityGroups, self.groups, |g| g.id.clone());
        match (self.lists, self.ranges) {
            (Err(gap), _) => read.gap(gap),
            (Ok(mut lists), gap) => {
                lists.sort_by_key(|l| l.id.clone());
                read.0.prefix_lists = lists;
                match gap {
                    Some(gap) => read.gap(gap),
                    None => {
                        read.0.read.insert(Part::PrefixLists);
                    }
                }
            }
        }
    }
}

fn list(list: ManagedPrefixList) -> Option<PrefixList> {
    Some(PrefixList {
        id: list.prefix_list_id?,
        name: list.prefix_list_name.unwrap_or_default(),
        cidrs: None,
    })
}

async fn with_ranges(ec2: &Ec2, mut list: PrefixList) -> (PrefixList, Option<Gap>) {
    let call = ec2.reads.get_managed_prefix_list_entries();
    let call = call.prefix_list_id(&list.id).into_paginator();
    match all(call.items().send(), |entry| entry.cidr).await {
        Ok(cidrs) => {
            list.cidrs = Some(cidrs);
            (list, None)
        }
        Err(trouble) => (list, Some(gap(Part::PrefixLists, None, &trouble))),
    }
}
