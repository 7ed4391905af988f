//! Sending e-mails: which are due, what each says now, and the result of each attempt.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::kernel::prose::NamedFiles;
use crate::notifications::account_mail::AccountEmail;
use crate::notifications::article_news::ArticleNews;
use crate::notifications::feedback_news::{FeedbackNews, MailedQuestion, may_ask};
use crate::notifications::thread::{Earlier, earlier};
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::promise::Promise;
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::prose::{Prose, Text};
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::time::{HOUR, MINUTE, Zone};
use guichet_domain::mail::fold::unfold;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::outbox::{Outbox, OutboxLine};
use guichet_domain::notifications::recipients::quoted;
use guichet_domain::tickets::approval::Approval;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::ticket::Ticket;
use guichet_domain::tickets::view::{seen, view, viewer};
use guichet_domain::{PersonId, TicketId, Timestamp, evolve};
use guichet_store::{OutboxRow, Scope};
use std::collections::BTreeSet;

/// How long an e-mail taken for sending is given to nobody else: longer than sending can take.
const TAKEN: i64 = 10 * MINUTE;

/// Number of attempts, spread over more than a day, before an e-mail is given up.
pub const TRIES: i64 = 14;

/// Wait after the first attempt; doubled after each further one.
const FIRST_WAIT: i64 = MINUTE;

/// Longest wait between two attempts.
const LONGEST_WAIT: i64 = 6 * HOUR;

/// Maximum number of e-mails shown to administrators.
pub(crate) const SHOWN: i64 = 200;

/// The recipient of an e-mail.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// Number of the person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Address the e-mail is sent to.
    pub address: String,
    /// Language the e-mail is written in.
    pub language: Language,
    /// Time zone for dates in the e-mail: the person's own, or the desk's.
    pub zone: Zone,
    /// Epoch the person's reply addresses are signed with, see [`Desk::answer_epoch`].
    pub epoch: i64,
}

/// An e-mail with its content.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Key in the outbox; the Message-ID is derived from it.
    pub key: String,
    /// When it was posted.
    pub at: Timestamp,
    /// The recipient.
    pub to: Addressee,
    /// What it says.
    pub said: Said,
}

/// Content of an e-mail.
#[derive(Clone, Debug)]
pub enum Said {
    /// News of a ticket.
    Ticket(Box<TicketNews>),
    /// News of an article, for those who write it.
    Article(ArticleNews),
    /// News of what a user said of how they were served.
    Feedback(FeedbackNews),
    /// An e-mail about an account, with the path of its one-time link, if it has one.
    Account(AccountEmail, Option<String>),
}

/// What happened to a ticket, as far as this recipient may know.
#[derive(Clone, Debug)]
pub struct TicketNews {
    /// What happened, from the recipient's point of view.
    pub notice: Notice,
    /// Reference of the ticket.
    pub reference: Reference,
    /// Subject of the ticket.
    pub subject: String,
    /// The ticket after the event; `None` if nothing beyond the notice may be said.
    pub ticket: Option<Ticket>,
    /// What is promised and due, for whoever gets the ticket to work on or is told that it comes due.
    pub due: Option<(Promise, Timestamp)>,
    /// Name of the person who caused it; `None` if time did.
    pub by: Option<String>,
    /// How certain the author is, if the event came by e-mail.
    pub by_mail: Option<Proof>,
    /// The comment or other text to quote, if any.
    pub quoted: Option<Prose>,
    /// Name of the user whose description is quoted, where the event itself says nothing.
    pub described_by: Option<String>,
    /// Name of the affected user.
    pub affected: Option<String>,
    /// Service of the ticket, if any.
    pub service: Option<Label>,
    /// Catalogue item of a request, if any.
    pub item: Option<Label>,
    /// Estimated cost of a request that was evaluated, if given.
    pub cost: Option<Cents>,
    /// Expected impact of a request that was evaluated, if given.
    pub impact: Option<Prose>,
    /// Team in charge of the ticket, if any.
    pub team: Option<Label>,
    /// Whether its link leads to the agents' desk rather than the portal.
    pub at_the_desk: bool,
    /// Whether a reply by e-mail is added to the ticket. Approvers decide on its page instead.
    pub may_answer: bool,
    /// The question how they were served, if it goes with this e-mail.
    pub question: Option<MailedQuestion>,
    /// Earlier e-mails about the ticket, to and from this recipient, earliest first.
    pub earlier: Vec<Earlier>,
}

