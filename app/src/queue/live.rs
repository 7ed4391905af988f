//! A page of the queue that follows live messages. Rows that are being read never move: they change
//! in place, and new ones wait behind a bar.

use crate::kernel::context::{use_language, use_texts};
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::queue::api;
use crate::queue::open_desk::OpenDesk;
use guichet_domain::TicketId;
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::live::message::Moved;
use guichet_domain::queue::following::{place, recount};
use guichet_domain::queue::page::Queue;
use guichet_domain::tickets::line::Line;
use guichet_locales::plural;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// How long messages are gathered before the queue is requested again.
const GATHER: Duration = Duration::from_millis(150);

/// Seconds after which a queue that followed by itself is compared with the server's: a minimum,
/// and a random part, so that not all desks ask at once.
const COMPARE: (f64, f64) = (30.0, 30.0);

#[derive(Clone, Copy)]
pub struct LiveQueue {
    pub lines: RwSignal<Vec<Line>>,
    pub next: RwSignal<Option<String>>,
    pub counts: RwSignal<BTreeMap<String, i64>>,
    pub choices: StoredValue<Choices>,
    /// Number of new tickets of this page that are not shown yet.
    pub news: RwSignal<i64>,
    /// The present lines of the page, shown on request, and the cursor of the next page.
    coming: StoredValue<(Vec<Line>, Option<String>)>,
    /// Tickets with messages since the page was shown; only these can be new.
    heard: StoredValue<BTreeSet<TicketId>>,
    /// Hashes of the events counted so far, so that a repeated message counts once.
    counted: StoredValue<BTreeSet<u64>>,
    /// Whether messages from before the page are being applied, which the page may contain already.
    is_replayed: StoredValue<bool>,
    actor: StoredValue<Actor>,
    asking: StoredValue<Refresh>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Refresh {
    No,
    /// Some time: nothing is missing.
    Later,
    Soon,
    /// More messages came while the answer was on its way.
    Again,
}

impl LiveQueue {
    /// Shows to `actor` a page that was requested when the next message had the number `mark`.
    pub fn new(queue: Queue, mark: u64, actor: Actor) -> Self {
        let cursor = queue.cursor.clone();
        let live = Self {
            coming: StoredValue::new((queue.lines.clone(), queue.next.clone())),
            lines: RwSignal::new(queue.lines),
            next: RwSignal::new(queue.next),
            counts: RwSignal::new(queue.counts),
            choices: StoredValue::new(queue.choices),
            news: RwSignal::new(0),
            heard: StoredValue::new(BTreeSet::new()),
            counted: StoredValue::new(BTreeSet::new()),
            is_replayed: StoredValue::new(true),
            actor: StoredValue::new(actor),
            asking: StoredValue::new(Refresh::No),
        };
        let bus = LiveBus::here();
        let desk = OpenDesk::here();
        Effect::new(move |_| bus.open(cursor.clone()));
        bus.follow(mark, move |message| live.hear(message, desk));
        live.is_replayed.set_value(false);
        live
    }

    fn hear(self, message: Live, desk: OpenDesk) {
        match message {
            Live::Update(update) => {
                let id = update.reference.id;
                self.heard.update_value(|heard| {
                    heard.insert(id);
                });
                if self.lines.with_untracked(|lines| shows(lines, id)) {
                    self.lines.update(|lines| put(lines, &update.line));
                }
                match update.moved {
                    Some(moved) if self.is_followed(desk) => {
                        if self.is_new(id, &update.events) {
                            self.follow(&update.line, &moved, desk);
                        }
                    }
                    _ => self.ask_soon(desk),
                }
            }
            Live::Gone(id) => {
                self.lines.update(|lines| drop_line(lines, id));
                self.coming.update_value(|(lines, _)| drop_line(lines, id));
                self.ask_soon(desk);
            }
            Live::Reload => self.ask_soon(desk),
            Live::Feedback(_) | Live::Groups(_) | Live::Unread(_) => {}
        }
    }

    /// Whether changed tickets can be placed without the server: not in a search, whose index only
    /// the server has.
    fn is_followed(self, desk: OpenDesk) -> bool {
        let query = desk.query.try_get_untracked();
        let is_list = query.is_some_and(|query| query.text.trim().is_empty());
        is_list && self.is_replayed.try_get_value() == Some(false)
    }

    /// Whether these events come for the first time.
    fn is_new(self, id: TicketId, events: &Value) -> bool {
        let mut hasher = DefaultHasher::new();
        (id, events.to_string()).hash(&mut hasher);
        let mut is_new = false;
        self.counted
            .update_value(|counted| is_new = counted.insert(hasher.finish()));
        is_new
    }

