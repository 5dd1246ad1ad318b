//! The wizard: its state is the fields of the address, so Back, reload and a shared link all work.
//!
//! Must keep whatever was typed, whatever is wrong with it, and must change nothing anywhere.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use postern_app::answers::{Answers, Reach};
use postern_app::asides;
use postern_app::document::{Shell, document};
use postern_app::form::Form;
use postern_app::pages;
use postern_app::pasted;
use postern_app::pull_requests::PullRequesting;
use postern_app::routes::{self, FixedPath};
use postern_app::step::Step;
use postern_plan::catalog::Catalog;
use postern_plan::document::parse_pairs;
use postern_plan::guardrails::Guardrails;
use postern_plan::inventory::Inventory;
use postern_plan::request::{Link, RequestError, expand_link, link};

use crate::bounds::Bounds;
use crate::colours::Colours;
use crate::error::HttpError;
use crate::extract::{FormText, QueryText};
use crate::repeats::{Again, Lasts};
use crate::state::Door;
use crate::themed::Themed;

use super::live;

/// A page of the wizard, from a link or a form.
pub async fn get(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    State(colours): State<Arc<Colours>>,
    again: Again,
    uri: Uri,
    QueryText(query): QueryText,
) -> Result<Response, HttpError> {
    let again = again.reaching(door.reach());
    let guardrails = again.guardrails();
    let make = move || {
        let (act, pairs) = fields(&query)?;
        let lasts = Lasts::of(&pairs);
        // No address holds an inventory: one that does is not believed.
        let form = Form::new(pairs).without_inventory();
        let turn = Turn::new(&catalog, &guardrails, &shell, &door, &colours, uri.path());
        Ok((lasts, turn.answer(&act, form)))
    };
    again.answer(make).await
}

/// The same from a form whose answers are too long for a link, or that may hold what is in the
/// account.
pub async fn post(
    State(catalog): State<Arc<Catalog>>,
    Themed(shell): Themed,
    State(door): State<Arc<Door>>,
    State(colours): State<Arc<Colours>>,
    bounds: Bounds,
    uri: Uri,
    FormText(form): FormText,
) -> Result<Response, HttpError> {
    let Bounds {
        visitor,
        guardrails,
    } = bounds;
    let (act, mut pairs) = fields(&form)?;
    if matches!(act, Act::Look) {
        match live::look(&door, &visitor, &pairs).await {
            // From here on it is as if it had been pasted.
            Ok(text) => pairs.push((pasted::TEXT.to_owned(), text)),
            Err(trouble) => {
                let opened = pasted::open(&catalog, Form::new(pairs));
                let turn = Turn::new(&catalog, &guardrails, &shell, &door, &colours, uri.path());
                return Ok(turn.refuse(opened.form, vec![trouble]));
            }
        }
    }
    let pasting = pairs.iter().any(|(name, _)| name == pasted::TEXT);
    let form = Form::new(pairs);
    let turn = Turn::new(&catalog, &guardrails, &shell, &door, &colours, uri.path());
    let alone = !form.pasted().is_unread() && !form.pasted().is_there();
    if pasting && alone && !matches!(act, Act::Read) {
        // Nothing was pasted, so the answers can be in an address, where Back finds them.
        return Ok(turn.again(&act, form));
    }
    let opened = pasted::open(&catalog, form);
    let turn = Turn {
        inventory: opened.inventory.as_ref(),
        ..turn
    };
    Ok(match act {
        Act::Forget => turn.forget(opened.form),
        Act::Read if opened.trouble.is_empty() && opened.inventory.is_none() => {
            turn.refuse(opened.form, vec![pasted::nothing()])
        }
        _ if !opened.trouble.is_empty() => turn.refuse(opened.form, opened.trouble),
        act => turn.answer(&act, opened.form),
    })
}

/// What a button does.
pub(super) enum Act {
    Show,
    Continue,
    Back,
    Add { primitive: String, plane: String },
    Remove(usize),
    Copy(usize),
    Read,
    Look,
    Choose,
    Forget,
}

