//! What is in the account: the script, the box to paste its output into, and what was read.
//!
//! Must say what was not read, and must not put any of it into an address.

use leptos::prelude::*;
use postern_plan::id::{Region, VpcId};
use postern_plan::inventory::{Inventory, Part, script};

use crate::answers::{Answers, Reach};
use crate::components::button::{Button, Emphasis};
use crate::components::code_block::CodeBlock;
use crate::components::disclosure::{Disclosure, Opened};
use crate::components::empty_state::EmptyState;
use crate::components::prose::Prose;
use crate::components::question::Question;
use crate::components::text_area::TextArea;
use crate::form;
use crate::pasted::TEXT;
use crate::wording;

/// The section, before anything that depends on it.
pub(super) fn section(answers: &Answers<'_>) -> AnyView {
    let own = (answers.reach == Reach::Own).then(|| own(answers));
    let (status, invitation) = match answers.inventory {
        Some(inventory) => {
            let faults = answers.form.pasted().faults().to_vec();
            (Some(status(inventory, answers.hours, faults)), "Read again")
        }
        None => (None, "Choose from what is in the account (optional)"),
    };
    let wrong = answers.form.error(TEXT).is_some();
    let asking = asking(answers);
    let opened = if wrong { Opened::Yes } else { Opened::No };
    view! {
        <section class="section">
            <h2>"What is in the account"</h2>
            {status}
            {own}
            <Disclosure id="read-account" summary=invitation opened=opened>
                {asking}
            </Disclosure>
        </section>
    }
    .into_any()
}

/// The button for reading with the server's own credentials.
fn own(answers: &Answers<'_>) -> AnyView {
    let (words, label) = match answers.inventory {
        None => (
            "Postern can look with the credentials that it was started with. It only reads, in the Region that is typed below.",
            "Look at the account",
        ),
        Some(_) => ("Something may have changed since.", "Look again"),
    };
    view! {
        <p>{words}</p>
        <div class="row">
            <Button label=label name="do" value="look" />
        </div>
    }
    .into_any()
}

fn asking(answers: &Answers<'_>) -> AnyView {
    let typed = |name: &str| answers.form.value(name).trim().to_owned();
    let region = typed("region").parse::<Region>().ok();
    let vpc = typed("placement.vpc").parse::<VpcId>().ok();
    let only = match &vpc {
        Some(vpc) if answers.inventory.is_none() => format!(" It asks about {vpc} alone."),
        _ => String::new(),
    };
    // Whoever reads again may want another VPC.
    let vpc = vpc.filter(|_| answers.inventory.is_none());
    let text = script(answers.catalog, region.as_ref(), vpc.as_ref());
    let text = answers.painted("inventory.sh", &text);
    let question = Question::new(TEXT, "What it printed")
        .optional()
        .hint(
            "All of it, or as much as there is. Other output of `aws ec2 describe-…` is read too.",
        )
        .error(answers.form.error(TEXT));
    view! {
        <p>{format!("Run this where your credentials are, for example in AWS CloudShell. It only reads.{only}")}</p>
        <CodeBlock file="inventory.sh" text=text />
        <TextArea question value=answers.form.pasted().text() rows=6 />
        <p>"Nothing is stored: what is read stays in this page and goes from step to step with your answers, never in an address."</p>
        <div class="row">
            <Button label="Read it" name="do" value="read" />
        </div>
    }
    .into_any()
}

/// Whose account it is, when it was read, and which parts were and were not.
fn status(inventory: &Inventory, hours: u64, faults: Vec<String>) -> AnyView {
    let account = inventory.account.as_deref();
    let account = account.map_or("An account".to_owned(), |a| format!("Account {a}"));
    let region = inventory.region.as_deref();
    let region = region.map_or(String::new(), |r| format!(" in {r}"));
    let time = inventory.observed_at.as_deref();
    let time = time.map_or("at a time that is not said".to_owned(), |t| {
        format!("as of {t}")
    });
    let only = inventory.vpc.as_deref();
    let only = only.map_or(String::new(), |v| format!(" Only {v} was looked at."));
    let read: Vec<String> = inventory
        .read
        .iter()
        .map(|p| counted(inventory, *p))
        .collect();
    let read = if read.is_empty() {
        "no part to its end".to_owned()
    } else {
        read.join(", ")
    };
    let missing = Part::ALL.iter().filter(|p| !inventory.read.contains(p));
    let (refused, absent): (Vec<&Part>, Vec<&Part>) =
        missing.partition(|part| inventory.gap(**part).is_some());
    let refused = refused.into_iter().filter_map(|part| {
        let text = format!(
            "{} ({})",
            wording::part(*part),
            inventory.gap(*part)?.reason
        );
        Some(text)
    });
    let refused = denied(refused.collect());
    let absent = absent
        .into_iter()
        .map(|part| wording::part(*part).to_owned());
    let absent = said(
        "Not pasted, or not to its end, so not judged by what is missing",
        absent.collect(),
    );
    view! {
        <p class="verdict">{format!("{account}{region}, {time}.{only}")}</p>
        {stale(hours)}
        <p>{format!("Read: {read}.")}</p>
        {refused}
        {absent}
        {empty(inventory)}
        {unread(faults)}
        <div class="row">
            <Button label="Forget it" emphasis=Emphasis::Quiet name="do" value="forget" />
        </div>
    }
    .into_any()
}

