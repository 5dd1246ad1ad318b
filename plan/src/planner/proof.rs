//! The planner's own proof: every granted call and a set of neighbours, asked of the policies that
//! were made.
//!
//! Must look at a policy through the evaluator alone, never at how it was made.

pub(super) mod callers;
mod calls;
pub(super) mod witness;

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::evaluate::{Call, Caller, Context, Decision, Evaluator, Verdict, bearer_context};
use crate::extension::StepKind;
use crate::language::{self, Actions, Document, Who};
use crate::plan::PlannedEndpoint;
use crate::planner::reach::GrantReach;
use crate::proof::{Measure, Proof, ProofCaller, ProofCell};
use crate::request::Request;

use callers::Row;
use calls::Column;

/// Asks every endpoint's policy.
pub(super) fn proof(
    catalog: &Catalog,
    request: &Request,
    reaches: &[GrantReach<'_>],
    endpoints: &[PlannedEndpoint],
) -> Proof {
    let rows = callers::rows(request, reaches);
    let mut calls = Vec::new();
    for endpoint in endpoints {
        // An endpoint that is there is asked with the statements of others in its policy.
        let there = endpoint
            .extension()
            .and_then(|e| language::read(&e.text).ok());
        let document = there.map_or_else(|| Document::from(&endpoint.policy), |read| read.document);
        let others = others(endpoint);
        let evaluator = Evaluator::new(&document);
        let asker = Asker {
            catalog,
            reaches,
            document: &document,
            others: &others,
            evaluator: &evaluator,
            about: rows
                .iter()
                .map(|row| about_callers(&evaluator, row))
                .collect(),
        };
        let of_endpoint: Vec<_> = reaches
            .iter()
            .filter(|r| r.endpoint == endpoint.key)
            .collect();
        for column in calls::columns(catalog, request, &of_endpoint, &evaluator) {
            let cells = rows
                .iter()
                .zip(&asker.about)
                .map(|(row, about)| asker.cell(row, about, &column))
                .collect();
            calls.push(column.call(endpoint.key, cells));
        }
    }
    Proof {
        callers: rows.into_iter().map(ProofCaller::from).collect(),
        calls,
    }
}

/// The statements of a policy that is there and that stay as others wrote them.
fn others(endpoint: &PlannedEndpoint) -> BTreeSet<&str> {
    let steps = endpoint.extension().into_iter().flat_map(|e| &e.steps);
    steps
        .filter(|s| matches!(s.step, StepKind::Kept | StepKind::Redundant))
        .map(|s| s.statement.as_str())
        .collect()
}

/// For each caller of a row the statements that are for it.
fn about_callers(evaluator: &Evaluator, row: &Row) -> Vec<BTreeSet<usize>> {
    row.callers
        .iter()
        .map(|c| evaluator.for_caller(c))
        .collect()
}

/// The answer when no statement is about a call.
const NOTHING: Decision = Decision {
    verdict: Verdict::Denied,
    statement: None,
};

struct Asker<'a> {
    catalog: &'a Catalog,
    reaches: &'a [GrantReach<'a>],
    document: &'a Document,
    /// The names of the statements that no grant made.
    others: &'a BTreeSet<&'a str>,
    evaluator: &'a Evaluator,
    about: Vec<Vec<BTreeSet<usize>>>,
}

