//! Places in lists, as they come back from a browser.

use crate::app::{CLAIRE, NADIA, spawn_app};
use crate::{ALL, Shape, again, alone, asked_for, is_linear};
use serde_json::{Value, json};

const SHAPES: [Shape; 5] = [
    ("a place that never ends", |n| again("0123456789abcdef", n)),
    ("one digit", |n| again("0", n)),
    ("no digits", |n| again("zz", n)),
    ("two bytes each", |n| again("é", n & !1)),
    ("quotes", |n| again("\"", n)),
];

/// Where a call takes a place, and what it is called there.
fn calls(place: &str) -> [(&'static str, Value); 4] {
    [
        ("queue", json!({"query": {"after": place}})),
        ("my-tickets", json!({"open": null, "after": place})),
        ("notifications", json!({"after": place})),
        ("catch-up", json!({"cursor": place})),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_in_a_list_costs_what_it_is_long() {
    let _alone = alone().await;
    let app = spawn_app().await;
    let browsers = [app.signed_in(NADIA).await, app.signed_in(CLAIRE).await];
    for (name, shape) in SHAPES {
        for at in 0..calls("").len() {
            is_linear(name, ALL, async |size| {
                let place = String::from_utf8(shape(size)).unwrap();
                let [queue, mine, notices, stream] = calls(&place);
                let (function, body) = [queue, mine, notices, stream][at].clone();
                let browser = &browsers[usize::from(at == 1)];
                let taken = body.to_string().len() <= 256 * 1024;
                let before = asked_for();
                let answer = browser.call(function, body).await;
                assert_eq!(
                    answer.status().is_success(),
                    taken,
                    "{function}, {size}: {}",
                    answer.status()
                );
                asked_for() - before
            })
            .await;
        }
    }
}
