//! Which lines of a text are not those of the text before it.
//!
//! Must say so in words as well, since the mark beside a line is seen and not heard.

use std::collections::BTreeSet;

/// The most comparisons of two lines. Beyond, everything between the ends that are alike counts as
/// changed.
const MAX_PAIRS: usize = 400_000;

/// What became of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Its lines that were not there before; the first is 0.
    pub lines: BTreeSet<usize>,
    /// How many lines of the text before it are gone.
    pub gone: usize,
}

impl Changed {
    /// Compares line by line.
    pub fn between(before: &str, now: &str) -> Self {
        let (before, now): (Vec<&str>, Vec<&str>) =
            (before.lines().collect(), now.lines().collect());
        let alike = |(a, b): &(&&str, &&str)| a == b;
        let first = before.iter().zip(&now).take_while(alike).count();
        let (before, now) = (
            before.get(first..).unwrap_or_default(),
            now.get(first..).unwrap_or_default(),
        );
        let last = before
            .iter()
            .rev()
            .zip(now.iter().rev())
            .take_while(alike)
            .count();
        let (before, now) = (
            before.get(..before.len() - last).unwrap_or_default(),
            now.get(..now.len() - last).unwrap_or_default(),
        );
        let kept = kept(before, now);
        Self {
            lines: (0..now.len())
                .filter(|at| !kept.contains(at))
                .map(|at| at + first)
                .collect(),
            gone: before.len() - kept.len(),
        }
    }

    /// Nothing changed.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.gone == 0
    }

    /// In a sentence.
    pub fn sentence(&self) -> String {
        let ranges = ranges(&self.lines);
        let noun = if self.lines.len() == 1 {
            "line"
        } else {
            "lines"
        };
        let gone = match self.gone {
            1 => "1 earlier line is".to_owned(),
            n => format!("{n} earlier lines are"),
        };
        match (ranges.is_empty(), self.gone) {
            (true, _) => format!("After the last answer, {gone} gone."),
            (false, 0) => format!("The last answer added {noun} {}.", listed(&ranges)),
            (false, _) => format!(
                "The last answer changed {noun} {}; {gone} gone.",
                listed(&ranges)
            ),
        }
    }
}

/// The lines of `now` that a longest common subsequence keeps.
fn kept(before: &[&str], now: &[&str]) -> BTreeSet<usize> {
    if before.len().saturating_mul(now.len()) > MAX_PAIRS {
        return BTreeSet::new();
    }
    // Row by row from the end: how long a subsequence the rests of both have in common.
    let mut rows = vec![vec![0_usize; now.len() + 1]];
    for old in before.iter().rev() {
        let below = rows.last().map_or(&[][..], Vec::as_slice);
        let mut row = vec![0_usize; now.len() + 1];
        let mut right = 0;
        for (at, new) in now.iter().enumerate().rev() {
            let under = |at: usize| below.get(at).copied().unwrap_or_default();
            right = if old == new {
                under(at + 1) + 1
            } else {
                under(at).max(right)
            };
            if let Some(cell) = row.get_mut(at) {
                *cell = right;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    let length = |a: usize, b: usize| {
        let row = rows.get(a).map_or(&[][..], Vec::as_slice);
        row.get(b).copied().unwrap_or_default()
    };
    let (mut a, mut b) = (0, 0);
    let mut kept = BTreeSet::new();
    while let (Some(old), Some(new)) = (before.get(a), now.get(b)) {
        if old == new {
            kept.insert(b);
            (a, b) = (a + 1, b + 1);
        } else if length(a + 1, b) >= length(a, b + 1) {
            a += 1;
        } else {
            b += 1;
        }
    }
    kept
}

/// Numbers as people count lines, those that follow each other as one.
fn ranges(lines: &BTreeSet<usize>) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for line in lines.iter().map(|at| at + 1) {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == line => *end = line,
            _ => ranges.push((line, line)),
        }
    }
    ranges
}

/// At most five ranges by their numbers.
fn listed(ranges: &[(usize, usize)]) -> String {
    let mut words: Vec<String> = ranges
        .iter()
        .take(5)
        .map(|(from, to)| {
            if from == to {
                from.to_string()
            } else {
                format!("{from} to {to}")
            }
        })
        .collect();
    match ranges.len().saturating_sub(5) {
        0 => {}
        1 => words.push("1 more place".to_owned()),
        n => words.push(format!("{n} more places")),
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_says_which_lines() {
        for (before, now, said) in [
            (
                "a\nb\nc\n",
                "a\nx\nc\n",
                "The last answer changed line 2; 1 earlier line is gone.",
            ),
            (
                "a\nc\n",
                "a\nb\nb2\nc\nd\n",
                "The last answer added lines 2 to 3 and 5.",
            ),
            (
                "a\nb\nc\n",
                "a\n",
                "After the last answer, 2 earlier lines are gone.",
            ),
            ("", "a\nb\n", "The last answer added lines 1 to 2."),
        ] {
            assert_eq!(Changed::between(before, now).sentence(), said);
        }
        assert!(Changed::between("a\nb\n", "a\nb\n").is_empty());
    }

    #[test]
    fn a_block_that_is_put_between_its_likes_is_found_whole() {
        let changed = Changed::between("{\na\n}\n{\nc\n}\n", "{\na\n}\n{\nb\n}\n{\nc\n}\n");
        assert_eq!((changed.lines.len(), changed.gone), (3, 0));
    }

    #[test]
    fn what_is_too_long_to_compare_counts_as_changed() {
        let changed = Changed::between(&"a\n".repeat(700), &"b\n".repeat(700));
        assert_eq!((changed.lines.len(), changed.gone), (700, 700));
    }

    proptest! {
        #[test]
        fn without_what_changed_both_are_the_same(
            before in "([abc]\n){0,9}",
            now in "([abc]\n){0,9}",
        ) {
            let changed = Changed::between(&before, &now);
            let kept: Vec<&str> = now
                .lines()
                .enumerate()
                .filter(|(at, _)| !changed.lines.contains(at))
                .map(|(_, line)| line)
                .collect();
            prop_assert_eq!(kept.len() + changed.gone, before.lines().count());
            let mut rest = before.lines();
            prop_assert!(kept.iter().all(|line| rest.any(|old| old == *line)));
        }
    }
}
