//! What people type and paste: several values in one box, and words that are nearly right.
//!
//! Must not know which field it is for.

use crate::id::AccountId;

/// What people paste into one field: lines, commas, quotes around each. A comma inside the name
/// at the end of an ARN is part of it.
pub(super) fn split_typed(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines() {
        let first = parts.len();
        for piece in line.split(',') {
            let goes_on = |last: &String| {
                last.starts_with("arn:") && !last.ends_with(['"', '\'', ' ']) && is_name_part(piece)
            };
            let last = parts.get_mut(first..).and_then(<[String]>::last_mut);
            match last {
                Some(last) if goes_on(last) => {
                    last.push(',');
                    last.push_str(piece);
                }
                _ => parts.push(piece.to_owned()),
            }
        }
    }
    parts
        .into_iter()
        .map(|part| part.trim().trim_matches(['"', '\'']).trim().to_owned())
        .filter(|part| !part.is_empty())
}

/// What follows a comma can be the rest of a name: it is neither an entry of its own nor set off.
fn is_name_part(piece: &str) -> bool {
    let own_entry = piece.starts_with("arn:") || piece == "*" || piece.parse::<AccountId>().is_ok();
    !piece.is_empty() && !own_entry && !piece.starts_with(['"', '\'', ' '])
}

/// `did you mean x?`, or the whole list when nothing is near.
pub(crate) fn did_you_mean<'w>(typed: &str, known: impl IntoIterator<Item = &'w str>) -> String {
    let typed = typed.to_lowercase();
    let known: Vec<&str> = known.into_iter().collect();
    let distance = |word: &str| strsim::damerau_levenshtein(&typed, &word.to_lowercase());
    let all = known.join(", ");
    match known.iter().map(|word| (distance(word), *word)).min() {
        Some((distance, word)) if distance <= 1 + word.chars().count() / 4 => {
            format!("did you mean `{word}`? known here: {all}")
        }
        Some(_) => format!("known here: {all}"),
        None => "nothing is known here".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_named_and_a_far_one_is_not() {
        let words = ["runtime", "memory", "gateway"];
        assert!(did_you_mean("runtme", words).starts_with("did you mean `runtime`?"));
        assert!(did_you_mean("zzz", words).starts_with("known here: runtime"));
    }

    #[test]
    fn pasted_lists_are_taken_apart() {
        let parts: Vec<_> = split_typed(" \"a\",\n'b' \n\n c ,").collect();
        assert_eq!(parts, ["a", "b", "c"]);
        let arns =
            "arn:aws:iam::111122223333:role/a,b,arn:aws:iam::111122223333:role/c, 111122223333";
        let parts: Vec<_> = split_typed(arns).collect();
        assert_eq!(
            parts,
            [
                "arn:aws:iam::111122223333:role/a,b",
                "arn:aws:iam::111122223333:role/c",
                "111122223333"
            ]
        );
    }
}
