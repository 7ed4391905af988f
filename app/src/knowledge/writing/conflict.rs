//! Texts that somebody else changed since the form was opened: both are shown to choose from, and
//! nothing typed is lost.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::own_form::{OwnForm, Values, value};
use crate::knowledge::writing::fields::Chosen;
use crate::knowledge::writing::revision::{
    about, about_of, name, put_about, put_readers, put_text, revision, texts_of,
};
use guichet_domain::TextId;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::knowledge::command::ArticleCommand;
use guichet_domain::knowledge::content::{Content, Place, Readership};
use guichet_domain::knowledge::event::About;
use guichet_domain::knowledge::workspace::Workspace;
use guichet_locales::{fill, knowledge, words};
use leptos::prelude::*;

/// A value of the form that somebody else changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Text(Language, Place),
    Readers,
    About,
}

/// The values of the form once it was saved: as they stand now, but for what was typed since it was
/// `sent`.
pub fn after_save(mut typed: Values, sent: &Values, now: &Workspace) -> Values {
    let content = now.article.latest().cloned().unwrap_or_default();
    let same = |typed: &Values, name: &str| value(typed, name) == value(sent, name);
    for (language, place) in texts_of(content.kind) {
        let (id, text) = text_now(&content, now, language, place);
        let is_same = same(&typed, &name(language, place));
        let taken = is_same.then_some(text.as_str());
        put_text(&mut typed, (language, place), id, &text, taken);
    }
    let is_same = same(&typed, "readers");
    put_readers(&mut typed, content.readers, is_same);
    let is_same = same(&typed, "service") && same(&typed, "category");
    put_about(&mut typed, &about_of(&content), is_same);
    typed
}

/// What was changed since the form was opened, of all that it says otherwise. What it says as it
/// stands now, or as it was, is no conflict: the form follows there.
pub fn changed(values: &mut Values, now: &Workspace) -> Vec<Changed> {
    let Some(content) = now.article.latest() else {
        return Vec::new();
    };
    let Some(ArticleCommand::Revise {
        texts,
        readers,
        about,
    }) = revision(values)
    else {
        return Vec::new();
    };
    let mut changed = Vec::new();
    for (language, place) in texts_of(content.kind) {
        let (id, text) = text_now(content, now, language, place);
        let change = texts.get(&language).and_then(|places| places.get(&place));
        match change {
            Some(change) if change.was == id => {}
            Some(change) if place.stored(&change.text) != text => {
                changed.push(Changed::Text(language, place));
            }
            _ => put_text(values, (language, place), id, &text, Some(&text)),
        }
    }
    match readers {
        Some(change) if change.was == content.readers => {}
        Some(change) if change.to != content.readers => changed.push(Changed::Readers),
        _ => put_readers(values, content.readers, true),
    }
    match about {
        Some(change) if change.was == about_of(content) => {}
        Some(change) if change.to != about_of(content) => changed.push(Changed::About),
        _ => put_about(values, &about_of(content), true),
    }
    changed
}

fn text_now(
    content: &Content,
    now: &Workspace,
    language: Language,
    place: Place,
) -> (Option<TextId>, String) {
    let id = content.text(language, place);
    let text = id.and_then(|id| now.texts.get(&id)).cloned();
    (id, text.unwrap_or_default())
}

/// The conflicts of a form, each with a choice.
pub fn panels(
    form: OwnForm,
    chosen: Chosen,
    now: RwSignal<Workspace>,
    conflicts: RwSignal<Vec<Changed>>,
) -> AnyView {
    view! {
        <For each=move || conflicts.get() key=|changed| format!("{changed:?}") let:changed>
            {panel(form, chosen, now, conflicts, changed)}
        </For>
    }
    .into_any()
}

