//! Retention: its settings, and its runs once a day or on command.

use crate::kernel::config::Config;
use guichet_desk::{Desk, Retained};
use guichet_mail::outbound::{NotDropped, drop_stale_emails, forget_emails};

/// Applies the retention rules, or with `dry` only reports what they would remove.
///
/// # Errors
/// The database or a folder does not answer; what was removed by then stays removed.
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

/// Applies the retention rules if a day has passed since the last run.
///
/// # Errors
/// Same as [`retain`].
pub async fn daily(desk: &Desk, config: &Config) -> Result<(), NotDropped> {
    if !desk.retention_is_due().await? {
        return Ok(());
    }
    let done = retain(desk, config, false).await?;
    if !done.is_nothing() {
        tracing::info!(
            tickets = done.emptied.len(),
            feedback = done.feedback,
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
