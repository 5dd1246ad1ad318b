//! What a person has typed so far, right or wrong, and what is wrong with it.
//!
//! The state of the wizard is the fields of its address, nothing else: a form holds them as they
//! were typed. Must not parse a value: the plan's decoder does, and its errors find their field
//! here.

mod arns;
mod choices;
mod lists;
mod rows;

use postern_plan::document::parse_pairs;
use postern_plan::request::{Link, RequestError, link};

use crate::asides::Asides;
use crate::pasted::Pasted;

/// Fields that hold a list: one value on each line of their box, one pair each in an address.
const LISTS: [&str; 10] = [
    "subnets",
    "route_tables",
    "buckets",
    "agent_subnets",
    "security_groups",
    "allow_from",
    "share_dns_with",
    "callers",
    "resources",
    "actions",
];

/// The fields of a request as typed, and what is wrong with them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    pairs: Vec<(String, String)>,
    asides: Asides,
    pasted: Pasted,
    errors: Vec<RequestError>,
}

impl Form {
    /// The fields of an address. Lists are taken apart, and what is empty counts as not
    /// given and rows close up, so that the same answers give the same address.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        let (asides, pairs) = Asides::split(pairs);
        let (pasted, pairs) = Pasted::split(pairs);
        let mut all: Vec<(String, String)> = Vec::with_capacity(pairs.len());
        for (name, value) in pairs {
            let value = value.replace("\r\n", "\n");
            let last = name.rsplit('.').next().unwrap_or_default();
            if LISTS.contains(&last) {
                let items = lists::items(&value).into_iter();
                all.extend(items.map(|item| (name.clone(), item)));
            } else if !value.trim().is_empty() {
                all.push((name, value));
            }
        }
        Self {
            pairs: all,
            asides,
            pasted,
            errors: Vec::new(),
        }
        .close_gaps()
    }

    /// The fields of a query string. No address holds an inventory: one that does is not believed.
    pub fn of_query(query: &str) -> Self {
        Self::new(parse_pairs(query)).without_inventory()
    }

    /// The same without the inventory that travelled with it.
    #[must_use]
    pub fn without_inventory(self) -> Self {
        Self {
            pasted: Pasted::default(),
            ..self
        }
    }

    /// The same without what was pasted and is not read yet.
    #[must_use]
    pub fn without_text(mut self) -> Self {
        self.pasted.text.clear();
        self
    }

    /// The same with this inventory, packed, to travel with it; what was pasted is done with once
    /// it is read.
    #[must_use]
    pub(crate) fn with_inventory(mut self, packed: String) -> Self {
        if !packed.is_empty() {
            self.pasted.text.clear();
        }
        self.pasted.packed = packed;
        self
    }

    /// The same with what could not be read of what was pasted.
    #[must_use]
    pub(crate) fn with_faults(mut self, faults: Vec<String>) -> Self {
        self.pasted.faults = faults;
        self
    }

    /// The inventory that travels with the fields.
    pub fn pasted(&self) -> &Pasted {
        &self.pasted
    }

    /// The same fields with what is wrong with them.
    #[must_use]
    pub fn with_errors(self, errors: Vec<RequestError>) -> Self {
        Self { errors, ..self }
    }

    /// Every field, in its order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// What is tried beside the answers.
    pub fn asides(&self) -> &Asides {
        &self.asides
    }

    /// What is wrong.
    pub fn errors(&self) -> &[RequestError] {
        &self.errors
    }

    /// What was typed into a field; the values of a list on one line each.
    pub fn value(&self, name: &str) -> String {
        let values: Vec<&str> = self.values(name).collect();
        if LISTS.contains(&name.rsplit('.').next().unwrap_or_default()) {
            return values.join("\n");
        }
        values.last().map_or_else(String::new, |v| (*v).to_owned())
    }

    /// Every value of a field.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// What is wrong with a field, in the words of its message; `None` when nothing is.
    pub fn error(&self, name: &str) -> Option<String> {
        let all: Vec<String> = self
            .errors
            .iter()
            .filter(|e| field_of(&e.path) == name)
            .map(message)
            .collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    /// The way these fields travel, with the call that is tried beside them: by POST where an
    /// inventory travels with them.
    pub fn link(&self) -> Link {
        if self.pasted.is_there() {
            return Link::TooLong;
        }
        self.answers_link()
    }

    /// The way these fields travel without the inventory.
    pub fn answers_link(&self) -> Link {
        let all: Vec<_> = self
            .pairs
            .iter()
            .chain(self.asides.travelling())
            .cloned()
            .collect();
        link(&all)
    }
}

