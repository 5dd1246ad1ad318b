//! Several lines of typed text. The only `<textarea>` of the product.
//!
//! Leptos 0.8 writes the children of a `<textarea>` unescaped, and browsers drop a newline that
//! comes first in one. Both are mended here and nowhere else, so no other file writes one.

use leptos::prelude::*;

use super::question::{Asked, Question};

/// What is typed, which decides the typeface and the browser's own help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Holds {
    /// Ids, ARNs, JSON: monospaced, never corrected.
    #[default]
    Exact,
    /// Sentences.
    Words,
}

/// A question answered with several lines of text.
#[component]
pub fn TextArea(
    /// What is asked.
    question: Question,
    /// The answer so far, exactly as typed.
    #[prop(into)]
    value: String,
    /// How many lines to show at first.
    #[prop(optional)]
    rows: Option<u16>,
    /// What is typed.
    #[prop(optional)]
    holds: Holds,
) -> impl IntoView {
    let (class, capitals, spelling) = match holds {
        Holds::Exact => ("input input--exact input--area", "none", "false"),
        Holds::Words => ("input input--area", "sentences", "true"),
    };
    view! {
        <Asked question=question.clone()>
            <textarea
                class=class
                id=question.id.clone()
                name=question.name.clone()
                rows=rows.unwrap_or(4).to_string()
                autocapitalize=capitals
                spellcheck=spelling
                aria-describedby=question.described_by()
                aria-invalid=question.invalid()
            >
                {content(&value)}
            </textarea>
        </Asked>
    }
}

/// The text as it stands between the tags: a newline for the browser to drop, then every character
/// that could end the element or begin a reference, escaped.
fn content(value: &str) -> String {
    let mut html = String::with_capacity(value.len() + 1);
    html.push('\n');
    for character in value.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    let callers = Question::new(say("grants.1.callers"), say("Callers"))
        .hint(say("One ARN or account on a line."))
        .error(Some(say("`app` is not an ARN")));
    let policy = Question::new(say("policy-text"), say("Policy")).optional();
    let said = Question::new(say("said"), say("What you have to say")).optional();
    vec![
        view! { <TextArea question=callers value=say("arn:aws:iam::111122223333:role/app\napp") /> }
            .into_any(),
        view! { <TextArea question=policy value=say("") rows=8 /> }.into_any(),
        view! { <TextArea question=said value=say("They go live on Monday.") holds=Holds::Words /> }
            .into_any(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;
    use scraper::Html;

    fn read_back(value: &str) -> String {
        let question = Question::new("callers", "Callers");
        let html = fragment(view! { <TextArea question value=value.to_owned() /> });
        let read = Html::parse_fragment(&html);
        let areas: Vec<_> = read
            .root_element()
            .descendent_elements()
            .filter(|element| element.value().name() == "textarea")
            .collect();
        assert_eq!(areas.len(), 1, "{html}");
        areas[0].text().collect()
    }

    #[test]
    fn nothing_typed_ends_the_element() {
        let question = Question::new("callers", "Callers");
        let value = "</textarea><script>alert(1)</script>";
        let html = fragment(view! { <TextArea question value=value.to_owned() /> });
        assert!(
            html.contains(">\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>"),
            "{html}"
        );
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn a_browser_reads_back_exactly_what_was_typed() {
        for value in [
            "",
            " ",
            "\n",
            "\n\nafter two newlines",
            "trailing newline\n",
            "</textarea><script>alert(1)</script>",
            "a &amp; b &lt; c &#60; d & e",
            "<!> <!-- comment -->",
            "one\ttwo \"three\" 'four' \u{202e}evif",
        ] {
            assert_eq!(read_back(value), value);
        }
    }
}
