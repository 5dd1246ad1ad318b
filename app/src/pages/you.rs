//! Who is signed in and what they may do; having signed out; and a form that was sent too late.
//!
//! Must show roles as they hold, and must lose nothing that somebody sent.

use leptos::prelude::*;

use super::run::links;
use crate::components::button::{Button, Emphasis};
use crate::components::empty_state::EmptyState;
use crate::components::summary_list::{Answer, SummaryList};
use crate::components::table::{Column, Table};
use crate::document::{Page, PageState};
use crate::href::Href;
use crate::person::{HeldRoles, Person};
use crate::routes;

/// The page of whoever is signed in. `contact` is whom to ask for a role.
pub fn you(person: &Person, contact: Option<&str>) -> Page {
    let answer = |label: &str, value: Option<String>| Answer {
        label: label.to_owned(),
        value: value.map(IntoAny::into_any),
        change: None,
    };
    let groups = (!person.groups.is_empty()).then(|| person.groups.join(", "));
    let answers = vec![
        answer("Name", Some(person.name.clone())),
        answer("Mail address", person.email.clone()),
        answer("Id", Some(person.id.clone())),
        answer("Groups", groups),
    ];
    let body = view! {
        <div class="stack stack--loose">
            <h1>"You"</h1>
            <SummaryList answers />
            <section class="section">
                <h2>"What you may do"</h2>
                {roles(person, contact)}
            </section>
            <p><a href=routes::TOKENS.href()>"Tokens for programs"</a></p>
            <form class="row" method="post" action=routes::SIGN_OUT.href()>
                <Button label="Sign out" emphasis=Emphasis::Primary />
            </form>
        </div>
    };
    page("You", PageState::Clear, body.into_any())
}

fn roles(person: &Person, contact: Option<&str>) -> AnyView {
    let whom = contact.unwrap_or("whoever runs this server");
    if person.held.is_empty() {
        let detail = format!(
            "No group that you belong to has a role here. Ask {whom} for one, and tell them your id and your groups as they stand above."
        );
        return view! { <EmptyState title="Nothing yet" detail /> }.into_any();
    }
    let columns = ["Where", "Role", "You may"]
        .into_iter()
        .map(Column::words)
        .collect();
    let rows = person.held.iter().flat_map(rows).collect();
    view! {
        <Table caption="Your roles, as your groups give them" columns rows />
        <p class="hint">{format!("For more, ask {whom}.")}</p>
    }
    .into_any()
}

fn rows(held: &HeldRoles) -> Vec<Vec<AnyView>> {
    let place = match &held.environment {
        None => "every account".to_owned(),
        Some(name) => format!("{name} ({})", held.accounts.join(", ")),
    };
    let row = |role: &crate::person::Role| {
        vec![
            place.clone().into_any(),
            view! { <code>{role.as_str()}</code> }.into_any(),
            role.may().into_any(),
        ]
    };
    held.roles.iter().map(row).collect()
}

/// Where somebody is signed in after they signed out here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Still {
    /// With the identity provider, which signs them in again without asking.
    Elsewhere,
    /// Here too: whatever stands before this server says who they are with every request.
    Here,
}

/// The page after somebody signed out. `provider` is where they sign out of what they signed in
/// with.
pub fn signed_out(provider: Option<Href>, still: Still) -> Page {
    let (title, words) = match still {
        Still::Elsewhere => (
            "You are signed out",
            "Where you signed in you still are, and may be signed in here again without being asked.",
        ),
        Still::Here => (
            "You are still signed in",
            "The proxy before this server says who you are with every request: sign out there.",
        ),
    };
    let provider = provider.map(|href| {
        view! {
            <p><a href=href.to_string()>"Sign out there"</a>", above all on a machine that others use."</p>
        }
    });
    let body = view! {
        <div class="stack stack--loose">
            <h1>{title}</h1>
            <p>{words}</p>
            {provider}
            <p><a href=routes::HOME.href()>"Go on with Postern"</a></p>
        </div>
    };
    page(title, PageState::Clear, body.into_any())
}

/// The page for a form that came when nobody was signed in any more: it holds all that was sent.
pub fn sent_too_late(path: String, fields: Vec<(String, String)>) -> Page {
    let fields: Vec<_> = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    let body = view! {
        <div class="stack stack--loose">
            <h1>"You are not signed in any more"</h1>
            <p>"What you sent was not taken, and nothing of it is lost: this page holds it."</p>
            <ol class="stack stack--tight">
                <li>
                    <a href=routes::YOU.href() target="_blank" rel="noopener">
                        "Sign in in another tab"
                    </a>
                </li>
                <li>"Come back to this one and send it again."</li>
            </ol>
            <form class="row" method="post" action=path>
                {fields}
                <Button label="Send it again" emphasis=Emphasis::Primary />
            </form>
        </div>
    };
    page(
        "You are not signed in any more",
        PageState::Refused,
        body.into_any(),
    )
}

fn page(title: &str, state: PageState, body: AnyView) -> Page {
    Page {
        title: title.to_owned(),
        state,
        links: links(),
        body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::tests::{HOSTILE, assert_same_structure};
    use crate::document::fragment;
    use crate::person::Role;

    fn person(word: &str) -> Person {
        Person {
            name: format!("Ada{word}"),
            id: format!("sub-1{word}"),
            email: Some(format!("ada@example.org{word}")),
            groups: vec![format!("staff{word}")],
            held: vec![HeldRoles {
                environment: None,
                accounts: Vec::new(),
                roles: vec![Role::Viewer],
            }],
        }
    }

    #[test]
    fn hostile_words_change_no_structure() {
        let shown = |word: &str| fragment(you(&person(word), Some(word)).body);
        let late = |word: &str| {
            let fields = vec![(format!("name{word}"), format!("value{word}"))];
            fragment(sent_too_late("/who".to_owned(), fields).body)
        };
        for word in HOSTILE {
            assert_same_structure(&shown(""), &shown(word), word);
            assert_same_structure(&late(""), &late(word), word);
        }
    }

    #[test]
    fn whoever_has_no_role_is_told_whom_to_ask() {
        let nobody = Person {
            held: Vec::new(),
            ..person("")
        };
        let html = fragment(you(&nobody, Some("the platform team")).body);
        assert!(html.contains("Ask the platform team for one"), "{html}");
        assert!(html.contains("Sign out"));
    }
}
