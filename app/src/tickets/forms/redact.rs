//! The form that removes a text or a file for good.

use crate::kernel::context::use_texts;
use crate::tickets::forms::sheet::{Sheet, Typed, missing};
use crate::tickets::forms::sheet_fields::{Asked, Options, area, select};
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event::Event;
use guichet_locales::fill;
use leptos::prelude::*;

/// Characters of a text shown in the list.
const EXCERPT: usize = 60;

pub fn form(sheet: Sheet) -> AnyView {
    let t = &use_texts().retention;
    let there = removable(sheet);
    let options: Options = (0..)
        .zip(&there)
        .map(|(n, (_, label)): (usize, _)| (n.to_string(), label.clone()))
        .collect();
    let chosen = sheet.open.removing.get_untracked();
    let chosen = there.iter().position(|(what, _)| Some(*what) == chosen);
    let fields = view! {
        {select(
            sheet,
            Asked::new(Field::Text, "what", t.what)
                .hint(t.what_hint)
                .value(chosen.map(|n| n.to_string()).unwrap_or_default()),
            options,
        )}
        {area(sheet, Asked::new(Field::Reason, "reason", t.why).hint(t.why_hint))}
    };
    let read = move |typed: &Typed| {
        let what = typed.parsed("what").and_then(|n: usize| there.get(n));
        let (what, _) = what.ok_or_else(|| Refusal::Invalid(vec![missing(Field::Text, "what")]))?;
        Ok(Command::Redact {
            what: *what,
            reason: typed.text("reason"),
        })
    };
    sheet.plain(read, fields.into_any())
}

/// Texts and files of this page that can be removed, the newest first, with labels.
fn removable(sheet: Sheet) -> Vec<(Removed, String)> {
    let open = sheet.open;
    let texts = use_texts();
    open.page.with_untracked(|page| {
        let mut found = Vec::new();
        for envelope in page
            .history
            .iter()
            .rev()
            .filter(|one| one.ticket == open.id)
        {
            let who = match envelope.by {
                Who::Person(person) => open.name(person),
                Who::System => texts.history.system.to_owned(),
            };
            let named = |text: &str| fill(texts.retention.by, &[("text", text), ("who", &who)]);
            if let Event::Attached { attachment, .. } = &envelope.event {
                found.push((Removed::File(attachment.file), named(&attachment.name)));
            }
            for text in envelope.event.texts() {
                let body = page.texts.get(&text).map(|prose| prose.body.as_str());
                let body = excerpt(body.unwrap_or(texts.retention.old_text));
                found.push((Removed::Text(text), named(&body)));
            }
        }
        open.readable
            .with_untracked(|there| found.retain(|(what, _)| there.contains_key(what)));
        found
    })
}

/// The beginning of a text, on one line.
fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
