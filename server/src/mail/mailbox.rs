//! Reads the mailbox while the program serves.

use crate::kernel::config::Config;
use crate::kernel::config::mail_in::MailIn;
use guichet_desk::Desk;
use guichet_mail::address::Addresses;
use guichet_mail::inbound::{Inbox, Mailbox, watch};
use tokio::sync::watch::Receiver;

/// Reads the mailbox in the settings, if there is one, until told to stop.
///
/// # Errors
/// The database does not answer.
pub async fn read_mail(
    desk: Desk,
    config: &Config,
    stopping: Receiver<bool>,
) -> std::io::Result<impl Future<Output = ()> + Send + use<>> {
    let reading = match &config.mail_in {
        Some(settings) => Some(open(desk, config, settings).await?),
        None => None,
    };
    Ok(async move {
        if let Some((inbox, mailbox, holder)) = reading {
            watch(inbox, mailbox, holder, stopping).await;
        }
    })
}

async fn open(
    desk: Desk,
    config: &Config,
    settings: &MailIn,
) -> std::io::Result<(Inbox, Mailbox, String)> {
    let wrong = |error: String| std::io::Error::other(format!("imap: {error}"));
    // The one that mail goes out with: only so are the addresses in it known again.
    let secret = desk.secret("mail_key").await;
    let secret = secret.map_err(|error| wrong(error.to_string()))?;
    let from = bare(&config.mail_from);
    let addresses = Addresses::new(secret, from)
        .ok_or_else(|| wrong(format!("mail_from: {from:?} is no address")))?;
    // Another process on this database has another one.
    let holder = desk.new_command().to_string();
    let reader = config.reader.clone().believing(settings.server.clone());
    let inbox = Inbox {
        desk,
        addresses,
        rules: settings.rules,
        reader,
    };
    Ok((inbox, settings.mailbox.clone(), holder))
}

/// Bare address of a mailbox: `support@exemple.fr` for `Support <support@exemple.fr>`.
fn bare(mailbox: &str) -> &str {
    let inside = mailbox.rsplit_once('<').map_or(mailbox, |(_, rest)| rest);
    inside.trim().trim_end_matches('>').trim()
}
