//! The rules of retention: their settings, and following them once a day or when told to.

use crate::config::Config;
use clap::Args;
use guichet_desk::{Desk, Retained};
use guichet_mail::out::{NotDropped, drop_stale_letters, forget_letters};
use serde::Serialize;

/// The settings on the command line; each also as `GUICHET_NAME` and in `guichet.toml`.
#[derive(Args, Clone, Debug, Default, Serialize)]
#[command(next_help_heading = "Retention, in days; 0 keeps for ever")]
pub struct GivenKeep {
    /// Closed tickets on which nothing has happened are emptied of texts and files [default: 0]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_closed_days: Option<u32>,
    /// Files of closed tickets on which nothing has happened are deleted [default: 0]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_files_days: Option<u32>,
    /// Sessions, links and waits are forgotten, once they have ended [default: 7]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_sessions_days: Option<u32>,
    /// Letters that were sent or given up are forgotten, and deleted in the outbox [default: 90]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_mail_days: Option<u32>,
    /// Letters that came in lose sender, subject and original; their tickets do not [default: 90]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_letters_days: Option<u32>,
    /// Addresses and browsers in the audit log are forgotten [default: 365]
    #[arg(long, global = true, value_name = "DAYS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    retention_origins_days: Option<u32>,
}

/// Follows the rules, or with `dry` only says what they would take away.
///
/// # Errors
/// The database or a folder does not answer: what was done by then is done.
pub async fn retain(desk: &Desk, config: &Config, dry: bool) -> Result<Retained, NotDropped> {
    let mut done = desk.retain(&config.keep, dry).await?;
    let days = config.keep.retention_mail_days;
    if let Some(before) = desk.since(days) {
        done.letters += forget_letters(&config.outbox, before, dry).await?;
    }
    if !dry {
        desk.retained(&done).await?;
        drop_stale_letters(desk, &config.outbox).await?;
    }
    Ok(done)
}

/// Follows the rules if a day has passed since they were followed last.
///
/// # Errors
/// As [`retain`].
pub async fn daily(desk: &Desk, config: &Config) -> Result<(), NotDropped> {
    if !desk.retention_is_due().await? {
        return Ok(());
    }
    let done = retain(desk, config, false).await?;
    if !done.is_nothing() {
        tracing::info!(
            tickets = done.emptied.len(),
            files = done.files,
            sign_ins = done.sign_ins,
            letters = done.letters,
            received = done.received,
            origins = done.origins,
            orphans = done.orphans,
            "retention"
        );
    }
    Ok(())
}
