//! Every interleaving of faults, crashes and wishes, followed to its end on a model of EC2.

mod world;

use super::*;
use world::World;

/// What goes wrong, or is asked for, at one point of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Nothing goes wrong.
    Well,
    /// The call is refused.
    Refused,
    /// AWS asks to be called later.
    NotNow,
    /// No answer comes; the call was done.
    LostAfter,
    /// No answer comes; the call was not done.
    LostBefore,
    /// The process dies before it journals anything.
    CrashFirst,
    /// The process dies between the journal and the call.
    CrashBefore,
    /// The process dies between the call and the journal.
    CrashAfter,
    /// A look fails.
    Unreadable,
    /// A wait is too long.
    TooLong,
    /// Somebody asks to stop.
    Cancel,
    /// Somebody asks to undo.
    Rollback,
}

use Turn::{
    Cancel, CrashAfter, CrashBefore, CrashFirst, LostAfter, LostBefore, NotNow, Refused, Rollback,
    TooLong, Unreadable, Well,
};

const AT_A_CALL: &[Turn] = &[
    Refused,
    NotNow,
    LostAfter,
    LostBefore,
    CrashFirst,
    CrashBefore,
    CrashAfter,
    Cancel,
    Rollback,
];
const AT_A_LOOK: &[Turn] = &[Unreadable, CrashFirst, Cancel, Rollback];
const AT_A_WAIT: &[Turn] = &[Unreadable, TooLong, CrashFirst, Cancel, Rollback];

#[derive(Clone)]
struct Path {
    journal: Vec<Event>,
    world: World,
    /// Faults that may still happen.
    faults: u32,
    /// Times that somebody may still ask for something once it stands.
    wishes: u32,
    turns: Vec<(usize, Turn)>,
}

#[derive(Default)]
struct Count {
    ends: usize,
    done: usize,
    rolled_back: usize,
    stopped: usize,
}

fn plan_steps() -> Vec<PlannedStep> {
    let call = |call: Call| Task::Change { call, undo: None };
    let create = |key: &str, groups: Vec<Ref>| Call::CreateEndpoint {
        token: format!("run-1-{key}"),
        vpc: "vpc-1".to_owned(),
        service_name: key.to_owned(),
        subnets: vec!["subnet-1".to_owned()],
        groups,
        policy: "{}".to_owned(),
        private_dns: true,
        ip_address_type: "ipv4".to_owned(),
        tags: std::collections::BTreeMap::new(),
    };
    let group = Call::CreateGroup {
        name: "g".to_owned(),
        description: "d".to_owned(),
        vpc: "vpc-1".to_owned(),
        tags: std::collections::BTreeMap::new(),
    };
    let step = |name: &str, task: Task| PlannedStep {
        name: name.to_owned(),
        task,
    };
    let wait = |at: usize| Task::Await {
        endpoint: Ref::Step(at),
        until: Until::Available,
    };
    vec![
        step(
            "try group",
            Task::Rehearse {
                call: group.clone(),
                undo: None,
            },
        ),
        step(
            "try data",
            Task::Rehearse {
                call: create("data", Vec::new()),
                undo: None,
            },
        ),
        step("create group", call(group)),
        step(
            "admit-to group",
            call(Call::AdmitToGroup {
                group: Ref::Step(2),
                sources: vec!["10.0.0.0/16".to_owned()],
            }),
        ),
        step("create data", call(create("data", vec![Ref::Step(2)]))),
        step(
            "create control",
            call(create("control", vec![Ref::Step(2)])),
        ),
        step(
            "create gateway",
            call(create("gateway", vec![Ref::Step(2)])),
        ),
        step("await data", wait(4)),
        step("await control", wait(5)),
        step("await gateway", wait(6)),
        step(
            "compare",
            Task::Compare {
                expectations: Vec::new(),
            },
        ),
    ]
}

fn run_of(path: &Path) -> Run {
    Run::replay(plan_steps(), Limits::default(), &path.journal).unwrap()
}

/// Follows a path to all its ends. What is alive is checked wherever nothing is open.
fn follow(path: &Path, count: &mut Count) {
    let run = run_of(path);
    assert!(path.journal.len() < 400, "no end: {:?}", path.turns);
    let settled = !run.steps.iter().any(|s| s.is_open() || s.doubt.is_some());
    if settled {
        let made: Vec<&str> = run.made().map(|(_, id)| id).collect();
        assert_eq!(
            sorted(&made),
            sorted(&path.world.alive()),
            "{:?}",
            path.turns
        );
    }
    let action = run.next();
    if let Action::Stop(standing) = action {
        return stand(path, standing, count);
    }
    let turns = match &action {
        Action::Call { .. } => AT_A_CALL,
        Action::LookUp { .. } => AT_A_LOOK,
        Action::Watch { .. } | Action::Compare { .. } => AT_A_WAIT,
        Action::Stop(_) => &[],
    };
    let at = run.current().unwrap().0;
    follow(&turned(path.clone(), at, &action, Well), count);
    if path.faults > 0 {
        for turn in turns {
            let mut path = path.clone();
            path.faults -= 1;
            follow(&turned(path, at, &action, *turn), count);
        }
    }
}

