//! Every component with every sample, for the tests and for `/styleguide`. No release has them.

use leptos::prelude::*;

use super::{
    banner, button, card, choices, code_block, contents, disclosure, empty_state, error_summary,
    explain, field, history, link_button, mark, meter, note, picture, preview, prose, question,
    recent, select, shortcuts, site_footer, site_header, step_list, summary_list, table, tabs, tag,
    text_area,
};

/// How a sample says a word. Every text of a sample goes through it, so that a test can make all of
/// them hostile at once.
pub(crate) type Say<'a> = &'a dyn Fn(&str) -> String;

/// What makes the samples of a component.
pub(crate) type Samples = fn(Say<'_>) -> Vec<AnyView>;

/// Every component, by its stem.
pub(crate) const ALL: [(&str, Samples); 31] = [
    ("banner", banner::samples),
    ("button", button::samples),
    ("card", card::samples),
    ("choices", choices::samples),
    ("code_block", code_block::samples),
    ("contents", contents::samples),
    ("disclosure", disclosure::samples),
    ("empty_state", empty_state::samples),
    ("error_summary", error_summary::samples),
    ("explain", explain::samples),
    ("field", field::samples),
    ("history", history::samples),
    ("link_button", link_button::samples),
    ("mark", mark::samples),
    ("meter", meter::samples),
    ("note", note::samples),
    ("picture", picture::samples),
    ("preview", preview::samples),
    ("prose", prose::samples),
    ("question", question::samples),
    ("recent", recent::samples),
    ("select", select::samples),
    ("shortcuts", shortcuts::samples),
    ("site_footer", site_footer::samples),
    ("site_header", site_header::samples),
    ("step_list", step_list::samples),
    ("summary_list", summary_list::samples),
    ("table", table::samples),
    ("tabs", tabs::samples),
    ("tag", tag::samples),
    ("text_area", text_area::samples),
];

/// A word as it is.
pub(crate) fn plain(word: &str) -> String {
    word.to_owned()
}
