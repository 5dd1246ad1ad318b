//! A command of the AWS CLI to copy.
//!
//! Must put every word through the shell's escaper, whatever an inventory holds.

use askama::filters::Escaper;

use crate::artifact::escape::Shell;
use crate::plan::Plan;

/// `aws` with these words and the plan's Region; none where a word would break the line.
pub(super) fn aws<'w>(plan: &'w Plan, words: impl IntoIterator<Item = &'w str>) -> Option<String> {
    let region = ["--region", plan.request.region.as_str()];
    let mut line = "aws".to_owned();
    for word in words.into_iter().chain(region) {
        if word.chars().any(|c| c.is_control() || c == '`') {
            return None;
        }
        line.push(' ');
        if is_plain(word) {
            line.push_str(word);
        } else {
            Shell.write_escaped_str(&mut line, word).ok()?;
        }
    }
    Some(line)
}

/// A word that every shell takes as it is.
fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_./:,=".contains(&b))
}
