//! The open ticket: the server's page, the events since, and commands that the server has not
//! answered yet.

use crate::kernel::context::{new_command, now};
use crate::kernel::drafts::{Draft, forget_sheets};
use crate::kernel::json;
use crate::kernel::session::Session;
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::queue::keys::keep_focus;
use crate::queue::open_desk::OpenDesk;
use crate::tickets::api;
use crate::tickets::desk::drafts::{back_as_note, draft_of};
use crate::tickets::desk::unsent::{INTERRUPTED, Unsent};
use guichet_domain::directory::card::Card;
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::prose::Format;
use guichet_domain::kernel::prose::{Prose, Texts};
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::tickets::command::{Command, CommandEnvelope};
use guichet_domain::tickets::event::{Envelope, Event};
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::view::readable;
use guichet_domain::{
    CommandId, FileId, PersonId, TextId, Ticket, TicketId, Timestamp, decide, evolve,
};
use guichet_locales::words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// A command shown before the server has answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    pub id: CommandId,
    pub command: Command,
    pub events: Vec<Envelope>,
    pub texts: Texts,
    /// Why it was not sent; it can be sent again.
    pub failed: Option<Failure>,
}

/// Result of a command.
pub type Outcome = Result<(), Failure>;

/// Called with the result of a command. Reference-counted, since the button that sent it may be
/// gone by then.
pub type Done = Arc<dyn Fn(Outcome) + Send + Sync>;

type Job = (CommandEnvelope, Done);

#[derive(Clone, Copy)]
pub struct Open {
    pub id: TicketId,
    /// The ticket as the server knows it.
    pub page: RwSignal<TicketPage>,
    pub pending: RwSignal<Vec<Pending>>,
    /// The ticket as it is shown, with pending commands applied.
    pub ticket: Memo<Ticket>,
    pub sheet: RwSignal<Option<Action>>,
    /// Text or file that the removal sheet removes, if it was chosen beforehand.
    pub removing: RwSignal<Option<Removed>>,
    /// Texts and files that can still be removed, with their audience.
    pub readable: Memo<BTreeMap<Removed, Audience>>,
    /// Why the last action failed.
    pub failure: RwSignal<Option<Failure>>,
    pub gone: RwSignal<bool>,
    /// The last action's command.
    tried: StoredValue<Option<(CommandId, Command)>>,
    unsent: StoredValue<Unsent>,
    /// Draft of the note that is being written.
    note: StoredValue<Draft>,
    desk: OpenDesk,
    jobs: StoredValue<VecDeque<Job>>,
    running: StoredValue<bool>,
    /// Number of times that something new came, by the stream or in an answer.
    heard: StoredValue<u64>,
}

impl Open {
    /// Shows a page that was requested when the next message had the number `mark`.
    pub fn new(page: TicketPage, mark: u64) -> Self {
        let id = page.ticket.id;
        let cursor = page.cursor.clone();
        let page = RwSignal::new(page);
        let pending = RwSignal::new(Vec::<Pending>::new());
        let ticket = Memo::new(move |_| {
            let known = page.with(|page| page.ticket.clone());
            pending.with(|all| {
                let events = all.iter().filter(|p| p.failed.is_none());
                events.flat_map(|p| &p.events).fold(known, evolve)
            })
        });
        let open = Self {
            id,
            page,
            pending,
            ticket,
            sheet: RwSignal::new(None),
            removing: RwSignal::new(None),
            readable: Memo::new(move |_| {
                // What was said at a ticket that is part of this one is removed there.
                let own = |page: &TicketPage| {
                    let own = page.history.iter().filter(|one| one.ticket == id);
                    readable(&own.cloned().collect::<Vec<_>>())
                };
                page.with(own)
            }),
            failure: RwSignal::new(None),
            gone: RwSignal::new(false),
            tried: StoredValue::new(None),
            unsent: StoredValue::new(Unsent::of(id)),
            note: StoredValue::new(draft_of("note", id)),
            desk: OpenDesk::here(),
            jobs: StoredValue::new(VecDeque::new()),
            running: StoredValue::new(false),
            heard: StoredValue::new(0),
        };
        let bus = LiveBus::here();
        Effect::new(move |_| {
            bus.open(cursor.clone());
            crate::notifications::bell::looked_at(id);
        });
        bus.follow(mark, move |message| open.hear(message));
        Effect::new(move |before| open.forget_removed(before));
        Effect::new(move |_| open.take_up());
        Session::here().when_back(move || open.go_on());
        open
    }