impl Act {
    /// A button's value; one that is not ours shows the page.
    fn of(value: &str) -> Self {
        let mut words = value.split('.');
        let row = |word: Option<&str>| word.and_then(|w| w.parse().ok());
        match (words.next(), words.next(), words.next()) {
            (Some("continue"), None, None) => Self::Continue,
            (Some("back"), None, None) => Self::Back,
            (Some("read"), None, None) => Self::Read,
            (Some("look"), None, None) => Self::Look,
            (Some("choose"), None, None) => Self::Choose,
            (Some("forget"), None, None) => Self::Forget,
            (Some("add"), Some(primitive), Some(plane)) => Self::Add {
                primitive: primitive.to_owned(),
                plane: plane.to_owned(),
            },
            (Some("remove"), at, None) => row(at).map_or(Self::Show, Self::Remove),
            (Some("copy"), at, None) => row(at).map_or(Self::Show, Self::Copy),
            _ => Self::Show,
        }
    }

    /// The value again; none for what merely shows the page.
    fn word(&self) -> Option<String> {
        match self {
            Self::Continue => Some("continue".to_owned()),
            Self::Back => Some("back".to_owned()),
            Self::Add { primitive, plane } => Some(format!("add.{primitive}.{plane}")),
            Self::Remove(row) => Some(format!("remove.{row}")),
            Self::Copy(row) => Some(format!("copy.{row}")),
            Self::Show | Self::Read | Self::Look | Self::Choose | Self::Forget => None,
        }
    }
}

/// One request for one page.
struct Turn<'a> {
    catalog: &'a Catalog,
    guardrails: &'a Guardrails,
    shell: &'a Shell,
    colours: &'a Colours,
    /// The step; none on the page with all questions.
    step: Option<Step>,
    /// What exists in the account, where it is known.
    inventory: Option<&'a Inventory>,
    reach: Reach,
    opens: PullRequesting,
}

impl<'a> Turn<'a> {
    fn new(
        catalog: &'a Catalog,
        guardrails: &'a Guardrails,
        shell: &'a Shell,
        door: &Door,
        colours: &'a Colours,
        path: &str,
    ) -> Self {
        let step = Step::ALL.into_iter().find(|s| s.path().as_str() == path);
        Self {
            catalog,
            guardrails,
            shell,
            colours,
            step,
            inventory: None,
            reach: door.reach(),
            opens: door.opens(),
        }
    }

