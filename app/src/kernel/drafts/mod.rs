//! Drafts: values typed and not sent yet, kept by the browser for one person and one form, so that
//! they survive a closed dialog, a crashed tab, the end of a session and a new version.

#[cfg(feature = "hydrate")]
pub(crate) mod form;
#[cfg_attr(not(feature = "hydrate"), path = "no_storage.rs")]
pub(crate) mod storage;

use crate::kernel::context::use_texts;
#[cfg(feature = "hydrate")]
pub(crate) use crate::kernel::drafts::storage::said_once;
use guichet_domain::{CommandId, PersonId, TicketId, Timestamp};
use leptos::html;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Owner of the drafts on this page: the person signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner(pub PersonId);

/// Values typed, by the name of the field.
pub type Typed = BTreeMap<String, String>;

/// Prefix of our keys in the browser's storage.
const PREFIX: &str = "guichet-draft/";

/// Age in milliseconds after which a draft is dropped.
const LIFE: f64 = 30.0 * 24.0 * 3600.0 * 1000.0;

/// A draft as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// When it was last changed, in milliseconds since 1970 by the browser's clock.
    at: f64,
    /// Changed fields only; the others are shown with their present values.
    pub typed: Typed,
    /// Values sent without an answer so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<Sent>,
    /// Data the form was based on when somebody began to type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
}

/// Values sent, and their command: sent again unchanged, they are the same command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sent {
    command: CommandId,
    values: Typed,
}

impl Kept {
    /// The command it was sent as, if its values are still the same.
    #[cfg(feature = "hydrate")]
    pub fn command(&self) -> Option<CommandId> {
        let sent = self.sent.as_ref().filter(|sent| sent.values == self.typed);
        sent.map(|sent| sent.command)
    }

    /// Whether it may contain a text that was removed at `removed`.
    fn rests_on_before(&self, removed: Timestamp) -> bool {
        self.at < removed.0 as f64 / 1000.0 + APART
    }

    /// Reads a stored draft; `None` if it is too old or cannot be read.
    fn read(stored: &str, now: f64) -> Option<Self> {
        let kept: Self = crate::kernel::json::read(stored).ok()?;
        (now - kept.at < LIFE).then_some(kept)
    }
}

/// Storage key of one form's draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    key: String,
}

impl Draft {
    /// The draft of the form named `what`, for the person signed in.
    pub fn of(what: impl std::fmt::Display) -> Self {
        let owner = use_context::<Owner>().map_or(0, |owner| owner.0.0);
        let key = format!("{PREFIX}{owner}/{what}");
        Self { key }
    }

    pub fn kept(&self) -> Option<Kept> {
        Kept::read(&storage::get(&self.key)?, storage::now())
    }

    fn change(&self, change: impl FnOnce(&mut Kept)) {
        let mut kept = self.kept().unwrap_or_default();
        change(&mut kept);
        kept.at = storage::now();
        if let Ok(text) = serde_json::to_string(&kept) {
            storage::set(&self.key, &text);
        }
    }

    /// Stores the value of a field. The values sent before are kept with it.
    pub fn put(&self, name: &str, value: &str, beside: Option<&str>) {
        self.change(|kept| {
            kept.typed.insert(name.to_owned(), value.to_owned());
            if kept.beside.is_none() {
                kept.beside = beside.map(str::to_owned);
            }
        });
    }

    /// Stores all values of a form, and the data it is based on.
    #[cfg(feature = "hydrate")]
    pub fn put_all(&self, typed: Typed, beside: Option<String>) {
        self.change(|kept| {
            kept.typed = typed;
            kept.beside = beside;
        });
    }

    /// Stores that these values were sent as this command, without an answer yet.
    pub fn put_sent(&self, command: CommandId, values: Typed) {
        self.change(|kept| kept.sent = Some(Sent { command, values }));
    }

    /// Replaces the data that the form is based on, after a conflict was resolved.
    pub fn put_beside(&self, beside: String) {
        if self.kept().is_some() {
            self.change(|kept| kept.beside = Some(beside));
        }
    }

    pub fn forget(&self) {
        storage::remove(&self.key);
    }

    /// Forgets one field of the draft.
    pub fn take(&self, name: &str) {
        match self.kept() {
            Some(kept) if kept.typed.keys().any(|other| other != name) => {
                self.change(|kept| drop(kept.typed.remove(name)));
            }
            _ => self.forget(),
        }
    }
}