impl Desk {
    /// Takes due e-mails for sending, at most `limit`.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer; the same for the functions below.
    pub async fn take_emails(&self, limit: i64) -> Result<Vec<OutboxRow>, DeskError> {
        let now = self.now();
        // Looked at first: asking the writer for nothing would be a commit for nothing.
        let next = self.store.read().await?.next_email().await?;
        if next.is_none_or(|due| due > now) {
            return Ok(Vec::new());
        }
        Ok(self
            .store
            .write(move |txn| {
                Box::pin(async move { txn.take_emails(now, now.plus(TAKEN), limit).await })
            })
            .await?)
    }

    /// Records that the mail server accepted an e-mail.
    pub async fn email_sent(&self, key: &str) -> Result<(), DeskError> {
        let (key, now) = (key.to_owned(), self.now());
        Ok(self
            .store
            .write(move |txn| {
                let key = key.clone();
                Box::pin(async move { txn.email_sent(&key, now).await })
            })
            .await?)
    }

    /// Drops an e-mail, because there is no recipient any more or nothing to say.
    pub async fn email_dropped(&self, key: &str) -> Result<(), DeskError> {
        let key = key.to_owned();
        Ok(self
            .store
            .write(move |txn| {
                let key = key.clone();
                Box::pin(async move { txn.email_dropped(&key).await })
            })
            .await?)
    }

    /// Records a failed attempt. The e-mail is tried again later, with growing and randomized
    /// waits, unless the failure is permanent or it was tried [`TRIES`] times.
    pub async fn email_not_sent(
        &self,
        outbound: &OutboxRow,
        for_good: bool,
        error: &str,
    ) -> Result<(), DeskError> {
        let (key, error, now) = (outbound.outbound.key.clone(), error.to_owned(), self.now());
        let again = (!for_good && outbound.tries < TRIES)
            .then(|| now.plus(self.wait_after(outbound.tries)));
        Ok(self
            .store
            .write(move |txn| {
                let (key, error) = (key.clone(), error.clone());
                Box::pin(async move {
                    match again {
                        Some(due) => txn.email_postponed(&key, due, &error).await,
                        None => txn.email_failed(&key, now, &error).await,
                    }
                })
            })
            .await?)
    }