    /// Places a changed ticket without moving a row that is shown.
    fn follow(self, line: &Line, moved: &Moved, desk: OpenDesk) {
        let query = desk.query.get_untracked();
        self.actor.with_value(|actor| {
            self.counts
                .update(|counts| recount(counts, moved.was.as_ref(), &moved.now, actor));
            self.coming.update_value(|(lines, next)| {
                place(lines, line, &query, actor, next.is_none());
            });
        });
        self.say_news(desk);
        self.ask_later(desk);
    }

    /// Requests the queue again once no message comes for a moment; one request at a time.
    fn ask_soon(self, desk: OpenDesk) {
        match self.asking.try_get_value() {
            Some(Refresh::No | Refresh::Later) => self.asking.set_value(Refresh::Soon),
            Some(_) => return self.asking.set_value(Refresh::Again),
            None => return,
        }
        set_timeout(move || self.ask(desk), GATHER);
    }

    /// Requests the queue again some time, to correct what was counted twice or missed.
    fn ask_later(self, desk: OpenDesk) {
        match self.asking.try_get_value() {
            Some(Refresh::No) => self.asking.set_value(Refresh::Later),
            // The answer that is awaited may not know of it.
            Some(Refresh::Soon) => return self.asking.set_value(Refresh::Again),
            _ => return,
        }
        let (least, more) = COMPARE;
        let after = Duration::from_secs_f64(least + more * chance());
        let compare = move || {
            if self.asking.try_get_value() == Some(Refresh::Later) {
                self.asking.set_value(Refresh::Soon);
                self.ask(desk);
            }
        };
        set_timeout(compare, after);
    }

    fn ask(self, desk: OpenDesk) {
        spawn_local(async move {
            let Some(query) = desk.query.try_get_untracked() else {
                return;
            };
            if self.asking.try_set_value(Refresh::Soon).is_some() {
                return;
            }
            let answer = api::queue(query).await;
            let asking = self.asking.try_get_value();
            if let (Ok(queue), true) = (answer, asking.is_some()) {
                self.learn(queue, desk);
            }
            let _ = self.asking.try_set_value(Refresh::No);
            if asking == Some(Refresh::Again) {
                self.ask_soon(desk);
            }
        });
    }

    /// Applies the server's answer without moving a row.
    fn learn(self, queue: Queue, desk: OpenDesk) {
        self.counts.set(queue.counts);
        self.lines.update(|lines| {
            for line in &queue.lines {
                put(lines, line);
            }
        });
        self.coming.set_value((queue.lines, queue.next));
        self.counted.update_value(BTreeSet::clear);
        self.say_news(desk);
    }

    /// Shows how many tickets are new; if the list is empty they are shown at once.
    fn say_news(self, desk: OpenDesk) {
        let news = self.lines.with_untracked(|lines| {
            let is_new = |line: &&Line| {
                let id = line.summary.reference.id;
                self.heard.with_value(|heard| heard.contains(&id)) && !shows(lines, id)
            };
            self.coming
                .with_value(|(coming, _)| coming.iter().filter(is_new).count())
        });
        let news = i64::try_from(news).unwrap_or(i64::MAX);
        if self.news.get_untracked() != news {
            self.news.set(news);
        }
        if self.lines.with_untracked(Vec::is_empty) {
            if news > 0 {
                desk.say(said(news));
            }
            self.show();
        }
    }

    /// Shows the tickets that waited.
    pub fn show(self) {
        let (lines, next) = self.coming.get_value();
        self.heard.update_value(BTreeSet::clear);
        self.next.set(next);
        self.lines.set(lines);
        self.news.set(0);
    }
}

/// A random number from 0 to 1; 0 on the server, where nothing waits.
fn chance() -> f64 {
    #[cfg(feature = "hydrate")]
    {
        js_sys::Math::random()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        0.0
    }
}

/// The number of new tickets, in words.
pub fn said(n: i64) -> String {
    let texts = use_texts();
    plural(use_language(), n, texts.desk.news_one, texts.desk.news_many)
}

fn shows(lines: &[Line], id: TicketId) -> bool {
    lines.iter().any(|line| line.summary.reference.id == id)
}

/// Replaces the line of the same ticket by a new one.
fn put(lines: &mut [Line], new: &Line) {
    let id = new.summary.reference.id;
    if let Some(line) = lines
        .iter_mut()
        .find(|line| line.summary.reference.id == id)
    {
        line.clone_from(new);
    }
}

fn drop_line(lines: &mut Vec<Line>, id: TicketId) {
    lines.retain(|line| line.summary.reference.id != id);
}
