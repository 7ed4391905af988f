//! How much memory something takes.

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Bytes that were allocated meanwhile, all together, and what came of it. Nothing holds more at
/// once, and what is copied again and again counts each time.
pub fn cost<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let region = Region::new(COUNTED);
    let outcome = work();
    (region.change().bytes_allocated, outcome)
}
