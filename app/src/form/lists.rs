//! A pasted list taken apart: by lines, commas or semicolons, with or without quotes and brackets.
//!
//! Must not take apart what is one value: a role's name may hold a comma.

/// The values of a list, as they are meant.
pub(super) fn items(text: &str) -> Vec<String> {
    text.lines()
        .flat_map(entries)
        .map(bare)
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The entries of a line. A comma within a name is followed by neither of what begins an entry.
fn entries(line: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut begin = 0;
    for (at, sign) in line.char_indices() {
        let after = line.get(at + sign.len_utf8()..).unwrap_or_default();
        let breaks = match sign {
            ';' => true,
            ',' => begins_entry(after),
            _ => false,
        };
        if breaks {
            all.extend(line.get(begin..at));
            begin = at + sign.len_utf8();
        }
    }
    all.extend(line.get(begin..));
    all
}

fn begins_entry(after: &str) -> bool {
    const HEADS: [&str; 6] = ["arn:", "subnet-", "sg-", "pl-", "*", "]"];
    let spaced = after.is_empty() || after.starts_with(char::is_whitespace);
    spaced
        || after.starts_with(['"', '\'', '`'])
        || HEADS.iter().any(|head| after.starts_with(head))
        || after.starts_with(|c: char| c.is_ascii_digit())
}

/// Without what stands around a value in JSON, YAML, a shell or a sentence.
fn bare(item: &str) -> &str {
    let around = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '[' | ']' | ',');
    let item = item.trim_matches(around);
    match item.strip_prefix("- ") {
        Some(rest) => rest.trim_matches(around),
        None => item,
    }
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
        ] {
            assert_eq!(items(&text), two, "{text}");
        }
        assert_eq!(items("subnet-1,subnet-2"), ["subnet-1", "subnet-2"]);
        assert_eq!(
            items("10.0.0.0/16,10.1.0.0/16, sg-1"),
            ["10.0.0.0/16", "10.1.0.0/16", "sg-1"]
        );
    }

    #[test]
    fn a_comma_in_a_name_stays() {
        let name = "arn:aws:iam::111122223333:role/a,b=c";
        assert_eq!(items(name), [name]);
    }

    proptest! {
        #[test]
        fn what_was_taken_apart_is_not_taken_apart_again(text in "[ -~\n]{0,60}") {
            let once = items(&text);
            prop_assert_eq!(items(&once.join("\n")), once);
        }
    }
}
