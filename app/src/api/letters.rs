use super::ApiError;
use crate::json::Body;
use guichet_domain::letter::{Bounced, Fate, LetterLine};
use leptos::prelude::*;

/// Letters of a fate, the newest first; `before` is the number to go on from. For administrators.
#[server(endpoint = "letters", input = Body, output = Body)]
pub async fn letters(fate: Fate, before: Option<i64>) -> Result<Vec<LetterLine>, ApiError> {
    let desk = super::desk()?;
    Ok(desk.letters(super::caller()?, fate, before).await?)
}

/// Whom mail does not reach. For agents.
#[server(endpoint = "bounces", input = Body, output = Body)]
pub async fn bounces() -> Result<Vec<Bounced>, ApiError> {
    Ok(super::desk()?.bounces(super::caller()?).await?)
}
