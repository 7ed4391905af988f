//! Search expressions in the query language of either database.

use crate::queue::filter::Scope;
use crate::queue::marks::{of_team, open, unscoped};
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::stemming::query;

/// Translates a search into the database's query language; `None` if it has no words. Words are
/// folded to letters and digits, so they have no meaning in that language. Visibility is part of
/// the expression: what `seen_by` may not see never matches, so it is neither counted nor skipped.
pub(crate) fn expression(
    text: &str,
    is_open: bool,
    seen_by: &Scope,
    postgres: bool,
) -> Option<String> {
    let (and, or, quote) = if postgres {
        (" & ", " | ", "'")
    } else {
        (" AND ", " OR ", "\"")
    };
    // A reference is found by its number: the letters before it change with the kind.
    let text: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            word.parse::<Reference>()
                .map_or(word.to_owned(), |reference| reference.id.to_string())
        })
        .collect();
    let mut all: Vec<String> = query(&text.join(" "))
        .into_iter()
        .map(|any| {
            let any: Vec<String> = any
                .into_iter()
                .map(|stem| format!("{quote}{stem}{quote}"))
                .collect();
            format!("({})", any.join(or))
        })
        .collect();
    if all.is_empty() {
        return None;
    }
    if is_open {
        all.push(format!("{quote}{}{quote}", open()));
    }
    let scopes = [unscoped()]
        .into_iter()
        .chain(seen_by.teams.iter().map(|team| of_team(*team)));
    let scopes: Vec<String> = scopes
        .map(|scope| format!("{quote}{scope}{quote}"))
        .collect();
    all.push(format!("({})", scopes.join(or)));
    Some(all.join(and))
}
