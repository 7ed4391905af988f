//! Signing in, and changing the password.

use crate::carry_out::outcome;
use crate::passwords::acceptable;
use crate::{Caller, Desk, DeskError, Token};
use guichet_domain::time::{DAY, MINUTE};
use guichet_domain::{PersonId, Timestamp};

/// Failures that cost nothing yet, for an account and for an address that many may share.
const FREE: [i64; 2] = [4, 20];

impl Desk {
    /// Opens a session. A token that the browser had before ends.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`], the same for an unknown address; [`DeskError::Throttled`]
    /// after several of them.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        address: &str,
        before: Option<Token>,
    ) -> Result<(Token, Caller), DeskError> {
        // Nobody's address is longer (RFC 5321, 4.5.3.1.3), and no key needs to be.
        let email = if email.len() > 254 {
            String::new()
        } else {
            email.trim().to_lowercase()
        };
        let keys = [format!("account:{email}"), format!("address:{address}")];
        self.attempt(&keys).await?;
        let mut snapshot = self.snapshot().await?;
        let person = snapshot
            .directory
            .person_by_email(&email)
            .filter(|person| person.active)
            .map(|p| p.id);
        let hash = match person {
            Some(person) => snapshot
                .conn
                .account(person)
                .await?
                .map(|account| account.hash),
            None => None,
        };
        // The snapshot is not held while a password is hashed.
        drop(snapshot);
        let fits = password.len() <= 1000 && self.hasher.verify(password, hash).await?;
        let Some(person) = person.filter(|_| fits) else {
            return Err(DeskError::WrongPassword);
        };
        let caller = Caller { person };
        let (desk, account) = (self.clone(), keys[0].clone());
        let token = Token::draw();
        let answer = token.clone();
        self.store
            .write(move |txn| {
                let (desk, token, account, before) =
                    (desk.clone(), token.clone(), account.clone(), before.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            txn.clear_throttle(&account).await?;
                            if let Some(before) = before {
                                txn.close_session(&before.hash()).await?;
                            }
                            desk.open_session(txn, caller, &token).await
                        }
                        .await,
                    )
                })
            })
            .await??;
        Ok((answer, caller))
    }

    /// Changes one's own password and ends every other session.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`] for the old one; [`DeskError::Refused`] for the new one.
    pub async fn change_password(
        &self,
        caller: Caller,
        old: &str,
        new: &str,
        token: &Token,
    ) -> Result<(), DeskError> {
        let keys = [format!("change:{}", caller.person)];
        self.attempt(&keys).await?;
        let mut snapshot = self.snapshot().await?;
        let person = caller.person(&snapshot.directory)?.clone();
        let hash = snapshot
            .conn
            .account(caller.person)
            .await?
            .map(|account| account.hash);
        drop(snapshot);
        if old.len() > 1000 || !self.hasher.verify(old, hash).await? {
            return Err(DeskError::WrongPassword);
        }
        let email = person.email.clone().unwrap_or_default();
        acceptable(new, &[&person.name, &email])?;
        self.put_password(caller.person, new, Some(token.hash()))
            .await
    }

    /// Sets somebody's password, for the command line and the set-up.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a password that is too short or too common.
    pub async fn set_password(&self, person: PersonId, password: &str) -> Result<(), DeskError> {
        let directory = self.directory().await?;
        let known = directory.people.get(&person).ok_or(DeskError::NotFound)?;
        acceptable(
            password,
            &[&known.name, known.email.as_deref().unwrap_or_default()],
        )?;
        self.put_password(person, password, None).await
    }

    async fn put_password(
        &self,
        person: PersonId,
        new: &str,
        keep: Option<String>,
    ) -> Result<(), DeskError> {
        let hash = self.hasher.hash(new).await?;
        let now = self.now();
        self.store
            .write(move |txn| {
                let (hash, keep) = (hash.clone(), keep.clone().unwrap_or_default());
                Box::pin(async move {
                    txn.set_password(person, &hash, now).await?;
                    txn.close_sessions(person, &keep).await
                })
            })
            .await?;
        self.feed.sessions_changed();
        Ok(())
    }

    /// Counts an attempt before it is made, so that many at once gain nothing. Each beyond the
    /// free ones doubles the wait, up to a quarter of an hour; success clears the account's count.
    async fn attempt(&self, keys: &[String]) -> Result<(), DeskError> {
        let now = self.now();
        let keys = keys.to_vec();
        self.store
            .write(move |txn| {
                let keys = keys.clone();
                Box::pin(async move {
                    let mut counts = Vec::new();
                    for key in &keys {
                        let (n, until) = txn.throttle(key).await?;
                        if until > now {
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
