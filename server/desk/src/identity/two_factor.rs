//! The second factor: asking for it at sign-in, and removing it.

use crate::desk::Desk;
use crate::identity::factor::{Match, Typed, draw_recovery_codes, matching, recovery_hash};
use crate::identity::sessions::{PendingToken, Token};
use crate::identity::sign_in::Missing;
use crate::identity::throttle::Attempt;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::kernel::seal::purpose;
use guichet_domain::PersonId;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::{AuditEvent, Denied};
use guichet_domain::identity::factor::Second;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_store::Txn;

/// Result of checking a code, within the transaction.
enum Checked {
    Good(Second),
    Bad(Denied),
}

pub(crate) fn wrong_code(problem: Problem) -> DeskError {
    DeskError::Refused(Refusal::Invalid(vec![FieldError {
        field: Field::Code,
        name: None,
        problem,
    }]))
}

/// Whether a person's role requires a second factor.
pub(crate) fn must(directory: &Directory, person: PersonId) -> bool {
    let role = directory.people.get(&person).map(|person| person.role);
    role.is_some_and(|role| directory.settings.second_factor.contains(&role))
}

impl Desk {
    /// What is needed besides the password, if anything.
    pub(crate) async fn missing(
        &self,
        txn: &mut Txn,
        caller: Caller,
    ) -> Result<Option<Missing>, DeskError> {
        let factor = txn.factor(caller.person).await?;
        if factor.is_some_and(|factor| factor.secret.is_some()) {
            return Ok(Some(Missing::Code));
        }
        let must = must(&txn.directory_now(), caller.person);
        Ok(must.then_some(Missing::Factor))
    }

