//! The live messages: one stream per browser. The tab that holds the lock reads it and hands every
//! message on to the others.

use crate::live::passed_on::Live;
use leptos::prelude::*;
use std::collections::VecDeque;

/// Messages kept for pages that were loading when they came.
const KEPT: usize = 256;

/// The messages of this browser, numbered in the order they came.
#[derive(Clone, Copy)]
pub struct LiveBus {
    next: RwSignal<u64>,
    kept: StoredValue<VecDeque<(u64, Live)>>,
    /// Whether the stream is open; `None` before it first was.
    pub connected: RwSignal<Option<bool>>,
    cursor: StoredValue<Option<String>>,
    /// Version of the program that answers.
    pub build: RwSignal<Option<String>>,
    /// Number of unread notifications, once it is known.
    pub unread: RwSignal<Option<i64>>,
    /// Version of the incidents that come together, once it is known; 0 for none.
    pub groups: RwSignal<Option<u32>>,
}

impl LiveBus {
    /// Makes the bus available. To be called once, at the root of the page.
    pub fn provide() -> Self {
        let bus = Self {
            next: RwSignal::new(0),
            kept: StoredValue::new(VecDeque::new()),
            connected: RwSignal::new(None),
            cursor: StoredValue::new(None),
            build: RwSignal::new(None),
            unread: RwSignal::new(None),
            groups: RwSignal::new(None),
        };
        provide_context(bus);
        bus
    }

    pub fn here() -> Self {
        expect_context::<Self>()
    }

    /// Number of the next message. It is noted before a page is requested, so that messages coming
    /// meanwhile can be applied to it.
    pub fn mark(&self) -> u64 {
        self.next.get_untracked()
    }

    /// Applies every message from number `from` on, now and as they come.
    pub fn follow(&self, from: u64, apply: impl Fn(Live) + 'static) {
        let (next, kept) = (self.next, self.kept);
        Effect::new(move |seen: Option<u64>| {
            let upto = next.get();
            let from = seen.unwrap_or(from);
            let messages: Vec<Live> = kept.with_value(|kept| {
                kept.iter()
                    .filter(|(n, _)| (from..upto).contains(n))
                    .map(|(_, live)| live.clone())
                    .collect()
            });
            messages.into_iter().for_each(&apply);
            upto
        });
    }

    /// Opens the stream at `cursor`, if it is not open already.
    pub fn open(&self, cursor: String) {
        #[cfg(feature = "hydrate")]
        if self.cursor.with_value(Option::is_none) {
            self.cursor.set_value(Some(cursor));
            stream::start(*self);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (cursor, self.cursor);
    }

    #[cfg(feature = "hydrate")]
    fn take_in(&self, live: Live) {
        if let Live::Unread(n) = live {
            self.unread.set(Some(n));
        }
        if let Live::Groups(version) = live {
            self.groups.set(Some(version));
        }
        let n = self.next.get_untracked();
        self.kept.update_value(|kept| {
            kept.push_back((n, live));
            if kept.len() > KEPT {
                kept.pop_front();
            }
        });
        self.next.set(n + 1);
    }
}

#[cfg(not(feature = "hydrate"))]
const _: usize = KEPT;

#[cfg(feature = "hydrate")]
mod stream {
    //! The browser's part: the lock, the event source, the channel between tabs.

    use super::{Live, LiveBus};
    use crate::live::api;
    use gloo_timers::callback::Timeout;
    use js_sys::{Function, Promise, Reflect};
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::prelude::*;
    use web_sys::{BroadcastChannel, EventSource, MessageEvent};

    const CHANNEL: &str = "guichet-live";
    /// Sent in place of a cursor: the version of the program follows.
    const BUILD: &str = "build";
    /// Milliseconds before a lost stream is opened again.
    const AGAIN: u32 = 2000;

