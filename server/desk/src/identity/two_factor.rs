//! The second factor: asked for at the door, and removed.

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

/// What a code led to, inside the transaction.
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

/// Whether somebody's role wants a second factor.
pub(crate) fn must(directory: &Directory, person: PersonId) -> bool {
    let role = directory.people.get(&person).map(|person| person.role);
    role.is_some_and(|role| directory.settings.second_factor.contains(&role))
}

impl Desk {
    /// What is wanted beside the password.
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

    /// Whose sign-in is pending, and what they lack.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] where too much time has passed, or the password counts no more.
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

    /// The second step: a code of the moment, or a recovery code, opens the session.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a wrong or used code, [`DeskError::Throttled`] after several,
    /// [`DeskError::SignedOut`] where the first step has to be taken again.
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

    /// Counts that a code is tried.
    pub(crate) async fn attempt_code(&self, caller: Caller) -> Result<Attempt, DeskError> {
        let account = format!("factor:{}", caller.person);
        let person = Some(caller.person);
        let attempt = self.attempt_on("factor", account, person).await?;
        self.attempt(&attempt, person).await?;
        Ok(attempt)
    }

    /// Notes that a code was not good; the error to answer with.
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

    /// Whether a code is good; it is used up then.
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

    /// New recovery codes; the ones before are void.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`]; [`DeskError::NotFound`] where there is no second factor.
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

    /// Removes one's own second factor; every other session ends.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`]; [`DeskError::Forbidden`] where one's role wants a factor.
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

    /// Removes somebody's second factor, for an administrator, and ends their sessions.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for whoever is no administrator; [`DeskError::NotFound`] where
    /// there is no factor to remove.
    pub async fn remove_factor(&self, caller: Caller, person: PersonId) -> Result<(), DeskError> {
        let directory = self.directory().await?;
        let actor = caller.administrator(&directory)?;
        self.drop_factor(person, actor.who, "").await
    }

    /// As [`Desk::remove_factor`], for the command line.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where there is no factor to remove.
    pub async fn remove_factor_of(&self, person: PersonId) -> Result<(), DeskError> {
        self.drop_factor(person, Who::System, "").await
    }

    /// Removes a factor and ends every session but the one with this hash of its token.
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