/// Forgets all drafts of a person who has signed out, perhaps on a shared machine.
#[cfg(feature = "hydrate")]
pub fn forget_all(person: PersonId) {
    let theirs = format!("{PREFIX}{person}/");
    for key in storage::keys() {
        if key.starts_with(&theirs) {
            storage::remove(&key);
        }
    }
}

/// Maximum difference in milliseconds between a browser's and the server's clock.
const APART: f64 = 5.0 * 60.0 * 1000.0;

/// Forgets the drafts of a ticket's sheets that were begun before a text was removed for good: a
/// sheet begins with the present texts, so its draft may still contain the removed one.
pub fn forget_sheets(ticket: TicketId, removed: Timestamp) {
    for key in storage::keys() {
        if is_sheet_of(&key, ticket) {
            let kept = storage::get(&key).and_then(|kept| Kept::read(&kept, storage::now()));
            if kept.is_none_or(|kept| kept.rests_on_before(removed)) {
                storage::remove(&key);
            }
        }
    }
}

fn is_sheet_of(key: &str, ticket: TicketId) -> bool {
    let draft = key.strip_prefix(PREFIX).and_then(|key| key.split_once('/'));
    draft.is_some_and(|(_, what)| what.starts_with(&format!("sheet-{ticket}-")))
}

/// Drops drafts that are too old, and those that the server has accepted. Runs once per page.
pub fn tidy() {
    for key in storage::keys() {
        let fresh = || Kept::read(&storage::get(&key)?, storage::now());
        if key.starts_with(PREFIX) && fresh().is_none() {
            storage::remove(&key);
        }
    }
    storage::settle();
}

/// Keeps the values typed into the form around it, and puts them back. With `posted` the form is an
/// ordinary post, which leads to another page.
#[component]
pub fn KeepDraft(
    draft: Draft,
    #[prop(optional)] posted: bool,
    #[prop(optional_no_strip)] beside: Option<String>,
) -> impl IntoView {
    let back = RwSignal::new(false);
    let node = NodeRef::<html::Div>::new();
    let draft = StoredValue::new(draft);
    #[cfg(feature = "hydrate")]
    form::attend(node, draft, beside, posted, back);
    #[cfg(not(feature = "hydrate"))]
    let _ = (posted, beside, draft);
    let clear = move || {
        back.set(false);
        #[cfg(feature = "hydrate")]
        form::clear(node, draft);
    };
    view! { <BackNote back clear node/> }
}

/// A note that the draft was put back, with a button to begin anew.
#[component]
pub fn BackNote(
    back: RwSignal<bool>,
    clear: impl Fn() + 'static,
    #[prop(optional)] node: NodeRef<html::Div>,
) -> impl IntoView {
    let t = &use_texts().drafts;
    view! {
        <div class="draft-note" node_ref=node hidden=move || !back.get()>
            <span role="status">{move || back.get().then_some(t.back)}</span>
            " "
            <button class="link" type="button" on:click=move |_| clear()>{t.clear}</button>
        </div>
    }
}

/// Puts values into a form of the page as if they had been typed, including those of fields that
/// appear only after others are filled in.
pub fn fill_in(form: &str, values: Typed) {
    #[cfg(feature = "hydrate")]
    form::fill_in(form, values);
    #[cfg(not(feature = "hydrate"))]
    let _ = (form, values);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_read_back_for_a_month_and_no_longer() {
        let kept = Kept {
            at: 1000.0,
            typed: Typed::from([("subject".into(), "Écran noir".into())]),
            ..Kept::default()
        };
        let stored = serde_json::to_string(&kept).unwrap_or_default();
        assert_eq!(Kept::read(&stored, 1000.0 + LIFE - 1.0), Some(kept));
        assert_eq!(Kept::read(&stored, 1000.0 + LIFE), None);
        assert_eq!(Kept::read("what somebody else stored", 0.0), None);
    }

    #[test]
    fn what_was_begun_before_a_removal_may_hold_what_was_removed() {
        let kept = |at: f64| Kept {
            at,
            ..Kept::default()
        };
        let removed = Timestamp(1_800_000_000_000_000);
        let then = 1_800_000_000_000.0;
        assert!(kept(then - 1.0).rests_on_before(removed));
        assert!(
            kept(then + APART / 2.0).rests_on_before(removed),
            "clocks differ"
        );
        assert!(!kept(then + APART).rests_on_before(removed));
        assert!(is_sheet_of("guichet-draft/3/sheet-407-edit", TicketId(407)));
        for other in [
            "guichet-draft/3/sheet-4070-edit",
            "guichet-draft/3/note-407",
            "sheet-407-edit",
        ] {
            assert!(!is_sheet_of(other, TicketId(407)), "{other}");
        }
    }
}
