//! What input costs: in proportion to its bytes, whatever shape somebody gives it. Counted in bytes
//! that the program asks the allocator for, never in time. One test runs at a time.
#![allow(clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../http/app.rs"]
mod app;
#[path = "../http/panics.rs"]
mod panics;

mod bodies;
mod csv;
mod cursors;
mod forwarded;
mod manifest;
mod streams;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::alloc::System;
use tokio::sync::{Mutex, MutexGuard};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Bytes by which two countings of the same may differ: what the program does beside.
const BESIDE: usize = 512 * 1024;
/// Countings of the same input at most.
const COUNTINGS: usize = 4;
/// From 1 kB on, doubled up to 1 MB.
const FIRST: usize = 1024;
const LAST: usize = 1024 * 1024;

static ALONE: Mutex<()> = Mutex::const_new(());

/// Nothing else is counted meanwhile.
pub async fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().await
}

/// Bytes asked for so far, given back or not.
pub fn asked_for() -> usize {
    COUNTED.stats().bytes_allocated
}

/// Bytes asked for and not given back.
pub fn held() -> usize {
    let stats = COUNTED.stats();
    stats
        .bytes_allocated
        .saturating_sub(stats.bytes_deallocated)
}

/// A shape that somebody may give to so many bytes of input.
pub type Shape = (&'static str, fn(usize) -> Vec<u8>);

/// `text`, again and again, up to so many bytes.
pub fn again(text: &str, bytes: usize) -> Vec<u8> {
    text.as_bytes()
        .iter()
        .copied()
        .cycle()
        .take(bytes)
        .collect()
}

/// Reads inputs of that shape, each twice as large as the one before: what is asked for no more than
/// doubles.
///
/// What the program does beside is counted with it, and only ever adds: the least of some countings is
/// nearest to what the input itself costs.
pub async fn is_linear(name: &str, last: usize, mut cost: impl AsyncFnMut(usize) -> usize) {
    // Whatever is made once is made here.
    let mut before = cost(FIRST).await.min(cost(FIRST).await);
    let mut size = 2 * FIRST;
    while size <= last {
        let most = 2 * before + BESIDE;
        let mut now = cost(size).await;
        for _ in 1..COUNTINGS {
            if now > most {
                now = now.min(cost(size).await);
            }
        }
        assert!(
            now <= most,
            "{name}: {now} bytes for {size} of input, {before} for half as many"
        );
        before = now;
        size *= 2;
    }
}

pub const ALL: usize = LAST;