    /// Wait after an attempt: doubled each time, with up to a quarter added at random.
    fn wait_after(&self, tries: i64) -> i64 {
        let doublings = u32::try_from(tries.clamp(1, 32) - 1).unwrap_or_default();
        let wait = FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT);
        let drawn = self.ids.draw().as_u128() >> 64;
        #[allow(clippy::cast_possible_truncation)]
        let chance = (drawn % 1024) as i64;
        wait + wait / 4 * chance / 1024
    }

    /// What an e-mail says now, in the recipient's language; `None` if they may no longer be told,
    /// or have no address.
    pub async fn outgoing(&self, posted: &OutboxRow) -> Result<Option<Outgoing>, DeskError> {
        let outbound = &posted.outbound;
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        let person = directory.people.get(&outbound.person);
        let Some(person) = person.filter(|person| person.active) else {
            return Ok(None);
        };
        let Some(address) = outbound.address.clone().or_else(|| person.email.clone()) else {
            return Ok(None);
        };
        let epoch = snapshot.conn.answer_epoch(person.id).await?;
        if let Some(article) = outbound.article {
            let conn = &mut snapshot.conn;
            let news = self.article_news(conn, article, &outbound.kind, person, &directory);
            return Ok(news.await?.map(|news| Outgoing {
                key: outbound.key.clone(),
                at: outbound.at,
                to: self.addressee(person, address, epoch),
                said: Said::Article(news),
            }));
        }
        let notice = Notice::from_name(&outbound.kind);
        let of_feedback = notice.filter(|notice| notice.is_of_feedback());
        let said = match (outbound.about, of_feedback) {
            (None, _) => match AccountEmail::from_name(&outbound.kind) {
                Some(about) => {
                    // No snapshot is held while the link is written.
                    drop(snapshot.conn);
                    let link = self.account_link(about, person.id, &address).await?;
                    let path = link.map(|token| format!("/link/{}", token.reveal()));
                    return Ok(Some(Outgoing {
                        key: outbound.key.clone(),
                        at: outbound.at,
                        to: self.addressee(person, address, epoch),
                        said: Said::Account(about, path),
                    }));
                }
                None => None,
            },
            (Some((_, position)), Some(notice)) => {
                let conn = &mut snapshot.conn;
                let news = self.feedback_news(conn, notice, position, person).await?;
                news.map(Said::Feedback)
            }
            (Some((ticket, position)), None) => {
                let conn = &mut snapshot.conn;
                let history = conn.placed_history(ticket).await?;
                let texts = conn.texts(ticket).await?;
                let news = notice.and_then(|notice| {
                    news(notice, position, &history, &texts, person, &directory)
                });
                let end = history.iter().find(|(p, _)| *p == position);
                let command = end.map(|(_, end)| end.command);
                let asks = notice.filter(|notice| may_ask(*notice)).and(command);
                let question = match asks {
                    Some(command) => {
                        let end = (ticket, command);
                        self.mailed_question(conn, &directory, end, person).await?
                    }
                    None => None,
                };
                match news {
                    // Answered meanwhile, or too late.
                    Some(_) if notice == Some(Notice::FeedbackAsked) && question.is_none() => None,
                    Some(mut news) => {
                        news.question = question;
                        news.earlier = earlier(conn, person, ticket).await?;
                        for prose in [&mut news.quoted, &mut news.impact].into_iter().flatten() {
                            let text = Text {
                                body: std::mem::take(&mut prose.body),
                                format: prose.format,
                            };
                            *prose = self.prose.once(text, &NamedFiles::default()).await;
                        }
                        Some(Said::Ticket(Box::new(news)))
                    }
                    None => None,
                }
            }
        };
        Ok(said.map(|said| Outgoing {
            key: outbound.key.clone(),
            at: outbound.at,
            to: self.addressee(person, address, epoch),
            said,
        }))
    }

    fn addressee(&self, person: &Person, address: String, epoch: i64) -> Addressee {
        Addressee {
            person: person.id,
            name: person.name.clone(),
            address,
            language: person.language.unwrap_or_default(),
            zone: self.zone_of(person),
            epoch,
        }
    }

    /// E-mails that wait or were given up, and the number of each. Those about tickets the caller
    /// may not see are neither shown nor counted.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn mail(&self, caller: Caller) -> Result<Outbox, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let scope = Scope::of(&caller.administrator(&snapshot.directory)?);
        let posted = snapshot.conn.emails_in_trouble(&scope, SHOWN).await?;
        let (waiting, failed) = snapshot.conn.emails_counted(&scope).await?;
        let mut outbound = Vec::new();
        for one in posted {
            let reference = match one.outbound.about {
                Some((ticket, _)) => snapshot.conn.aggregate(ticket).await?,
                None => None,
            };
            let person = snapshot.directory.people.get(&one.outbound.person);
            let address = one.outbound.address.clone();
            outbound.push(OutboxLine {
                to: address
                    .or_else(|| person?.email.clone())
                    .unwrap_or_default(),
                reference: reference.map(|aggregate| aggregate.ticket().reference()),
                key: self.cursors.seal_email(caller.person, &one.outbound.key)?,
                kind: one.outbound.kind,
                at: one.outbound.at,
                tries: one.tries,
                error: one.error,
                due: one.due,
                failed_at: one.failed_at,
            });
        }
        Ok(Outbox {
            waiting,
            failed,
            emails: outbound,
        })
    }

    /// When a ticket was recorded; `None` if there is no such ticket.
    ///
    /// # Errors
    /// [`DeskError`] if the database does not answer or the ticket cannot be read.
    pub async fn recorded_at(&self, id: TicketId) -> Result<Option<Timestamp>, DeskError> {
        let aggregate = self.store.read().await?.aggregate(id).await?;
        Ok(aggregate.map(|aggregate| aggregate.ticket().recorded_at))
    }

    /// The epoch this person's reply addresses are signed with now; addresses of earlier epochs
    /// prove nothing.
    pub async fn answer_epoch(&self, person: PersonId) -> Result<i64, DeskError> {
        Ok(self.store.read().await?.answer_epoch(person).await?)
    }

    /// Keys and times of the last e-mails sent to this person, at most 1,000.
    pub async fn emails_to(&self, person: PersonId) -> Result<Vec<(String, Timestamp)>, DeskError> {
        const LAST: i64 = 1_000;
        Ok(self.store.read().await?.emails_to(person, LAST).await?)
    }

    /// Sends again what could not be sent: one e-mail, or all. Returns how many of them the caller
    /// may see.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator.
    pub async fn send_again(&self, caller: Caller, key: Option<&str>) -> Result<u64, DeskError> {
        caller.administrator(&*self.directory().await?)?;
        let key = key.map(|sealed| self.cursors.unseal_email(caller.person, sealed));
        if key == Some(None) {
            // Made up, or given to somebody else.
            return Ok(0);
        }
        let key = key.flatten();
        let (desk, now) = (self.clone(), self.now());
        self.store
            .attempt(move |txn| {
                let (key, desk) = (key.clone(), desk.clone());
                Box::pin(async move {
                    crate::kernel::error::outcome(
                        async {
                            let scope = Scope::of(&caller.administrator(&txn.directory_now())?);
                            let outbound = txn.emails_again(&scope, key.as_deref(), now).await?;
                            let (audited, by) = (
                                AuditEvent::MailSentAgain { emails: outbound },
                                caller.person,
                            );
                            desk.note_in(txn, &audited, None, &Who::Person(by)).await?;
                            Ok(outbound)
                        }
                        .await,
                    )
                })
            })
            .await?
    }
}

