//! Export of all data known of a person, and erasure of a person.

use crate::desk::Desk;
use crate::directory::administer::EntryEdit;
use crate::identity::throttle::{COUNTED, emails_to};
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::kernel::files::path;
use crate::knowledge::facts::restricted;
use crate::tickets::neighbours::Neighbours;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::feedback::event::{FeedbackEnvelope, FeedbackEvent};
use guichet_domain::feedback::given::Feedback;
use guichet_domain::feedback::view::{Reading, reading};
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::kernel::actor::{Actor, Role, Who};
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::stream::{Stream, StreamId};
use guichet_domain::knowledge::view::works_on;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::tickets::event::Envelope;
use guichet_domain::tickets::view::{seen, viewer};
use guichet_domain::{CommandId, FileId, PersonId};
use guichet_store::{Aggregate, Conn, Txn, forgotten_name};
use object_store::ObjectStoreExt;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufWriter, Seek, Write};
use std::sync::Arc;
use tokio_util::io::ReaderStream;

/// Bytes of an export that are read at once.
const PIECE: usize = 64 * 1024;

/// The export of a person's data, about to be sent.
pub struct Document {
    /// Size in bytes.
    pub size: u64,
    /// The JSON document, in parts.
    pub bytes: BoxStream<'static, Result<Bytes, DeskError>>,
}

