//! A text that is short enough to be sent.
//!
//! Must cut between lines, close what is open, and say that it cut.

/// The most characters: GitHub takes 65,536 of a pull request.
const MOST: usize = 60_000;

/// What stands at the end of what was cut.
const SAID: &str = "\n*This is cut here, since providers take no longer texts: README.md, who-can-call.md and plan.json in the branch hold the rest.*\n";

/// What opens and closes lines that are shown as they are.
const FENCE: &str = "```";

/// What opens and closes lines that are shown when asked for.
const DETAILS: (&str, &str) = ("<details>", "</details>");

/// The text, or as much of it as may be sent.
pub(super) fn to_fit(text: &str) -> String {
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let room = MOST - SAID.chars().count() - FENCE.len() - DETAILS.1.len() - 4;
    let (mut out, mut length, mut open, mut folded) = (String::new(), 0, false, false);
    for line in text.split_inclusive('\n') {
        length += line.chars().count();
        if length > room {
            break;
        }
        if line.starts_with(FENCE) {
            open = !open;
        }
        folded = match line.trim_end() {
            line if line == DETAILS.0 => true,
            line if line == DETAILS.1 => false,
            _ => folded,
        };
        out.push_str(line);
    }
    if open {
        out.push_str(FENCE);
        out.push('\n');
    }
    if folded {
        out.push('\n');
        out.push_str(DETAILS.1);
        out.push('\n');
    }
    out + SAID
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_between_lines_and_says_so() {
        assert_eq!(to_fit("a\n"), "a\n");
        let long = format!("```diff\n{}```\n", "+ äöü\n".repeat(20_000));
        let cut = to_fit(&long);
        assert!(cut.chars().count() <= MOST);
        assert!(cut.ends_with(&format!("+ äöü\n```\n{SAID}")));
        let folded = to_fit(&format!(
            "<details>\n{}</details>\n",
            "- a\n".repeat(20_000)
        ));
        assert!(folded.ends_with(&format!("- a\n\n</details>\n{SAID}")));
        let line = "x".repeat(MOST + 1);
        assert_eq!(to_fit(&line), SAID, "a line alone is not cut in two");
    }
}