/// A run that stands: it is as it should be, or somebody asks for more.
fn stand(path: &Path, standing: Standing, count: &mut Count) {
    match standing {
        Standing::Done => assert!(path.world.is_whole(), "{:?}", path.turns),
        Standing::RolledBack => assert!(path.world.alive().is_empty(), "{:?}", path.turns),
        Standing::Going => panic!("a run that stands is going: {:?}", path.turns),
        _ => {}
    }
    count.ends += 1;
    match standing {
        Standing::Done => count.done += 1,
        Standing::RolledBack => count.rolled_back += 1,
        _ => count.stopped += 1,
    }
    if path.wishes == 0 || standing == Standing::RolledBack {
        return;
    }
    for wish in [Event::ResumeAsked, Event::RollbackAsked] {
        if standing == Standing::Done && wish == Event::ResumeAsked {
            continue;
        }
        let mut path = path.clone();
        path.wishes -= 1;
        path.journal.push(wish);
        follow(&path, count);
    }
}

/// The path after one turn.
fn turned(mut path: Path, at: usize, action: &Action, turn: Turn) -> Path {
    if turn != Well {
        path.turns.push((at, turn));
    }
    match turn {
        CrashFirst => return path,
        Cancel => {
            path.journal.push(Event::CancelAsked);
            return path;
        }
        Rollback => {
            path.journal.push(Event::RollbackAsked);
            return path;
        }
        _ => {}
    }
    let Path { journal, world, .. } = &mut path;
    match action {
        Action::Call {
            step, call, mode, ..
        } => {
            journal.push(Event::Begun { step: *step });
            let answer = match turn {
                CrashBefore => return path,
                LostBefore => Answer::Unclear(world::trouble(Cause::NoAnswer)),
                Refused => Answer::Refused(world::trouble(Cause::Denied)),
                NotNow => Answer::NotNow(world::trouble(Cause::Throttled)),
                LostAfter => {
                    world.send(call, *mode);
                    Answer::Unclear(world::trouble(Cause::NoAnswer))
                }
                CrashAfter => {
                    world.send(call, *mode);
                    return path;
                }
                _ => world.send(call, *mode),
            };
            journal.push(Event::Answered {
                step: *step,
                answer,
                request_id: None,
            });
        }
        Action::LookUp {
            step, call, mode, ..
        } => {
            let finding = match turn {
                Unreadable => Finding::Unreadable(world::trouble(Cause::NoAnswer)),
                _ => world.look_up(call, *mode),
            };
            journal.push(Event::LookedUp {
                step: *step,
                finding,
            });
        }
        Action::Watch { step, .. } => {
            let sight = match turn {
                Unreadable => Sight::Unreadable(world::trouble(Cause::NoAnswer)),
                TooLong => Sight::TooLong("10 minutes".to_owned()),
                _ => Sight::Reached,
            };
            journal.push(Event::Watched { step: *step, sight });
        }
        Action::Compare { step, .. } => {
            journal.push(Event::Compared {
                step: *step,
                differences: Vec::new(),
                names: std::collections::BTreeMap::new(),
            });
        }
        Action::Stop(_) => {}
    }
    path
}

fn sorted(ids: &[impl ToString]) -> Vec<String> {
    let mut ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    ids.sort();
    ids
}

fn explore(faults: u32, wishes: u32, world: World) -> Count {
    let mut count = Count::default();
    let path = Path {
        journal: Vec::new(),
        world,
        faults,
        wishes,
        turns: Vec::new(),
    };
    follow(&path, &mut count);
    count
}

#[test]
fn whatever_happens_nothing_is_made_twice_and_nothing_is_left_behind() {
    let count = explore(2, 2, World::default());
    assert!(count.done > 1_000, "{} ends", count.ends);
    assert!(count.rolled_back > 1_000, "{} ends", count.ends);
}

#[test]
fn it_holds_where_what_was_made_is_seen_only_later() {
    let count = explore(2, 2, World::slow_to_tell());
    assert!(count.done > 1_000, "{} ends", count.ends);
}

#[test]
fn a_dry_run_that_makes_something_is_taken_back_and_ends_the_run() {
    let count = explore(1, 2, World::making_in_dry_runs());
    assert_eq!(count.done, 0);
    assert!(count.rolled_back > 0);
}

#[test]
fn without_faults_a_run_is_done_in_one_go() {
    let count = explore(0, 0, World::default());
    assert_eq!((count.ends, count.done), (1, 1));
}

#[test]
fn a_journal_of_another_run_is_refused() {
    let event = Event::Answered {
        step: 0,
        answer: Answer::Done(None),
        request_id: None,
    };
    let refused = Run::replay(plan_steps(), Limits::default(), [&event]).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`answered` cannot happen to step 0 of this run as it stands"
    );
}

#[test]
fn a_step_that_is_always_put_off_parks_the_run() {
    let mut run = Run::new(plan_steps(), Limits::default());
    for _ in 0..Limits::default().attempts {
        assert_eq!(run.standing(), Standing::Going);
        run.observe(&Event::Begun { step: 0 }).unwrap();
        run.observe(&Event::Answered {
            step: 0,
            answer: Answer::NotNow(world::trouble(Cause::Throttled)),
            request_id: None,
        })
        .unwrap();
    }
    assert_eq!(run.standing(), Standing::Parked);
    run.observe(&Event::ResumeAsked).unwrap();
    assert_eq!(run.standing(), Standing::Going);
}