    fn answers(&self, form: Form) -> Answers<'a> {
        let seen = self.inventory.and_then(|i| i.observed_at.as_deref());
        Answers::within(self.guardrails, self.catalog, form, self.inventory)
            .read_hours_ago(seen.and_then(live::hours_since).unwrap_or_default())
            .reaching(self.reach)
            .opening(self.opens)
            .painted_by(self.colours)
    }

    fn answer(&self, act: &Act, form: Form) -> Response {
        if !form.asides().value(asides::ARNS).is_empty() {
            return self.take_in(form);
        }
        let form = form.with_what_arns_say(self.catalog);
        match act {
            Act::Show | Act::Read | Act::Look | Act::Forget => self.show(self.step, form),
            Act::Choose => {
                let form = match self.inventory {
                    Some(inventory) => form.within_its_vpc(inventory),
                    None => form,
                };
                self.show(self.step, form)
            }
            Act::Back => self.go(self.step.and_then(Step::previous), form, ""),
            Act::Continue => self.advance(form),
            Act::Add { primitive, plane } => {
                let form = form.add_row("grants", &[("primitive", primitive), ("plane", plane)]);
                let last = form.rows("grants").last().copied().unwrap_or_default();
                self.go(self.step, form, &format!("#grants.{last}"))
            }
            Act::Remove(row) => self.go(self.step, form.remove_row("grants", *row), ""),
            Act::Copy(row) => {
                let fragment = format!("#grants.{}", row.saturating_add(1));
                self.go(self.step, form.copy_row("grants", *row), &fragment)
            }
        }
    }

    /// The page with the grants that pasted ARNs ask for, or with what is wrong with them.
    fn take_in(&self, form: Form) -> Response {
        match form.taking_in(self.catalog) {
            Ok(form) => {
                let last = form.rows("grants").last().copied().unwrap_or_default();
                self.go(self.step, form, &format!("#grants.{last}"))
            }
            Err(errors) => {
                let answers = self.answers(form);
                self.page(self.step, &answers.showing(errors))
            }
        }
    }

    /// The same by its address, where the answers fit into one.
    fn again(&self, act: &Act, form: Form) -> Response {
        if form.asides().holds_what_stays() {
            // Such belongs in no address: the page that it was sent to answers.
            return self.answer(act, form);
        }
        let mut pairs = form.pairs().to_vec();
        pairs.extend(form.asides().travelling().cloned());
        pairs.extend(act.word().map(|word| ("do".to_owned(), word)));
        match link(&pairs) {
            Link::Query(query) => to(self.step, &query, ""),
            Link::TooLong => None,
        }
        .unwrap_or_else(|| self.answer(act, form))
    }

    /// The answers without what is in the account.
    fn forget(&self, form: Form) -> Response {
        let turn = Self {
            inventory: None,
            ..*self
        };
        turn.go(self.step, form.without_inventory(), "")
    }

    /// The page with what could not be read of the account.
    fn refuse(&self, form: Form, trouble: Vec<RequestError>) -> Response {
        // The box is on the step that asks where.
        let step = self.step.map(|_| Step::Where);
        let answers = self.answers(form);
        self.page(step, &answers.showing(trouble))
    }

    /// On to the next page, or the same one with what is wrong.
    fn advance(&self, form: Form) -> Response {
        let answers = self.answers(form);
        let errors = self.errors(&answers, |_| true);
        if errors.is_empty() {
            // The review is the last page, and the one that follows all questions at once.
            let next = self.step.and_then(Step::next).unwrap_or(Step::Review);
            return self.go(Some(next), answers.form, "");
        }
        self.page(self.step, &answers.showing(errors))
    }

    /// The page as it is; what is merely missing is not called wrong before someone goes on.
    fn show(&self, step: Option<Step>, form: Form) -> Response {
        let form = match (step, self.inventory) {
            (None | Some(Step::Where), Some(inventory)) => {
                form.with_the_obvious(self.catalog, inventory)
            }
            _ => form,
        };
        let answers = self.answers(form);
        let turn = Self { step, ..*self };
        let errors = match step {
            Some(Step::Check | Step::Review) => answers.draft.errors.clone(),
            _ => turn.errors(&answers, |e| !answers.is_unanswered(e)),
        };
        self.page(step, &answers.showing(errors))
    }

    fn errors(
        &self,
        answers: &Answers<'_>,
        shown: impl Fn(&RequestError) -> bool,
    ) -> Vec<RequestError> {
        let all = match self.step {
            Some(step) => answers.errors_on(step),
            None => answers.errors(),
        };
        all.into_iter().filter(shown).collect()
    }

    fn page(&self, step: Option<Step>, answers: &Answers<'_>) -> Response {
        let status = if answers.form.errors().is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        let page = match step {
            Some(step) => pages::step(answers, step),
            None => pages::everything(answers),
        };
        (status, Html(document(self.shell, page))).into_response()
    }

    /// To a page with these answers: by its address where they fit into one.
    fn go(&self, step: Option<Step>, form: Form, fragment: &str) -> Response {
        match form.link() {
            Link::Query(query) => to(step, &query, fragment),
            Link::TooLong => None,
        }
        .unwrap_or_else(|| self.show(step, form))
    }
}

/// To a page by its address; none where it is no address.
fn to(step: Option<Step>, query: &str, fragment: &str) -> Option<Response> {
    let path: FixedPath = step.map_or(routes::EVERYTHING, Step::path);
    let address = if query.is_empty() {
        format!("{}{fragment}", path.href())
    } else {
        format!("{}?{query}{fragment}", path.href())
    };
    let location = HeaderValue::try_from(address).ok()?;
    Some((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// The button that was pressed, and the fields of the request.
pub(super) fn fields(query: &str) -> Result<(Act, Vec<(String, String)>), HttpError> {
    let pairs = expand_link(parse_pairs(query)).map_err(|error| HttpError::DamagedLink {
        why: error.to_string(),
    })?;
    let (acts, fields): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| name == "do");
    let act = acts.last().map_or(Act::Show, |(_, value)| Act::of(value));
    Ok((act, fields))
}
