//! Putting tickets into a store.

use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::ids::{CommandId, PersonId, TeamId, TextId, TicketId};
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::prose::Text;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::tickets::event::{Envelope, Event, Recorded};
use guichet_domain::tickets::offered::Offered;
use guichet_domain::tickets::ticket::Ticket;
use guichet_store::{Store, StoreError, Txn};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// A command id that nothing else in this process has.
pub fn command_id() -> CommandId {
    static MADE: AtomicU64 = AtomicU64::new(1);
    let n = MADE.fetch_add(1, Ordering::Relaxed);
    CommandId(Uuid::from_u64_pair(n, u64::from(std::process::id()) << 32))
}

/// What happens to one ticket by one command.
#[derive(Clone, Debug)]
pub struct Notified {
    pub command: CommandId,
    pub by: Who,
    pub at: Timestamp,
    pub events: Vec<Event>,
    pub texts: Vec<(TextId, String)>,
}

impl Notified {
    /// A new incident of person 1, to which tests add what they need.
    pub fn incident(subject: &str, at: Timestamp) -> (Self, Recorded) {
        let command = command_id();
        let text = command.text(0);
        let recorded = Recorded {
            kind: Kind::Incident,
            subject: text,
            description: None,
            affected: PersonId(1),
            reporter: None,
            channel: Channel::Portal,
            noticed_at: None,
            place: None,
            confidential: false,
            restricted: false,
            service: None,
            impact: None,
            urgency: None,
            priority: Priority::Moderate,
            team: Some(TeamId(1)),
            item: None,
            fields: Vec::new(),
            follows: None,
            external: None,
            by_mail: None,
            offered: Offered::default(),
            clocks: None,
        };
        let texts = vec![(text, subject.to_owned())];
        (
            Self {
                command,
                by: Who::Person(PersonId(1)),
                at,
                events: Vec::new(),
                texts,
            },
            recorded,
        )
    }

    pub fn event(event: Event, at: Timestamp) -> Self {
        let by = Who::Person(PersonId(10));
        Self {
            command: command_id(),
            by,
            at,
            events: vec![event],
            texts: Vec::new(),
        }
    }

    /// The same with another event after those there are.
    pub fn and(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }

    fn envelopes(&self, ticket: TicketId) -> Vec<Envelope> {
        let envelope = |event: &Event| Envelope {
            ticket,
            at: self.at,
            by: self.by.clone(),
            command: self.command,
            event: event.clone(),
        };
        self.events.iter().map(envelope).collect()
    }
}

/// Texts as they were typed.
pub fn plain(texts: &[(TextId, String)]) -> Vec<(TextId, Text)> {
    let texts = texts.iter();
    texts.map(|(id, body)| (*id, Text::plain(body))).collect()
}

/// Writes it within a job; `ticket` is a new one where it is not named.
pub async fn tell(
    txn: &mut Txn,
    ticket: Option<TicketId>,
    told: &Notified,
) -> Result<Ticket, StoreError> {
    let aggregate = match ticket {
        Some(ticket) => Some(txn.aggregate(ticket).await?.unwrap()),
        None => None,
    };
    let id = ticket.unwrap_or(txn.next_ticket());
    let appended = txn
        .append(aggregate, &told.envelopes(id), &plain(&told.texts))
        .await?;
    Ok(appended.aggregate.ticket().clone())
}

pub async fn carry_out(
    store: &Store,
    ticket: Option<TicketId>,
    told: Notified,
) -> Result<Ticket, StoreError> {
    store
        .write(move |txn| {
            let told = told.clone();
            Box::pin(async move { tell(txn, ticket, &told).await })
        })
        .await
}

/// Records a ticket as it is told, with further events of the same command.
pub async fn record_told(store: &Store, told: Notified, recorded: Recorded) -> Ticket {
    let mut told = told;
    told.events.insert(0, Event::Recorded(Box::new(recorded)));
    carry_out(store, None, told).await.unwrap()
}

/// The plainest ticket there is.
pub async fn recorded(store: &Store, subject: &str) -> Ticket {
    let (told, recorded) = Notified::incident(subject, super::world::START);
    record_told(store, told, recorded).await
}
