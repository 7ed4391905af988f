//! One-time links: to choose a password, accept an invitation, or prove a new address. Opening one
//! changes nothing, since mail scanners open links; pressing the button on its page does.

use crate::desk::Desk;
use crate::identity::passwords::acceptable;
use crate::identity::sessions::Token;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, counted, outcome};
use crate::notifications::account_mail::AccountEmail;
use guichet_domain::PersonId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::settings::Settings;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::identity::link::{LinkShown, Purpose};
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::form::Form;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::kernel::time::DAY;
use guichet_domain::kernel::time::MINUTE;
use guichet_store::{OneTimeLink, Txn};
use std::collections::BTreeSet;

/// How long a link is valid that somebody has asked for.
const GOOD: i64 = 30 * MINUTE;

/// How long a link is valid.
fn good_for(purpose: Purpose, settings: &Settings) -> i64 {
    match purpose {
        Purpose::Invitation => i64::from(settings.invitation_days) * DAY,
        Purpose::Reset | Purpose::Email => GOOD,
    }
}

fn purpose_of(outbound: AccountEmail) -> Option<Purpose> {
    match outbound {
        AccountEmail::PasswordReset => Some(Purpose::Reset),
        AccountEmail::Invitation => Some(Purpose::Invitation),
        AccountEmail::EmailChange => Some(Purpose::Email),
        AccountEmail::EmailNotice | AccountEmail::UnprovenMail => None,
    }
}

/// People who could be invited: active, with an address that somebody reads, without a password.
fn without_account<'a>(
    directory: &'a Directory,
    accounts: &'a BTreeSet<PersonId>,
) -> impl Iterator<Item = &'a Person> {
    directory.people.values().filter(move |person| {
        let is_reached = |email: &String| directory.mail_sender(email).is_none();
        person.active
            && person.email.as_ref().is_some_and(is_reached)
            && !accounts.contains(&person.id)
    })
}

/// The person a link is for. Fails if their address has changed since, or their account was closed.
fn bearer<'a>(directory: &'a Directory, link: &OneTimeLink) -> Result<&'a Person, DeskError> {
    let person = directory.people.get(&link.person);
    let person = person
        .filter(|person| person.active)
        .ok_or(DeskError::NotFound)?;
    let theirs = person.email.as_deref() == Some(&link.email);
    if theirs || link.purpose == Purpose::Email {
        Ok(person)
    } else {
        Err(DeskError::NotFound)
    }
}

impl Desk {
    /// Sends a link for choosing a password, if a person has that address who has one or may choose
    /// a first one.
    /// Answer and duration are the same if nobody has.
    ///
    /// # Errors
    /// [`DeskError::Throttled`] after too many e-mails, [`DeskError::Store`] if the database does
    /// not answer.
    pub async fn ask_for_reset(&self, email: &str) -> Result<(), DeskError> {
        let email: String = email
            .trim()
            .to_ascii_lowercase()
            .chars()
            .take(254)
            .collect();
        let mut snapshot = self.snapshot().await?;
        let known = snapshot.directory.person_by_email(&email);
        let person = known.filter(|person| person.active).cloned();
        let known = person.as_ref().map(|person| person.id);
        let has_account = match known {
            Some(person) => snapshot.conn.account(person).await?.is_some(),
            None => false,
        };
        // Who has none yet chooses the first one, if an administrator entered them.
        let outbound = match (has_account, person.is_some_and(|person| person.may_join)) {
            (true, _) => Some(AccountEmail::PasswordReset),
            (false, true) => Some(AccountEmail::Invitation),
            (false, false) => None,
        };
        drop(snapshot);
        let to = self.email_to_person(&email, known);
        let desk = self.clone();
        self.store
            .attempt(move |txn| {
                let (desk, to) = (desk.clone(), to.clone());
                Box::pin(async move {
                    counted(
                        async {
                            desk.spend_email(txn, None, &to).await?;
                            let purpose = outbound.and_then(purpose_of);
                            let purpose = purpose.unwrap_or(Purpose::Reset);
                            let audited = AuditEvent::LinkMade { purpose };
                            // Strangers do not fill the log.
                            if known.is_some() {
                                desk.note_in(txn, &audited, known, &Who::System).await?;
                            }
                            if let (Some(person), Some(outbound)) = (known, outbound) {
                                desk.post(txn, outbound, person, None).await?;
                            }
                            Ok(())
                        }
                        .await,
                    )
                })
            })
            .await??
    }

