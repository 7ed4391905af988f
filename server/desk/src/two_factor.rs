//! The second factor: asked for at the door, set up, replaced, removed.

use crate::carry_out::outcome;
use crate::factor::{
    Match, Typed, draw_recovery_codes, draw_secret, enrolment, matching, recovery_hash,
};
use crate::sign_in::Missing;
use crate::{Caller, Desk, DeskError, HalfToken, Token};
use guichet_domain::PersonId;
use guichet_domain::audit::{Deed, Denied, Second};
use guichet_domain::directory::Directory;
use guichet_domain::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::ticket::Who;
use guichet_domain::time::MINUTE;
use guichet_domain::wire::{Enrolment, FactorState};
use guichet_store::{Conn, Factor, Txn};

/// How long an offered secret waits for its first code.
const OFFER: i64 = 30 * MINUTE;

/// A factor that counts now: the session it leads to, and codes that are shown this once.
#[derive(Debug)]
pub struct Confirmed {
    pub token: Token,
    pub caller: Caller,
    pub recovery_codes: Vec<String>,
}

/// What a code led to, inside the transaction.
enum Checked {
    Good(Second),
    Bad(Denied),
}

fn wrong_code(problem: Problem) -> DeskError {
    DeskError::Refused(Refusal::Invalid(vec![FieldError {
        field: Field::Code,
        name: None,
        problem,
    }]))
}

/// What a sealed second factor is for.
pub(crate) fn purpose(person: PersonId) -> String {
    format!("factor of {person}")
}

