//! `X-Forwarded-For`.

use crate::{ALL, Shape, again, alone, asked_for, is_linear};
use axum::http::{HeaderMap, HeaderValue};
use guichet_server::kernel::address::client;

const SHAPES: [Shape; 6] = [
    ("trusted hops", |n| again("127.0.0.1, ", n)),
    ("strangers", |n| again("203.0.113.9, ", n)),
    ("nothing between", |n| again(",", n)),
    ("one that never ends", |n| again("1", n)),
    ("brackets", |n| again("[", n)),
    ("blanks", |n| again(" ", n)),
];

#[tokio::test]
async fn the_address_of_a_browser_is_found_for_nothing() {
    let _alone = alone().await;
    let peer = "127.0.0.1:1".parse().unwrap();
    let trusted = ["127.0.0.1".parse().unwrap()];
    for (name, shape) in SHAPES {
        is_linear(name, ALL, async |size| {
            let mut headers = HeaderMap::new();
            for line in shape(size).chunks(8192) {
                let value = HeaderValue::from_bytes(line).unwrap();
                headers.append("x-forwarded-for", value);
            }
            let before = asked_for();
            client(&trusted, peer, &headers);
            let cost = asked_for() - before;
            assert!(cost < 64 * 1024, "{name}: {cost} bytes to find one address");
            cost
        })
        .await;
    }
}