    /// Invites a person to choose a password: by e-mail, or by a link for the administrator to hand
    /// over, which is returned this once.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, [`DeskError::Refused`] if
    /// the person has no address or has an account already.
    pub async fn invite(
        &self,
        caller: Caller,
        person: PersonId,
        by_mail: bool,
    ) -> Result<Option<Token>, DeskError> {
        let desk = self.clone();
        let token = Token::draw();
        self.store
            .attempt(move |txn| {
                let (desk, token) = (desk.clone(), token.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            let directory = txn.directory_now();
                            let by = caller.administrator(&directory)?.who;
                            let known = directory.people.get(&person);
                            let known = known.ok_or(DeskError::NotFound)?;
                            let mut form = Form::default();
                            if known.email.is_none() || !known.active {
                                form.error(Field::Email, Problem::Missing);
                            }
                            if txn.account(person).await?.is_some() {
                                form.error(Field::Person, Problem::Taken);
                            }
                            form.finish()?;
                            let purpose = Purpose::Invitation;
                            let audited = AuditEvent::LinkMade { purpose };
                            desk.note_in(txn, &audited, Some(person), &by).await?;
                            if by_mail {
                                desk.post(txn, AccountEmail::Invitation, person, None)
                                    .await?;
                                return Ok(None);
                            }
                            let email = known.email.clone().unwrap_or_default();
                            desk.keep(txn, &token, purpose, person, email).await?;
                            Ok(Some(token))
                        }
                        .await,
                    )
                })
            })
            .await?
    }

    /// Number of active people who have an address and no password yet.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn uninvited(&self, caller: Caller) -> Result<usize, DeskError> {
        let mut snapshot = self.snapshot().await?;
        caller.administrator(&snapshot.directory)?;
        let accounts = snapshot.conn.with_accounts().await?;
        Ok(without_account(&snapshot.directory, &accounts).count())
    }

    /// Invites everybody by e-mail who is active and has no password yet, also those who were
    /// invited before. Returns how many.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn invite_all(&self, caller: Caller) -> Result<usize, DeskError> {
        let desk = self.clone();
        let invited = self.store.attempt(move |txn| {
            let desk = desk.clone();
            Box::pin(async move { outcome(desk.invite_all_in(txn, caller).await) })
        });
        invited.await?
    }

    async fn invite_all_in(&self, txn: &mut Txn, caller: Caller) -> Result<usize, DeskError> {
        let directory = txn.directory_now();
        let by = caller.administrator(&directory)?.who;
        let accounts = txn.with_accounts().await?;
        let purpose = Purpose::Invitation;
        let mut invited = 0;
        for person in without_account(&directory, &accounts) {
            let audited = AuditEvent::LinkMade { purpose };
            self.note_in(txn, &audited, Some(person.id), &by).await?;
            self.post(txn, AccountEmail::Invitation, person.id, None)
                .await?;
            invited += 1;
        }
        Ok(invited)
    }

    /// Requests a change of the caller's address: a link is sent to the new one, and a notice to
    /// the present one.
    ///
    /// # Errors
    /// [`DeskError::WrongPassword`] for a wrong password, [`DeskError::Refused`] if the address is
    /// invalid or taken, [`DeskError::Throttled`] after too many e-mails.
    pub async fn ask_for_email(
        &self,
        caller: Caller,
        email: &str,
        password: &str,
    ) -> Result<(), DeskError> {
        self.prove(caller, password).await?;
        let to = self.email_to_person(&email.trim().to_ascii_lowercase(), None);
        let (desk, typed) = (self.clone(), email.to_owned());
        self.store
            .attempt(move |txn| {
                let (desk, typed, to) = (desk.clone(), typed.clone(), to.clone());
                Box::pin(async move {
                    counted(
                        async {
                            let directory = txn.directory_now();
                            let person = caller.person(&directory)?;
                            let mut form = Form::default();
                            let email = form.email(Field::Email, &typed);
                            if email.is_none() && form.is_valid() {
                                form.error(Field::Email, Problem::Missing);
                            }
                            let taken = email.as_deref().map(|e| directory.person_by_email(e));
                            if taken.flatten().is_some() {
                                form.error(Field::Email, Problem::Taken);
                            }
                            form.finish()?;
                            desk.spend_email(txn, Some(person.id), &to).await?;
                            let purpose = Purpose::Email;
                            let audited = AuditEvent::LinkMade { purpose };
                            desk.note_by(txn, &audited, caller).await?;
                            let outbound = AccountEmail::EmailChange;
                            desk.post(txn, outbound, person.id, email.as_deref())
                                .await?;
                            if let Some(present) = person.email.as_deref() {
                                let outbound = AccountEmail::EmailNotice;
                                desk.post(txn, outbound, person.id, Some(present)).await?;
                            }
                            Ok(())
                        }
                        .await,
                    )
                })
            })
            .await??
    }

    /// Makes the link of an e-mail about to be sent to `address`; `None` for e-mails without a
    /// link. The link of an earlier attempt becomes void.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database refuses.
    pub async fn account_link(
        &self,
        outbound: AccountEmail,
        person: PersonId,
        address: &str,
    ) -> Result<Option<Token>, DeskError> {
        let Some(purpose) = purpose_of(outbound) else {
            return Ok(None);
        };
        let (desk, token, address) = (self.clone(), Token::draw(), address.to_owned());
        self.store
            .attempt(move |txn| {
                let (desk, token, address) = (desk.clone(), token.clone(), address.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            desk.keep(txn, &token, purpose, person, address).await?;
                            Ok(Some(token))
                        }
                        .await,
                    )
                })
            })
            .await?
    }

    async fn keep(
        &self,
        txn: &mut Txn,
        token: &Token,
        purpose: Purpose,
        person: PersonId,
        email: String,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let link = OneTimeLink {
            purpose,
            person,
            email,
            expires_at: now.plus(good_for(purpose, &txn.directory_now().settings)),
        };
        Ok(txn.keep_link(&token.hash(), &link, now).await?)
    }

    /// What a link is for; does not use it up.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if it was used, is void or expired, or never existed.
    pub async fn link(&self, token: &Token) -> Result<LinkShown, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let link = snapshot.conn.link(&token.hash(), self.now()).await?;
        let link = link.ok_or(DeskError::NotFound)?;
        let person = bearer(&snapshot.directory, &link)?;
        Ok(LinkShown {
            purpose: link.purpose,
            name: person.name.clone(),
            email: link.email,
        })
    }

    /// Sets a password by a link and ends all sessions; a second factor stays.
    ///
    /// # Errors
    /// Same as [`Desk::link`]; [`DeskError::Refused`] for a password that is too short or too
    /// common.
    pub async fn choose_password(&self, token: &Token, password: &str) -> Result<(), DeskError> {
        let shown = self.link(token).await?;
        if shown.purpose == Purpose::Email {
            return Err(DeskError::NotFound);
        }
        acceptable(password, &[&shown.name, &shown.email])?;
        let hash = self.hasher.hash(password).await?;
        let (desk, token) = (self.clone(), token.hash());
        let done = self
            .store
            .attempt(move |txn| {
                let (desk, hash) = (desk.clone(), hash.clone());
                let token = token.clone();
                Box::pin(async move {
                    outcome(
                        async {
                            // Of two at once only one finds it still there.
                            let link = txn.link(&token, desk.now()).await?;
                            let link = link.ok_or(DeskError::NotFound)?;
                            let person = bearer(&txn.directory_now(), &link)?.id;
                            txn.set_password(person, &hash, desk.now()).await?;
                            txn.end_access(person, "").await?;
                            let audited = match link.purpose {
                                Purpose::Reset => AuditEvent::PasswordReset,
                                purpose => AuditEvent::LinkUsed { purpose },
                            };
                            let caller = Caller { person };
                            desk.note_by(txn, &audited, caller).await?;
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

    /// Confirms a new address by the link that was sent to it.
    ///
    /// # Errors
    /// Same as [`Desk::link`]; [`DeskError::Refused`] if another person has the address by now.
    pub async fn confirm_email(&self, token: &Token) -> Result<(), DeskError> {
        let (desk, token) = (self.clone(), token.hash());
        self.store
            .attempt(move |txn| {
                let (desk, token) = (desk.clone(), token.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            let link = txn.link(&token, desk.now()).await?;
                            let link = link.filter(|link| link.purpose == Purpose::Email);
                            let link = link.ok_or(DeskError::NotFound)?;
                            let directory = txn.directory_now();
                            let person = bearer(&directory, &link)?;
                            let taken = directory.person_by_email(&link.email);
                            if taken.is_some_and(|other| other.id != person.id) {
                                let mut form = Form::default();
                                form.error(Field::Email, Problem::Taken);
                                form.finish()?;
                            }
                            let caller = Caller { person: person.id };
                            let entry = Person {
                                email: Some(link.email.clone()),
                                ..person.clone()
                            };
                            let (id, by) = (desk.new_command(), Who::Person(person.id));
                            desk.put_entry(txn, Entry::Person(entry), &by, id).await?;
                            txn.void_links(person.id).await?;
                            let purpose = Purpose::Email;
                            let audited = AuditEvent::LinkUsed { purpose };
                            desk.note_by(txn, &audited, caller).await?;
                            Ok(())
                        }
                        .await,
                    )
                })
            })
            .await?
    }
}
