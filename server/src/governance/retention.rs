//! The rules of retention: their settings, and following them once a day or when told to.

use crate::kernel::config::Config;
use guichet_desk::{Desk, Retained};
use guichet_mail::outbound::{NotDropped, drop_stale_emails, forget_emails};

/// Follows the rules, or with `dry` only says what they would take away.
///
/// # Errors
/// The database or a folder does not answer: what was done by then is done.
pub async fn retain(desk: &Desk, config: &Config, dry: bool) -> Result<Retained, NotDropped> {
    let mut done = desk.retain(&config.keep, dry).await?;
    let days = config.keep.retention_mail_days;
    if let Some(before) = desk.since(days) {
        done.emails += forget_emails(&config.outbox, before, dry).await?;
    }
    if !dry {
        desk.retained(&done).await?;
        drop_stale_emails(desk, &config.outbox).await?;
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
            emails = done.emails,
            received = done.received,
            clients = done.clients,
            orphans = done.orphans,
            "retention"
        );
    }
    Ok(())
}