    /// Drops drafts of sheets, and closes the open one, after a text was removed for good.
    fn forget_removed(self, before: Option<Option<Timestamp>>) -> Option<Timestamp> {
        let removed = self.page.with(|page| page.removed_at);
        if let Some(at) = removed.filter(|_| before != Some(removed)) {
            forget_sheets(self.id, at);
            if before.is_some() {
                self.sheet.set(None);
            }
        }
        removed
    }

    fn hear(self, message: Live) {
        match message {
            Live::Update(update) if update.reference.id == self.id => {
                match update.read(json::branch) {
                    Ok(update) => self.apply(update),
                    Err(_) => self.reload(),
                }
            }
            Live::Gone(id) if id == self.id => self.gone.set(true),
            Live::Reload => self.reload(),
            Live::Unread(_) => crate::notifications::bell::looked_at(self.id),
            _ => {}
        }
    }

    /// Applies new events to the page. An event that comes twice is applied once.
    fn apply(self, update: guichet_domain::live::message::Update) {
        let known = |page: &TicketPage| {
            let missing = |e: &&Envelope| !page.history.contains(*e) && !page.precedes(e);
            update.events.iter().filter(missing).cloned().collect()
        };
        let news: Vec<Envelope> = self.page.with_untracked(known);
        let last = self
            .page
            .with_untracked(|page| page.history.last().map(|e| e.at));
        // What overtook something else cannot be folded after it.
        let late = news.iter().any(|e| last.is_some_and(|last| e.at < last));
        if !news.is_empty() {
            self.heard.update_value(|heard| *heard += 1);
        }
        let done: Vec<CommandId> = update.events.iter().map(|e| e.command).collect();
        let beside = news.iter().any(|envelope| {
            matches!(
                envelope.event,
                Event::ItemChanged { .. }
                    | Event::Converted { .. }
                    | Event::AffectedChanged { .. }
                    | Event::Linked { .. }
                    | Event::Unlinked { .. }
                    | Event::SimilarFound { .. }
                    | Event::Merge(_)
            )
        });
        if late {
            self.reload();
        } else {
            self.page.update(|page| {
                for envelope in news {
                    page.forget(&envelope);
                    page.ticket = evolve(page.ticket.clone(), &envelope);
                    page.history.push(envelope);
                }
                page.texts.extend(update.texts);
                page.people.extend(update.people);
            });
        }
        // What stands beside the ticket has become another: its item, its people, its links and likes,
        // and what was said at those that are part of it.
        if beside {
            self.reload();
        }
        self.drop_pending(&done);
    }

    fn drop_pending(self, done: &[CommandId]) {
        let affected = |all: &Vec<Pending>| all.iter().any(|p| done.contains(&p.id));
        if self.pending.with_untracked(affected) {
            self.pending
                .update(|all| all.retain(|p| !done.contains(&p.id)));
        }
    }

    /// Loads the part of the conversation before the one shown.
    pub fn show_earlier(self) {
        let first = self.page.with_untracked(|page| page.first);
        spawn_local(async move {
            match api::ticket(self.id, Some(first)).await {
                Ok(earlier) => drop(self.page.try_update(|page| page.put_before(earlier))),
                Err(error) => drop(self.failure.try_set(Some(error.0))),
            }
        });
    }

    /// Reads the ticket again, and the last part of its conversation. An answer that may not know
    /// what came meanwhile is not taken: it is asked for once more.
    pub fn reload(self) {
        spawn_local(async move {
            loop {
                let heard = self.heard.try_get_value();
                let Ok(page) = api::ticket(self.id, None).await else {
                    return;
                };
                if heard == self.heard.try_get_value() {
                    return drop(self.page.try_set(page));
                }
            }
        });
    }

