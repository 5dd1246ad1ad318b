//! Tokens for programs: those there are, a new one, and its secret this once.
//!
//! Must show a secret in no other answer than the one to the form that made it.

use leptos::prelude::*;

use super::run::links;
use crate::components::button::{Button, Emphasis};
use crate::components::code_block::CodeBlock;
use crate::components::empty_state::EmptyState;
use crate::components::error_summary::{ErrorSummary, Problem};
use crate::components::field::{Field, Length, Typed};
use crate::components::question::Question;
use crate::components::select::{Select, SelectOption};
use crate::components::table::{Column, Table};
use crate::components::tag::Tag;
use crate::document::{Page, PageState};
use crate::href::Href;
use crate::person::Role;
use crate::routes;
use crate::tokens::{MadeToken, TokenLine, TokenState, TokensPage, Whose};

/// The page; none of a token where nobody has to sign in.
pub fn tokens(shown: Option<&TokensPage>) -> Page {
    let wrong = shown.is_some_and(|shown| !shown.wrong.is_empty());
    let content = match shown {
        None => view! {
            <EmptyState title="There are no tokens here" detail="Nobody has to sign in, and so the API is open to whoever reaches this server." />
        }
        .into_any(),
        Some(shown) => content(shown),
    };
    let body = view! {
        <div class="stack stack--loose">
            {shown.filter(|_| wrong).map(summary)}
            <h1>"Tokens"</h1>
            {content}
        </div>
    };
    let state = if wrong {
        PageState::Refused
    } else {
        PageState::Clear
    };
    Page {
        title: "Tokens".to_owned(),
        state,
        links: links(),
        body: body.into_any(),
    }
}

fn content(shown: &TokensPage) -> AnyView {
    view! {
        <p>"A program that sends a token does what you may do, in your name, and no more than the token says. The record names both."</p>
        {shown.made.as_ref().map(made)}
        <section class="section">
            <h2>{match shown.whose {
                Whose::Own => "Your tokens",
                Whose::Everybodys => "Everybody’s tokens",
            }}</h2>
            {table(shown)}
        </section>
        <section class="section">
            <h2>"Make a token"</h2>
            {form(shown)}
        </section>
    }
    .into_any()
}

fn summary(shown: &TokensPage) -> AnyView {
    let problem = |wrong: &crate::tokens::WrongField| Problem {
        text: wrong.sentence.clone(),
        href: Some(Href::fragment(wrong.field)),
    };
    let problems = shown.wrong.iter().map(problem).collect();
    view! { <ErrorSummary problems /> }.into_any()
}

fn made(made: &MadeToken) -> AnyView {
    let heading = format!("{} is made", made.name);
    view! {
        <section class="section">
            <h2>{heading}</h2>
            <p>"Copy it now: it is not shown again, and nobody can find it out."</p>
            <CodeBlock file="token" text=made.secret.clone() />
            <p>"Send it with each request to "<code>"/api/"</code>", as in "<code>"Authorization: Bearer postern_…"</code>"."</p>
        </section>
    }
    .into_any()
}

fn table(shown: &TokensPage) -> AnyView {
    if shown.lines.is_empty() {
        return view! { <EmptyState title="None yet" detail="Make one below for each program, so that each can be revoked alone." /> }
            .into_any();
    }
    let mut columns = vec![Column::words("Name")];
    if shown.whose == Whose::Everybodys {
        columns.push(Column::words("Made by"));
    }
    columns.extend(["May at most", "Where", "Good until", "Last used", "State"].map(Column::words));
    let rows = shown.lines.iter().map(|line| row(line, shown.whose));
    let rows = rows.collect();
    view! { <Table caption="Tokens, the newest first" columns rows /> }.into_any()
}

fn row(line: &TokenLine, whose: Whose) -> Vec<AnyView> {
    let time = |text: &str| {
        let (machine, words) = (text.to_owned(), text.to_owned());
        view! { <time datetime=machine>{words}</time> }.into_any()
    };
    let places = match line.places.as_str() {
        "" => "wherever its maker may".into_any(),
        places => view! { <code>{places.to_owned()}</code> }.into_any(),
    };
    let used = match &line.used {
        None => "never".into_any(),
        Some(used) => time(used),
    };
    let maker = (whose == Whose::Everybodys).then(|| line.maker.clone().into_any());
    [line.name.clone().into_any()]
        .into_iter()
        .chain(maker)
        .chain([
            view! { <code>{line.role.clone()}</code> }.into_any(),
            places,
            time(&line.until),
            used,
            state(line),
        ])
        .collect()
}

