//! The manifest of a backup, which somebody else may have written.

use crate::{ALL, Shape, again, alone, asked_for, is_linear};
use guichet_desk::{Restore, restore};

fn within(before: &str, again_: &str, after: &str, bytes: usize) -> Vec<u8> {
    let mut text = before.as_bytes().to_vec();
    let times = bytes / again_.len();
    for _ in 0..times {
        text.extend_from_slice(again_.as_bytes());
    }
    text.extend_from_slice(after.as_bytes());
    text
}

const HEAD: &str = "{\"format\":1,\"schema\":1,\"made_at\":\"\",\"position\":1,";
const TABLE: &str = "{\"what\":{\"name\":\"a\",\"columns\":[]},\"size\":1,\"sha256\":\"\"},";
const FILE: &str =
    "{\"what\":\"00000000-0000-0000-0000-000000000001\",\"size\":1,\"sha256\":\"\"},";

const SHAPES: [Shape; 8] = [
    ("nested lists", |n| again("[", n)),
    ("nested objects", |n| again("{\"a\":", n)),
    ("one number", |n| again("1", n)),
    ("unknown fields", |n| {
        within(HEAD, "\"x\":[1],", "\"y\":1}", n)
    }),
    ("a text", |n| within("{\"made_at\":\"", "\\u0041", "\"}", n)),
    ("tables", |n| {
        let tables = format!("{HEAD}\"files\":[],\"tables\":[");
        let last = TABLE.trim_end_matches(',').to_owned() + "]}";
        within(&tables, TABLE, &last, n)
    }),
    ("files", |n| {
        let files = format!("{HEAD}\"tables\":[],\"files\":[");
        let last = FILE.trim_end_matches(',').to_owned() + "]}";
        within(&files, FILE, &last, n)
    }),
    ("blanks", |n| again(" ", n)),
];

#[tokio::test]
async fn a_manifest_costs_what_it_is_long() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("g.db").display());
    for (name, shape) in SHAPES {
        is_linear(name, ALL, async |size| {
            std::fs::write(folder.path().join("manifest.json"), shape(size)).unwrap();
            let before = asked_for();
            let refused = restore(Restore {
                from: folder.path(),
                database: &database,
                files: folder.path(),
                force: false,
                secret: None,
                plain: false,
                key: None,
            });
            assert!(refused.await.is_err(), "{name}");
            asked_for() - before
        })
        .await;
    }
}
