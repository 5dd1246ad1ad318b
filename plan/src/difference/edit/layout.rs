//! How a JSON text is laid out, so that what is new in it looks like the rest.
//!
//! Must not change what is written, only where lines break.

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::difference) enum Json {
    /// Text.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<Json>),
    /// Properties in their order.
    Table(Vec<(&'static str, Json)>),
}

impl Json {
    /// A list of texts.
    pub(in crate::difference) fn texts<'t>(texts: impl IntoIterator<Item = &'t String>) -> Self {
        Self::List(texts.into_iter().cloned().map(Self::Text).collect())
    }
}

/// The line break and what a level is indented by; no line break in a text of one line.
pub(super) struct Layout {
    newline: &'static str,
    unit: String,
}

impl Layout {
    /// The layout of a text.
    pub(super) fn of(text: &str) -> Self {
        let Some((first, rest)) = text.trim_end().split_once('\n') else {
            return Self {
                newline: "",
                unit: String::new(),
            };
        };
        let blank = |c: char| c == ' ' || c == '\t';
        let unit = rest.chars().take_while(|c| blank(*c)).collect();
        Self {
            newline: if first.ends_with('\r') { "\r\n" } else { "\n" },
            unit,
        }
    }

    /// What begins a line at a depth.
    pub(super) fn line(&self, depth: usize) -> String {
        match self.newline {
            "" => String::new(),
            newline => format!("{newline}{}", self.unit.repeat(depth)),
        }
    }

    /// A value that stands at a depth.
    pub(super) fn written(&self, json: &Json, depth: usize) -> String {
        let inside = self.line(depth + 1);
        let (open, items, close) = match json {
            Json::Text(text) => return serde_json::Value::from(text.as_str()).to_string(),
            Json::Bool(answer) => return answer.to_string(),
            Json::List(values) => {
                let items = values.iter().map(|v| self.written(v, depth + 1));
                ('[', items.collect::<Vec<_>>(), ']')
            }
            Json::Table(values) => {
                let item = |(key, value): &(&str, Json)| {
                    format!("\"{key}\": {}", self.written(value, depth + 1))
                };
                ('{', values.iter().map(item).collect(), '}')
            }
        };
        if items.is_empty() {
            return format!("{open}{close}");
        }
        let items = items.join(&format!(",{inside}"));
        format!("{open}{inside}{items}{}{close}", self.line(depth))
    }
}
