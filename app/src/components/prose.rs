//! A sentence in which `backticks` mark names and values, as the core writes them.

use leptos::prelude::*;

/// A sentence; what stands between two backticks becomes `<code>`. A lone backtick stays as it is.
#[component]
pub fn Prose(
    /// The sentence, as plain text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let pieces: Vec<&str> = text.split('`').collect();
    // An even count of pieces means an odd count of backticks: the last one opens nothing.
    let closed = if pieces.len().is_multiple_of(2) {
        pieces.len() - 1
    } else {
        pieces.len()
    };
    pieces
        .into_iter()
        .enumerate()
        .filter_map(|(at, piece)| match piece {
            _ if at >= closed => Some(format!("`{piece}").into_any()),
            "" => None,
            _ if at % 2 == 1 => Some(view! { <code>{piece.to_owned()}</code> }.into_any()),
            _ => Some(piece.to_owned().into_any()),
        })
        .collect::<Vec<_>>()
}

#[cfg(any(test, debug_assertions))]
pub(crate) fn samples(say: super::samples::Say<'_>) -> Vec<AnyView> {
    [
        "subnets sit in one zone",
        "`us-esat-1` is not a Region; did you mean `us-east-1`?",
        "a lone ` stays",
    ]
    .map(|text| view! { <p><Prose text=say(text) /></p> }.into_any())
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fragment;

    #[test]
    fn backticks_in_pairs_become_code() {
        let check = |text: &str, html: &str| {
            assert_eq!(
                fragment(view! { <Prose text=text.to_owned() /> }),
                html,
                "{text}"
            );
        };
        check("plain", "plain");
        check("", "");
        check("`a`", "<code>a</code>");
        check(
            "x `a` y `b<c` z",
            "x <code>a</code> y <code>b&lt;c</code> z",
        );
        check("``", "");
        check("lone ` tick", "lone ` tick");
        check("`a` and ` tick", "<code>a</code> and ` tick");
    }
}
