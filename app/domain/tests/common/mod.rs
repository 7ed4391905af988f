//! What the suites share: a desk, its people, chance, commands and events of every kind.
#![allow(dead_code, clippy::unwrap_used)]

pub mod any_event;
pub mod commands;
pub mod desk;
pub mod dice;
pub mod promised;
pub mod typed;
pub mod walk;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// So many cases, the same on every run.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1042),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
