//! Articles beside the ticket: those it is linked to, and those that may answer it. Each goes into
//! the answer with a click, as a link or as its text, in the user's language.

use crate::kernel::context::{new_command, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::knowledge::api;
use crate::queue::keys::find;
use crate::tickets::desk::drafts::{Tab, area, draft_of};
use crate::tickets::desk::open::Open;
use guichet_domain::ArticleId;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::knowledge::article::ArticleState;
use guichet_domain::knowledge::command::ArticleCommand;
use guichet_domain::knowledge::content::{Place, Readership};
use guichet_domain::knowledge::files::file_address;
use guichet_domain::knowledge::page::{ArticleCommandEnvelope, ArticleLine, ArticlePage};
use guichet_domain::knowledge::view::SeenArticle;
use guichet_domain::knowledge::workspace::Beside;
use guichet_domain::tickets::workflow::State;
use guichet_locales::{fill, knowledge, words};
use leptos::prelude::*;

/// What the parts of this section share.
#[derive(Clone, Copy)]
struct Section {
    open: Open,
    beside: RwSignal<Option<Beside>>,
    said: RwSignal<Option<String>>,
}

pub fn articles(open: Open) -> AnyView {
    let t = &use_texts().writing;
    let section = Section {
        open,
        beside: RwSignal::new(None),
        said: RwSignal::new(None),
    };
    // It is read once the ticket is there, which nobody waits longer for.
    Effect::new(move |_| read(section));
    let lists = move || {
        let beside = section.beside.get()?;
        let of = |lines: Vec<ArticleLine>, is_linked| {
            let lines = lines.into_iter();
            lines
                .map(move |line| one(section, line, is_linked))
                .collect_view()
        };
        let is_empty = beside.linked.is_empty() && beside.found.is_empty();
        Some(view! {
            {is_empty.then(|| view! { <p class="meta">{t.none_beside}</p> })}
            <ul class="links">{of(beside.linked, true)} {of(beside.found, false)}</ul>
        })
    };
    view! {
        <section class="card beside" aria-labelledby="articles-beside">
            <h2 id="articles-beside">{t.articles}</h2>
            {lists}
            <p role="status" class="hint">{move || section.said.get()}</p>
            {move || make_of(open)}
        </section>
    }
    .into_any()
}

fn read(section: Section) {
    leptos::task::spawn_local(async move {
        if let Ok(beside) = api::articles_beside(section.open.id).await {
            section.beside.try_set(Some(beside));
        }
    });
}

/// The way to an article made of this ticket, where its work is done or its cause is known.
fn make_of(open: Open) -> Option<AnyView> {
    let t = &use_texts().writing;
    let ticket = open.ticket.get();
    let is_known = matches!(
        ticket.state,
        State::Resolved
            | State::Fulfilled
            | State::Closed
            | State::KnownError
            | State::FixInProgress
    );
    // A workaround is what readers look for, also of a problem that is still analysed.
    let is_problem = ticket.kind == Kind::Problem;
    let is_told = is_problem && ticket.workaround.is_some() && ticket.state.is_open();
    (is_known || is_told).then(|| {
        let href = format!("/knowledge/new?ticket={}", ticket.reference());
        view! { <a class="button" href=href>{t.make_article}</a> }.into_any()
    })
}

fn one(section: Section, line: ArticleLine, is_linked: bool) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.writing;
    let work = line.work.as_ref();
    // Without more than readers see, it is published.
    let is_published = work.is_none_or(|work| work.state == ArticleState::Published);
    let readers = work.map(|work| work.readers);
    let for_agents = readers == Some(Readership::Agents);
    let mut marks = vec![knowledge::kind(l, line.kind).to_owned()];
    if let Some(work) = work.filter(|_| !is_published) {
        marks.push(knowledge::state(l, work.state).to_owned());
    }
    if for_agents {
        marks.push(texts.knowledge.agents_only.to_owned());
    }
    if is_linked {
        marks.push(t.is_linked.to_owned());
    }
    let offered = section
        .open
        .ticket
        .with_untracked(|ticket| ticket.internal.offered.clone());
    if offered.opened.contains(&line.id) {
        marks.push(t.was_read.to_owned());
    } else if offered.shown.contains(&line.id) {
        marks.push(t.was_offered.to_owned());
    }
    let (id, title) = (line.id, line.title.clone());
    let href = match is_published {
        true => format!("/help/{id}"),
        false => format!("/knowledge/{id}"),
    };
    let of = |label: &str| fill(t.of_article, &[("what", label), ("title", &title)]);
    // What the user may not read does not go into an answer.
    let is_readable = section.beside.with_untracked(|beside| {
        beside
            .as_ref()
            .is_some_and(|beside| beside.readable.contains(&line.id))
    });
    let inserts = is_readable.then(|| {
        let named = title.clone();
        view! {
            <button type="button" class="link" aria-label=of(t.insert_link)
                on:click=move |_| insert_link(section, id, &named)>{t.insert_link}</button>
            <button type="button" class="link" aria-label=of(t.insert_text)
                on:click=move |_| insert_text(section, id)>{t.insert_text}</button>
        }
    });
    let links = (!is_linked).then(|| {
        view! {
            <button type="button" class="link" aria-label=of(t.link_it)
                on:click=move |_| link(section, id)>{t.link_it}</button>
        }
    });
    view! {
        <li>
            <p><a href=href lang=line.language.code()>{line.title}</a></p>
            <p class="meta">{marks.join(" · ")}</p>
            <p class="actions">{inserts} {links}</p>
        </li>
    }
    .into_any()
}