/// What is promised of a ticket, as its command left it, and due.
fn due(notice: Notice, event: &Event, ticket: &Ticket) -> Option<(Promise, Timestamp)> {
    match (notice, event) {
        (Notice::DueSoon | Notice::Overdue, Event::Escalated { promise, due, .. }) => {
            due.map(|at| (*promise, at))
        }
        (Notice::Assigned | Notice::HandedOver | Notice::Critical, _) => {
            let due = ticket.clocks.as_ref()?.due()?;
            Some((due.promise, due.at))
        }
        _ => None,
    }
}

/// News of the event at a position, as that person may know it, texts not rendered yet. Visibility
/// is checked as of sending, not only as of the event.
fn news(
    notice: Notice,
    position: i64,
    history: &[(i64, guichet_domain::tickets::event::Envelope)],
    texts: &std::collections::BTreeMap<guichet_domain::TextId, Text>,
    person: &Person,
    directory: &Directory,
) -> Option<TicketNews> {
    let envelope = &history.iter().find(|(p, _)| *p == position)?.1;
    let fold = |upto: i64| {
        let known = history.iter().take_while(|(p, _)| *p <= upto);
        known.fold(Ticket::unrecorded(envelope.ticket), |t, (_, e)| {
            evolve(t, e)
        })
    };
    let (actor, now) = (person.actor(), fold(i64::MAX));
    let subject_of = |ticket: &Ticket| {
        let subject = texts.get(&ticket.subject);
        subject.map(|text| text.body.clone()).unwrap_or_default()
    };
    let earlier = Vec::new();
    if notice == Notice::ApprovalWithdrawn {
        // No more than they knew when it was theirs.
        let before = fold(position - 1);
        viewer(&before, &actor)?;
        return Some(TicketNews {
            notice,
            reference: before.reference(),
            subject: subject_of(&before),
            ticket: None,
            due: None,
            by: None,
            by_mail: None,
            quoted: None,
            described_by: None,
            affected: None,
            service: None,
            item: None,
            cost: None,
            impact: None,
            team: None,
            at_the_desk: false,
            may_answer: false,
            question: None,
            earlier,
        });
    }
    let quality = viewer(&now, &actor)?;
    let happened = seen(envelope, quality)?;
    if notice == Notice::ApprovalReminded && !awaits(&now, person.id) {
        return None;
    }
    let ticket = view(&fold(position), quality);
    let name = |id: PersonId| directory.people.get(&id).map(|person| person.name.clone());
    let evaluation = matches!(happened.event, Event::Evaluated { .. })
        .then_some(ticket.evaluation.as_ref())
        .flatten();
    // Nobody has us send their words to whomever they name: who is written to in answer to an e-mail
    // that proves nothing knows what they wrote, if they did.
    let claims =
        happened.by == Who::Person(person.id) && happened.event.by_mail() == Some(Proof::Claimed);
    let shown = |text| {
        // What an answer by mail quoted its readers have had.
        let text = texts.get(&text)?;
        let (body, _) = unfold(&text.body);
        (!body.trim().is_empty()).then(|| Prose {
            body: body.to_owned(),
            format: text.format,
            html: String::new(),
        })
    };
    let said = quoted(&happened.event).filter(|_| !claims).and_then(shown);
    // Whoever is given work or asked to decide reads what it is about, as somebody who hands it over
    // would tell them.
    let asks = matches!(
        notice,
        Notice::Assigned | Notice::HandedOver | Notice::ApprovalAsked | Notice::ApprovalReminded
    );
    let described = ticket.description.filter(|_| asks).and_then(shown);
    let (quoted, described_by) = match (said, described) {
        (said, Some(described)) if said.is_none() || notice != Notice::HandedOver => {
            (Some(described), name(ticket.affected))
        }
        (said, _) => (said, None),
    };
    let command = happened.command;
    let whole = history.iter().filter(|(_, one)| one.command == command);
    let end = whole.map(|(position, _)| *position).max();
    let due = due(notice, &happened.event, &fold(end.unwrap_or(position)));
    Some(TicketNews {
        notice,
        due: due.filter(|_| quality == Viewer::Agent),
        reference: ticket.reference(),
        subject: subject_of(&now),
        by: happened.by.person().and_then(name),
        by_mail: match described_by {
            Some(_) => history.first().and_then(|(_, first)| first.event.by_mail()),
            None => happened.event.by_mail(),
        },
        quoted,
        described_by,
        affected: name(ticket.affected),
        service: ticket
            .service
            .and_then(|service| directory.services.get(&service))
            .map(|service| service.name.clone()),
        item: ticket
            .item
            .and_then(|item| directory.items.get(&item))
            .map(|item| item.name.clone()),
        cost: evaluation.and_then(|evaluation| evaluation.cost),
        impact: evaluation.and_then(|evaluation| shown(evaluation.impact?)),
        team: ticket
            .team
            .and_then(|team| directory.teams.get(&team))
            .map(|team| team.name.clone()),
        may_answer: quality != Viewer::Approver,
        at_the_desk: quality == Viewer::Agent && !now.participants().contains(&person.id),
        ticket: Some(ticket),
        question: None,
        earlier,
    })
}

fn awaits(ticket: &Ticket, person: PersonId) -> bool {
    let pending = |approval: &Approval| approval.pending().collect::<BTreeSet<_>>();
    ticket.state == guichet_domain::tickets::workflow::State::AwaitingApproval
        && ticket
            .approval
            .as_ref()
            .is_some_and(|approval| pending(approval).contains(&person))
}
