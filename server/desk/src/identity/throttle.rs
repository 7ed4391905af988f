//! Throttling of those who try many passwords or codes, or request many e-mails.
//!
//! Guesses from elsewhere lock nobody out: a browser that signed in before has a counter of its
//! own, and so has such a network (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
//! All counters are kept outside the log, and expire.

use crate::desk::Desk;
use crate::kernel::error::DeskError;
use guichet_domain::governance::audit::{AuditEvent, Denied};
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::time::{DAY, HOUR, MINUTE};
use guichet_domain::{PersonId, Timestamp};
use guichet_store::{StoreError, Txn};
use sha2::{Digest, Sha256};
use std::net::{IpAddr, Ipv6Addr};

/// Failures without a wait for an account, browser or known network.
const FREE: i64 = 4;

/// Failures without a wait for a network that many may share.
const FREE_OF_NETWORK: i64 = 20;

/// Maximum number of e-mails requested by one account or to one address within [`EMAILS_IN`].
const EMAILS: i64 = 5;

/// Maximum number of e-mails requested from one network within [`EMAILS_OF_NETWORK_IN`].
const EMAILS_OF_NETWORK: i64 = 20;

const EMAILS_IN: i64 = DAY;

const EMAILS_OF_NETWORK_IN: i64 = HOUR;

/// Window in which a run of equal refusals from one network is logged once.
const RUN: i64 = HOUR;

/// Maximum number of logged refusals per account in that window.
const RUNS: i64 = 20;

/// Beginnings of keys that are followed by the number of a person.
pub(crate) const COUNTED: [&str; 6] = [
    "change",
    "factor",
    "factor-network",
    "emails-by",
    "refused",
    "sign-in-network",
];

/// The counters of an attempt.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// Key of the account, or of its known browser or network.
    own: String,
    /// Key of the network it comes from; failures from there are counted together.
    network: Option<String>,
    from: From,
}

/// Whether the person was seen here before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// In this browser.
    Device,
    /// In this network.
    Network,
    Elsewhere,
}

impl Attempt {
    /// An attempt by a person who is signed in.
    pub fn inside(key: String) -> Self {
        Self {
            own: key,
            network: None,
            from: From::Elsewhere,
        }
    }

    /// Keys, free failures under each, and whether each can make this attempt wait.
    fn counters(&self) -> impl Iterator<Item = (&str, i64, bool)> {
        let binds = self.from == From::Elsewhere;
        let network = self.network.as_deref();
        let network = network.map(|key| (key, FREE_OF_NETWORK, binds));
        std::iter::once((&*self.own, FREE, true)).chain(network)
    }

    /// Records success: clears the person's own counter and takes one off the network's, so that
    /// signing in to an account of one's own does not clear what was tried on others.
    pub async fn succeeded(&self, txn: &mut Txn) -> Result<(), StoreError> {
        txn.clear_throttle(&self.own).await?;
        if let Some(network) = &self.network {
            let (n, until) = txn.throttle(network).await?;
            if n > 0 {
                txn.set_throttle(network, n - 1, until).await?;
            }
        }
        Ok(())
    }
}

/// The network of an address. A /64 of IPv6 is given to one customer, so its addresses count as one
/// (RFC 6177).
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 => v4,
    }
}

impl Desk {
    /// The network the request came from; empty for the program itself.
    pub(crate) fn client_network(&self) -> String {
        let address = self.client().map_or("", |client| &client.address);
        let parsed = address.parse().map(|ip: IpAddr| network(ip).to_string());
        parsed.unwrap_or_else(|_| address.to_owned())
    }

    /// The counters of an attempt to access an account. `what` is what is tried, `account` the key
    /// for strangers.
    pub(crate) async fn attempt_on(
        &self,
        what: &str,
        account: String,
        person: Option<PersonId>,
    ) -> Result<Attempt, DeskError> {
        let network = self.client_network();
        // An address of nobody's costs as much: that it is nobody's is not to be seen.
        let somebody = person.unwrap_or_default();
        let device = self.device_of(somebody);
        let mut conn = self.store.read().await?;
        let near =
            !network.is_empty() && conn.knows_network(somebody, &network, self.now()).await?;
        let (own, from) = match (person, device) {
            (Some(_), Some(device)) => (format!("{what}-device:{device}"), From::Device),
            (Some(person), None) if near => {
                (format!("{what}-network:{person}:{network}"), From::Network)
            }
            _ => (account, From::Elsewhere),
        };
        Ok(Attempt {
            own,
            network: Some(format!("address:{network}")),
            from,
        })
    }

