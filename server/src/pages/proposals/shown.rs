//! A proposal as its page shows it to whoever asks.
//!
//! Must show the plan that was submitted, made again from what was stored, or say that it is
//! another now.

use postern_app::answers::Answers;
use postern_app::document::Page;
use postern_app::form::Form;
use postern_app::pages;
use postern_app::person::Role;
use postern_app::proposals::{Aim, ProposalLine, ProposalStory, Proposed, Setback};
use postern_plan::catalog::Catalog;
use postern_plan::deletion::deletion;
use postern_plan::guardrails::Guardrails;
use postern_plan::inventory::Inventory;
use postern_plan::proposal::{Objection, Speaker, Wish};

use crate::apply::{Purpose, Submitted};
use crate::visitor::Visitor;

/// The wishes in the order of their buttons
const WISHES: [Wish; 5] = [
    Wish::Begin,
    Wish::Approve,
    Wish::Reject,
    Wish::Comment,
    Wish::Withdraw,
];

/// What a page is made with
pub(super) struct Showing<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) guardrails: &'a Guardrails,
    pub(super) visitor: &'a Visitor,
    pub(super) speaker: &'a Speaker,
}

impl Showing<'_> {
    /// The page
    pub(super) fn page(&self, submitted: &Submitted, setback: Option<Setback>) -> Page {
        let request = submitted.request(self.catalog);
        let inventory = submitted
            .record
            .inventory
            .as_deref()
            .and_then(|text| Inventory::parse(text).ok());
        let (Some(request), Some(inventory)) = (request, inventory) else {
            return self.story(submitted, setback, Proposed::Otherwise);
        };
        let form = Form::new(request.to_pairs());
        let answers = Answers::within(self.guardrails, self.catalog, form, Some(&inventory));
        match submitted.purpose() {
            Purpose::Delete => {
                let deletion = deletion(self.catalog, &request, &inventory);
                let proposed = if deletion.fingerprint() == submitted.record.fingerprint {
                    Proposed::Deletion(&answers, &deletion)
                } else {
                    Proposed::Otherwise
                };
                self.story(submitted, setback, proposed)
            }
            Purpose::Apply | Purpose::Rehearse => {
                let same = answers
                    .plan()
                    .is_some_and(|plan| plan.id == submitted.record.plan && !plan.is_blocked());
                let proposed = if same {
                    Proposed::Plan(&answers)
                } else {
                    Proposed::Otherwise
                };
                self.story(submitted, setback, proposed)
            }
        }
    }

    fn story(
        &self,
        submitted: &Submitted,
        setback: Option<Setback>,
        proposed: Proposed<'_>,
    ) -> Page {
        let terms = submitted.terms.terms;
        let shown = !matches!(proposed, Proposed::Otherwise);
        let wishes = WISHES
            .into_iter()
            .filter(|wish| shown || !matches!(wish, Wish::Approve | Wish::Begin))
            .filter(|wish| self.may(submitted, *wish))
            .filter(|wish| self.objection(submitted, *wish).is_none())
            .collect();
        let unable = self
            .may(submitted, Wish::Approve)
            .then(|| self.objection(submitted, Wish::Approve))
            .flatten()
            .filter(|objection| matches!(objection, Objection::Own | Objection::Again));
        let approvers = submitted.proposal.approvers(terms);
        pages::proposal(&ProposalStory {
            line: line(submitted),
            proposed,
            happened: &submitted.proposal.events,
            approvers: approvers.iter().map(|one| one.shown.clone()).collect(),
            wishes,
            unable: unable.map(|objection| format!("{objection}: {}", objection.help())),
            run: submitted.proposal.run().map(ToString::to_string),
            setback,
        })
    }

    /// Whether they have the role that it takes
    fn may(&self, submitted: &Submitted, wish: Wish) -> bool {
        let account = &submitted.record.account;
        let may = |role| self.visitor.may_in(role, account);
        match wish {
            Wish::Approve | Wish::Reject => may(Role::Approver),
            Wish::Begin => may(Role::Applier),
            Wish::Withdraw => true,
            Wish::Comment => may(Role::Author) || may(Role::Approver),
        }
    }

    fn objection(&self, submitted: &Submitted, wish: Wish) -> Option<Objection> {
        // What is said is not known yet.
        let said = "something";
        let terms = submitted.terms.terms;
        let allowed = submitted
            .proposal
            .allows(terms, &self.speaker.id, wish, said);
        allowed.err()
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
