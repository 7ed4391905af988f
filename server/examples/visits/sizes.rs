//! What a first visit loads, as it travels.

use crate::Outcome;
use crate::visitor::Visitor;

/// The page, its style sheet, its scripts and its wasm, each with its size as brotli.
pub async fn first_load(visitor: &Visitor) -> Outcome<Vec<(String, usize)>> {
    let page = get(visitor, "/sign-in").await?;
    let plain = visitor
        .client
        .get(format!("{}/sign-in", visitor.url))
        .send()
        .await?
        .text()
        .await?;
    let mut names: Vec<&str> = plain
        .split(['"', '\'', '('])
        .filter(|word| word.starts_with("/pkg/"))
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut sizes = vec![("first load: page".to_owned(), page)];
    for name in names {
        sizes.push((format!("first load: {name}"), get(visitor, name).await?));
    }
    Ok(sizes)
}

async fn get(visitor: &Visitor, path: &str) -> Outcome<usize> {
    let request = visitor
        .client
        .get(format!("{}{path}", visitor.url))
        .header("accept-encoding", "br");
    Ok(request
        .send()
        .await?
        .error_for_status()?
        .bytes()
        .await?
        .len())
}
