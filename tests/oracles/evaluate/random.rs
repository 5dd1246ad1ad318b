//! Numbers that look random and are the same for the same seed.
//!
//! Must not take anything from the clock or the machine: `POSTERN_SEED` repeats a run.

use std::env;

/// A source of numbers (SplitMix64).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

/// The seed of this run: `POSTERN_SEED`, or one made of this process's number.
pub(crate) fn seed() -> u64 {
    number("POSTERN_SEED").unwrap_or_else(|| Random(u64::from(std::process::id())).next() >> 32)
}

/// The number in this environment variable, if it is set.
pub(crate) fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} is no number: `{text}`")),
    )
}

impl Random {
    /// The numbers of one case: each case can be made again alone.
    pub(crate) fn of(seed: u64, case: usize) -> Self {
        let mut random = Self(seed);
        random.0 = random.next() ^ (case as u64).wrapping_mul(0x2545_F491_4F6C_DD1D);
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to one below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }

    /// True in so many cases of a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of them.
    pub(crate) fn pick<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }
}