impl Desk {
    /// Writes all data known of a person as one JSON document, one ticket at a time: what they
    /// could see of their own tickets, and what they did on others. The caller gets only what they
    /// may see themselves; the program itself (`None`) gets everything. People exporting their own
    /// data get no internal notes, not even those they wrote.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if nobody has that number, [`DeskError`] if the database does not
    /// answer or `out` cannot be written.
    pub async fn export_person(
        &self,
        asks: Option<Caller>,
        person: PersonId,
        out: &mut (dyn Write + Send),
    ) -> Result<(), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let known = snapshot
            .directory
            .people
            .get(&person)
            .ok_or(DeskError::NotFound)?;
        let actor = asks.map_or(Ok(Actor::system()), |asks| asks.actor(&snapshot.directory))?;
        let is_own = asks.is_some_and(|asks| asks.person == person);
        let mut own = snapshot.conn.own_rows(person).await?;
        for rows in own.values_mut().filter_map(Value::as_array_mut) {
            if !is_own && asks.is_some() {
                // That somebody was told of feedback is for whoever reads it, not for all who see its ticket.
                rows.retain(|row| !tells_of_feedback(row));
            }
            keep_seen(&mut snapshot.conn, &actor, &snapshot.directory, rows).await?;
            // The order in which the database keeps them tells what else it keeps.
            rows.sort_by_cached_key(|row| (row["at"].as_i64(), row.to_string()));
        }
        let head = json!({"person": known, "beside": own}).to_string();
        let head = head.strip_suffix('}').unwrap_or(&head);
        write!(out, "{head},\"tickets\":[")?;
        let mut first = true;
        for id in snapshot.conn.tickets_with(person).await? {
            let Some(aggregate) = snapshot.conn.aggregate(id).await? else {
                continue;
            };
            let Some(quality) = viewer(aggregate.ticket(), &actor) else {
                continue;
            };
            let quality = if is_own {
                quality.min(Viewer::Participant)
            } else {
                quality
            };
            let texts = snapshot.conn.texts(id).await?;
            let neighbours = Neighbours::of(&mut snapshot.conn, aggregate.history()).await?;
            let history = neighbours.events_for(&actor, aggregate.history());
            // Not what is theirs only because a ticket of theirs is part of it.
            let theirs = aggregate.ticket().own_participants().contains(&person);
            let events: Vec<Envelope> = history
                .iter()
                .filter_map(|envelope| match envelope.by {
                    Who::Person(by) if by == person => seen(envelope, quality),
                    _ if theirs => seen(&seen(envelope, Viewer::Participant)?, quality),
                    _ => None,
                })
                .collect();
            if events.is_empty() {
                continue;
            }
            let texts: Value = events
                .iter()
                .flat_map(|envelope| envelope.event.texts())
                .filter_map(|text| Some((text.to_string(), json!(texts.get(&text)?.body))))
                .collect();
            let reference = aggregate.ticket().reference().to_string();
            let ticket = json!({"reference": reference, "events": events, "texts": texts});
            write!(out, "{}{ticket}", if first { "" } else { "," })?;
            first = false;
        }
        write!(out, "],\"feedback\":[")?;
        let said = own_feedback(&mut snapshot.conn, asks, &actor, person).await?;
        let said: Vec<String> = said.iter().map(Value::to_string).collect();
        Ok(writeln!(out, "{}]}}", said.join(","))?)
    }

    /// Same as [`Desk::export_person`], for the caller's own data. Recorded in the audit log.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn take_own_data(&self, caller: Caller) -> Result<Document, DeskError> {
        caller.person(&*self.directory().await?)?;
        self.take_data(caller, caller.person).await
    }

    /// Same as [`Desk::export_person`], on behalf of an administrator. Recorded in the audit log.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, [`DeskError::NotFound`] if
    /// nobody has that number.
    pub async fn take_data_of(
        &self,
        caller: Caller,
        person: PersonId,
    ) -> Result<Document, DeskError> {
        caller.administrator(&*self.directory().await?)?;
        self.take_data(caller, person).await
    }

    /// Writes the document to disk before any of it is sent, so that a failure never sends half of
    /// it.
    async fn take_data(&self, caller: Caller, person: PersonId) -> Result<Document, DeskError> {
        let mut out = BufWriter::new(self.unnamed().await?);
        self.export_person(Some(caller), person, &mut out).await?;
        let by = Who::Person(caller.person);
        self.note(&AuditEvent::DataTaken, Some(person), &by).await?;
        let mut file = out
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        let size = file.stream_position()?;
        file.rewind()?;
        let bytes = ReaderStream::with_capacity(tokio::fs::File::from_std(file), PIECE);
        Ok(Document {
            size,
            bytes: bytes.map_err(DeskError::from).boxed(),
        })
    }

    /// Erases a person on behalf of the program itself: removes name and address everywhere, the
    /// log included, closes the account and ends its sessions. What they did stays under their
    /// number, and so do the figures. Texts they wrote are not touched; these can be removed one by
    /// one.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if nobody has that number, [`DeskError::Refused`] for the last
    /// administrator.
    pub async fn forget_person(&self, person: PersonId) -> Result<(), DeskError> {
        self.forget(person, None).await
    }

    /// Same as [`Desk::forget_person`], on behalf of an administrator.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, or is the person to erase.
    pub async fn anonymise(&self, caller: Caller, person: PersonId) -> Result<(), DeskError> {
        self.forget(person, Some(caller)).await
    }

    async fn forget(&self, person: PersonId, caller: Option<Caller>) -> Result<(), DeskError> {
        // Whoever may not has nothing read for them.
        on_behalf_of(&*self.directory().await?, person, caller)?;
        let naming: Arc<[i64]> = self.reports_naming(person).await?.into();
        let (desk, id) = (self.clone(), self.new_command());
        let files = self.store.attempt(move |txn| {
            let (desk, naming) = (desk.clone(), Arc::clone(&naming));
            Box::pin(async move { outcome(desk.forget_in(txn, id, person, caller, &naming).await) })
        });
        for file in files.await?? {
            self.drop_file(file).await;
        }
        self.feed.sessions_changed();
        Ok(())
    }

    /// Numbers of the bounce reports that name any address the person ever had.
    async fn reports_naming(&self, person: PersonId) -> Result<Vec<i64>, DeskError> {
        let mut conn = self.store.read().await?;
        let addresses = conn.addresses_of(person).await?;
        let reports = conn.kept_reports().await?;
        drop(conn);
        let mut naming = Vec::new();
        for (id, file) in reports {
            let bytes = match self.files.get(&path(file)).await {
                Ok(report) => report.bytes().await?,
                // Discarded meanwhile.
                Err(object_store::Error::NotFound { .. }) => continue,
                Err(error) => return Err(error.into()),
            };
            if names_any(&bytes, &addresses) {
                naming.push(id);
            }
        }
        Ok(naming)
    }

    async fn forget_in(
        &self,
        txn: &mut Txn,
        id: CommandId,
        person: PersonId,
        caller: Option<Caller>,
        naming: &[i64],
    ) -> Result<Vec<FileId>, DeskError> {
        let directory = txn.directory_now();
        let by = on_behalf_of(&directory, person, caller)?;
        let known = directory.people.get(&person).ok_or(DeskError::NotFound)?;
        let entry = Entry::Person(Person {
            id: person,
            name: forgotten_name(person),
            role: Role::User,
            department: known.department,
            active: false,
            ..Person::default()
        });
        let was = None;
        self.save_in(txn, EntryEdit { id, entry, was }, &by).await?;
        let forgotten = txn.forget_person(person, naming).await?;
        for address in forgotten.addresses {
            // As those who ask for an address name it.
            let hash = hex::encode(Sha256::digest(&address));
            txn.clear_throttle(&format!("account:{hash}")).await?;
            txn.clear_throttle(&emails_to(&address)).await?;
        }
        txn.clear_throttles_of(person, &COUNTED).await?;
        self.note_in(txn, &AuditEvent::Forgotten, Some(person), &by)
            .await?;
        Ok(forgotten.files)
    }
}

