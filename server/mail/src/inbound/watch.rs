//! Reads the mailbox for as long as the program runs. Of several processes one reads at a time,
//! woken by the server if it can (IDLE, RFC 2177), otherwise polling every minute.

use super::connect::{Line, Mailbox, MailboxError, PATIENCE};
use super::receive::Inbox;
use super::session::{Failed, Open};
use async_imap::Session;
use async_imap::extensions::idle::Handle;
use std::time::Duration;
use tokio::sync::watch::Receiver;
use tokio::time::{sleep, timeout};

const LEASE: &str = "mail_in";
/// How often the lease is renewed, and how often a process without it asks for it.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How often the mailbox is looked at even if the server announces nothing.
const IDLE: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_secs(60);
const BACK_OFF_MAX: Duration = Duration::from_secs(300);

/// Reads the mailbox until told to stop. Errors are logged and tried again after growing delays.
/// `holder` names this process among those that could read the mailbox.
pub async fn watch(inbox: Inbox, mailbox: Mailbox, holder: String, mut stop: Receiver<bool>) {
    let mut failed = Failed::default();
    let mut pause = Duration::from_secs(2);
    while !*stop.borrow() {
        let outcome = match inbox.desk.hold_lease(LEASE, &holder).await {
            Ok(true) => read_on(&inbox, &mailbox, &holder, &mut failed, &mut stop).await,
            Ok(false) => Ok(Left::ToAnother),
            Err(error) => Err(error.into()),
        };
        let wait = match outcome {
            Ok(Left::Stopped) => break,
            Ok(Left::ToAnother) => HEARTBEAT,
            Ok(Left::AfterReading(error)) => {
                tracing::warn!(mailbox = mailbox.name(), %error, "mailbox");
                pause = Duration::from_secs(2);
                pause
            }
            Err(error) => {
                tracing::warn!(mailbox = mailbox.name(), %error, seconds = pause.as_secs(), "mailbox: tried again later");
                let now = pause;
                pause = (pause * 2).min(BACK_OFF_MAX);
                now
            }
        };
        tokio::select! {
            () = sleep(wait) => {}
            () = stopped(&mut stop) => {}
        }
    }
    if let Err(error) = inbox.desk.give_lease_back(LEASE, &holder).await {
        tracing::warn!(%error, "mailbox: the lease runs out by itself");
    }
}

/// Takes in the messages that are in the mailbox now, once. Pass the same `failed` on every try.
///
/// # Errors
/// The mailbox or the desk does not answer, or a message could not be fetched. The messages before
/// it have been taken in.
pub async fn take_in(
    inbox: &Inbox,
    mailbox: &Mailbox,
    failed: &mut Failed,
) -> Result<(), MailboxError> {
    Open::open(inbox, mailbox).await?.drain(failed).await
}

async fn stopped(stop: &mut Receiver<bool>) {
    // An end of the channel is an end of the program.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Why reading the mailbox ended.
enum Left {
    Stopped,
    ToAnother,
    /// Reading failed after it had worked.
    AfterReading(MailboxError),
}

async fn read_on(
    inbox: &Inbox,
    mailbox: &Mailbox,
    holder: &str,
    failed: &mut Failed,
    stop: &mut Receiver<bool>,
) -> Result<Left, MailboxError> {
    let mut open = Open::open(inbox, mailbox).await?;
    let capabilities = timeout(PATIENCE, open.session.capabilities()).await??;
    let idles = capabilities.has_str("IDLE");
    tracing::info!(mailbox = mailbox.name(), idles, "mailbox is read");
    open.drain(failed).await?;
    loop {
        let ours = inbox.desk.hold_lease(LEASE, holder).await?;
        if !ours || *stop.borrow() {
            let _ = timeout(PATIENCE, open.session.logout()).await;
            return Ok(if ours { Left::Stopped } else { Left::ToAnother });
        }
        let step = async {
            if idles {
                open.session = wait_idle(open.session, inbox, holder, stop).await?;
            } else {
                wait_poll(inbox, holder, stop).await?;
                timeout(PATIENCE, open.session.noop()).await??;
            }
            open.drain(failed).await?;
            Ok(open)
        };
        match step.await {
            Ok(after) => open = after,
            Err(error) => return Ok(Left::AfterReading(error)),
        }
    }
}

/// Waits until the server announces a change, or it is time to look.
async fn wait_idle(
    session: Session<Line>,
    inbox: &Inbox,
    holder: &str,
    stop: &mut Receiver<bool>,
) -> Result<Session<Line>, MailboxError> {
    let news = session.unsolicited_responses.clone();
    let mut handle: Handle<Line> = session.idle();
    timeout(PATIENCE, handle.init()).await??;
    // Announced before the waiting began, it would not be announced again.
    if news.is_empty() {
        let (waiting, interrupt) = handle.wait_with_timeout(IDLE);
        tokio::pin!(waiting);
        loop {
            tokio::select! {
                answer = &mut waiting => {
                    answer?;
                    break;
                }
                () = stopped(stop) => break,
                () = sleep(HEARTBEAT) => {
                    if !inbox.desk.hold_lease(LEASE, holder).await? {
                        break;
                    }
                }
            }
        }
        drop(interrupt);
    }
    Ok(timeout(PATIENCE, handle.done()).await??)
}

async fn wait_poll(
    inbox: &Inbox,
    holder: &str,
    stop: &mut Receiver<bool>,
) -> Result<(), MailboxError> {
    for _ in 0..POLL.as_secs().div_ceil(HEARTBEAT.as_secs()) {
        tokio::select! {
            () = sleep(HEARTBEAT) => {}
            () = stopped(stop) => return Ok(()),
        }
        inbox.desk.hold_lease(LEASE, holder).await?;
    }
    Ok(())
}
