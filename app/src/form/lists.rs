//! A pasted list taken apart: by lines, commas or semicolons, with or without quotes and brackets.
//!
//! Must not take apart what is one value, nor trim what may belong to it: a name may hold a comma, a
//! semicolon or a quotation mark.

/// How deep quotes and brackets are taken off: nobody's list has more, and each round reads it all.
const MOST_ROUNDS: usize = 8;

/// The values of a list, as they are meant.
pub(super) fn items(text: &str) -> Vec<String> {
    let mut items = once(text);
    // Quotes may stand within brackets and brackets within quotes; what is bare stays as it is.
    for _ in 1..MOST_ROUNDS {
        let again = once(&items.join("\n"));
        if again == items {
            break;
        }
        items = again;
    }
    items
}

fn once(text: &str) -> Vec<String> {
    text.lines()
        .map(unbracketed)
        .flat_map(entries)
        .map(bare)
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A line without the brackets of a list in JSON, which stand beside a quotation mark or alone.
fn unbracketed(line: &str) -> &str {
    let line = line.trim();
    let line = match line.strip_prefix('[') {
        Some(rest) if rest.is_empty() || rest.trim_start().starts_with(['"', '\'']) => rest,
        _ => line,
    };
    let bare = line.strip_suffix(',').unwrap_or(line);
    match bare.strip_suffix(']') {
        Some(rest) if rest.is_empty() || rest.trim_end().ends_with(['"', '\'']) => rest,
        _ => line,
    }
}

/// The entries of a line. What follows a sign within a name is not what an entry begins with.
fn entries(line: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut begin = 0;
    for (at, sign) in line.char_indices() {
        let after = line.get(at + sign.len_utf8()..).unwrap_or_default();
        if matches!(sign, ',' | ';') && begins_entry(after) {
            all.extend(line.get(begin..at));
            begin = at + sign.len_utf8();
        }
    }
    all.extend(line.get(begin..));
    all
}

fn begins_entry(after: &str) -> bool {
    const HEADS: [&str; 7] = ["arn:", "subnet-", "sg-", "pl-", "vpc-", "*", "]"];
    let spaced = after.is_empty() || after.starts_with(char::is_whitespace);
    spaced
        || after.starts_with(['"', '\''])
        || HEADS.iter().any(|head| after.starts_with(head))
        || after.starts_with(|c: char| c.is_ascii_digit())
}

/// Without the quotes around a value, and the dash of a list in YAML.
fn bare(item: &str) -> &str {
    let item = item.trim();
    let item = item.strip_prefix("- ").unwrap_or(item);
    let quoted = |sign: char| item.strip_prefix(sign)?.strip_suffix(sign);
    quoted('"').or_else(|| quoted('\'')).unwrap_or(item).trim()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_list_is_understood_however_it_was_copied() {
        let two = [
            "arn:aws:iam::111122223333:role/a",
            "arn:aws:iam::111122223333:role/b",
        ];
        let [a, b] = two;
        for text in [
            format!("{a}\n{b}"),
            format!(" {a} ,{b}, "),
            format!("[\"{a}\", \"{b}\"]"),
            format!("[\n  \"{a}\",\n  \"{b}\"\n]"),
            format!("- {a}\n- '{b}'\n"),
            format!("{a};{b}"),
            format!("{a},{b}"),
            format!("\"{a}\",\n\"{b}\",\n"),
        ] {
            assert_eq!(items(&text), two, "{text}");
        }
        assert_eq!(items("subnet-1,subnet-2"), ["subnet-1", "subnet-2"]);
        assert_eq!(
            items("vpc-1,444455556666/vpc-2"),
            ["vpc-1", "444455556666/vpc-2"]
        );
        let sources = ["10.0.0.0/16", "10.1.0.0/16", "sg-1"];
        assert_eq!(items("10.0.0.0/16,10.1.0.0/16, sg-1"), sources);
    }

    #[test]
    fn what_may_belong_to_a_name_stays() {
        for name in [
            "arn:aws:iam::111122223333:role/a,b=c",
            "a;b|c&d",
            "$(x)`y`",
            "it's",
            "\"half",
        ] {
            assert_eq!(items(name), [name]);
        }
    }

    #[test]
    fn quotes_without_end_are_taken_off_a_few_times_only() {
        let many = "\"".repeat(200_000);
        assert_eq!(items(&many), ["\"".repeat(200_000 - 2 * MOST_ROUNDS)]);
    }

    proptest! {
        #[test]
        fn what_was_taken_apart_is_not_taken_apart_again(text in "[ -~\n]{0,60}") {
            let once = items(&text);
            prop_assert_eq!(items(&once.join("\n")), once);
        }
    }
}