    /// Shows comments and notes that were on their way when the page was left, to be sent again.
    fn take_up(self) {
        for envelope in self.unsent.with_value(Unsent::left) {
            let id = envelope.id;
            let arrived = |page: &TicketPage| page.history.iter().any(|e| e.command == id);
            if self.page.with_untracked(arrived) {
                self.unsent.with_value(|unsent| unsent.drop(id));
                continue;
            }
            match self.decided(id, &envelope.command) {
                Ok(Some(pending)) => {
                    let failed = Some(Failure::Network(INTERRUPTED.to_owned()));
                    let pending = Pending { failed, ..pending };
                    self.pending.update(|all| all.push(pending));
                }
                _ => self.give_back(id, &envelope.command),
            }
        }
    }

    /// Gives a text that can no longer be sent back to its writer.
    fn give_back(self, id: CommandId, command: &Command) {
        self.unsent.with_value(|unsent| unsent.drop(id));
        if let Command::Comment { text } | Command::Note { text } = command {
            self.note.with_value(|note| back_as_note(note, text));
        }
    }

    /// Sends commands again that failed because the session had ended, after somebody signed in.
    fn go_on(self) {
        let waits = |p: &&Pending| p.failed == Some(Failure::SignedOut);
        let waiting: Vec<CommandId> = self
            .pending
            .with_untracked(|all| all.iter().filter(waits).map(|p| p.id).collect());
        for id in waiting {
            self.retry(id);
        }
        if self.failure.get_untracked() == Some(Failure::SignedOut)
            && let Some((id, command)) = self.tried.get_value()
        {
            self.press(id, command);
        }
    }

    /// Carries out an action without a form; an error is shown below the buttons.
    pub fn act(self, command: Command) {
        self.press(new_command(), command);
    }

    fn press(self, id: CommandId, command: Command) {
        self.tried.set_value(Some((id, command.clone())));
        self.failure.set(None);
        let failure = self.failure;
        let done = Arc::new(move |outcome: Outcome| {
            let _ = failure.try_set(outcome.err());
            keep_focus();
        });
        self.send(id, command, done);
    }

    /// Decides in the browser first: a refused command is not sent, an accepted one is shown at
    /// once. The server has the last word.
    pub fn send(self, id: CommandId, command: Command, done: Done) {
        match self.decided(id, &command) {
            Ok(pending) => self.pending.update(|all| {
                all.retain(|p| p.id != id);
                all.extend(pending);
            }),
            Err(refusal) => {
                self.drop_pending(&[id]);
                return done(Err(Failure::Refused(refusal)));
            }
        }
        let envelope = CommandEnvelope {
            id,
            ticket: self.id,
            command,
            format: Format::Markdown,
        };
        if is_written(&envelope.command) {
            self.unsent.with_value(|unsent| unsent.keep(&envelope));
        }
        self.jobs
            .update_value(|jobs| jobs.push_back((envelope, done)));
        if !self.running.get_value() {
            self.running.set_value(true);
            spawn_local(self.run());
        }
    }

