//! How long a demonstration takes to load: `demo_speed [TICKETS]`, 100,000 by default.

use guichet_desk::{Desk, Options, RandomIds, SystemClock};
use std::sync::Arc;
use std::time::Instant;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tickets = std::env::args().nth(1).map_or(Ok(100_000), |n| n.parse())?;
    let folder = tempfile::tempdir()?;
    let desk = Desk::open(Options {
        database: format!("sqlite:{}", folder.path().join("desk.db").display()),
        files: folder.path().join("files"),
        zone: "Europe/Paris".into(),
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        light_hashing: false,
        hashes: 2,
    })
    .await?;
    let start = Instant::now();
    let demo = guichet_intake::demo::load(&desk, tickets, |done| {
        if done % 10_000 == 0 {
            println!("{done:>7} {:>6.1} s", start.elapsed().as_secs_f64());
        }
    })
    .await?;
    let seconds = start.elapsed().as_secs_f64();
    let head = desk.store().read().await?.head().await?;
    println!("{} tickets, {head} events in {seconds:.1} s", demo.tickets);
    Ok(())
}
