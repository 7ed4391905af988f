//! A page of the queue that follows what happens. What is being read is never moved: rows change
//! where they stand, and what is new waits behind a bar.

use crate::kernel::context::{use_language, use_texts};
use crate::live::bus::LiveBus;
use crate::live::message::Live;
use crate::queue::api;
use crate::queue::open_desk::Desk;
use guichet_domain::TicketId;
use guichet_domain::directory::choices::Choices;
use guichet_domain::queue::page::Queue;
use guichet_domain::tickets::line::Line;
use guichet_locales::plural;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How long messages are gathered before the queue is asked for again.
const GATHER: Duration = Duration::from_millis(150);

#[derive(Clone, Copy)]
pub struct LiveQueue {
    pub lines: RwSignal<Vec<Line>>,
    pub next: RwSignal<Option<String>>,
    pub counts: RwSignal<BTreeMap<String, i64>>,
    pub choices: StoredValue<Choices>,
    /// New tickets of this page that are not shown yet.
    pub news: RwSignal<i64>,
    /// The server's newest answer, shown when somebody asks for it.
    latest: StoredValue<Option<Queue>>,
    /// What was heard of since the page was shown: only that can be new.
    heard: StoredValue<BTreeSet<TicketId>>,
    asking: StoredValue<Asking>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    No,
    Soon,
    /// More came while the answer was on its way.
    Again,
}

impl LiveQueue {
    /// Shows a page that was asked for when the next message had number `mark`.
    pub fn new(queue: Queue, mark: u64) -> Self {
        let cursor = queue.cursor.clone();
        let live = Self {
            lines: RwSignal::new(queue.lines),
            next: RwSignal::new(queue.next),
            counts: RwSignal::new(queue.counts),
            choices: StoredValue::new(queue.choices),
            news: RwSignal::new(0),
            latest: StoredValue::new(None),
            heard: StoredValue::new(BTreeSet::new()),
            asking: StoredValue::new(Asking::No),
        };
        let bus = LiveBus::here();
        let desk = Desk::here();
        Effect::new(move |_| bus.open(cursor.clone()));
        bus.follow(mark, move |message| live.hear(message, desk));
        live
    }

    fn hear(self, message: Live, desk: Desk) {
        match message {
            Live::Update(update) => {
                let id = update.reference.id;
                self.heard.update_value(|heard| {
                    heard.insert(id);
                });
                if self.lines.with_untracked(|lines| shows(lines, id)) {
                    self.lines.update(|lines| put(lines, &update.line));
                }
            }
            Live::Gone(id) => self
                .lines
                .update(|lines| lines.retain(|line| line.summary.reference.id != id)),
            Live::Reload => {}
            Live::Unread(_) => return,
        }
        self.ask_soon(desk);
    }

    /// Asks again once nothing more comes for a moment; one question at a time.
    fn ask_soon(self, desk: Desk) {
        match self.asking.try_get_value() {
            Some(Asking::No) => self.asking.set_value(Asking::Soon),
            Some(_) => return self.asking.set_value(Asking::Again),
            None => return,
        }
        let ask = move || {
            spawn_local(async move {
                let Some(query) = desk.query.try_get_untracked() else {
                    return;
                };
                if self.asking.try_set_value(Asking::Soon).is_some() {
                    return;
                }
                let answer = api::queue(query).await;
                let asking = self.asking.try_get_value();
                if let (Ok(queue), true) = (answer, asking.is_some()) {
                    self.learn(queue, desk);
                }
                let _ = self.asking.try_set_value(Asking::No);
                if asking == Some(Asking::Again) {
                    self.ask_soon(desk);
                }
            });
        };
        set_timeout(ask, GATHER);
    }

    /// Takes in the server's answer without moving a row.
    fn learn(self, queue: Queue, desk: Desk) {
        self.counts.set(queue.counts.clone());
        self.lines.update(|lines| {
            for line in &queue.lines {
                put(lines, line);
            }
        });
        let news = self.lines.with_untracked(|lines| {
            self.heard.with_value(|heard| {
                let new = |line: &&Line| {
                    let id = line.summary.reference.id;
                    heard.contains(&id) && !shows(lines, id)
                };
                queue.lines.iter().filter(new).count()
            })
        });
        let at_rest = self.lines.with_untracked(Vec::is_empty);
        self.latest.set_value(Some(queue));
        self.news.set(i64::try_from(news).unwrap_or(i64::MAX));
        if at_rest {
            if news > 0 {
                desk.say(said(self.news.get_untracked()));
            }
            self.show();
        }
    }

    /// Shows what waited.
    pub fn show(self) {
        let Some(queue) = self.latest.try_update_value(Option::take).flatten() else {
            return;
        };
        self.heard.update_value(BTreeSet::clear);
        self.next.set(queue.next);
        self.lines.set(queue.lines);
        self.news.set(0);
    }
}

/// How many are new, in words.
pub fn said(n: i64) -> String {
    let texts = use_texts();
    plural(use_language(), n, texts.desk.news_one, texts.desk.news_many)
}

fn shows(lines: &[Line], id: TicketId) -> bool {
    lines.iter().any(|line| line.summary.reference.id == id)
}

/// A new line in the place of the one it replaces.
fn put(lines: &mut [Line], new: &Line) {
    let id = new.summary.reference.id;
    if let Some(line) = lines
        .iter_mut()
        .find(|line| line.summary.reference.id == id)
    {
        line.clone_from(new);
    }
}
