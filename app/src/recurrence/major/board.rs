//! What the parts of the page share: the major incident as it was read last, and what was done.

use crate::kernel::context::new_command;
use crate::kernel::error::{Answer, ApiError};
use crate::live::again::{Again, GATHER};
use crate::live::bus::LiveBus;
use crate::recurrence::api;
use crate::tickets::api::carry_out;
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::live::message::Live;
use guichet_domain::recurrence::major::MajorPage;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::major::MajorCommand;
use guichet_domain::{CommandId, PersonId, TicketId};
use leptos::prelude::*;

/// The page as it stands, and what was done on it last.
#[derive(Clone, Copy)]
pub struct Board {
    pub now: RwSignal<MajorPage>,
    pub said: RwSignal<Option<&'static str>>,
    /// Why something was not done.
    pub failure: RwSignal<Option<ApiError>>,
    again: Again,
}

impl Board {
    /// `mark` is the number of the first message that the page may not contain.
    pub fn new(page: MajorPage, mark: u64) -> Self {
        let incident = page.incident.id;
        let cursor = page.cursor.clone();
        let now = RwSignal::new(page);
        let board = Self {
            now,
            said: RwSignal::new(None),
            failure: RwSignal::new(None),
            again: Again::new(move || read_into(now, incident)),
        };
        board.follow(cursor, mark);
        board
    }

    pub fn incident(self) -> Reference {
        self.now.with_untracked(|page| page.incident)
    }

    /// Reads the page again whenever something of it changed.
    fn follow(self, cursor: String, mark: u64) {
        let bus = LiveBus::here();
        Effect::new(move |_| bus.open(cursor.clone()));
        bus.follow(mark, move |live| {
            let is_of = |reference: Reference| {
                let here = self.now.try_with_untracked(|page| {
                    let mut children = page.children.iter();
                    page.incident.id == reference.id
                        || children.any(|child| child.reference.id == reference.id)
                });
                here == Some(true)
            };
            let concerns = match live {
                Live::Reload => true,
                Live::Update(update) => is_of(update.reference),
                Live::Gone(_) | Live::Feedback(_) | Live::Groups(_) | Live::Unread(_) => false,
            };
            if concerns {
                self.again.ask(GATHER);
            }
        });
    }

    /// Reads the page again at once.
    pub fn read(self) {
        self.again.ask_now();
    }

    /// Says what was done, and shows what came of it.
    pub fn done(self, said: &'static str) {
        self.failure.try_set(None);
        self.said.try_set(Some(said));
        self.read();
    }

    pub fn begin(self) {
        self.said.set(None);
        self.failure.set(None);
    }

    /// Carries out something that needs no form.
    pub fn act(self, command: MajorCommand, said: &'static str) {
        self.begin();
        let sent = self.send(new_command(), command);
        leptos::task::spawn_local(async move {
            match sent.await.unwrap_or_else(|ApiError(why)| Err(why)) {
                Ok(()) => self.done(said),
                Err(why) => {
                    self.failure.try_set(Some(ApiError(why)));
                    self.read();
                }
            }
        });
    }

    /// Sends what concerns the incident alone.
    pub fn send(
        self,
        id: CommandId,
        command: MajorCommand,
    ) -> impl Future<Output = Answer<()>> + 'static {
        let command = CommandEnvelope {
            id,
            ticket: self.incident().id,
            command: Command::Major(command),
            format: Format::Plain,
        };
        async move { Ok(carry_out(command).await?.map(drop)) }
    }

    /// The agents as options of a select.
    pub fn agents(self) -> Vec<(String, String)> {
        self.now.with_untracked(|page| {
            let agents = page.agents.iter();
            agents
                .map(|(id, name): &(PersonId, String)| (id.to_string(), name.clone()))
                .collect()
        })
    }
}

async fn read_into(now: RwSignal<MajorPage>, incident: TicketId) {
    if let Ok(page) = api::major(incident).await {
        now.try_set(page);
    }
}
