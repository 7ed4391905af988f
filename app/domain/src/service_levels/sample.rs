//! What rules come to, for a ticket that somebody imagines.

use crate::directory::service_level::PromiseRules;
use crate::kernel::actor::Who;
use crate::kernel::channel::Channel;
use crate::kernel::ids::{CommandId, PersonId, TextId, TicketId};
use crate::kernel::priority::Priority;
use crate::kernel::promise::Promise;
use crate::kernel::reference::Kind;
use crate::kernel::time::Timestamp;
use crate::service_levels::explanation::{Explanation, Names, explain};
use crate::tickets::event::{Envelope, Event, Recorded};
use crate::tickets::offered::Offered;
use crate::tickets::winding::counted_again;
use serde::{Deserialize, Serialize};

/// A ticket that somebody imagines, and when it would be due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Kind of the ticket.
    pub kind: Kind,
    /// Its priority.
    pub priority: Priority,
    /// The promise.
    pub promise: Promise,
    /// When it would be recorded.
    pub at: Timestamp,
    /// When the promised time would be over; `None` if it never is.
    pub due: Option<Timestamp>,
    /// Every step of the sum.
    pub explanation: Explanation,
}

/// Samples of a service level, and the time zone of its calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Samples {
    /// One for each time that is promised, at most [`SAMPLES`].
    pub samples: Vec<Sample>,
}

/// Maximum number of samples.
pub const SAMPLES: usize = 12;

/// Returns the sample of a ticket of that kind and priority, of which nothing else is known;
/// `None` if nothing is promised for it.
pub fn sample(
    (kind, priority, promise): (Kind, Priority, Promise),
    at: Timestamp,
    rules: &PromiseRules,
    names: &impl Names,
) -> Option<Sample> {
    let mut recorded = Recorded {
        kind,
        subject: TextId::default(),
        description: None,
        affected: PersonId::default(),
        reporter: None,
        channel: Channel::Portal,
        noticed_at: None,
        place: None,
        confidential: false,
        restricted: false,
        service: None,
        impact: None,
        urgency: None,
        priority,
        team: None,
        item: None,
        fields: Vec::new(),
        follows: None,
        external: None,
        by_mail: None,
        offered: Offered::default(),
        clocks: None,
    };
    let envelope = |recorded: &Recorded| Envelope {
        ticket: TicketId::default(),
        at,
        by: Who::System,
        command: CommandId::default(),
        event: Event::Recorded(Box::new(recorded.clone())),
    };
    let clocks = counted_again(&[envelope(&recorded)], rules)?;
    let due = clocks.of(promise).due;
    clocks.of(promise).sum.as_ref()?.target.as_ref()?;
    recorded.clocks = Some(clocks);
    Some(Sample {
        kind,
        priority,
        promise,
        at,
        due,
        explanation: explain(&[envelope(&recorded)], promise, rules, names, at),
    })
}
