//! State that the parts of the desk share: the queue, and the open ticket.

use crate::kernel::context::{FormState, Loading, load, use_form_state};
use crate::kernel::error::ApiError;
use crate::live::bus::LiveBus;
use crate::queue::address::query_of;
use guichet_domain::TicketId;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::queue::page::Queue;
use guichet_domain::queue::query::QueueQuery;
use guichet_domain::tickets::page::TicketPage;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

/// A page of the queue, and the number of the first message it may not contain.
pub type QueueResource = Loading<(Result<Queue, ApiError>, u64)>;

/// The open ticket, likewise; `None` while none is open.
pub type TicketResource = Loading<(Result<Option<TicketPage>, ApiError>, u64)>;

/// State that the parts of the desk share.
#[derive(Clone, Copy)]
pub struct OpenDesk {
    pub query: Memo<QueueQuery>,
    /// Ticket whose reference is in the address; `None` if that is not a valid reference.
    pub selected: Memo<Option<TicketId>>,
    /// Whether the address names a ticket at all.
    pub has_ticket: Memo<bool>,
    pub queue: QueueResource,
    pub ticket: TicketResource,
    pub form: StoredValue<FormState>,
    /// Message for screen readers that is also shown for a while.
    pub toast: RwSignal<String>,
}

impl OpenDesk {
    pub fn new() -> Self {
        let (map, path) = (use_query_map(), use_location().pathname);
        let query = Memo::new(move |_| map.with(query_of));
        let segment = Memo::new(move |_| path.with(|path| second_segment(path)));
        let selected = Memo::new(move |_| {
            let reference: Option<Reference> = segment.get()?.parse().ok();
            reference.map(|reference| reference.id)
        });
        // Everything that is read from the server is asked for here, at once and in one order.
        let bus = LiveBus::here();
        let queue = load(
            move || query.get(),
            move |query| {
                let mark = bus.mark();
                async move { (crate::queue::api::queue(query).await, mark) }
            },
        );
        let ticket = load(
            move || (segment.with(Option::is_some), selected.get()),
            move |(wanted, id)| {
                let mark = bus.mark();
                async move { (read(wanted, id).await, mark) }
            },
        );
        Self {
            query,
            selected,
            has_ticket: Memo::new(move |_| segment.with(Option::is_some)),
            queue,
            ticket,
            form: StoredValue::new(use_form_state()),
            toast: RwSignal::new(String::new()),
        }
    }

    pub fn here() -> Self {
        expect_context::<Self>()
    }

    /// Shows a message for a while.
    pub fn say(self, text: impl Into<String>) {
        self.toast.set(text.into());
        let toast = self.toast;
        set_timeout(
            move || drop(toast.try_set(String::new())),
            std::time::Duration::from_secs(4),
        );
    }
}

async fn read(wanted: bool, id: Option<TicketId>) -> Result<Option<TicketPage>, ApiError> {
    match id {
        Some(id) => crate::tickets::api::ticket(id, None).await.map(Some),
        None if wanted => Err(ApiError(Failure::NotFound)),
        None => Ok(None),
    }
}

fn second_segment(path: &str) -> Option<String> {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    segments.nth(1).map(str::to_owned)
}