impl Asker<'_> {
    /// The answer for a row: that of the caller who fares worst against what was asked.
    fn cell(&self, row: &Row, about: &[BTreeSet<usize>], column: &Column) -> ProofCell {
        let grants: Vec<usize> = row.grants.intersection(&column.grants).copied().collect();
        let mut cells = row.callers.iter().zip(about).map(|(caller, about)| {
            let statements: Vec<usize> = about.intersection(&column.statements).copied().collect();
            if grants.is_empty() {
                self.not_asked(caller, &statements, column)
            } else {
                self.asked(caller, &statements, column, &grants)
            }
        });
        let first = cells.next().unwrap_or(ProofCell {
            verdict: Verdict::Denied,
            statement: None,
            measure: Measure::AsAsked,
        });
        cells.fold(first, |worst, cell| {
            if weight(&cell.measure) > weight(&worst.measure) {
                cell
            } else {
                worst
            }
        })
    }

    /// A call that each of these grants promises to the caller, in a context that meets the
    /// grant's conditions.
    fn asked(
        &self,
        caller: &Caller,
        statements: &[usize],
        column: &Column,
        grants: &[usize],
    ) -> ProofCell {
        let mut answer = None;
        for grant in self.reaches.iter().filter(|r| grants.contains(&r.index)) {
            let conditions = &grant.grant.conditions;
            let mut context = self.context(caller);
            witness::meet(self.catalog, caller, conditions, &mut context);
            let mut decision = self.decide(caller, statements, column, context);
            let mut measure = Measure::AsAsked;
            if decision.verdict != Verdict::Allowed {
                let mut context = self.context(caller);
                let keys = self.open(caller, statements, &mut context);
                decision = self.decide(caller, statements, column, context);
                measure = match decision.verdict {
                    Verdict::Denied => Measure::Refused,
                    Verdict::Allowed | Verdict::Unknown => Measure::OnConditions(keys),
                };
            }
            let cell = self.answered(decision, measure);
            if cell.measure == Measure::Refused {
                return cell;
            }
            answer = answer.or(Some(cell));
        }
        answer.unwrap_or_else(|| self.not_asked(caller, statements, column))
    }

    /// A call that nobody asked for, in a context of which nothing is known.
    fn not_asked(&self, caller: &Caller, statements: &[usize], column: &Column) -> ProofCell {
        if statements.is_empty() {
            // No statement is about the call: there is nothing to ask.
            return self.answered(NOTHING, Measure::AsAsked);
        }
        let mut context = self.context(caller);
        self.open(caller, statements, &mut context);
        let decision = self.decide(caller, statements, column, context);
        let measure = match decision.verdict {
            Verdict::Denied => Measure::AsAsked,
            Verdict::Allowed => Measure::Wider(self.why_wider(caller, &decision)),
            Verdict::Unknown => Measure::Wider(format!(
                "{}, if the conditions of the statement hold",
                self.why_wider(caller, &decision)
            )),
        };
        self.answered(decision, measure)
    }

    fn open(&self, caller: &Caller, statements: &[usize], context: &mut Context) -> Vec<String> {
        let keys = self.evaluator.keys_of(statements);
        witness::open(self.catalog, caller, keys.into_iter(), context)
    }

    fn context(&self, caller: &Caller) -> Context {
        match caller {
            Caller::Anonymous => bearer_context(self.catalog),
            Caller::Signed(_) => Context::default(),
        }
    }

    fn decide(
        &self,
        caller: &Caller,
        statements: &[usize],
        column: &Column,
        context: Context,
    ) -> Decision {
        // An ARN of a request is never too long, nor an action of the catalogue without a prefix.
        Call::new(
            self.catalog,
            caller.clone(),
            &column.action,
            &column.resource,
            context,
        )
        .map_or(NOTHING, |call| {
            self.evaluator.decide_among(statements, &call)
        })
    }

    fn answered(&self, decision: Decision, measure: Measure) -> ProofCell {
        ProofCell {
            verdict: decision.verdict,
            statement: decision
                .statement
                .map(|i| self.evaluator.name(i).to_owned()),
            measure,
        }
    }

    fn why_wider(&self, caller: &Caller, decision: &Decision) -> String {
        let statement = decision
            .statement
            .and_then(|i| self.document.statements.get(i));
        let star = statement.is_some_and(|s| matches!(&s.who, Who::Principal(p) if p.anyone));
        let everything = statement.is_some_and(
            |s| matches!(&s.actions, Actions::Only(all) if all.iter().any(|a| a == "*")),
        );
        let others = decision
            .statement
            .is_some_and(|i| self.others.contains(self.evaluator.name(i)));
        let why = match caller {
            _ if others => "a statement that is there already lets it through",
            _ if everything => "the policy lets everyone through",
            Caller::Signed(_) if star => {
                "the statement is for *, which callers without a signature need, and which admits every signed caller too"
            }
            Caller::Anonymous if star => {
                "the statement is for *, which admits callers without a signature too"
            }
            _ => "the statement is wider than the grant",
        };
        why.to_owned()
    }
}

fn weight(measure: &Measure) -> u8 {
    match measure {
        Measure::AsAsked => 0,
        Measure::OnConditions(_) => 1,
        Measure::Wider(_) => 2,
        Measure::Refused => 3,
    }
}