    fn decided(self, id: CommandId, command: &Command) -> Result<Option<Pending>, Refusal> {
        let ticket = self.ticket.get_untracked();
        let (actor, facts) = self
            .page
            .with_untracked(|page| (page.actor.clone(), page.facts.clone()));
        let at = now();
        match decide(&ticket, &actor, &facts, id, command.clone(), at) {
            Ok(decision) => {
                let envelope = |event| Envelope {
                    ticket: self.id,
                    at,
                    by: actor.who.clone(),
                    command: id,
                    event,
                };
                let prose = |(id, body)| {
                    let (html, format) = (String::new(), Format::Markdown);
                    (id, Prose { body, format, html })
                };
                Ok(Some(Pending {
                    id,
                    command: command.clone(),
                    events: decision.events.into_iter().map(envelope).collect(),
                    texts: decision.texts.into_iter().map(prose).collect(),
                    failed: None,
                }))
            }
            Err(Refusal::AskServer) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Sends the waiting commands one after the other, in their order.
    async fn run(self) {
        while let Some((envelope, done)) = self.jobs.try_update_value(VecDeque::pop_front).flatten()
        {
            let id = envelope.id;
            let keeps = is_written(&envelope.command);
            let answer = api::carry_out(envelope).await;
            if self.pending.try_get_untracked().is_none() {
                return;
            }
            let failure = match answer {
                Ok(Ok(update)) => {
                    self.unsent.with_value(|unsent| unsent.drop(id));
                    self.apply(update);
                    self.drop_pending(&[id]);
                    done(Ok(()));
                    continue;
                }
                Ok(Err(failure))
                    if keeps && matches!(failure, Failure::NoRoom | Failure::Internal) =>
                {
                    self.mark_failed(id, &failure);
                    failure
                }
                Ok(Err(failure)) => {
                    self.unsent.with_value(|unsent| unsent.drop(id));
                    self.drop_pending(&[id]);
                    if matches!(failure, Failure::Refused(_)) {
                        self.reload();
                    }
                    failure
                }
                Err(error) if keeps => {
                    self.mark_failed(id, &error.0);
                    error.0
                }
                Err(error) => {
                    self.drop_pending(&[id]);
                    error.0
                }
            };
            done(Err(failure));
        }
        let _ = self.running.try_set_value(false);
    }

    /// Whether a command still stands in the conversation, with a button to send it again.
    pub fn stands(self, id: CommandId) -> bool {
        let is_there = |all: &Vec<Pending>| all.iter().any(|p| p.id == id);
        self.pending.try_with_untracked(is_there).unwrap_or(true)
    }

    fn mark_failed(self, id: CommandId, failure: &Failure) {
        self.pending.update(|all| {
            for p in all.iter_mut().filter(|p| p.id == id) {
                p.failed = Some(failure.clone());
            }
        });
    }

    /// Sends a failed command again, with the same identifier, so that it is carried out once.
    pub fn retry(self, id: CommandId) {
        let found = self
            .pending
            .with_untracked(|all| all.iter().find(|p| p.id == id).map(|p| p.command.clone()));
        if let Some(command) = found {
            let again = command.clone();
            let done = Arc::new(move |outcome: Outcome| match outcome {
                Ok(()) => {}
                Err(_) if self.stands(id) => {}
                Err(failure) => {
                    let _ = self.failure.try_set(Some(failure));
                    self.give_back(id, &again);
                }
            });
            self.send(id, command, done);
        }
    }

    /// Source text as it was written.
    pub fn body(self, id: TextId) -> String {
        let pending = self
            .pending
            .with(|all| all.iter().find_map(|p| p.texts.get(&id).cloned()));
        let known = self.page.with(|page| page.texts.get(&id).cloned());
        known
            .or(pending)
            .map(|prose| prose.body)
            .unwrap_or_default()
    }

    pub fn prose(self, id: TextId) -> Option<Prose> {
        let pending = self
            .pending
            .with(|all| all.iter().find_map(|p| p.texts.get(&id).cloned()));
        self.page
            .with(|page| page.texts.get(&id).cloned())
            .or(pending)
    }

    /// Whether a file is still there.
    pub fn has_file(self, file: FileId) -> bool {
        self.ticket
            .with(|ticket| ticket.attachments.iter().any(|a| a.file == file))
    }

    pub fn card(self, id: PersonId) -> Option<Card> {
        self.page.with(|page| page.people.get(&id).cloned())
    }

    pub fn name(self, id: PersonId) -> String {
        let agent = |page: &TicketPage| {
            let agents = &page.choices.as_ref()?.agents;
            agents.iter().find(|(a, _)| *a == id).map(|a| a.1.clone())
        };
        self.card(id)
            .map(|card| card.name)
            .or_else(|| self.page.with(agent))
            .unwrap_or_else(|| format!("#{id}"))
    }

    /// First name of the affected user, for addressing them.
    pub fn first_name(self) -> String {
        let name = self.name(self.ticket.with(|ticket| ticket.affected));
        name.split(' ').next().unwrap_or_default().to_owned()
    }

    pub fn choices(self) -> Choices {
        self.page
            .with_untracked(|page| page.choices.clone().unwrap_or_default())
    }

    /// The failure of the last action, in words.
    pub fn said(self, language: Language) -> Option<String> {
        self.failure
            .with(|failure| failure.as_ref().map(|f| words::failure(language, f)))
    }

    /// Says in passing that something was saved.
    pub fn say(self, text: &str) {
        self.desk.say(text);
    }
}

/// Whether the command is a text from the reply box, which stays visible until it is sent.
fn is_written(command: &Command) -> bool {
    matches!(command, Command::Comment { .. } | Command::Note { .. })
}
