//! Setting up or replacing a second factor: a secret is offered to the session in which the
//! password was just given, and confirmed there by a first code.

use crate::desk::Desk;
use crate::identity::factor::{
    Match, Typed, draw_recovery_codes, draw_secret, enrolment, matching, recovery_hash,
};
use crate::identity::sessions::{PendingToken, Token};
use crate::identity::sign_in::Missing;
use crate::identity::two_factor::{must, wrong_code};
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::kernel::seal::purpose;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::identity::factor::{Enrolment, FactorState, Second};
use guichet_domain::kernel::refusal::Problem;
use guichet_domain::kernel::time::MINUTE;
use guichet_domain::{PersonId, Timestamp};
use guichet_store::{Conn, Factor, Txn};

/// How long an offered secret waits for its first code.
const OFFER: i64 = 30 * MINUTE;

/// A second factor that was just confirmed.
#[derive(Debug)]
pub struct Confirmed {
    /// Token of the session, new or renewed.
    pub token: Token,
    /// The person it belongs to.
    pub caller: Caller,
    /// New recovery codes, shown this once.
    pub recovery_codes: Vec<String>,
}

/// Where the first code comes from; it must be where the secret was offered.
#[derive(Clone)]
enum Asked {
    Session(Token),
    Pending(PendingToken),
}

impl Asked {
    fn hash(&self) -> String {
        match self {
            Self::Session(token) => token.hash(),
            Self::Pending(pending) => pending.hash(),
        }
    }

    /// Fails unless the session or pending sign-in still exists, so that only one of two concurrent
    /// attempts succeeds.
    async fn stands(&self, txn: &mut Txn, now: Timestamp) -> Result<(), DeskError> {
        let hash = self.hash();
        let stands = match self {
            Self::Session(_) => txn.session(&hash, now).await?.is_some(),
            Self::Pending(_) => txn.pending_sign_in(&hash, now).await?.is_some(),
        };
        stands.then_some(()).ok_or(DeskError::SignedOut)
    }
}

impl Desk {
    /// Offers a new secret to the session or pending sign-in in which the password was just proved;
    /// `to` is the hash of its token.
    pub(crate) async fn offer_in(
        &self,
        txn: &mut Txn,
        person: PersonId,
        to: &str,
    ) -> Result<(), DeskError> {
        let sealed = self.seal.seal(&draw_secret(), &purpose(person))?;
        Ok(txn.offer_factor(person, &sealed, to, self.now()).await?)
    }

    /// The secret offered to the session with this token hash, if any.
    fn offered(
        &self,
        factor: &Factor,
        person: PersonId,
        to: &str,
    ) -> Result<Option<Vec<u8>>, DeskError> {
        let fresh = self.now().since(factor.offered_at()) < OFFER;
        let theirs = !to.is_empty() && factor.offered_to == to;
        match factor.offered.as_ref().filter(|_| fresh && theirs) {
            Some(sealed) => Ok(Some(self.seal.unseal(sealed, &purpose(person))?)),
            None => Ok(None),
        }
    }

    /// State of a person's second factor, as they see it in the session with this token hash.
    pub(crate) async fn factor_state(
        &self,
        conn: &mut Conn,
        directory: &Directory,
        person: PersonId,
        session: &str,
    ) -> Result<FactorState, DeskError> {
        let factor = conn.factor(person).await?.unwrap_or_default();
        let name = directory
            .people
            .get(&person)
            .map(|person| person.email.clone().unwrap_or_else(|| person.name.clone()));
        let offered = self.offered(&factor, person, session)?;
        Ok(FactorState {
            since: factor.secret.is_some().then(|| factor.since()),
            recovery_codes: conn.recovery_codes(person).await?,
            must: must(directory, person),
            offered: offered
                .map(|secret| enrolment(&secret, &name.unwrap_or_default()))
                .transpose()?,
        })
    }

