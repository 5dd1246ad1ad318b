//! Whose word counts, and what a proposal lets nobody do.

use proptest::prelude::*;

use super::*;

fn terms(needed: u32, own: OwnWord) -> Terms {
    Terms {
        needed: NonZeroU32::new(needed).unwrap(),
        own,
    }
}

fn happened(who: &str, event: Event) -> Happened {
    Happened {
        by: Speaker {
            id: who.to_owned(),
            shown: who.to_owned(),
        },
        at: "2026-11-24T00:00:00Z".to_owned(),
        event,
    }
}

fn text() -> String {
    "because".to_owned()
}

/// Submitted by Ada, and then this
fn proposal(then: &[(&str, Event)]) -> Proposal {
    let first = happened("ada", Event::Submitted { text: text() });
    let then = then.iter().map(|(who, event)| happened(who, event.clone()));
    Proposal {
        author: "ada".to_owned(),
        events: std::iter::once(first).chain(then).collect(),
    }
}

fn approved(who: &str) -> (&str, Event) {
    (who, Event::Approved { text: text() })
}

fn run() -> RunId {
    "run-01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap()
}

#[test]
fn enough_others_make_it_approved() {
    let two = terms(2, OwnWord::Refused);
    let one = proposal(&[approved("grace")]);
    assert_eq!((one.stage(two), one.missing(two)), (Stage::Open, 1));
    let both = proposal(&[approved("grace"), approved("hedy")]);
    assert_eq!((both.stage(two), both.missing(two)), (Stage::Approved, 0));
    let twice = proposal(&[approved("grace"), approved("grace")]);
    assert_eq!(twice.stage(two), Stage::Open, "one person is one word");
}

#[test]
fn an_authors_own_word_counts_where_it_is_said_and_nowhere_else() {
    let own = proposal(&[approved("ada")]);
    let refused = terms(1, OwnWord::Refused);
    assert_eq!(own.stage(refused), Stage::Open);
    assert_eq!(own.stage(terms(1, OwnWord::Counted)), Stage::Approved);
    assert_eq!(
        proposal(&[]).allows(refused, "ada", Wish::Approve, ""),
        Err(Objection::Own)
    );
}

#[test]
fn what_is_over_stays_so() {
    let terms = terms(1, OwnWord::Refused);
    let by = "proposal-01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap();
    for (end, stage) in [
        (Event::Rejected { text: text() }, Stage::Rejected),
        (Event::Withdrawn, Stage::Withdrawn),
        (Event::Replaced { by }, Stage::Withdrawn),
        (Event::SentBack { why: text() }, Stage::SentBack),
        (Event::Expired, Stage::Expired),
        (Event::Begun { run: run() }, Stage::Begun),
    ] {
        let over = proposal(&[approved("grace"), ("hedy", end), approved("ida")]);
        assert_eq!(over.stage(terms), stage);
        assert!(stage.is_over());
        for wish in [Wish::Approve, Wish::Reject, Wish::Withdraw, Wish::Begin] {
            for who in ["ada", "hedy", "joan"] {
                let answer = over.allows(terms, who, wish, "x");
                assert_eq!(answer, Err(Objection::Over(stage)), "{wish:?} {who}");
            }
        }
        assert_eq!(over.allows(terms, "joan", Wish::Comment, "x"), Ok(()));
    }
}

#[test]
fn it_says_what_is_missing() {
    let terms = terms(2, OwnWord::Refused);
    let one = proposal(&[approved("grace")]);
    let ask = |who, wish, text| one.allows(terms, who, wish, text);
    assert_eq!(ask("grace", Wish::Approve, ""), Err(Objection::Again));
    assert_eq!(ask("hedy", Wish::Approve, ""), Ok(()));
    assert_eq!(ask("hedy", Wish::Reject, " \n"), Err(Objection::NoReason));
    assert_eq!(ask("hedy", Wish::Reject, "too wide"), Ok(()));
    assert_eq!(ask("hedy", Wish::Comment, ""), Err(Objection::NoReason));
    assert_eq!(ask("hedy", Wish::Withdraw, ""), Err(Objection::Others));
    assert_eq!(ask("ada", Wish::Withdraw, ""), Ok(()));
    assert_eq!(
        ask("hedy", Wish::Begin, ""),
        Err(Objection::TooFew { missing: 1 })
    );
    let both = proposal(&[approved("grace"), approved("hedy")]);
    assert_eq!(both.allows(terms, "ada", Wish::Begin, ""), Ok(()));
    assert_eq!(
        both.allows(terms, "ida", Wish::Approve, ""),
        Err(Objection::Enough)
    );
    assert_eq!(
        both.allows(terms, "ida", Wish::Reject, "no"),
        Ok(()),
        "until it begins, anybody who may can stop it"
    );
}

#[test]
fn what_is_said_ends_somewhere() {
    let said = vec![("grace", Event::Commented { text: text() }); MOST_EVENTS];
    let full = proposal(&said);
    let terms = terms(1, OwnWord::Refused);
    let comment = full.allows(terms, "grace", Wish::Comment, "x");
    assert_eq!(comment, Err(Objection::Full));
    assert_eq!(full.allows(terms, "grace", Wish::Approve, ""), Ok(()));
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => Just(Event::Approved { text: text() }),
        3 => Just(Event::Commented { text: text() }),
        1 => Just(Event::Rejected { text: text() }),
        1 => Just(Event::Withdrawn),
        1 => Just(Event::SentBack { why: text() }),
        1 => Just(Event::Expired),
        1 => Just(Event::Begun { run: run() }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_allowed_never_begins_what_too_few_approved(
        wanted in proptest::collection::vec((0_usize..4, any_event()), 0..30),
        needed in 1_u32..4,
    ) {
        let people = ["ada", "grace", "hedy", "ida"];
        let terms = terms(needed, OwnWord::Refused);
        let mut held = proposal(&[]);
        for (who, event) in wanted {
            let who = people[who];
            let wish = match &event {
                Event::Approved { .. } => Wish::Approve,
                Event::Commented { .. } => Wish::Comment,
                Event::Rejected { .. } => Wish::Reject,
                Event::Withdrawn => Wish::Withdraw,
                Event::Begun { .. } => Wish::Begin,
                _ => continue,
            };
            let before = held.stage(terms);
            if held.allows(terms, who, wish, event.text()).is_err() {
                continue;
            }
            held.events.push(happened(who, event));
            let after = held.stage(terms);
            prop_assert!(!before.is_over() || after == before);
            if after == Stage::Begun && before != Stage::Begun {
                let mut others: Vec<&str> = held
                    .events
                    .iter()
                    .filter(|one| matches!(one.event, Event::Approved { .. }))
                    .map(|one| one.by.id.as_str())
                    .filter(|id| *id != "ada")
                    .collect();
                others.sort_unstable();
                others.dedup();
                prop_assert!(others.len() >= usize::try_from(needed).unwrap());
            }
        }
    }

    #[test]
    fn an_event_reads_back(event in any_event()) {
        let text = serde_json::to_string(&event).unwrap();
        prop_assert!(text.contains(event.kind()));
        prop_assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
    }
}
