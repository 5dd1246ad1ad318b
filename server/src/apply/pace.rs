//! How long a run waits: before it tries again, between two looks, and in all.
//!
//! Must only say how long; whether to try again is the run's to decide.

use std::time::Duration;

/// How long a run waits
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Before the first repetition; doubled each time
    pub first_pause: Duration,
    /// Before any repetition at most
    pub longest_pause: Duration,
    /// Between two looks at an endpoint that is waited for
    pub poll: Duration,
    /// For one endpoint at most
    pub patience: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            poll: Duration::from_secs(5),
            patience: Duration::from_mins(15),
        }
    }
}

impl Pace {
    /// The pause before a repetition, the first being 1; none before what is tried first
    pub fn pause(&self, repetition: u32) -> Duration {
        match repetition.checked_sub(1) {
            None => Duration::ZERO,
            Some(doublings) => self
                .first_pause
                .saturating_mul(2_u32.saturating_pow(doublings))
                .min(self.longest_pause),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pace = Pace::default();
        let seconds: Vec<u64> = (0..8).map(|n| pace.pause(n).as_secs()).collect();
        assert_eq!(seconds, [0, 1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(pace.pause(u32::MAX), pace.longest_pause);
    }
}
