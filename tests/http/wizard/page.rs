//! A page as a browser reads it.

use scraper::{ElementRef, Html, Selector};

use super::Pairs;
use crate::asked::Answer;

/// A parsed page
pub(super) struct Page {
    html: Html,
    pub(super) text: String,
}

impl Page {
    pub(super) fn of(answer: &Answer) -> Self {
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        Self {
            html: Html::parse_document(answer.text()),
            text: answer.text().to_owned(),
        }
    }

    /// What a selector finds
    pub(super) fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).unwrap();
        self.html.select(&selector).collect()
    }

    pub(super) fn one(&self, selector: &str) -> ElementRef<'_> {
        let all = self.all(selector);
        assert_eq!(all.len(), 1, "{selector}");
        all[0]
    }

    /// The texts of what a selector finds
    pub(super) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector)
            .into_iter()
            .map(|element| element.text().collect())
            .collect()
    }

    pub(super) fn title(&self) -> String {
        self.texts("title").concat()
    }

    /// The element with this `id`
    pub(super) fn named(&self, id: &str) -> Option<ElementRef<'_>> {
        self.all("[id]")
            .into_iter()
            .find(|element| element.value().id() == Some(id))
    }

    /// What the form in `main` sends when it is submitted as it stands, its buttons apart
    pub(super) fn sent(&self) -> Pairs {
        self.all("main form input, main form textarea, main form select")
            .into_iter()
            .filter_map(sent_by)
            .collect()
    }

    /// What the form sends that leads to a path by itself, or by a button of the list of steps
    pub(super) fn sent_to(&self, action: &str) -> Pairs {
        let buttons = self.all("button[form][formmethod=post]");
        let mut buttons = buttons.iter();
        let button = buttons.find(|button| button.attr("formaction") == Some(action));
        let named = button.and_then(|button| button.attr("form"));
        let leads = |form: &ElementRef<'_>| {
            let itself = form.attr("action") == Some(action) && form.attr("method") == Some("post");
            itself || (named.is_some() && form.attr("id") == named)
        };
        let form = self
            .all("main form")
            .into_iter()
            .find(leads)
            .unwrap_or_else(|| panic!("no form leads to {action} by POST"));
        let controls = Selector::parse("input, textarea, select").unwrap();
        form.select(&controls).filter_map(sent_by).collect()
    }

    /// The error summary's lines with where they lead
    pub(super) fn problems(&self) -> Vec<(String, String)> {
        self.all(".error-summary a")
            .into_iter()
            .map(|link| (link.text().collect(), link.attr("href").unwrap().to_owned()))
            .collect()
    }

    /// Nothing in the page runs but its own script, and no two elements share an `id`
    pub(super) fn assert_sound(&self) {
        for script in self.all("script") {
            assert!(script.attr("src").is_some(), "{}", script.html());
        }
        assert!(self.all("img, [onerror], [onclick]").is_empty());
        assert!(!self.text.contains("<script>"), "{}", self.text);
        assert_eq!(self.all("h1").len(), 1);
        let mut ids: Vec<_> = self
            .all("[id]")
            .iter()
            .filter_map(|element| element.value().id())
            .collect();
        ids.sort_unstable();
        for pair in ids.windows(2) {
            assert_ne!(pair[0], pair[1], "two elements have this id");
        }
        for (text, href) in self.problems() {
            if let Some(id) = href.strip_prefix('#') {
                let id = percent(id);
                assert!(self.named(&id).is_some(), "{text} leads to #{id}, nowhere");
            }
        }
    }
}

/// The text that a fragment stands for
pub(super) fn percent(fragment: &str) -> String {
    let plus = fragment.replace('+', "%2B");
    form_urlencoded::parse(format!("x={plus}").as_bytes())
        .next()
        .unwrap()
        .1
        .into_owned()
}

fn sent_by(element: ElementRef<'_>) -> Option<(String, String)> {
    let name = element.attr("name")?.to_owned();
    let value = match (element.value().name(), element.attr("type")) {
        ("textarea", _) => element.text().collect(),
        ("select", _) => {
            let options = Selector::parse("option").unwrap();
            let all: Vec<_> = element.select(&options).collect();
            let chosen = all.iter().find(|o| o.attr("selected").is_some());
            chosen.or(all.first())?.attr("value")?.to_owned()
        }
        (_, Some("radio" | "checkbox")) => {
            element.attr("checked")?;
            element.attr("value").unwrap_or("on").to_owned()
        }
        _ => element.attr("value").unwrap_or_default().to_owned(),
    };
    Some((name, value))
}