/// The name of the field that an error's path is about: `grants[0].callers[1]` is about
/// `grants.0.callers`, `grants[0].conditions[1]` about the row itself.
pub fn field_of(path: &str) -> String {
    let name = path.replace('[', ".").replace(']', "");
    // A text beside the fields of a table has an empty name in it.
    let name = name.trim_end_matches('.').to_owned();
    let Some((list, number)) = name.rsplit_once('.') else {
        return name;
    };
    let is_entry = path.ends_with(']') && number.bytes().all(|b| b.is_ascii_digit());
    let is_list = LISTS.contains(&list.rsplit('.').next().unwrap_or_default());
    if is_entry && is_list {
        list.to_owned()
    } else {
        name
    }
}

/// An error as a person reads it at its field: what was typed, what is wrong, what to do.
pub fn message(error: &RequestError) -> String {
    sentence("", error.text.as_deref(), &error.message, &error.help)
}

/// The same with the path of its field before it, where there is one.
pub fn sentence(path: &str, text: Option<&str>, message: &str, help: &str) -> String {
    let typed = text.map(|t| format!("`{t}`: ")).unwrap_or_default();
    let path = if path.is_empty() {
        String::new()
    } else {
        format!("`{path}`: ")
    };
    let end = |text: String| {
        if text.ends_with(['.', '?']) || text.is_empty() {
            text
        } else {
            format!("{text}.")
        }
    };
    let (what, fix) = (
        end(first_upper(&format!("{typed}{message}"))),
        end(first_upper(help)),
    );
    format!("{path}{what} {fix}").trim_end().to_owned()
}

/// An identifier at the beginning stays as it is.
fn first_upper(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    let word = word.trim_end_matches(['.', ',', ':', ';', '?']);
    let is_name = |c: char| c.is_ascii_digit() || c.is_uppercase() || ".:_/".contains(c);
    if word.chars().skip(1).any(is_name) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital_unless_a_name_does() {
        for (text, shown) in [
            ("nothing is made", "Nothing is made."),
            ("off: it stays", "Off: it stays."),
            ("vpce-0a1b2c3d is there", "vpce-0a1b2c3d is there."),
            ("enableDnsSupport is off", "enableDnsSupport is off."),
            ("allow_from holds none", "allow_from holds none."),
            (
                "ec2:DescribeVpcs was denied",
                "ec2:DescribeVpcs was denied.",
            ),
        ] {
            assert_eq!(sentence("", None, text, ""), shown);
        }
    }

    #[test]
    fn a_list_is_one_box_and_many_pairs() {
        let form =
            Form::of_query("grants.0.callers=a%0D%0A+b+%0A%0A&grants.0.callers=c&name=x&region=");
        assert_eq!(form.value("grants.0.callers"), "a\nb\nc");
        assert_eq!(form.pairs().len(), 4);
        assert_eq!(form.value("region"), "");
    }

    #[test]
    fn an_error_finds_its_field() {
        for (path, field) in [
            ("name", "name"),
            ("grants[0].callers[1]", "grants.0.callers"),
            ("grants[12].auth", "grants.12.auth"),
            ("grants[0].conditions[1]", "grants.0.conditions.1"),
            ("tags[0]", "tags.0"),
            ("endpoints.gateway.subnets[0]", "endpoints.gateway.subnets"),
            ("placement.", "placement"),
        ] {
            assert_eq!(field_of(path), field);
        }
    }
}
