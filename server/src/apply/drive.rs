//! The loop that carries a run on until it stands.
//!
//! Must do one thing at a time, and must journal before and after each.

use std::collections::BTreeMap;
use std::time::Duration;

use postern_plan::run::{Action, Event, Expectation, Ref, Sight, Standing, Until};
use tokio::time::{Instant, sleep};

use super::{ApplyError, Journalled, Pace};
use crate::endpoints::Endpoints;

/// How long somebody who asks for something waits at most
const EAR: Duration = Duration::from_secs(1);

/// How often an endpoint that is to be compared is read before it is taken for unreadable
const READINGS: u32 = 4;

/// Carries a run on until it stands. `told` hears of every event once it is journalled
pub async fn drive(
    journalled: &mut Journalled,
    endpoints: &dyn Endpoints,
    pace: &Pace,
    mut told: impl FnMut(&Journalled, &Event),
) -> Result<Standing, ApplyError> {
    loop {
        journalled.take_asks().await?;
        let event = match journalled.run().next() {
            Action::Stop(standing) => return Ok(standing),
            Action::Call {
                step,
                call,
                mode,
                attempt,
            } => {
                if heard(journalled, pace.pause(attempt)).await? {
                    continue;
                }
                let begun = Event::Begun { step };
                journalled.note(&begun).await?;
                told(journalled, &begun);
                let answered = endpoints.call(&call, mode).await;
                Event::Answered {
                    step,
                    answer: answered.answer,
                    request_id: answered.request_id,
                }
            }
            Action::LookUp {
                step,
                call,
                attempt,
                ..
            } => {
                if heard(journalled, pace.pause(attempt)).await? {
                    continue;
                }
                let finding = endpoints.look_up(&call).await;
                Event::LookedUp { step, finding }
            }
            Action::Watch {
                step,
                endpoint,
                until,
            } => match watch(journalled, endpoints, pace, &endpoint, until).await? {
                Some(sight) => Event::Watched { step, sight },
                None => continue,
            },
            Action::Compare { step, expectations } => {
                let (differences, names) = compare(endpoints, pace, &expectations).await;
                Event::Compared {
                    step,
                    differences,
                    names,
                }
            }
        };
        journalled.note(&event).await?;
        told(journalled, &event);
    }
}

/// Waits, unless somebody asks for something: whether somebody did
async fn heard(journalled: &mut Journalled, pause: Duration) -> Result<bool, ApplyError> {
    let end = Instant::now() + pause;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(false);
        }
        sleep(left.min(EAR)).await;
        if journalled.take_asks().await? {
            return Ok(true);
        }
    }
}

/// Looks at an endpoint until there is something to say; none where somebody asked for something
async fn watch(
    journalled: &mut Journalled,
    endpoints: &dyn Endpoints,
    pace: &Pace,
    id: &str,
    until: Until,
) -> Result<Option<Sight>, ApplyError> {
    let end = Instant::now() + pace.patience;
    loop {
        let sight = match endpoints.endpoint(id).await {
            Ok(there) => Sight::of(there.as_ref(), until),
            Err(trouble) => Sight::Unreadable(trouble),
        };
        let Sight::Pending(state) = sight else {
            let again = matches!(sight, Sight::Unreadable(_));
            if again && heard(journalled, pace.poll).await? {
                return Ok(None);
            }
            return Ok(Some(sight));
        };
        if Instant::now() >= end {
            let waited = pace.patience.as_secs();
            let message = format!("{id} is still {state} after {waited} seconds");
            return Ok(Some(Sight::TooLong(message)));
        }
        if heard(journalled, pace.poll).await? {
            return Ok(None);
        }
    }
}

/// What differs, and the names under which the endpoints answer
async fn compare(
    endpoints: &dyn Endpoints,
    pace: &Pace,
    expectations: &[Expectation],
) -> (Vec<String>, BTreeMap<String, Vec<String>>) {
    let mut differences = Vec::new();
    let mut names = BTreeMap::new();
    for expectation in expectations {
        let Ref::Id(id) = &expectation.endpoint else {
            continue;
        };
        let mut reading = endpoints.endpoint(id).await;
        for repetition in 1..READINGS {
            if reading.is_ok() {
                break;
            }
            sleep(pace.pause(repetition)).await;
            reading = endpoints.endpoint(id).await;
        }
        match reading {
            Ok(there) => {
                differences.extend(expectation.differences(there.as_ref()));
                if let Some(there) = there {
                    names.insert(expectation.name.clone(), there.dns_names);
                }
            }
            Err(trouble) => differences.push(format!(
                "the {} endpoint could not be read: {}",
                expectation.name, trouble.message
            )),
        }
    }
    (differences, names)
}