    /// Set-up data for the authenticator of a person whose sign-in is pending.
    ///
    /// # Errors
    /// Same as [`Desk::pending_caller`]; [`DeskError::Forbidden`] if a factor exists already.
    pub async fn pending_enrolment(&self, pending: &PendingToken) -> Result<Enrolment, DeskError> {
        let (caller, missing) = self.pending_caller(pending).await?;
        if missing != Missing::Factor {
            return Err(DeskError::Forbidden);
        }
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let state = self
            .factor_state(
                &mut snapshot.conn,
                &directory,
                caller.person,
                &pending.hash(),
            )
            .await?;
        state.offered.ok_or(DeskError::SignedOut)
    }

    /// Offers a new second factor to a signed-in person, as the first one or to replace the active
    /// one.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`] if the password is wrong, [`DeskError::Throttled`] after
    /// several wrong ones.
    pub async fn offer_factor(
        &self,
        caller: Caller,
        token: &Token,
        password: &str,
    ) -> Result<(), DeskError> {
        self.prove(caller, password).await?;
        let (desk, to) = (self.clone(), token.hash());
        self.store
            .attempt(move |txn| {
                let (desk, to) = (desk.clone(), to.clone());
                Box::pin(async move { outcome(desk.offer_in(txn, caller.person, &to).await) })
            })
            .await?
    }

    /// Confirms the offered factor by its first code, which makes it the active one. The session
    /// becomes a two-factor session with a new token; all other sessions of the person end.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a wrong code, [`DeskError::NotFound`] if nothing is offered or
    /// the offer has expired.
    pub async fn confirm_factor(
        &self,
        caller: Caller,
        token: &Token,
        code: &str,
    ) -> Result<Confirmed, DeskError> {
        self.confirm(caller, Asked::Session(token.clone()), code)
            .await
    }

    /// Same as [`Desk::confirm_factor`], during sign-in: it opens the session.
    ///
    /// # Errors
    /// Same as [`Desk::confirm_factor`] and [`Desk::pending_caller`].
    pub async fn confirm_pending(
        &self,
        pending: &PendingToken,
        code: &str,
    ) -> Result<Confirmed, DeskError> {
        let (caller, missing) = self.pending_caller(pending).await?;
        if missing != Missing::Factor {
            return Err(DeskError::Forbidden);
        }
        self.confirm(caller, Asked::Pending(pending.clone()), code)
            .await
    }

    async fn confirm(
        &self,
        caller: Caller,
        asked: Asked,
        code: &str,
    ) -> Result<Confirmed, DeskError> {
        let attempt = self.attempt_code(caller).await?;
        let (desk, token) = (self.clone(), Token::draw());
        let recovery_codes = draw_recovery_codes();
        let Typed::Code(code) = Typed::read(code) else {
            return Err(wrong_code(Problem::Wrong));
        };
        let person = caller.person;
        let confirmed = self
            .store
            .attempt(move |txn| {
                let (desk, attempt, asked) = (desk.clone(), attempt.clone(), asked.clone());
                let (token, code, recovery_codes) =
                    (token.clone(), code.clone(), recovery_codes.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            asked.stands(txn, desk.now()).await?;
                            let factor = txn.factor(person).await?.unwrap_or_default();
                            let secret = desk.offered(&factor, person, &asked.hash())?;
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
                            attempt.succeeded(txn).await?;
                            txn.end_access(person, &asked.hash()).await?;
                            let audited = if factor.secret.is_some() {
                                AuditEvent::FactorReplaced
                            } else {
                                AuditEvent::FactorAdded
                            };
                            desk.note_by(txn, &audited, caller).await?;
                            match &asked {
                                Asked::Pending(_) => {
                                    desk.open_session(txn, caller, &token, true).await?;
                                    let second = Some(Second::Code);
                                    let audited = AuditEvent::SignedIn { second };
                                    desk.note_by(txn, &audited, caller).await?;
                                }
                                Asked::Session(old) => {
                                    txn.renew_session(&old.hash(), &token.hash()).await?;
                                    txn.strengthen_session(&token.hash()).await?;
                                }
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
            .await?;
        self.feed.sessions_changed();
        confirmed
    }
}