/// What a person was asked and said, without what others made of it. Others than they themselves
/// get only what they read anyway; the program itself gets all of it.
async fn own_feedback(
    conn: &mut Conn,
    asks: Option<Caller>,
    actor: &Actor,
    person: PersonId,
) -> Result<Vec<Value>, DeskError> {
    let mut own = Vec::new();
    for feedback in conn.feedback_by(person).await? {
        let Some(aggregate) = conn.aggregate(feedback.asked.ticket).await? else {
            continue;
        };
        let ticket = aggregate.ticket();
        let shown = match asks {
            None => true,
            Some(asks) if asks.person == person => viewer(ticket, actor).is_some(),
            Some(_) => reading(&feedback, ticket, actor) == Some(Reading::Whole),
        };
        if !shown {
            continue;
        }
        let bodies = conn.bodies(feedback.id).await?;
        let history = conn.feedback_history(feedback.id).await?.into_iter();
        let said = history.map(|(_, envelope)| envelope).filter(|envelope| {
            matches!(
                envelope.event,
                FeedbackEvent::Asked(_) | FeedbackEvent::Given { .. }
            )
        });
        let said: Vec<FeedbackEnvelope> = said.collect();
        let texts: Value = said
            .iter()
            .flat_map(|envelope| envelope.event.texts())
            .filter_map(|text| Some((text.to_string(), json!(bodies.get(&text)?))))
            .collect();
        let reference = ticket.reference().to_string();
        own.push(json!({"reference": reference, "events": said, "texts": texts}));
    }
    Ok(own)
}

/// Whether a notification or an e-mail tells that somebody was asked, answered badly, or is to do
/// something about it.
fn tells_of_feedback(row: &Value) -> bool {
    let kind = row.get("kind").and_then(Value::as_str);
    let notice = kind.and_then(Notice::from_name);
    notice.is_some_and(|notice| notice.is_of_feedback() || notice == Notice::FeedbackAsked)
}

/// Drops rows about tickets, feedback and articles the actor may not see, and removes positions and
/// keys from the others, since gaps in them would tell what is hidden.
async fn keep_seen(
    conn: &mut Conn,
    actor: &Actor,
    directory: &Directory,
    rows: &mut Vec<Value>,
) -> Result<(), DeskError> {
    let (mut kept, mut known) = (Vec::new(), BTreeMap::new());
    for mut row in std::mem::take(rows) {
        if let Some(row) = row.as_object_mut() {
            row.retain(|name, _| !["position", "key"].contains(&name.as_str()));
        }
        let seen = match about(&row) {
            None => true,
            Some(about) => match known.get(&about) {
                Some(seen) => *seen,
                None => {
                    let seen = match (about.ticket(), about.article(), about.feedback()) {
                        (Some(ticket), ..) => conn.sees(actor, ticket).await?,
                        (_, _, Some(feedback)) => {
                            let feedback = conn.feedback(feedback).await?;
                            reads_feedback(conn, actor, feedback).await?
                        }
                        (_, Some(article), _) => {
                            let article = conn.article(article).await?;
                            let restricted = restricted(directory);
                            article.is_some_and(|one| works_on(&one, actor, &restricted))
                        }
                        (None, None, None) => true,
                    };
                    known.insert(about, seen);
                    seen
                }
            },
        };
        if seen {
            kept.push(row);
        }
    }
    *rows = kept;
    Ok(())
}

/// Whether the actor reads a feedback, or was asked themselves.
async fn reads_feedback(
    conn: &mut Conn,
    actor: &Actor,
    feedback: Option<Feedback>,
) -> Result<bool, DeskError> {
    let Some(feedback) = feedback else {
        return Ok(false);
    };
    let aggregate = conn.aggregate(feedback.asked.ticket).await?;
    let ticket = aggregate.as_ref().map(Aggregate::ticket);
    let was_asked = actor.person() == Some(feedback.asked.person);
    Ok(ticket.is_some_and(|ticket| {
        let sees = viewer(ticket, actor).is_some();
        let reads = reading(&feedback, ticket, actor) == Some(Reading::Whole);
        actor.is_system() || was_asked && sees || reads
    }))
}

/// What a row is about: a row of a table names it by its number or its stream, an audit event by its
/// reference.
fn about(row: &Value) -> Option<StreamId> {
    let number = |name: &str| row.get(name).and_then(Value::as_i64);
    let named = row.get("stream").and_then(Value::as_str);
    let id = number("id").or_else(|| number("about"));
    let named = named.and_then(Stream::from_name).zip(id);
    let ticket = number("ticket").or_else(|| row.pointer("/data/ticket/id")?.as_i64());
    ticket
        .map(|id| Stream::Ticket.of(id))
        .or_else(|| Some(Stream::Article.of(number("article")?)))
        .or_else(|| named.map(|(kind, id)| kind.of(id)))
}

/// Who erases a person: the program itself, or an administrator other than that person.
fn on_behalf_of(
    directory: &Directory,
    person: PersonId,
    caller: Option<Caller>,
) -> Result<Who, DeskError> {
    let Some(caller) = caller else {
        return Ok(Who::System);
    };
    let actor = caller.administrator(directory)?;
    if caller.person == person {
        return Err(DeskError::Forbidden);
    }
    Ok(actor.who)
}

/// Whether a message contains one of these addresses, given in lower case.
fn names_any(message: &[u8], addresses: &BTreeSet<String>) -> bool {
    let message = message.to_ascii_lowercase();
    addresses.iter().any(|address| {
        let address = address.as_bytes();
        message.windows(address.len()).any(|part| part == address)
    })
}
