//! What somebody typed and has not sent yet: kept by their browser, for them and for this form, so
//! that it survives a closed dialog, a crashed tab, the end of a session and a new version.

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

/// Whose drafts are meant: who is signed in on this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner(pub PersonId);

/// What was typed, by the name of the field.
pub type Typed = BTreeMap<String, String>;

/// Before every key of ours in the browser's storage.
const PREFIX: &str = "guichet-draft/";

/// Milliseconds after which nobody comes back for it.
const LIFE: f64 = 30.0 * 24.0 * 3600.0 * 1000.0;

/// A draft as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// When it was last touched: milliseconds since 1970, by the browser's clock.
    at: f64,
    /// Only what was touched: the rest is shown as it stands by then.
    pub typed: Typed,
    /// What was sent without an answer having been seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<Sent>,
    /// What the form rested on when somebody began to type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
}

/// Sent again unchanged, it is the same command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sent {
    command: CommandId,
    values: Typed,
}

impl Kept {
    /// The command that it was sent as, if it says now what it said then.
    #[cfg(feature = "hydrate")]
    pub fn command(&self) -> Option<CommandId> {
        let sent = self.sent.as_ref().filter(|sent| sent.values == self.typed);
        sent.map(|sent| sent.command)
    }

    /// Whether it may hold what stood there until then.
    fn rests_on_before(&self, removed: Timestamp) -> bool {
        self.at < removed.0 as f64 / 1000.0 + APART
    }

    /// What the storage holds under a key; nothing where it is too old or not ours to read.
    fn read(stored: &str, now: f64) -> Option<Self> {
        let kept: Self = crate::kernel::json::read(stored).ok()?;
        (now - kept.at < LIFE).then_some(kept)
    }
}

/// The place of one form's draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    key: String,
}

impl Draft {
    /// Of the form called `what`, for whoever is signed in.
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

    /// Keeps what was typed into a field. What was sent before stays beside it.
    pub fn put(&self, name: &str, value: &str, beside: Option<&str>) {
        self.change(|kept| {
            kept.typed.insert(name.to_owned(), value.to_owned());
            if kept.beside.is_none() {
                kept.beside = beside.map(str::to_owned);
            }
        });
    }

    /// Keeps all that a form holds, and what it rests on.
    #[cfg(feature = "hydrate")]
    pub fn put_all(&self, typed: Typed, beside: Option<String>) {
        self.change(|kept| {
            kept.typed = typed;
            kept.beside = beside;
        });
    }

    /// It is on its way as this command; the answer is not there yet.
    pub fn put_sent(&self, command: CommandId, values: Typed) {
        self.change(|kept| kept.sent = Some(Sent { command, values }));
    }

    /// What the form rests on now, where somebody decided about it.
    pub fn put_beside(&self, beside: String) {
        if self.kept().is_some() {
            self.change(|kept| kept.beside = Some(beside));
        }
    }

    pub fn forget(&self) {
        storage::remove(&self.key);
    }

    /// Forgets one field of it.
    pub fn take(&self, name: &str) {
        match self.kept() {
            Some(kept) if kept.typed.keys().any(|other| other != name) => {
                self.change(|kept| drop(kept.typed.remove(name)));
            }
            _ => self.forget(),
        }
    }
}

/// Forgets everything of one person: they signed out, perhaps of a machine that others use.
#[cfg(feature = "hydrate")]
pub fn forget_all(person: PersonId) {
    let theirs = format!("{PREFIX}{person}/");
    for key in storage::keys() {
        if key.starts_with(&theirs) {
            storage::remove(&key);
        }
    }
}

/// Milliseconds by which the clocks of a browser and the server may differ.
const APART: f64 = 5.0 * 60.0 * 1000.0;

/// Forgets what was begun in the sheets of a ticket before something was removed from it for good:
/// the sheets begin with what stood there, so that it may stand in them still.
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

/// Drops what is too old, and what the server has just taken in. Once for each page that wakes up.
pub fn tidy() {
    for key in storage::keys() {
        let fresh = || Kept::read(&storage::get(&key)?, storage::now());
        if key.starts_with(PREFIX) && fresh().is_none() {
            storage::remove(&key);
        }
    }
    storage::settle();
}

/// Keeps what is typed into the form that it stands in, and brings it back. `posted`: the form is
/// an ordinary post, which another page answers.
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

/// Says that what was typed is back, and offers to begin anew.
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

/// Puts values into a form of the page as if they had been typed; those whose field comes only
/// after another is filled in, too.
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