    /// The counters of an e-mail to an address, whoever requests it. Only a browser of its owner
    /// has a counter of its own; a known network has none, since that would reveal who was here
    /// before.
    pub(crate) fn email_to_person(&self, email: &str, owner: Option<PersonId>) -> Attempt {
        let device = self.device_of(owner.unwrap_or_default());
        let (own, from) = match device.filter(|_| owner.is_some()) {
            Some(device) => (format!("emails-device:{device}"), From::Device),
            None => (emails_to(email), From::Elsewhere),
        };
        Attempt {
            own,
            network: Some(format!("emails-address:{}", self.client_network())),
            from,
        }
    }

    /// Counts an attempt before it is made, so that concurrent ones gain nothing. Each beyond the
    /// free ones doubles the wait, up to 15 minutes. A wait is logged once, when somebody runs into
    /// it.
    pub(crate) async fn attempt(
        &self,
        attempt: &Attempt,
        about: Option<PersonId>,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let (desk, attempt) = (self.clone(), attempt.clone());
        self.store
            .write(move |txn| {
                let (desk, attempt) = (desk.clone(), attempt.clone());
                Box::pin(async move {
                    let mut counts = Vec::new();
                    for (key, free, binds) in attempt.counters() {
                        let (n, until) = txn.throttle(key).await?;
                        if binds && until > now {
                            if txn.say_throttled(key).await? {
                                let why = Denied::TooManyAttempts;
                                desk.refused(txn, why, about, &Who::System).await?;
                            }
                            return Ok(Err(wait(until, now)));
                        }
                        // A day without attempts starts anew.
                        let n = if now.since(until) > DAY { 1 } else { n + 1 };
                        counts.push((key, free, n));
                    }
                    txn.forget_throttles(now.plus(-DAY)).await?;
                    for (key, free, n) in counts {
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

    /// Records that a person was refused, once per run of refusals. Attempts on unknown accounts
    /// are only counted, so that strangers cannot fill the log.
    pub(crate) async fn refused(
        &self,
        txn: &mut Txn,
        why: Denied,
        about: Option<PersonId>,
        by: &Who,
    ) -> Result<(), StoreError> {
        self.tally.refused(why);
        let Some(person) = about else {
            return Ok(());
        };
        let name = AuditEvent::Denied { why }.store().data.to_string();
        let run = format!("refused:{person}:{name}:{}", self.client_network());
        let all = format!("refused:{person}");
        for (key, most) in [(run, 1), (all, RUNS)] {
            if spend(txn, &key, most, RUN, self.now()).await?.is_err() {
                return Ok(());
            }
        }
        self.note_in(txn, &AuditEvent::Denied { why }, about, by)
            .await
    }

    /// Counts an e-mail requested to an address: by account, address and network, whether it is
    /// sent or not.
    ///
    /// # Errors
    /// [`DeskError::Throttled`] if it is one too many.
    pub(crate) async fn spend_email(
        &self,
        txn: &mut Txn,
        by: Option<PersonId>,
        to: &Attempt,
    ) -> Result<(), DeskError> {
        let account = by.map(|person| (format!("emails-by:{person}"), EMAILS, EMAILS_IN, true));
        let own = (to.own.clone(), EMAILS, EMAILS_IN, true);
        let binds = to.from != From::Device;
        let network = to.network.clone();
        let network = network.map(|key| (key, EMAILS_OF_NETWORK, EMAILS_OF_NETWORK_IN, binds));
        for (key, most, window, binds) in account.into_iter().chain([own]).chain(network) {
            let spent = spend(txn, &key, most, window, self.now()).await?;
            if let Err(until) = spent
                && binds
            {
                return Err(wait(until, self.now()));
            }
        }
        Ok(())
    }
}

/// The error for a wait, rounded up to whole seconds.
fn wait(until: Timestamp, now: Timestamp) -> DeskError {
    DeskError::Throttled((until.since(now) + 999_999) / 1_000_000)
}

/// Key of the counter of e-mails to an address.
pub(crate) fn emails_to(email: &str) -> String {
    format!("emails-to:{}", hex::encode(Sha256::digest(email)))
}

/// Takes one of `most` within a window that begins with the first; `Err` with the end of the window
/// if none is left.
async fn spend(
    txn: &mut Txn,
    key: &str,
    most: i64,
    window: i64,
    now: Timestamp,
) -> Result<Result<(), Timestamp>, StoreError> {
    let (n, until) = txn.throttle(key).await?;
    if until <= now {
        txn.set_throttle(key, 1, now.plus(window)).await?;
        return Ok(Ok(()));
    }
    if n >= most {
        return Ok(Err(until));
    }
    txn.set_throttle(key, n + 1, until).await?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::network;

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