/// Whether somebody's role wants a second factor.
fn must(directory: &Directory, person: PersonId) -> bool {
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

    /// Who stands half way in, and what they lack.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] where too much time has passed, or the password counts no more.
    pub async fn half_way(&self, half: &HalfToken) -> Result<(Caller, Missing), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let person = snapshot.conn.half_session(&half.hash(), self.now()).await?;
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
        half: &HalfToken,
        code: &str,
    ) -> Result<(Token, Caller, Second), DeskError> {
        let (caller, missing) = self.half_way(half).await?;
        if missing != Missing::Code {
            return Err(DeskError::Forbidden);
        }
        let keys = self.code_keys(caller);
        self.attempt(&keys, Some(caller.person)).await?;
        let (desk, half) = (self.clone(), half.clone());
        let (token, typed, key) = (Token::draw(), code.to_owned(), keys[0].clone());
        self.store
            .write(move |txn| {
                let (desk, half) = (desk.clone(), half.clone());
                let (token, typed, key) = (token.clone(), typed.clone(), key.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            // Of two at once only one finds it still there.
                            let stands = txn.half_session(&half.hash(), desk.now()).await?;
                            stands.ok_or(DeskError::SignedOut)?;
                            let second = match desk.check_code(txn, caller.person, &typed).await? {
                                Checked::Good(second) => second,
                                Checked::Bad(why) => {
                                    return Err(desk.deny(txn, caller, why).await?);
                                }
                            };
                            txn.clear_throttle(&key).await?;
                            txn.close_half_session(&half.hash()).await?;
                            desk.open_session(txn, caller, &token, true).await?;
                            let deed = Deed::SignedIn {
                                second: Some(second),
                            };
                            desk.note_by(txn, &deed, caller).await?;
                            Ok((token, caller, second))
                        }
                        .await,
                    )
                })
            })
            .await?
    }

    fn code_keys(&self, caller: Caller) -> [String; 2] {
        [format!("factor:{}", caller.person), self.address_key()]
    }

    /// Notes that a code was not good; the error to answer with.
    async fn deny(
        &self,
        txn: &mut Txn,
        caller: Caller,
        why: Denied,
    ) -> Result<DeskError, DeskError> {
        let deed = Deed::Denied { why };
        self.note_in(txn, &deed, Some(caller.person), &Who::System)
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

    /// Offers a new secret to somebody who has proved their password.
    pub(crate) async fn offer_in(&self, txn: &mut Txn, person: PersonId) -> Result<(), DeskError> {
        let sealed = self.seal.seal(&draw_secret(), &purpose(person))?;
        Ok(txn.offer_factor(person, &sealed, self.now()).await?)
    }

    fn offered(&self, factor: &Factor, person: PersonId) -> Result<Option<Vec<u8>>, DeskError> {
        let fresh = self.now().since(factor.offered_at()) < OFFER;
        match factor.offered.as_ref().filter(|_| fresh) {
            Some(sealed) => Ok(Some(self.seal.unseal(sealed, &purpose(person))?)),
            None => Ok(None),
        }
    }

    /// How somebody's second factor stands, as they see it themselves.
    pub(crate) async fn factor_state(
        &self,
        conn: &mut Conn,
        directory: &Directory,
        person: PersonId,
    ) -> Result<FactorState, DeskError> {
        let factor = conn.factor(person).await?.unwrap_or_default();
        let name = directory
            .people
            .get(&person)
            .map(|person| person.email.clone().unwrap_or_else(|| person.name.clone()));
        let offered = self.offered(&factor, person)?;
        Ok(FactorState {
            since: factor.secret.is_some().then(|| factor.since()),
            recovery_codes: conn.recovery_codes(person).await?,
            must: must(directory, person),
            offered: offered
                .map(|secret| enrolment(&secret, &name.unwrap_or_default()))
                .transpose()?,
        })
    }

    /// What somebody half way in sets their authenticator up with.
    ///
    /// # Errors
    /// As [`Desk::half_way`].
    pub async fn half_enrolment(&self, half: &HalfToken) -> Result<Enrolment, DeskError> {
        let (caller, missing) = self.half_way(half).await?;
        if missing != Missing::Factor {
            return Err(DeskError::Forbidden);
        }
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let state = self
            .factor_state(&mut snapshot.conn, &directory, caller.person)
            .await?;
        state.offered.ok_or(DeskError::SignedOut)
    }

    /// Offers a new second factor to somebody who is signed in, for the first time or in place of
    /// the one that counts.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`].
    pub async fn offer_factor(&self, caller: Caller, password: &str) -> Result<(), DeskError> {
        self.prove(caller, password).await?;
        let desk = self.clone();
        self.store
            .write(move |txn| {
                let desk = desk.clone();
                Box::pin(async move { outcome(desk.offer_in(txn, caller.person).await) })
            })
            .await?
    }

    /// The first code: from now on the factor counts. The session that did it is one of two factors.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a wrong code; [`DeskError::NotFound`] where nothing is offered,
    /// or no longer.
    pub async fn confirm_factor(
        &self,
        caller: Caller,
        token: &Token,
        code: &str,
    ) -> Result<Vec<String>, DeskError> {
        let confirmed = self.confirm(caller, Some(token), None, code).await;
        confirmed.map(|confirmed| confirmed.recovery_codes)
    }

    /// As [`Desk::confirm_factor`], at the door: it opens the session.
    ///
    /// # Errors
    /// As [`Desk::confirm_factor`] and [`Desk::half_way`].
    pub async fn confirm_half(&self, half: &HalfToken, code: &str) -> Result<Confirmed, DeskError> {
        let (caller, missing) = self.half_way(half).await?;
        if missing != Missing::Factor {
            return Err(DeskError::Forbidden);
        }
        self.confirm(caller, None, Some(half), code).await
    }

    async fn confirm(
        &self,
        caller: Caller,
        token: Option<&Token>,
        half: Option<&HalfToken>,
        code: &str,
    ) -> Result<Confirmed, DeskError> {
        let keys = self.code_keys(caller);
        self.attempt(&keys, Some(caller.person)).await?;
        let (desk, key) = (self.clone(), keys[0].clone());
        let (half, typed) = (half.cloned(), Typed::read(code));
        let is_new = token.is_none();
        let token = token.cloned().unwrap_or_else(Token::draw);
        let recovery_codes = draw_recovery_codes();
        let Typed::Code(code) = typed else {
            return Err(wrong_code(Problem::Wrong));
        };
        let person = caller.person;
        self.store
            .write(move |txn| {
                let (desk, key, half) = (desk.clone(), key.clone(), half.clone());
                let (token, code, recovery_codes) =
                    (token.clone(), code.clone(), recovery_codes.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            if let Some(half) = &half {
                                let stands = txn.half_session(&half.hash(), desk.now()).await?;
                                stands.ok_or(DeskError::SignedOut)?;
                            }
                            let factor = txn.factor(person).await?.unwrap_or_default();
                            let secret = desk.offered(&factor, person)?;
                            let secret = secret.ok_or(DeskError::NotFound)?;
                            let Match::Step(step) = matching(&secret, &code, desk.now(), 0) else {
                                return Err(wrong_code(Problem::Wrong));
                            };
                            txn.confirm_factor(person, step, desk.now()).await?;
                            let hashes: Vec<String> = recovery_codes
                                .iter()
                                .map(|code| recovery_hash(person, code))
                                .collect();
                            txn.set_recovery_codes(person, &hashes).await?;
                            txn.clear_throttle(&key).await?;
                            if let Some(half) = &half {
                                txn.close_half_session(&half.hash()).await?;
                            }
                            let deed = if factor.secret.is_some() {
                                Deed::FactorReplaced
                            } else {
                                Deed::FactorAdded
                            };
                            desk.note_by(txn, &deed, caller).await?;
                            if is_new {
                                desk.open_session(txn, caller, &token, true).await?;
                                let second = Some(Second::Code);
                                let deed = Deed::SignedIn { second };
                                desk.note_by(txn, &deed, caller).await?;
                            } else {
                                txn.strengthen_session(&token.hash()).await?;
                            }
                            Ok(Confirmed {
                                token,
                                caller,
                                recovery_codes,
                            })
                        }
                        .await,
                    )
                })
            })
            .await?
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
            .write(move |txn| {
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
                            let deed = Deed::RecoveryCodesRenewed;
                            desk.note_by(txn, &deed, caller).await?;
                            Ok(codes)
                        }
                        .await,
                    )
                })
            })
            .await?
    }

    /// Removes one's own second factor.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`]; [`DeskError::Forbidden`] where one's role wants a factor.
    pub async fn give_up_factor(&self, caller: Caller, password: &str) -> Result<(), DeskError> {
        if must(&*self.directory().await?, caller.person) {
            return Err(DeskError::Forbidden);
        }
        self.prove(caller, password).await?;
        let by = Who::Person(caller.person);
        self.drop_factor(caller.person, by, false).await
    }

    /// Removes somebody's second factor, for an administrator, and ends their sessions.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for whoever is no administrator; [`DeskError::NotFound`] where
    /// there is no factor to remove.
    pub async fn remove_factor(&self, caller: Caller, person: PersonId) -> Result<(), DeskError> {
        let directory = self.directory().await?;
        let actor = caller.administrator(&directory)?;
        self.drop_factor(person, actor.who, true).await
    }

    /// As [`Desk::remove_factor`], for the command line.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where there is no factor to remove.
    pub async fn remove_factor_of(&self, person: PersonId) -> Result<(), DeskError> {
        self.drop_factor(person, Who::System, true).await
    }

    async fn drop_factor(
        &self,
        person: PersonId,
        by: Who,
        end_sessions: bool,
    ) -> Result<(), DeskError> {
        let desk = self.clone();
        let done = self
            .store
            .write(move |txn| {
                let (desk, by) = (desk.clone(), by.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            if !txn.remove_factor(person).await? {
                                return Err(DeskError::NotFound);
                            }
                            txn.clear_throttle(&format!("factor:{person}")).await?;
                            if end_sessions {
                                txn.close_sessions(person, "").await?;
                            }
                            let deed = Deed::FactorRemoved;
                            desk.note_in(txn, &deed, Some(person), &by).await?;
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
