//! Outgoing e-mails: rendered from the log when they are sent, delivered at least once.
//!
//! An e-mail is reserved in the outbox for a while, sent, and marked as sent as soon as the other
//! side has taken it. Only a crash between these two steps sends it again, with the same
//! Message-ID.

mod carrier;
mod content;
mod html;
mod kept;
mod message;
mod plain;

pub use carrier::{Carrier, NotSent};
pub use content::Page;
pub use kept::{NotDropped, drop_stale_emails, forget_emails};
pub use message::Composer;

use guichet_desk::{Desk, DeskError, OutboxRow};
use std::time::Duration;
use tokio::sync::watch;

/// E-mails being sent at the same time.
const AT_ONCE: i64 = 4;
/// How often the outbox is checked without being told of new e-mails: for those that another
/// process posted, and those due for another try.
const LOOK: Duration = Duration::from_secs(5);

/// Delay between two tries to record that an e-mail was sent, and number of tries. All of them lie
/// within the time for which the e-mail is reserved.
const SAY_AGAIN: Duration = Duration::from_secs(2);
const SAY_TRIES: u32 = 240;

/// Whether the program is about to end.
type Stopping = watch::Receiver<bool>;

/// Sends the e-mails in the outbox of a desk.
pub struct Mailer {
    desk: Desk,
    carrier: Carrier,
    composer: Composer,
}

impl Mailer {
    pub fn new(desk: Desk, carrier: Carrier, composer: Composer) -> Self {
        Self {
            desk,
            carrier,
            composer,
        }
    }

    /// Sends e-mails as they come, until told to stop; those being sent are finished first.
    pub async fn run(self, mut stopping: Stopping) {
        let mut posted = self.desk.store().posted();
        loop {
            posted.mark_unchanged();
            match self.send_some(&stopping).await {
                Ok(0) => {}
                Ok(_) if !*stopping.borrow() => continue,
                Ok(_) => return,
                Err(error) => tracing::error!(%error, "the outbox could not be read"),
            }
            tokio::select! {
                _ = stopping.wait_for(|stop| *stop) => return,
                _ = posted.changed() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Sends every e-mail that is due now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn send_all(&self) -> Result<(), DeskError> {
        let (_going_on, stopping) = watch::channel(false);
        while self.send_some(&stopping).await? > 0 {}
        Ok(())
    }

    async fn send_some(&self, stopping: &Stopping) -> Result<usize, DeskError> {
        let outbound = self.desk.take_emails(AT_ONCE).await?;
        let sending = outbound
            .iter()
            .map(|outbound| self.send(outbound, stopping));
        for outcome in futures::future::join_all(sending).await {
            outcome?;
        }
        Ok(outbound.len())
    }

    /// Sends one e-mail and records the outcome in the database.
    async fn send(&self, outbound: &OutboxRow, stopping: &Stopping) -> Result<(), DeskError> {
        let key = outbound.outbound.key.as_str();
        match self.hand_over(outbound).await? {
            Ok(true) => self.say_sent(key, stopping.clone()).await,
            Ok(false) => self.desk.email_dropped(key).await,
            Err(NotSent { for_good, error }) => {
                tracing::warn!(outbound = key, for_good, %error, "an e-mail was not taken");
                self.desk.email_not_sent(outbound, for_good, &error).await
            }
        }
    }

    /// Records that the other side has the e-mail, trying several times, since an unrecorded e-mail
    /// is sent again. Stopping the program waits for one more try.
    async fn say_sent(&self, key: &str, mut stopping: Stopping) -> Result<(), DeskError> {
        for _ in 1..SAY_TRIES {
            match self.desk.email_sent(key).await {
                Ok(()) => return Ok(()),
                Err(error) => tracing::error!(outbound = key, %error, "sent, and not written down"),
            }
            tokio::select! {
                _ = stopping.wait_for(|stop| *stop) => break,
                () = tokio::time::sleep(SAY_AGAIN) => {}
            }
        }
        self.desk.email_sent(key).await
    }

    /// Hands an e-mail to the carrier; `false` if there is nothing left to say to anybody. Nothing
    /// is written to the database.
    ///
    /// # Errors
    /// The outer error is the database's, the inner one the carrier's.
    pub async fn hand_over(
        &self,
        outbound: &OutboxRow,
    ) -> Result<Result<bool, NotSent>, DeskError> {
        let Some(outgoing) = self.desk.outgoing(outbound).await? else {
            return Ok(Ok(false));
        };
        Ok(match self.composer.compose(&outgoing) {
            Ok(message) => self.carrier.carry(message, &outgoing).await.map(|()| true),
            Err(error) => Err(NotSent {
                for_good: true,
                error: error.to_string(),
            }),
        })
    }
}
