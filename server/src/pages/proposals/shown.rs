//! A proposal as its page shows it to whoever asks.
//!
//! Must show the plan that was submitted, made again from what was stored, or say that it is
//! another now.

use postern_app::answers::Answers;
use postern_app::document::Page;
use postern_app::form::Form;
use postern_app::pages;
use postern_app::proposals::{Aim, ProposalLine, ProposalStory, Proposed, Setback};
use postern_plan::catalog::Catalog;
use postern_plan::deletion::deletion;
use postern_plan::proposal::Wish;

use crate::apply::{Purpose, Submitted};
use crate::bounds::Bounds;
use crate::proposals::Seen;

/// What a page is made with
pub(super) struct Showing<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) bounds: &'a Bounds,
    pub(super) seen: &'a Seen<'a>,
}

impl Showing<'_> {
    /// The page
    pub(super) fn page(&self, setback: Option<Setback>) -> Page {
        let submitted = &self.seen.submitted;
        let (Some(request), Some(inventory)) =
            (submitted.request(self.catalog), submitted.inventory())
        else {
            return self.story(setback, Proposed::Otherwise);
        };
        let form = Form::new(request.to_pairs());
        let guardrails = &self.bounds.guardrails;
        let answers = Answers::within(guardrails, self.catalog, form, Some(&inventory));
        match submitted.purpose() {
            Purpose::Delete => {
                let deletion = deletion(self.catalog, &request, &inventory);
                let proposed = if submitted.is_deletion(&deletion) {
                    Proposed::Deletion(&answers, &deletion)
                } else {
                    Proposed::Otherwise
                };
                self.story(setback, proposed)
            }
            Purpose::Apply | Purpose::Rehearse => {
                let same = answers.plan().is_some_and(|plan| submitted.is_plan(plan));
                let proposed = if same {
                    Proposed::Plan(&answers)
                } else {
                    Proposed::Otherwise
                };
                self.story(setback, proposed)
            }
        }
    }

    fn story(&self, setback: Option<Setback>, proposed: Proposed<'_>) -> Page {
        let (seen, visitor) = (self.seen, &self.bounds.visitor);
        let submitted = &seen.submitted;
        let shown = !matches!(proposed, Proposed::Otherwise);
        let wishes = seen.wishes(visitor).into_iter();
        let wishes = wishes.filter(|wish| shown || !matches!(wish, Wish::Approve | Wish::Begin));
        let unable = seen.unable(visitor);
        let approvers = submitted.proposal.approvers(submitted.terms.terms);
        pages::proposal(&ProposalStory {
            line: line(submitted),
            proposed,
            happened: &submitted.proposal.events,
            approvers: approvers.iter().map(|one| one.shown.clone()).collect(),
            wishes: wishes.collect(),
            unable: unable.map(|objection| format!("{objection}: {}", objection.help())),
            run: submitted.proposal.run().map(ToString::to_string),
            setback,
        })
    }
}

/// A proposal in the list
pub(super) fn line(submitted: &Submitted) -> ProposalLine {
    let record = &submitted.record;
    ProposalLine {
        id: record.id.to_string(),
        stage: submitted.stage(),
        aim: match submitted.purpose() {
            Purpose::Delete => Aim::Delete,
            Purpose::Apply | Purpose::Rehearse => Aim::Apply,
        },
        name: record.name.clone(),
        account: record.account.clone(),
        region: record.region.clone(),
        vpc: record.vpc.clone(),
        who: record.author.shown.clone(),
        submitted_at: record.submitted_at.clone(),
        valid_until: record.valid_until.clone(),
        missing: submitted.proposal.missing(submitted.terms.terms),
    }
}
