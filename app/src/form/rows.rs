//! Rows of a form that come and go: grants, conditions, tags.
//!
//! Must keep every other field as it was typed.

use super::Form;

impl Form {
    /// The same with the gaps between rows closed, as the plan's decoder closes them, so that an
    /// error's path names the row it is shown at.
    pub(super) fn close_gaps(self) -> Self {
        let mut closed = self.close("grants").close("tags");
        for row in closed.rows("grants") {
            closed = closed.close(&format!("grants.{row}.conditions"));
        }
        closed
    }

    fn close(mut self, prefix: &str) -> Self {
        let mut written: Vec<(usize, String)> = Vec::new();
        for (name, _) in &self.pairs {
            if let Some((segment, number)) = numbered(name, prefix)
                && !written.iter().any(|(_, known)| known == segment)
            {
                written.push((number, segment.to_owned()));
            }
        }
        written.sort_by_key(|(number, _)| *number);
        for (name, _) in &mut self.pairs {
            let Some((segment, _)) = numbered(name, prefix) else {
                continue;
            };
            let at = written.iter().position(|(_, known)| known == segment);
            let rest = name.strip_prefix(&format!("{prefix}.{segment}"));
            if let (Some(at), Some(rest)) = (at, rest) {
                *name = format!("{prefix}.{at}{rest}");
            }
        }
        self
    }

    /// The numbers of the rows under a prefix such as `grants`, in order.
    pub fn rows(&self, prefix: &str) -> Vec<usize> {
        let mut rows: Vec<usize> = self
            .pairs
            .iter()
            .filter_map(|(name, _)| numbered(name, prefix))
            .map(|(_, row)| row)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The same with one row more, holding these fields.
    #[must_use]
    pub fn add_row(mut self, prefix: &str, fields: &[(&str, &str)]) -> Self {
        let next = self.rows(prefix).last().map_or(0, |last| last + 1);
        for (field, value) in fields {
            self.pairs
                .push((format!("{prefix}.{next}.{field}"), (*value).to_owned()));
        }
        self
    }

    /// The same without a row; those behind it move up.
    #[must_use]
    pub fn remove_row(self, prefix: &str, row: usize) -> Self {
        self.renumber(prefix, |n| match n.cmp(&row) {
            std::cmp::Ordering::Less => Some(n),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(n - 1),
        })
    }

    /// The same with a copy of a row right behind it.
    #[must_use]
    pub fn copy_row(self, prefix: &str, row: usize) -> Self {
        if !self.rows(prefix).contains(&row) {
            return self;
        }
        let mut copied = self
            .clone()
            .renumber(prefix, |n| Some(if n > row { n + 1 } else { n }));
        let head = format!("{prefix}.{row}.");
        for (name, value) in &self.pairs {
            if let Some(rest) = name.strip_prefix(&head) {
                copied
                    .pairs
                    .push((format!("{prefix}.{}.{rest}", row + 1), value.clone()));
            }
        }
        copied
    }

    /// The same with this one value in a field.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        let mut form = self.without(&[name]);
        form.pairs.push((name.to_owned(), value.to_owned()));
        form
    }

    /// The same without fields of these names.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.pairs
            .retain(|(name, _)| !names.contains(&name.as_str()));
        self
    }

    fn renumber(mut self, prefix: &str, to: impl Fn(usize) -> Option<usize>) -> Self {
        let pairs = std::mem::take(&mut self.pairs);
        self.pairs = pairs
            .into_iter()
            .filter_map(|(name, value)| {
                let Some((_, row)) = numbered(&name, prefix) else {
                    return Some((name, value));
                };
                let rest = name.strip_prefix(&format!("{prefix}.{row}"))?.to_owned();
                to(row).map(|new| (format!("{prefix}.{new}{rest}"), value))
            })
            .collect();
        self
    }
}

/// The row that a field is of, as written and as a number: up to four digits, as the plan's
/// decoder reads them.
fn numbered<'a>(name: &'a str, prefix: &str) -> Option<(&'a str, usize)> {
    let rest = name.strip_prefix(prefix)?.strip_prefix('.')?;
    let segment = rest.split('.').next()?;
    let digits = segment.len() <= 4 && segment.bytes().all(|b| b.is_ascii_digit());
    segment
        .parse()
        .ok()
        .filter(|_| digits)
        .map(|n| (segment, n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(form: &Form) -> String {
        form.pairs()
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect::<Vec<_>>()
            .join("&")
    }

    #[test]
    fn rows_come_and_go_and_the_rest_stays() {
        let form = Form::of_query(
            "name=x&grants.0.primitive=a&grants.1.primitive=b&grants.2.primitive=c&grants.2.conditions.0.key=k",
        );
        assert_eq!(form.rows("grants"), [0, 1, 2]);
        let less = form.clone().remove_row("grants", 1);
        assert_eq!(
            query(&less),
            "name=x&grants.0.primitive=a&grants.1.primitive=c&grants.1.conditions.0.key=k"
        );
        let more = less.add_row("grants", &[("primitive", "d")]);
        assert_eq!(more.value("grants.2.primitive"), "d");
        let copied = form.copy_row("grants", 0);
        assert_eq!(copied.rows("grants"), [0, 1, 2, 3]);
        assert_eq!(
            (
                copied.value("grants.1.primitive"),
                copied.value("grants.2.primitive")
            ),
            ("a".into(), "b".into())
        );
        assert_eq!(copied.value("grants.3.conditions.0.key"), "k");
    }

    #[test]
    fn gaps_between_rows_close_up() {
        let form = Form::of_query(
            "grants.3.auth=x&grants.07.auth=y&grants.-1.auth=z&grants.99999.auth=z\
             &grants.3.conditions.5.key=k&tags.2.key=b&tags.1.key=a",
        );
        assert_eq!(
            query(&form),
            "grants.0.auth=x&grants.1.auth=y&grants.-1.auth=z&grants.99999.auth=z\
             &grants.0.conditions.0.key=k&tags.1.key=b&tags.0.key=a"
        );
    }

    #[test]
    fn a_row_that_is_not_there_is_not_copied() {
        let form = Form::of_query("grants.0.auth=x");
        assert_eq!(form.clone().copy_row("grants", usize::MAX), form);
        assert_eq!(form.clone().remove_row("grants", 9), form);
    }
}
