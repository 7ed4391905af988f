//! Slowing down whoever tries many passwords or codes.

use crate::{Desk, DeskError};
use guichet_domain::audit::{Deed, Denied};
use guichet_domain::ticket::Who;
use guichet_domain::time::{DAY, MINUTE};
use guichet_domain::{PersonId, Timestamp};
use guichet_store::{StoreError, Txn};

/// Failures that cost nothing yet, for an account and for an address that many may share.
const FREE: [i64; 2] = [4, 20];

impl Desk {
    /// What attempts from the same place are counted under.
    pub(crate) fn address_key(&self) -> String {
        let address = self.origin().map_or("", |origin| &origin.address);
        format!("address:{address}")
    }

    /// Counts an attempt before it is made, so that many at once gain nothing. Each beyond the
    /// free ones doubles the wait, up to a quarter of an hour; success clears the account's count
    /// and is no longer counted for the address, which a whole office may share.
    /// The log is told of a wait when somebody runs into it, once.
    pub(crate) async fn attempt(
        &self,
        keys: &[String],
        about: Option<PersonId>,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let (desk, keys) = (self.clone(), keys.to_vec());
        self.store
            .write(move |txn| {
                let (desk, keys) = (desk.clone(), keys.clone());
                Box::pin(async move {
                    let mut counts = Vec::new();
                    for key in &keys {
                        let (n, until) = txn.throttle(key).await?;
                        if until > now {
                            if txn.tell_throttle(key).await? {
                                let deed = Deed::Denied {
                                    why: Denied::TooManyAttempts,
                                };
                                desk.note_in(txn, &deed, about, &Who::System).await?;
                            }
                            let seconds = (until.since(now) + 999_999) / 1_000_000;
                            return Ok(Err(DeskError::Throttled(seconds)));
                        }
                        // A day without attempts starts anew.
                        counts.push(if now.since(until) > DAY { 1 } else { n + 1 });
                    }
                    txn.forget_throttles(now.plus(-DAY)).await?;
                    for ((key, free), n) in keys.iter().zip(FREE).zip(counts) {
                        let over = u32::try_from((n - free).clamp(0, 10)).unwrap_or(0);
                        let wait = if over == 0 {
                            0
                        } else {
                            (1_000_000_i64 << over).min(15 * MINUTE)
                        };
                        txn.set_throttle(key, n, Timestamp(now.0 + wait)).await?;
                    }
                    Ok(Ok(()))
                })
            })
            .await?
    }
}

/// An attempt that succeeded: it clears the first key and is taken back from the second, so that
/// nobody clears with an account of their own what they tried on others.
pub(crate) async fn succeeded(txn: &mut Txn, keys: &[String; 2]) -> Result<(), StoreError> {
    let [account, address] = keys;
    txn.clear_throttle(account).await?;
    let (n, until) = txn.throttle(address).await?;
    if n > 0 {
        txn.set_throttle(address, n - 1, until).await?;
    }
    Ok(())
}
