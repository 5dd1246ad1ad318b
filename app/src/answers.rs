//! Everything a page of the wizard shows: what was typed, what could be read of it, and the plan
//! that it makes so far.
//!
//! Must be built once for a page, from the form alone.

use postern_plan::catalog::Catalog;
use postern_plan::guardrails::{self, Guardrails};
use postern_plan::inventory::Inventory;
use postern_plan::plan::Plan;
use postern_plan::request::{Draft, Link, Request, RequestError};

use crate::form::Form;
use crate::href::Href;
use crate::painted::{Paint, Painted, Plain};
use crate::pull_requests::PullRequesting;
use crate::routes::FixedPath;
use crate::step::Step;
use crate::stops;

/// What a page shows.
pub struct Answers<'a> {
    /// The facts.
    pub catalog: &'a Catalog,
    /// What may be asked for.
    pub guardrails: &'a Guardrails,
    /// What exists in the account, where somebody looked.
    pub inventory: Option<&'a Inventory>,
    /// What was typed; its errors are those to be shown.
    pub form: Form,
    /// What could be read of it.
    pub draft: Draft,
    /// The plan of what is right so far.
    pub sketch: Option<Sketch>,
    /// Whether the server can look at the account itself.
    pub reach: Reach,
    /// Whether the server opens pull requests.
    pub opens: PullRequesting,
    /// How many whole hours ago the account was read; nought where that is not known.
    pub hours: u64,
    stops: Vec<RequestError>,
    paint: &'a dyn Paint,
    link: Link,
}

/// Whether the server can look at an account itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// It cannot: what is in the account is pasted.
    #[default]
    None,
    /// It can, with its own credentials.
    Own,
}

/// A plan of what is right so far.
pub struct Sketch {
    /// The plan. Not to be taken away while something stands in for an answer.
    pub plan: Plan,
    /// The answers that something stands in for.
    pub stand_ins: Vec<&'static str>,
}

impl<'a> Answers<'a> {
    /// Reads a form where nobody set guardrails, beside what is known of the account.
    pub fn new(catalog: &'a Catalog, form: Form, inventory: Option<&'a Inventory>) -> Self {
        Self::within(&guardrails::NONE, catalog, form, inventory)
    }

    /// Reads a form within guardrails, beside what is known of the account.
    pub fn within(
        guardrails: &'a Guardrails,
        catalog: &'a Catalog,
        form: Form,
        inventory: Option<&'a Inventory>,
    ) -> Self {
        let draft = Request::draft_query(catalog, form.pairs());
        let mut sketch = draft.sketch().map(|(request, stand_ins)| {
            let whole = draft.clone().finish().ok();
            let stand_ins = if whole.is_some() {
                Vec::new()
            } else {
                stand_ins
            };
            let request = whole.unwrap_or(request);
            let plan = postern_plan::plan_within(guardrails, catalog, inventory, &request);
            Sketch { plan, stand_ins }
        });
        let planned = sketch.as_ref().map(|s| (&s.plan, s.stand_ins.as_slice()));
        let stops = stops::of(guardrails, &draft, &form, planned);
        if let Some(Sketch { plan, stand_ins }) = &mut sketch
            && !draft.errors.is_empty()
        {
            plan.notes
                .retain(|note| !stops::is_early(note, &form, stand_ins));
        }
        let link = form.link();
        Self {
            catalog,
            guardrails,
            stops,
            inventory,
            form,
            draft,
            sketch,
            reach: Reach::None,
            opens: PullRequesting::Off,
            hours: 0,
            paint: &Plain,
            link,
        }
    }

    /// The plan, when nothing is wrong or missing.
    pub fn plan(&self) -> Option<&Plan> {
        if self.draft.errors.is_empty() {
            self.sketch.as_ref().map(|s| &s.plan)
        } else {
            None
        }
    }

    /// What is wrong on a step.
    pub fn errors_on(&self, step: Step) -> Vec<RequestError> {
        let mut errors = self.errors();
        errors.retain(|error| Step::of(error) == step);
        errors
    }

    /// What is wrong, and what no guardrail allows.
    pub fn errors(&self) -> Vec<RequestError> {
        self.draft
            .errors
            .iter()
            .chain(&self.stops)
            .cloned()
            .collect()
    }

    /// Something that is wrong because nothing was answered yet: it is said to whoever goes on.
    pub fn is_unanswered(&self, error: &RequestError) -> bool {
        error.code == "missing" || stops::is_unanswered(error, &self.form)
    }

    /// The same page with errors to be shown.
    #[must_use]
    pub fn showing(self, errors: Vec<RequestError>) -> Self {
        Self {
            form: self.form.with_errors(errors),
            ..self
        }
    }

    /// The same where what is known of the account was read so many hours ago.
    #[must_use]
    pub fn read_hours_ago(self, hours: u64) -> Self {
        Self { hours, ..self }
    }

    /// The same where the server can look at the account itself.
    #[must_use]
    pub fn reaching(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// The same on a server that opens this.
    #[must_use]
    pub fn opening(self, opens: PullRequesting) -> Self {
        Self { opens, ..self }
    }

    /// The same with someone who knows the languages of files.
    #[must_use]
    pub fn painted_by(self, paint: &'a dyn Paint) -> Self {
        Self { paint, ..self }
    }

    /// The text of a file with its colours.
    pub fn painted(&self, file: &str, text: &str) -> Painted {
        self.paint.paint(file, text)
    }

    /// A link to a page with these answers; none where they are too long for one.
    pub fn href(&self, path: FixedPath) -> Option<Href> {
        match &self.link {
            Link::Query(query) => Some(path.link().with_query(query)),
            Link::TooLong => None,
        }
    }

    /// A link to a page with these answers and without the inventory that travels with them.
    pub fn href_of_answers(&self, path: FixedPath) -> Option<Href> {
        match self.form.answers_link() {
            Link::Query(query) => Some(path.link().with_query(&query)),
            Link::TooLong => None,
        }
    }

    /// The services of the endpoints that are planned so far.
    pub fn services(&self) -> Vec<&str> {
        let planned = self.sketch.iter().flat_map(|s| &s.plan.endpoints);
        planned.map(|e| e.service_name.as_str()).collect()
    }

    /// The answers fit into a link.
    pub fn fits_a_link(&self) -> bool {
        matches!(self.link, Link::Query(_))
    }

    /// Something was answered on a step.
    pub fn touched(&self, step: Step) -> bool {
        let pairs = self.form.pairs();
        let of = |name: &str, field: &str| {
            name.starts_with("grants.") && name.split('.').nth(2) == Some(field)
        };
        match step {
            Step::What => pairs.iter().any(|(n, _)| of(n, "primitive")),
            Step::Who => pairs.iter().any(|(n, _)| of(n, "auth")),
            Step::Where => pairs
                .iter()
                .any(|(n, _)| n.starts_with("placement.") || n == "account"),
            Step::Check | Step::Review => self.draft.errors.is_empty(),
        }
    }
}