    pub fn start(bus: LiveBus) {
        let Ok(channel) = BroadcastChannel::new(CHANNEL) else {
            return;
        };
        // What the leading tab reads, the others hear.
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some((cursor, data)) = event
                .data()
                .as_string()
                .as_deref()
                .and_then(|s| s.split_once(' '))
            {
                message(bus, cursor, data);
            }
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        hear.forget();
        // What the leading tab had handed on before this page was listening.
        spawn_local(async move {
            let Some(cursor) = bus.cursor.get_value() else {
                return;
            };
            let shown = bus.unread.get_untracked();
            let groups = Some(bus.groups.get_untracked().unwrap_or_default());
            if let Ok(missed) = api::catch_up(cursor, shown, groups).await {
                // A number that came meanwhile is newer than this one.
                let newer = bus.unread.get_untracked() != shown;
                let missed = missed.into_iter();
                missed
                    .filter(|live| !(newer && matches!(live, Live::Unread(_))))
                    .for_each(|live| bus.take_in(live));
            }
            lead_when_free(bus, channel);
        });
    }

    fn message(bus: LiveBus, cursor: &str, data: &str) {
        bus.connected.set(Some(true));
        if cursor == BUILD {
            return bus.build.set(Some(data.to_owned()));
        }
        if let Ok(live) = crate::kernel::json::read::<Live>(data) {
            bus.cursor.set_value(Some(cursor.to_owned()));
            bus.take_in(live);
        }
    }

    /// Waits for the lock and keeps it as long as the tab lives. Without the lock API every tab
    /// leads.
    fn lead_when_free(bus: LiveBus, channel: BroadcastChannel) {
        let lead = Closure::once_into_js(move |_lock: JsValue| {
            open(bus, channel);
            Promise::new(&mut |_, _| {})
        });
        let locks =
            Reflect::get(&window().navigator(), &"locks".into()).unwrap_or(JsValue::UNDEFINED);
        let request = Reflect::get(&locks, &"request".into())
            .ok()
            .and_then(|f| f.dyn_into::<Function>().ok());
        match request {
            Some(request) => drop(request.call2(&locks, &CHANNEL.into(), &lead)),
            None => drop(lead.unchecked_ref::<Function>().call0(&JsValue::NULL)),
        }
    }

    fn open(bus: LiveBus, channel: BroadcastChannel) {
        let cursor = bus.cursor.get_value().unwrap_or_default();
        // Where it shows another number than there is, the stream says so at once.
        let shown = bus.unread.get_untracked();
        let shown = shown.map_or_else(String::new, |n| format!("&unread={n}"));
        let groups = bus.groups.get_untracked().unwrap_or_default();
        let address = format!("/live?from={cursor}{shown}&groups={groups}");
        let Ok(source) = EventSource::new(&address) else {
            return;
        };
        let relay = channel.clone();
        let read = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let (cursor, data) = (
                event.last_event_id(),
                event.data().as_string().unwrap_or_default(),
            );
            let _ = relay.post_message(&format!("{cursor} {data}").into());
            message(bus, &cursor, &data);
        });
        source.set_onmessage(Some(read.as_ref().unchecked_ref()));
        read.forget();
        let relay = channel.clone();
        let hello = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let build = event.data().as_string().unwrap_or_default();
            let _ = relay.post_message(&format!("{BUILD} {build}").into());
            message(bus, BUILD, &build);
        });
        let _ = source.add_event_listener_with_callback("hello", hello.as_ref().unchecked_ref());
        hello.forget();
        let opened = Closure::<dyn Fn()>::new(move || bus.connected.set(Some(true)));
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        opened.forget();
        // An event source gives up for good on most answers: the retry is ours.
        let lost = source.clone();
        let again = Closure::once_into_js(move || {
            lost.close();
            lost.set_onerror(None);
            bus.connected.set(Some(false));
            Timeout::new(AGAIN, move || open(bus, channel)).forget();
        });
        source.set_onerror(Some(again.unchecked_ref()));
    }
}