fn panel(
    form: OwnForm,
    chosen: Chosen,
    now: RwSignal<Workspace>,
    conflicts: RwSignal<Vec<Changed>>,
    changed: Changed,
) -> AnyView {
    let t = &use_texts().drafts;
    let (title, theirs, mine) = now.with_untracked(|now| both(form, now, changed));
    let who = now.with_untracked(|now| {
        let draft = now.article.draft.as_ref()?;
        let person = draft.by.person()?;
        now.people.get(&person).map(|card| card.name.clone())
    });
    let who = who.map_or_else(
        || t.changed.to_owned(),
        |who| fill(t.changed_by, &[("who", &who)]),
    );
    let id = format!("conflict-{title}").replace([' ', '(', ')'], "-");
    let label = id.clone();
    let settle = move |takes: bool| {
        let values = now.with_untracked(|now| settled(form.typed(), now, changed, takes));
        form.state.update(|state| {
            state.values = values;
            state.failure = None;
        });
        chosen.draw_again();
        conflicts.update(|conflicts| conflicts.retain(|other| *other != changed));
    };
    view! {
        <div class="conflict" role="group" aria-labelledby=label>
            <p id=id>{title} " — " {who}</p>
            <dl>
                <div><dt>{t.theirs}</dt><dd>{theirs}</dd></div>
                <div><dt>{t.mine}</dt><dd>{mine}</dd></div>
            </dl>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| settle(false)>{t.keep_mine}</button>
                <button class="button" type="button" on:click=move |_| settle(true)>{t.take_theirs}</button>
            </div>
        </div>
    }
    .into_any()
}

/// Name of what changed, as it stands now and in the form.
fn both(form: OwnForm, now: &Workspace, changed: Changed) -> (String, String, String) {
    let (l, t) = (use_language(), use_texts());
    let values = form.state.with_untracked(|state| state.values.clone());
    let content = now.article.latest().cloned().unwrap_or_default();
    let service = |id| {
        let mut services = now.choices.services.iter();
        let service = services.find(|(other, _)| Some(*other) == id);
        service.map_or_else(String::new, |(_, name)| name.in_language(l).to_owned())
    };
    let (title, theirs, mine) = match changed {
        Changed::Text(language, place) => (
            fill(
                t.writing.theirs_in,
                &[
                    ("place", knowledge::place(l, place)),
                    ("language", knowledge::writing::language(l, language)),
                ],
            ),
            text_now(&content, now, language, place).1,
            value(&values, &name(language, place)).to_owned(),
        ),
        Changed::Readers => {
            let mine: Readership = value(&values, "readers").parse().unwrap_or_default();
            let said = |readers| knowledge::writing::readers(l, readers).to_owned();
            (
                words::field(l, Field::Readers).to_owned(),
                said(content.readers),
                said(mine),
            )
        }
        Changed::About => {
            let said = |about: &About| {
                let categories = now.choices.categories.iter();
                let chosen = categories.filter(|(_, id, _)| about.categories.contains(id));
                let names = chosen.map(|(.., name)| name.in_language(l).to_owned());
                let all: Vec<String> = std::iter::once(service(about.service))
                    .chain(names)
                    .collect();
                all.join(" · ")
            };
            let title = words::field(l, Field::Service).to_owned();
            (title, said(&about_of(&content)), said(&about(&values)))
        }
    };
    let said = |text: String| {
        if text.is_empty() {
            t.drafts.nothing.to_owned()
        } else {
            text
        }
    };
    (title, said(theirs), said(mine))
}

/// The values of the form once somebody has chosen: the form knows what stands now, and says that
/// or what was typed.
fn settled(mut values: Values, now: &Workspace, changed: Changed, takes: bool) -> Values {
    let content = now.article.latest().cloned().unwrap_or_default();
    match changed {
        Changed::Text(language, place) => {
            let (id, text) = text_now(&content, now, language, place);
            let taken = takes.then_some(text.as_str());
            put_text(&mut values, (language, place), id, &text, taken);
        }
        Changed::Readers => put_readers(&mut values, content.readers, takes),
        Changed::About => put_about(&mut values, &about_of(&content), takes),
    }
    values
}
