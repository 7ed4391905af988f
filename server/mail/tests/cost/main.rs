//! What reading a message costs, in proportion to its bytes: never more, whatever it is.
//!
//! Counted are the bytes that are allocated, all together: what is built, and what is copied again
//! and again. Time is not looked at here: it depends on the machine.
#![allow(clippy::unwrap_used)]

mod counting;
#[path = "../common/shapes.rs"]
mod shapes;

use counting::cost;
use guichet_mail::address::Addresses;
use guichet_mail::inbound::{fold, html_as_text, read};
use std::sync::{Mutex, PoisonError};

/// What one test takes is not another's.
static ALONE: Mutex<()> = Mutex::new(());

/// From 1 kB to 1 MB, doubled each time.
fn sizes() -> impl Iterator<Item = usize> {
    (0..=10).map(|n| 1_024 << n)
}

/// Bytes for each byte of a message, and those that do not grow with it.
const EACH: usize = 400;
const ALWAYS: usize = 500_000;

#[track_caller]
fn check(name: &str, bytes: usize, cost: usize) {
    let most = bytes * EACH + ALWAYS;
    assert!(cost <= most, "{name}: {bytes} bytes take {cost}");
}

#[test]
fn reading_costs_what_the_message_is_long() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let ours = Addresses::new([7; 32], "support@exemple.fr").unwrap();
    for (name, shape) in shapes::all() {
        for size in sizes() {
            let message = shape(size);
            let kept = message.clone();
            let (cost, read) = cost(|| read(message, &ours));
            if std::env::var_os("SHOW_COST").is_some() && size == 1 << 20 {
                println!("{name}: {} each", cost / kept.len());
            }
            assert_eq!(read.inbound.original, kept, "{name}: nothing is lost");
            check(name, kept.len(), cost);
        }
    }
}

#[test]
fn folding_and_html_cost_what_the_text_is_long() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    for (name, shape) in shapes::TEXTS.iter().chain(shapes::PAGES) {
        for size in sizes() {
            let text = String::from_utf8_lossy(&shape(size)).into_owned();
            let (folded, _) = cost(|| fold(&text, ""));
            check(name, text.len(), folded);
            let (page, (text_of, _)) = cost(|| html_as_text(&text, usize::MAX));
            check(name, text.len(), page);
            let most = text.len() * 16 + 100;
            assert!(text_of.len() <= most, "{name}: {} bytes", text_of.len());
        }
    }
}