/// Links the article to the ticket, for agents' eyes.
fn link(section: Section, article: ArticleId) {
    let (l, t) = (use_language(), &use_texts().writing);
    let command = ArticleCommandEnvelope {
        id: new_command(),
        article,
        command: ArticleCommand::Link {
            ticket: section.open.id,
        },
    };
    leptos::task::spawn_local(async move {
        let outcome = api::change_article(command).await;
        match outcome.unwrap_or_else(|ApiError(failure)| Err(failure)) {
            Ok(()) => {
                section.said.try_set(Some(t.done_link.to_owned()));
                read(section);
            }
            Err(failure) => drop(section.said.try_set(Some(words::failure(l, &failure)))),
        }
    });
}

fn insert_link(section: Section, article: ArticleId, title: &str) {
    let title: String = title.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let origin = window().location().origin().unwrap_or_default();
    insert(section, &format!("[{title}]({origin}/help/{article})"));
}

fn insert_text(section: Section, article: ArticleId) {
    let (l, beside) = (use_language(), section.beside.get_untracked());
    let language = beside.map_or(l, |beside| beside.language);
    leptos::task::spawn_local(async move {
        match api::article(article, String::new(), language).await {
            Ok(page) => insert(section, &text_of(&page)),
            Err(ApiError(failure)) => drop(section.said.try_set(Some(words::failure(l, &failure)))),
        }
    });
}

/// What an article tells its readers to do, as it is written.
fn text_of(page: &ArticlePage) -> String {
    let content = match &page.article {
        SeenArticle::Whole(article) => article.published().map(|version| &version.content),
        SeenArticle::Published(article) => Some(&article.content),
    };
    let Some(content) = content else {
        return String::new();
    };
    let told = [Place::Workaround, Place::Fix, Place::Steps, Place::Answer];
    let text = |place| page.texts.get(&content.text(page.language, place)?);
    let texts = told.into_iter().filter_map(|place| {
        let text = text(place)?;
        let body = with_links(text.body.trim(), page);
        Some(match (place, page.language) {
            (Place::Workaround, language) => format!("{}\n\n{body}", meanwhile(language)),
            _ => body.to_owned(),
        })
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

/// A text whose pictures and files are links that its reader can follow: an answer has none of its own.
fn with_links(text: &str, page: &ArticlePage) -> String {
    let article = match &page.article {
        SeenArticle::Whole(article) => article.id,
        SeenArticle::Published(article) => article.id,
    };
    let files = page.article.shown().map(|(_, files)| files);
    let origin = window().location().origin().unwrap_or_default();
    let mut text = text.to_owned();
    for file in files.into_iter().flatten() {
        let named = format!("]({})", file.name);
        let address = format!("]({origin}{})", file_address(article, file.file));
        while let Some(at) = text.find(&named) {
            let opened = text[..at]
                .rfind("![")
                .filter(|open| !text[*open..at].contains(']'));
            text.replace_range(at..at + named.len(), &address);
            if let Some(opened) = opened {
                text.remove(opened);
            }
        }
    }
    text
}

fn meanwhile(language: Language) -> String {
    format!("**{}**", knowledge::place(language, Place::Workaround))
}

/// Puts a text where the cursor is in the answer.
fn insert(section: Section, text: &str) {
    let t = &use_texts().writing;
    // The box of the answer, even if a note is being written.
    if let Some(tab) = find("#tab-reply") {
        tab.click();
    }
    let Some(area) = area(Tab::Reply) else {
        section.said.set(Some(t.no_answer_now.to_owned()));
        return;
    };
    let typed = area.value();
    let at = area.selection_start().ok().flatten();
    let at = at.map_or(typed.len(), |at| byte_at(&typed, at));
    let (before, after) = typed.split_at(at);
    let gap = |text: &str| if text.trim().is_empty() { "" } else { "\n\n" };
    let whole = format!(
        "{}{}{text}{}{}",
        before.trim_end(),
        gap(before),
        gap(after),
        after.trim_start()
    );
    area.set_value(&whole);
    draft_of(Tab::Reply.name(), section.open.id).put("text", &whole, None);
    let _ = area.focus();
    section.said.set(Some(t.put_in.to_owned()));
}

/// Byte of a position that a browser counts in UTF-16 code units.
fn byte_at(text: &str, units: u32) -> usize {
    let mut left = units;
    for (byte, c) in text.char_indices() {
        if left == 0 {
            return byte;
        }
        left = left.saturating_sub(u32::try_from(c.len_utf16()).unwrap_or(1));
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_of_the_browser_is_one_between_letters() {
        for (units, byte) in [(0, 0), (1, 2), (2, 3), (4, 7), (5, 8), (9, 8)] {
            assert_eq!(byte_at("éa😀b", units), byte, "{units}");
        }
    }
}
