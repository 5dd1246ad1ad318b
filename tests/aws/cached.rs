//! Inventories that are kept: how often an account is really read.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use postern_plan::run::Trouble;
use postern_server::endpoints::cached::{Cached, Freshness};
use postern_server::endpoints::demo::Demo;
use postern_server::endpoints::{Accounts, Endpoints, OnItsWay, Place, Session};

use crate::opened::wait;

/// The demo account, and how often it was opened.
struct Counted {
    demo: Demo,
    opened: AtomicUsize,
}

impl Accounts for Counted {
    fn open<'a>(&'a self, place: &'a Place) -> OnItsWay<'a, Result<Arc<dyn Endpoints>, Trouble>> {
        Box::pin(async move {
            self.opened.fetch_add(1, Ordering::SeqCst);
            // Long enough for everybody to have asked.
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            self.demo.open(place).await
        })
    }
}

fn counted(kept: Duration) -> (Arc<Counted>, Cached) {
    let counted = Arc::new(Counted {
        demo: Demo::new().expect("the account that is checked in"),
        opened: AtomicUsize::new(0),
    });
    let accounts = Arc::clone(&counted);
    (counted, Cached::new(accounts, kept))
}

fn place(region: &str, who: &str) -> Place {
    Place {
        account: None,
        region: region.to_owned(),
        profile: None,
        session: Session::looking(Some(who)),
    }
}

const LONG: Duration = Duration::from_hours(1);

#[test]
fn those_who_ask_at_once_share_one_reading() {
    let (counted, cached) = counted(LONG);
    let (ana, bo) = (place("us-east-1", "ana"), place("us-east-1", "bo"));
    wait(async {
        let (one, two, three) = tokio::join!(
            cached.inventory(&ana, Freshness::Recent),
            cached.inventory(&bo, Freshness::New),
            cached.inventory(&ana, Freshness::Recent),
        );
        let (one, two, three) = (one.unwrap(), two.unwrap(), three.unwrap());
        assert!(Arc::ptr_eq(&one, &two) && Arc::ptr_eq(&two, &three));
        assert!(one.observed_at.is_some());
    });
    assert_eq!(counted.opened.load(Ordering::SeqCst), 1);
}

#[test]
fn a_reading_is_kept_until_it_is_old_or_somebody_wants_a_new_one() {
    let asked = |kept, freshness| {
        let (counted, cached) = counted(kept);
        let place = place("us-east-1", "ana");
        wait(async {
            cached.inventory(&place, Freshness::Recent).await.unwrap();
            cached.inventory(&place, freshness).await.unwrap();
        });
        counted.opened.load(Ordering::SeqCst)
    };
    assert_eq!(asked(LONG, Freshness::Recent), 1);
    assert_eq!(asked(LONG, Freshness::New), 2);
    assert_eq!(asked(Duration::ZERO, Freshness::Recent), 2);
}

#[test]
fn what_could_not_be_read_is_not_kept() {
    let (counted, cached) = counted(LONG);
    let nowhere = place("eu-west-1", "ana");
    for _ in 0..2 {
        assert!(wait(cached.inventory(&nowhere, Freshness::Recent)).is_err());
    }
    assert_eq!(counted.opened.load(Ordering::SeqCst), 2);
}
