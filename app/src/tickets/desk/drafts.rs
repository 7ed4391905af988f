//! Drafts of answers and notes.

use crate::kernel::drafts::Draft;
use crate::queue::keys::find;
use guichet_domain::TicketId;
use guichet_domain::tickets::command::Command;
use guichet_locales::Texts;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;

/// Draft of a box for a ticket.
pub fn draft_of(name: &str, ticket: TicketId) -> Draft {
    Draft::of(format!("{name}-{ticket}"))
}

/// Puts a refused text back into the note box, which is always there.
pub fn back_as_note(note: &Draft, text: &str) {
    give_back(note, Tab::Note, text);
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Reply,
    Note,
}

impl Tab {
    pub fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
        }
    }

    pub fn command(self, text: String) -> Command {
        match self {
            Self::Reply => Command::Comment { text },
            Self::Note => Command::Note { text },
        }
    }

    pub fn label(self, texts: &'static Texts) -> &'static str {
        match self {
            Self::Reply => texts.desk.reply,
            Self::Note => texts.desk.note,
        }
    }
}

pub fn give_back(draft: &Draft, tab: Tab, text: &str) {
    draft.put("text", text, None);
    if let Some(area) = area(tab)
        && area.value().is_empty()
    {
        area.set_value(text);
    }
}

pub fn area(tab: Tab) -> Option<web_sys::HtmlTextAreaElement> {
    find(&format!("#{}-text", tab.name()))?.dyn_into().ok()
}