fn state(line: &TokenLine) -> AnyView {
    match line.state {
        TokenState::Ended => view! { <Tag text="ended" /> }.into_any(),
        TokenState::Revoked => view! { <Tag text="revoked" /> }.into_any(),
        TokenState::Good => view! {
            <form method="post" action=routes::TOKENS.href()>
                <input type="hidden" name="token" value=line.id.clone() />
                <Button label="Revoke" hidden=format!(" {}", line.name) name="do" value="revoke" />
            </form>
        }
        .into_any(),
    }
}

fn form(shown: &TokensPage) -> AnyView {
    let error = |field: &str| {
        let found = shown.wrong.iter().find(|wrong| wrong.field == field);
        found.map(|wrong| wrong.sentence.clone())
    };
    let option = |role: &Role| SelectOption {
        value: role.as_str().to_owned(),
        label: format!("{role}: may {}", role.may()),
    };
    let options = shown.roles.iter().map(option).collect();
    let typed = shown.typed.clone();
    let name = Question::new("name", "Name")
        .hint("What it is for, as in deploy-agents.")
        .error(error("name"));
    let role = Question::new("role", "May at most")
        .hint("Never more than you may yourself when it is used.")
        .error(error("role"));
    let places = Question::new("places", "Where")
        .hint("Accounts or environments, with spaces between; empty for wherever you may.")
        .optional()
        .error(error("places"));
    let days = Question::new("days", "Days until it ends")
        .hint(format!("At most {}.", shown.longest_days))
        .error(error("days"));
    view! {
        <form class="stack" method="post" action=routes::TOKENS.href()>
            <Field question=name value=typed.name length=Length::Medium />
            <Select question=role options chosen=typed.role prompt="Choose a role" />
            <Field question=places value=typed.places typed=Typed::Exact length=Length::Medium />
            <Field question=days value=typed.days typed=Typed::Digits length=Length::Short />
            <div class="row">
                <Button label="Make it" emphasis=Emphasis::Primary name="do" value="make" />
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::tests::{HOSTILE, assert_same_structure};
    use crate::document::fragment;
    use crate::tokens::{TypedToken, WrongField};

    fn shown(word: &str) -> TokensPage {
        let say = |text: &str| format!("{text}{word}");
        let line = |state| TokenLine {
            id: say("token-1"),
            name: say("deploy"),
            maker: say("sub-1 (Ada)"),
            role: say("applier"),
            places: say("prod"),
            until: say("2026-12-01T00:00:00Z"),
            used: Some(say("2026-11-24T00:00:00Z")),
            state,
        };
        TokensPage {
            lines: [TokenState::Good, TokenState::Ended, TokenState::Revoked]
                .map(line)
                .to_vec(),
            whose: Whose::Everybodys,
            roles: vec![Role::Viewer],
            longest_days: 90,
            typed: TypedToken {
                name: say("n"),
                role: say("viewer"),
                places: say("p"),
                days: say("9"),
            },
            wrong: vec![WrongField {
                field: "name",
                sentence: say("No name."),
            }],
            made: Some(MadeToken {
                name: say("deploy"),
                secret: say("postern_x"),
            }),
        }
    }

    #[test]
    fn hostile_words_change_no_structure() {
        let html = |word: &str| fragment(tokens(Some(&shown(word))).body);
        for word in HOSTILE {
            // A role that is typed and not offered is one choice more.
            assert_same_structure(&html("x"), &html(word), word);
        }
    }

    #[test]
    fn only_what_is_good_can_be_revoked() {
        let html = fragment(tokens(Some(&shown(""))).body);
        assert_eq!(html.matches("value=\"revoke\"").count(), 1);
        assert!(html.contains("deploy is made") && html.contains("postern_x"));
    }

    #[test]
    fn where_nobody_signs_in_nothing_can_be_made() {
        let html = fragment(tokens(None).body);
        assert!(!html.contains("<form"), "{html}");
    }
}
