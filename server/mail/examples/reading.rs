//! How long reading a message of the worst shapes takes, and by how much more when it is twice as
//! long: `make bench`.

#[allow(dead_code)]
#[path = "../tests/common/shapes.rs"]
mod shapes;

use guichet_mail::address::Addresses;
use guichet_mail::inbound::{fold, html_as_text, read};
use std::time::{Duration, Instant};

const LARGE: usize = 1 << 20;
/// Rows shown: the slowest.
const SHOWN: usize = 12;

/// The shortest of three.
fn time(mut work: impl FnMut()) -> Duration {
    let once = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..3).map(once).min().unwrap_or_default()
}

fn main() {
    let Some(ours) = Addresses::new([7; 32], "support@exemple.fr") else {
        return;
    };
    let mut rows = Vec::new();
    let mut row = |name: String, work: &dyn Fn(usize) -> Duration| {
        let (half, whole) = (work(LARGE / 2), work(LARGE));
        rows.push((whole, half, name));
    };
    for (name, shape) in shapes::all() {
        row(format!("reading: {name}"), &|size| {
            let message = shape(size);
            time(|| drop(read(message.clone(), &ours)))
        });
    }
    for (name, shape) in shapes::TEXTS.iter().chain(shapes::PAGES) {
        let text = |size| String::from_utf8_lossy(&shape(size)).into_owned();
        row(format!("folding: {name}"), &|size| {
            let text = text(size);
            time(|| drop(fold(&text, "")))
        });
        row(format!("HTML: {name}"), &|size| {
            let text = text(size);
            time(|| drop(html_as_text(&text, usize::MAX)))
        });
    }
    rows.sort_unstable();
    println!("| a message of 1 MB | ms | times half as many bytes |");
    println!("| --- | ---: | ---: |");
    for (whole, half, name) in rows.iter().rev().take(SHOWN) {
        let ratio = whole.as_secs_f64() / half.as_secs_f64().max(1e-9);
        println!(
            "| {name} | {:.1} | {ratio:.1} |",
            whole.as_secs_f64() * 1000.0
        );
    }
}