/// What was read too long ago to be relied on.
fn stale(hours: u64) -> Option<AnyView> {
    let ago = match hours {
        0 => return None,
        1 => "more than an hour".to_owned(),
        2..=47 => format!("{hours} hours"),
        _ => format!("{} days", hours / 24),
    };
    let text = format!(
        "This was read {ago} ago, and the account may have changed since. Look again, or paste again, before you rely on it."
    );
    Some(view! { <p class="verdict verdict--caution">{text}</p> }.into_any())
}

/// What the credentials may not read, and what to do about it.
fn denied(parts: Vec<String>) -> Option<AnyView> {
    if parts.is_empty() {
        return None;
    }
    let parts: Vec<_> = parts
        .into_iter()
        .map(|text| view! { <li><Prose text /></li> })
        .collect();
    let view = view! {
        <p class="verdict verdict--caution">"Not everything may be read with these credentials. What is listed here is not judged."</p>
        <ul class="stack stack--tight">{parts}</ul>
        <p>"The page that applies a plan lists the permissions that reading needs."</p>
    };
    Some(view.into_any())
}

/// No VPC is there to choose from.
fn empty(inventory: &Inventory) -> Option<AnyView> {
    let none = inventory.vpcs.is_empty() && inventory.read.contains(&Part::Vpcs);
    none.then(|| {
        view! {
            <EmptyState
                title="There is no VPC in this Region of the account"
                detail="Look in another Region or with credentials of another account, or type the id of the VPC below."
            />
        }
        .into_any()
    })
}

/// The places that could not be read, while the rest was.
fn unread(faults: Vec<String>) -> Option<AnyView> {
    if faults.is_empty() {
        return None;
    }
    let faults: Vec<_> = faults
        .into_iter()
        .map(|text| view! { <li><Prose text=form::sentence("", None, &text, "") /></li> })
        .collect();
    let view = view! {
        <p>"These places could not be read; the rest was. Paste the whole output again where something is missing."</p>
        <ul>{faults}</ul>
    };
    Some(view.into_any())
}

/// A line that lists something; none where there is nothing.
fn said(what: &str, list: Vec<String>) -> Option<AnyView> {
    let text = format!("{what}: {}.", list.join(", "));
    (!list.is_empty()).then(|| view! { <p><Prose text /></p> }.into_any())
}

/// A part, and how many of it there are where it can be counted.
fn counted(inventory: &Inventory, part: Part) -> String {
    let count = match part {
        Part::Vpcs => inventory.vpcs.len(),
        Part::Subnets => inventory.subnets.len(),
        Part::SecurityGroups => inventory.security_groups.len(),
        Part::PrefixLists => inventory.prefix_lists.len(),
        Part::NetworkAcls => inventory.network_acls.len(),
        Part::Endpoints => inventory.endpoints.len(),
        _ => return wording::part(part).to_owned(),
    };
    format!("{} ({count})", wording::part(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;

    #[test]
    fn an_old_reading_says_how_old_it_is() {
        let said = |hours| stale(hours).map(fragment).unwrap_or_default();
        assert_eq!(said(0), "");
        for (hours, words) in [(1, "an hour"), (5, "5 hours"), (50, "2 days")] {
            assert!(said(hours).contains(words), "{}", said(hours));
        }
    }

    #[test]
    fn no_vpc_is_said_only_where_vpcs_were_read() {
        let mut inventory = Inventory::default();
        assert!(empty(&inventory).is_none());
        inventory.read.insert(Part::Vpcs);
        assert!(empty(&inventory).is_some());
    }
}
