//! What the parts of the page share: the major incident as it was read last, and what was done.

use crate::kernel::context::new_command;
use crate::kernel::error::{Answer, ApiError};
use crate::live::bus::LiveBus;
use crate::recurrence::api;
use crate::tickets::api::carry_out;
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::live::message::Live;
use guichet_domain::recurrence::major::MajorPage;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::major::MajorCommand;
use guichet_domain::{CommandId, PersonId};
use leptos::prelude::*;

/// The page as it stands, and what was done on it last.
#[derive(Clone, Copy)]
pub struct Board {
    pub now: RwSignal<MajorPage>,
    pub said: RwSignal<Option<&'static str>>,
    /// Why something was not done.
    pub failure: RwSignal<Option<ApiError>>,
    /// Number of the reading that was asked for last.
    asked: StoredValue<u32>,
}

impl Board {
    pub fn new(page: MajorPage) -> Self {
        let board = Self {
            now: RwSignal::new(page),
            said: RwSignal::new(None),
            failure: RwSignal::new(None),
            asked: StoredValue::new(0),
        };
        board.follow();
        board
    }

    pub fn incident(self) -> Reference {
        self.now.with_untracked(|page| page.incident)
    }

    /// Reads the page again whenever something of it changed.
    fn follow(self) {
        let bus = LiveBus::here();
        bus.follow(bus.mark(), move |live| {
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
                leptos::task::spawn_local(self.read());
            }
        });
    }

    /// Reads the page again. An answer that was overtaken is none.
    async fn read(self) {
        let mine = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        let Some(incident) = self.now.try_with_untracked(|page| page.incident.id) else {
            return;
        };
        if let Ok(page) = api::major(incident).await
            && self.asked.try_get_value() == mine
        {
            self.now.try_set(page);
        }
    }

    /// Says what was done, and shows what came of it.
    pub fn done(self, said: &'static str) {
        self.failure.try_set(None);
        self.said.try_set(Some(said));
        leptos::task::spawn_local(self.read());
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
                    self.read().await;
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
