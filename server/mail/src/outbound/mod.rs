//! E-mails that go out: rendered from the log when they are sent, delivered at least once.
//!
//! An e-mail is taken from the outbox for a while, sent, and marked as sent right after the other
//! side has taken it. Only a crash between these two sends it again, with the same Message-ID.

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

/// E-mails on their way at once.
const AT_ONCE: i64 = 4;
/// How often the outbox is looked at though nobody said that there is something: what another
/// process posted, and what is due again.
const LOOK: Duration = Duration::from_secs(5);

/// Between two tries to write down that an e-mail was sent, and how many there are: all of them lie
/// within the time in which nobody else is given the e-mail.
const SAY_AGAIN: Duration = Duration::from_secs(2);
const SAY_TRIES: u32 = 240;

/// Whether the program is about to end.
type Stopping = watch::Receiver<bool>;

/// Sends what is in the outbox of a desk.
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

    /// Sends e-mails as they come, until told to stop: what is on its way is finished first.
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

    /// Sends everything that is due now.
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

    /// Sends one e-mail and says in the database what became of it.
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

    /// The other side has the e-mail: that is said until it is written down, since an e-mail that is
    /// not known to be sent is sent again. Whoever stops waits for one more try.
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

    /// Hands an e-mail to the carrier; `false` where there is nothing to say to anybody any more.
    /// Nothing of it is written in the database.
    ///
    /// # Errors
    /// The outer one is the database's, the inner one the carrier's.
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
