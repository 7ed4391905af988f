//! What a first visit loads, as it travels.

use crate::Outcome;
use crate::visitor::Visitor;
use std::collections::BTreeSet;

/// What the page at `path` and all that it names weigh as brotli, in bytes, by their kind.
pub async fn first_load(visitor: &Visitor, path: &str) -> Outcome<Vec<(String, usize)>> {
    let request = visitor.client.get(format!("{}{path}", visitor.url));
    let plain = request
        .header("accept", "text/html")
        .send()
        .await?
        .error_for_status()?
        .text()
        .await?;
    let names: BTreeSet<&str> = plain
        .split(['"', '\'', '('])
        .filter(|word| word.starts_with("/pkg/"))
        .collect();
    let mut sizes = vec![(
        format!("first load of {path}: page"),
        get(visitor, path).await?,
    )];
    for kind in ["css", "js", "wasm"] {
        let mut sum = 0;
        for name in names.iter().filter(|name| name.ends_with(kind)) {
            sum += get(visitor, name).await?;
        }
        sizes.push((format!("first load of {path}: {kind}"), sum));
    }
    Ok(sizes)
}

async fn get(visitor: &Visitor, path: &str) -> Outcome<usize> {
    let request = visitor
        .client
        .get(format!("{}{path}", visitor.url))
        .header("accept", "text/html, */*")
        .header("accept-encoding", "br");
    Ok(request
        .send()
        .await?
        .error_for_status()?
        .bytes()
        .await?
        .len())
}
