//! The account of `postern serve --demo`: in memory, with EC2's semantics and a few traps.
//!
//! Must call nothing and hold no credential, and must refuse what EC2 refuses in EC2's own words.

mod change;
mod check;
mod world;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postern_plan::inventory::{Endpoint, Inventory, InventoryError};
use postern_plan::run::{Answer, Call, Cause, Finding, Mode, RUN_TAG, ReadyCall, Trouble};

use super::done::{is_admitting, is_admitting_one, is_tagged, is_untagged};
use super::{Accounts, Answered, Caller, Endpoints, OnItsWay, Place};
use crate::apply::now;
use world::World;

/// One account in one Region, the same for everybody until the program ends
#[derive(Clone, Debug)]
pub struct Demo {
    world: Arc<Mutex<World>>,
    region: String,
    account: String,
}

impl Demo {
    /// The account as it is checked in
    pub fn new() -> Result<Self, InventoryError> {
        let world = World::first()?;
        Ok(Self {
            region: world.there.region.clone().unwrap_or_default(),
            account: world.there.account.clone().unwrap_or_default(),
            world: Arc::new(Mutex::new(world)),
        })
    }

    /// What stays whole when a thread that held it ends: every change is made at its very end
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answered(&self, call: &ReadyCall, mode: Mode) -> Answered {
        let mut world = self.world();
        let request_id = Some(world.new_id("demo"));
        let answer = match mode {
            // As in EC2, a dry run says whether one may, not whether it would work.
            Mode::Rehearsal => Answer::WouldBeDone,
            Mode::Real => match world.change(call) {
                Ok(made) => Answer::Done(made),
                Err(trouble) if trouble.cause == Cause::NotFound && deletes(call) => {
                    Answer::Done(None)
                }
                Err(trouble) if trouble.cause == Cause::Duplicate && is_there(&world, call) => {
                    Answer::Done(None)
                }
                Err(trouble) => Answer::Refused(trouble),
            },
        };
        Answered { answer, request_id }
    }
}

impl Accounts for Demo {
    fn open<'a>(&'a self, place: &'a Place) -> OnItsWay<'a, Result<Arc<dyn Endpoints>, Trouble>> {
        let known = place.account.as_ref().is_none_or(|a| *a == self.account);
        let opened: Result<Arc<dyn Endpoints>, Trouble> = if known && place.region == self.region {
            Ok(Arc::new(self.clone()))
        } else {
            Err(Trouble {
                cause: Cause::Denied,
                code: None,
                message: format!(
                    "the demo has account {} in {} alone",
                    self.account, self.region
                ),
            })
        };
        Box::pin(std::future::ready(opened))
    }
}

impl Endpoints for Demo {
    fn caller(&self) -> OnItsWay<'_, Result<Caller, Trouble>> {
        let caller = Caller {
            account: self.account.clone(),
            arn: self.world().there.caller.clone().unwrap_or_default(),
        };
        Box::pin(std::future::ready(Ok(caller)))
    }

    fn inventory<'a>(&'a self, vpc: Option<&'a str>) -> OnItsWay<'a, Inventory> {
        let mut world = self.world();
        world.look_at_all();
        let seen = world.seen(vpc, now());
        Box::pin(std::future::ready(seen))
    }

    fn call<'a>(&'a self, call: &'a ReadyCall, mode: Mode) -> OnItsWay<'a, Answered> {
        Box::pin(std::future::ready(self.answered(call, mode)))
    }

    fn look_up<'a>(&'a self, call: &'a ReadyCall) -> OnItsWay<'a, Finding> {
        Box::pin(std::future::ready(found(&self.world(), call)))
    }

    fn endpoint<'a>(&'a self, id: &'a str) -> OnItsWay<'a, Result<Option<Endpoint>, Trouble>> {
        let mut world = self.world();
        world.look_at(id);
        let there = world.there.endpoint(id).cloned();
        Box::pin(std::future::ready(Ok(there)))
    }
}

fn deletes(call: &ReadyCall) -> bool {
    matches!(
        call,
        Call::RevokeFromGroup { .. } | Call::DeleteEndpoint { .. } | Call::DeleteGroup { .. }
    )
}

fn is_there(world: &World, call: &ReadyCall) -> bool {
    matches!(call, Call::AdmitToGroup { .. }) && matches!(found(world, call), Finding::Done(_))
}

fn found(world: &World, call: &ReadyCall) -> Finding {
    let made =
        |id: Option<&String>| id.map_or(Finding::NotDone, |id| Finding::Done(Some(id.clone())));
    let done = |yes: bool| {
        if yes {
            Finding::Done(None)
        } else {
            Finding::NotDone
        }
    };
    let there = &world.there;
    let alive = |id: &str| there.endpoint(id).filter(|e| e.is_alive());
    match call {
        Call::CreateGroup {
            name, vpc, tags, ..
        } => {
            let run = tags.get(RUN_TAG);
            let ours = there.security_groups.iter().find(|g| {
                g.vpc == *vpc
                    && g.name == *name
                    && run.is_some()
                    && world.run_of_group(&g.id) == run
            });
            made(ours.map(|g| &g.id))
        }
        Call::CreateEndpoint {
            vpc,
            service_name,
            tags,
            ..
        } => {
            let run = tags.get(RUN_TAG);
            let ours = there.endpoints.iter().find(|e| {
                e.vpc == *vpc
                    && e.service_name == *service_name
                    && e.is_alive()
                    && run.is_some()
                    && e.tags.get(RUN_TAG) == run
            });
            made(ours.map(|e| &e.id))
        }
        Call::AdmitToGroup { group, sources } => {
            let group = there.security_group(group);
            done(group.is_some_and(|g| is_admitting(g, sources)))
        }
        Call::RevokeFromGroup { group, sources } => {
            let group = there.security_group(group);
            done(!group.is_some_and(|g| is_admitting_one(g, sources)))
        }
        Call::ModifyEndpoint {
            endpoint,
            alteration,
        } => done(alive(endpoint).is_some_and(|e| alteration.holds(e))),
        Call::TagEndpoint { endpoint, tags } => {
            done(alive(endpoint).is_some_and(|e| is_tagged(&e.tags, tags)))
        }
        Call::UntagEndpoint { endpoint, tags } => {
            done(alive(endpoint).is_none_or(|e| is_untagged(&e.tags, tags)))
        }
        Call::DeleteEndpoint { endpoint } => done(alive(endpoint).is_none()),
        Call::DeleteGroup { group } => done(there.security_group(group).is_none()),
    }
}
