//! Signing in, and changing passwords.

use crate::desk::Desk;
use crate::identity::passwords::acceptable;
use crate::identity::sessions::{PendingToken, Token};
use crate::identity::throttle::Attempt;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use guichet_domain::PersonId;
use guichet_domain::governance::audit::{AuditEvent, Denied};
use guichet_domain::kernel::actor::Who;
use sha2::{Digest, Sha256};

/// Maximum length of a submitted password, in bytes; none that could be right is longer.
const TYPED_MAX: usize = 1000;

/// Result of giving the right password.
#[derive(Debug)]
pub enum SignIn {
    /// A session was opened: its token and person.
    In(Token, Caller),
    /// A second factor is needed; until then the token gives no other access.
    Pending(PendingToken, Missing),
}

/// What is needed besides the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A one-time code or a recovery code.
    Code,
    /// Setting up a second factor: the role requires one and there is none yet.
    Factor,
}

impl Desk {
    /// Opens a session, or a pending sign-in if a second factor is needed. The browser's previous
    /// session `before` ends.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`] for a wrong password or an unknown address alike,
    /// [`DeskError::Throttled`] after several of them.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        before: Option<Token>,
    ) -> Result<SignIn, DeskError> {
        // Nobody's address is longer (RFC 5321, 4.5.3.1.3), and no key needs to be.
        let email = if email.len() > 254 {
            String::new()
        } else {
            email.trim().to_ascii_lowercase()
        };
        // People type their password here by mistake: what was typed is kept nowhere.
        let account = format!("account:{}", hex::encode(Sha256::digest(&email)));
        let mut snapshot = self.snapshot().await?;
        let known = snapshot.directory.person_by_email(&email);
        let about = known.map(|person| person.id);
        let person = known.filter(|person| person.active).map(|p| p.id);
        let hash = match person {
            Some(person) => snapshot.conn.account(person).await?.map(|a| a.hash),
            None => None,
        };
        // The snapshot is not held while a password is hashed.
        drop(snapshot);
        let attempt = self.attempt_on("sign-in", account, about).await?;
        self.attempt(&attempt, about).await?;
        let has_account = hash.is_some();
        let fits =
            password.len() <= TYPED_MAX && self.hasher.verify(password, hash.clone()).await?;
        let Some(person) = person.filter(|_| fits) else {
            let why = match (about, has_account) {
                (None, _) => Denied::UnknownAddress,
                (Some(_), false) => Denied::NoAccount,
                (Some(_), true) => Denied::WrongPassword,
            };
            self.refuse(why, about, &Who::System).await?;
            return Err(DeskError::WrongPassword);
        };
        self.complete_sign_in(Caller { person }, hash, attempt, before)
            .await
    }

    /// Records that a person was refused.
    async fn refuse(
        &self,
        why: Denied,
        about: Option<PersonId>,
        by: &Who,
    ) -> Result<(), DeskError> {
        let (desk, by) = (self.clone(), by.clone());
        self.store
            .write(move |txn| {
                let (desk, by) = (desk.clone(), by.clone());
                Box::pin(async move { desk.refused(txn, why, about, &by).await })
            })
            .await?;
        Ok(())
    }

    /// Completes the sign-in if `hash` is still the person's password hash: it may have been
    /// changed while it was verified, which ended all sessions.
    async fn complete_sign_in(
        &self,
        caller: Caller,
        hash: Option<String>,
        attempt: Attempt,
        before: Option<Token>,
    ) -> Result<SignIn, DeskError> {
        let desk = self.clone();
        let (token, pending) = (Token::draw(), PendingToken::draw());
        self.store
            .attempt(move |txn| {
                let desk = desk.clone();
                let (token, pending) = (token.clone(), pending.clone());
                let (attempt, before) = (attempt.clone(), before.clone());
                let hash = hash.clone();
                Box::pin(async move {
                    outcome(
                        async {
                            let account = txn.account(caller.person).await?;
                            if account.map(|account| account.hash) != hash {
                                return Err(DeskError::WrongPassword);
                            }
                            attempt.succeeded(txn).await?;
                            if let Some(before) = &before {
                                txn.close_session(&before.hash()).await?;
                            }
                            let missing = desk.missing(txn, caller).await?;
                            let Some(missing) = missing else {
                                let audited = AuditEvent::SignedIn { second: None };
                                desk.open_session(txn, caller, &token, false).await?;
                                desk.note_by(txn, &audited, caller).await?;
                                return Ok(SignIn::In(token, caller));
                            };
                            desk.open_pending(txn, caller, &pending).await?;
                            if missing == Missing::Factor {
                                desk.offer_in(txn, caller.person, &pending.hash()).await?;
                            }
                            let audited = AuditEvent::PasswordAccepted;
                            desk.note_by(txn, &audited, caller).await?;
                            Ok(SignIn::Pending(pending, missing))
                        }
                        .await,
                    )
                })
            })
            .await?
    }

    /// Changes the caller's own password and ends all other sessions; this one continues under the
    /// returned token.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`] for the old password, [`DeskError::Throttled`] after several
    /// wrong ones, [`DeskError::Refused`] for the new one.
    pub async fn change_password(
        &self,
        caller: Caller,
        old: &str,
        new: &str,
        token: &Token,
    ) -> Result<Token, DeskError> {
        self.prove(caller, old).await?;
        let directory = self.directory().await?;
        let person = caller.person(&directory)?;
        let email = person.email.as_deref().unwrap_or_default();
        acceptable(new, &[&person.name, email])?;
        let by = Who::Person(caller.person);
        let audited = AuditEvent::PasswordChanged;
        let kept = self.put_password(caller.person, new, Some(token), (audited, by));
        kept.await?.ok_or(DeskError::SignedOut)
    }

    /// Verifies the password of a signed-in person, throttled after failures.
    pub(crate) async fn prove(&self, caller: Caller, password: &str) -> Result<(), DeskError> {
        let attempt = Attempt::inside(format!("change:{}", caller.person));
        self.attempt(&attempt, Some(caller.person)).await?;
        let mut snapshot = self.snapshot().await?;
        caller.person(&snapshot.directory)?;
        let account = snapshot.conn.account(caller.person).await?;
        drop(snapshot);
        let hash = account.map(|account| account.hash);
        if password.len() > TYPED_MAX || !self.hasher.verify(password, hash).await? {
            let (about, by) = (Some(caller.person), Who::Person(caller.person));
            self.refuse(Denied::WrongPassword, about, &by).await?;
            return Err(DeskError::WrongPassword);
        }
        self.store
            .write(move |txn| {
                let attempt = attempt.clone();
                Box::pin(async move { attempt.succeeded(txn).await })
            })
            .await?;
        Ok(())
    }

    /// Sets a person's password, for the command line and the set-up.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a password that is too short or too common,
    /// [`DeskError::NotFound`] if nobody has that number.
    pub async fn set_password(&self, person: PersonId, password: &str) -> Result<(), DeskError> {
        let directory = self.directory().await?;
        let known = directory.people.get(&person).ok_or(DeskError::NotFound)?;
        acceptable(
            password,
            &[&known.name, known.email.as_deref().unwrap_or_default()],
        )?;
        let audited = (AuditEvent::PasswordSet, Who::System);
        self.put_password(person, password, None, audited).await?;
        Ok(())
    }

    /// Stores a password and ends all sessions except `keep`, which continues under a new token.
    async fn put_password(
        &self,
        person: PersonId,
        new: &str,
        keep: Option<&Token>,
        (audited, by): (AuditEvent, Who),
    ) -> Result<Option<Token>, DeskError> {
        let hash = self.hasher.hash(new).await?;
        let keep = keep.map(Token::hash).unwrap_or_default();
        let (desk, token) = (self.clone(), Token::draw());
        let kept = self
            .store
            .write(move |txn| {
                let (desk, hash, keep) = (desk.clone(), hash.clone(), keep.clone());
                let (audited, by, token) = (audited.clone(), by.clone(), token.clone());
                Box::pin(async move {
                    txn.set_password(person, &hash, desk.now()).await?;
                    txn.end_access(person, &keep).await?;
                    let kept = txn.renew_session(&keep, &token.hash()).await?;
                    desk.note_in(txn, &audited, Some(person), &by).await?;
                    Ok(kept.then_some(token))
                })
            })
            .await?;
        self.feed.sessions_changed();
        Ok(kept)
    }
}
