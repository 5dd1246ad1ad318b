//! The parts that pages are made of, one file each.
//!
//! The same stem names a part's style sheet in `style/components/` and, where it has one, its script
//! in `public/js/components/`. A part knows nothing of the domain: words and addresses come in ready.

pub mod banner;
pub mod button;
pub mod card;
pub mod choices;
pub mod code_block;
pub mod contents;
pub mod disclosure;
pub mod empty_state;
pub mod error_summary;
pub mod explain;
pub mod field;
pub mod history;
pub mod link_button;
pub mod mark;
pub mod meter;
pub mod note;
pub mod picture;
pub mod preview;
pub mod prose;
pub mod question;
pub mod recent;
pub mod select;
pub mod shortcuts;
pub mod site_footer;
pub mod site_header;
pub mod step_list;
pub mod summary_list;
pub mod table;
pub mod tabs;
pub mod tag;
pub mod text_area;

#[cfg(any(test, debug_assertions))]
pub(crate) mod samples;
#[cfg(test)]
pub(crate) mod tests;
