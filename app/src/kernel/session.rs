//! The session, as the tabs of one browser tell each other: waiting commands go on once the person
//! has signed in again, and no page stays open after signing out.

use crate::kernel::context::use_texts;
use crate::kernel::encoding::in_query;
use guichet_domain::PersonId;
use guichet_domain::kernel::failure::Failure;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[derive(Clone, Copy)]
pub struct Session {
    /// Number of times somebody has signed in again in another tab.
    again: RwSignal<u32>,
    person: StoredValue<Option<PersonId>>,
}

impl Session {
    /// Makes the session available. To be called once, at the root of the page.
    pub fn provide() {
        let session = Self {
            again: RwSignal::new(0),
            person: StoredValue::new(None),
        };
        provide_context(session);
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| tabs::listen(session));
    }

    pub fn here() -> Self {
        expect_context::<Self>()
    }

    /// Sets the person whose page this is, and tells the other tabs.
    pub fn belongs_to(self, person: PersonId) {
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| {
            if self.person.get_value() != Some(person) {
                self.person.set_value(Some(person));
                tabs::tell(&format!("in {person}"));
            }
        });
        #[cfg(not(feature = "hydrate"))]
        self.person.set_value(Some(person));
    }

    /// Calls `act` each time the same person has signed in again.
    pub fn when_back(self, act: impl Fn() + 'static) {
        let again = self.again;
        Effect::new(move |before: Option<u32>| {
            let now = again.get();
            if before.is_some_and(|before| before != now) {
                act();
            }
            now
        });
    }
}

/// A link to sign in again in another tab, shown if a command failed because the session had ended.
#[component]
pub fn SignInAgain(#[prop(into)] failure: Signal<Option<Failure>>) -> impl IntoView {
    let t = &use_texts().drafts;
    let location = use_location();
    let href = move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        sign_in_from(&path, &search)
    };
    let wanted = Memo::new(move |_| failure.with(|f| *f == Some(Failure::SignedOut)));
    view! {
        <p class="sign-in-again" hidden=move || !wanted.get()>
            <a href=href target="_blank">{t.sign_in_again}</a>
            " "
            <span class="hint">{t.sign_in_then}</span>
        </p>
    }
}

/// Address of the sign-in page, with the way back to a page of ours.
pub fn sign_in_from(path: &str, search: &str) -> String {
    let search = search.trim_start_matches('?');
    let from = match search.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{search}"),
    };
    format!("/sign-in?next={}", in_query(&from))
}

#[cfg(feature = "hydrate")]
mod tabs {
    use super::Session;
    use crate::kernel::drafts;
    use guichet_domain::PersonId;
    use leptos::ev;
    use leptos::prelude::*;
    use wasm_bindgen::prelude::*;
    use web_sys::{BroadcastChannel, HtmlFormElement, MessageEvent};

    const CHANNEL: &str = "guichet-session";

    thread_local! {
        /// One channel for both directions: a channel does not receive its own messages.
        static TABS: Option<BroadcastChannel> = BroadcastChannel::new(CHANNEL).ok();
    }

    /// Sends a message to the other tabs of this browser.
    pub fn tell(said: &str) {
        TABS.with(|tabs| {
            if let Some(tabs) = tabs {
                let _ = tabs.post_message(&said.into());
            }
        });
    }

    pub fn listen(session: Session) {
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(said) = event.data().as_string() {
                heard(session, &said);
            }
        });
        TABS.with(|tabs| {
            if let Some(tabs) = tabs {
                tabs.set_onmessage(Some(hear.as_ref().unchecked_ref()));
            }
        });
        hear.forget();
        let _ = window_event_listener(ev::submit, move |event| {
            let form = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlFormElement>().ok());
            let action = form.and_then(|form| form.get_attribute("action"));
            if action.is_some_and(|action| action.starts_with("/sign-out"))
                && let Some(person) = session.person.get_value()
            {
                leave(person);
            }
        });
        // The answer to signing out says who left, for those who left before the page woke up. It
        // says so in a cookie: whatever an address says, anybody may have made up.
        if let Some(person) = drafts::said_once("guichet_left").and_then(|id| id.parse().ok()) {
            leave(PersonId(person));
        }
        // A page that the browser kept whole may be of somebody who has left since.
        let _ = window_event_listener_untyped("pageshow", |event| {
            let kept = js_sys::Reflect::get(&event, &"persisted".into()).ok();
            if kept.and_then(|kept| kept.as_bool()) == Some(true) {
                let _ = window().location().reload();
            }
        });
    }

    fn leave(person: PersonId) {
        drafts::forget_all(person);
        tell(&format!("out {person}"));
    }

    fn heard(session: Session, said: &str) {
        let (Some(mine), Some((what, who))) = (session.person.get_value(), said.split_once(' '))
        else {
            return;
        };
        let me = who == mine.to_string();
        match what {
            "in" if me => session.again.update(|n| *n += 1),
            // What this page would send would be somebody else's word.
            "in" => drop(window().location().reload()),
            "out" if me => drop(window().location().assign("/sign-in")),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sign_in_from;

    #[test]
    fn one_comes_back_to_where_one_was() {
        assert_eq!(sign_in_from("/report", ""), "/sign-in?next=/report");
        assert_eq!(
            sign_in_from("/desk/INC-7", "?view=open&text=é"),
            "/sign-in?next=/desk/INC-7%3Fview%3Dopen%26text%3D%C3%A9"
        );
    }
}