    /// The person whose sign-in is pending, and what they lack.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the pending sign-in has expired or was voided.
    pub async fn pending_caller(
        &self,
        pending: &PendingToken,
    ) -> Result<(Caller, Missing), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let person = snapshot
            .conn
            .pending_sign_in(&pending.hash(), self.now())
            .await?;
        let caller = Caller {
            person: person.ok_or(DeskError::SignedOut)?,
        };
        caller.person(&snapshot.directory)?;
        let factor = snapshot.conn.factor(caller.person).await?;
        let missing = if factor.is_some_and(|factor| factor.secret.is_some()) {
            Missing::Code
        } else {
            Missing::Factor
        };
        Ok((caller, missing))
    }

    /// Second step of signing in: a one-time code or a recovery code opens the session.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a wrong or used code, [`DeskError::Throttled`] after several,
    /// [`DeskError::SignedOut`] if the first step must be repeated.
    pub async fn second_step(
        &self,
        pending: &PendingToken,
        code: &str,
    ) -> Result<(Token, Caller, Second), DeskError> {
        let (caller, missing) = self.pending_caller(pending).await?;
        if missing != Missing::Code {
            return Err(DeskError::Forbidden);
        }
        let attempt = self.attempt_code(caller).await?;
        let (desk, pending) = (self.clone(), pending.clone());
        let (token, typed) = (Token::draw(), code.to_owned());
        self.store
            .attempt(move |txn| {
                let (desk, pending) = (desk.clone(), pending.clone());
                let (token, typed, attempt) = (token.clone(), typed.clone(), attempt.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            // Of two at once only one finds it still there.
                            let stands = txn.pending_sign_in(&pending.hash(), desk.now()).await?;
                            stands.ok_or(DeskError::SignedOut)?;
                            let second = match desk.check_code(txn, caller.person, &typed).await? {
                                Checked::Good(second) => second,
                                Checked::Bad(why) => {
                                    // That it was tried is committed.
                                    return Ok(Err(desk.deny(txn, caller, why).await?));
                                }
                            };
                            attempt.succeeded(txn).await?;
                            txn.close_pending_sign_in(&pending.hash()).await?;
                            desk.open_session(txn, caller, &token, true).await?;
                            let audited = AuditEvent::SignedIn {
                                second: Some(second),
                            };
                            desk.note_by(txn, &audited, caller).await?;
                            Ok(Ok((token, caller, second)))
                        }
                        .await,
                    )
                })
            })
            .await??
    }

    /// Counts an attempt at a code.
    pub(crate) async fn attempt_code(&self, caller: Caller) -> Result<Attempt, DeskError> {
        let account = format!("factor:{}", caller.person);
        let person = Some(caller.person);
        let attempt = self.attempt_on("factor", account, person).await?;
        self.attempt(&attempt, person).await?;
        Ok(attempt)
    }

    /// Records a wrong code; returns the error to answer with.
    async fn deny(
        &self,
        txn: &mut Txn,
        caller: Caller,
        why: Denied,
    ) -> Result<DeskError, DeskError> {
        self.refused(txn, why, Some(caller.person), &Who::System)
            .await?;
        Ok(wrong_code(if why == Denied::UsedCode {
            Problem::Used
        } else {
            Problem::Wrong
        }))
    }

    /// Checks a code, and uses it up if it is valid.
    async fn check_code(
        &self,
        txn: &mut Txn,
        person: PersonId,
        typed: &str,
    ) -> Result<Checked, DeskError> {
        Ok(match Typed::read(typed) {
            Typed::Code(code) => {
                let factor = txn.factor(person).await?.unwrap_or_default();
                let Some(sealed) = factor.secret else {
                    return Ok(Checked::Bad(Denied::WrongCode));
                };
                let secret = self.seal.unseal(&sealed, &purpose(person))?;
                match matching(&secret, &code, self.now(), factor.step) {
                    Match::Step(step) => {
                        txn.use_factor(person, step).await?;
                        Checked::Good(Second::Code)
                    }
                    Match::Used => Checked::Bad(Denied::UsedCode),
                    Match::No => Checked::Bad(Denied::WrongCode),
                }
            }
            Typed::Recovery(code) => {
                let hash = recovery_hash(person, &code);
                if txn.use_recovery_code(person, &hash).await? {
                    Checked::Good(Second::RecoveryCode)
                } else {
                    Checked::Bad(Denied::WrongCode)
                }
            }
            Typed::Neither => Checked::Bad(Denied::WrongCode),
        })
    }

    /// Replaces the recovery codes; the previous ones become void.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`] for a wrong password, [`DeskError::NotFound`] if there is no
    /// second factor.
    pub async fn renew_recovery_codes(
        &self,
        caller: Caller,
        password: &str,
    ) -> Result<Vec<String>, DeskError> {
        self.prove(caller, password).await?;
        let (desk, person) = (self.clone(), caller.person);
        let codes = draw_recovery_codes();
        self.store
            .attempt(move |txn| {
                let (desk, codes) = (desk.clone(), codes.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            let factor = txn.factor(person).await?.unwrap_or_default();
                            factor.secret.ok_or(DeskError::NotFound)?;
                            let hashes: Vec<String> = codes
                                .iter()
                                .map(|code| recovery_hash(person, code))
                                .collect();
                            txn.set_recovery_codes(person, &hashes).await?;
                            let audited = AuditEvent::RecoveryCodesRenewed;
                            desk.note_by(txn, &audited, caller).await?;
                            Ok(codes)
                        }
                        .await,
                    )
                })
            })
            .await?
    }

    /// Removes the caller's own second factor and ends all other sessions.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`] for a wrong password, [`DeskError::Forbidden`] if the role
    /// requires a factor, [`DeskError::NotFound`] if there is none.
    pub async fn give_up_factor(
        &self,
        caller: Caller,
        token: &Token,
        password: &str,
    ) -> Result<(), DeskError> {
        if must(&*self.directory().await?, caller.person) {
            return Err(DeskError::Forbidden);
        }
        self.prove(caller, password).await?;
        let by = Who::Person(caller.person);
        self.drop_factor(caller.person, by, &token.hash()).await
    }

    /// Removes a person's second factor and ends their sessions, on behalf of an administrator.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, [`DeskError::NotFound`] if
    /// there is no factor to remove.
    pub async fn remove_factor(&self, caller: Caller, person: PersonId) -> Result<(), DeskError> {
        let directory = self.directory().await?;
        let actor = caller.administrator(&directory)?;
        self.drop_factor(person, actor.who, "").await
    }

    /// Same as [`Desk::remove_factor`], on behalf of the command line.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no factor to remove.
    pub async fn remove_factor_of(&self, person: PersonId) -> Result<(), DeskError> {
        self.drop_factor(person, Who::System, "").await
    }

    /// Removes a factor and ends all sessions except the one with token hash `keep`.
    async fn drop_factor(&self, person: PersonId, by: Who, keep: &str) -> Result<(), DeskError> {
        let (desk, keep) = (self.clone(), keep.to_owned());
        let done = self
            .store
            .attempt(move |txn| {
                let (desk, by, keep) = (desk.clone(), by.clone(), keep.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            if !txn.remove_factor(person).await? {
                                return Err(DeskError::NotFound);
                            }
                            txn.clear_throttle(&format!("factor:{person}")).await?;
                            txn.end_access(person, &keep).await?;
                            let audited = AuditEvent::FactorRemoved;
                            desk.note_in(txn, &audited, Some(person), &by).await?;
                            Ok(())
                        }
                        .await,
                    )
                })
            })
            .await?;
        self.feed.sessions_changed();
        done
    }
}
