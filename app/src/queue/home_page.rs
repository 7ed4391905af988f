use crate::directory::disruptions::announcement::AnnouncementCard;
use crate::kernel::context::{Loading, load, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::frame::{Loaded, Portal};
use crate::knowledge::api as knowledge;
use crate::knowledge::search_form::SearchForm;
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::queue::api;
use crate::tickets::card::TicketCard;
use guichet_domain::directory::disruption::Announcement;
use guichet_domain::identity::me::Me;
use guichet_domain::knowledge::page::ArticleLine;
use guichet_domain::queue::home::Home;
use guichet_domain::tickets::line::Line;
use guichet_domain::{PersonId, TicketId};
use guichet_locales::{fill, plural};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;

/// The portal's first page: the reader's tickets, and the three ways on.
#[component]
pub fn HomePage() -> impl IntoView {
    let t = &use_texts().portal;
    let bus = LiveBus::here();
    let mark = StoredValue::new(bus.mark());
    let home = load(
        || (),
        move |()| {
            mark.set_value(bus.mark());
            api::home()
        },
    );
    let language = use_language();
    let useful = load(|| (), move |()| knowledge::most_useful(language));
    view! {
        <Title text=t.home_title/>
        <Portal let:me>
            <Loaded resource=home let:home>
                <Content me=me.clone() home mark=mark.get_value() useful/>
            </Loaded>
        </Portal>
    }
}

#[component]
fn Content(
    me: Me,
    home: Home,
    mark: u64,
    useful: Loading<Result<Vec<ArticleLine>, ApiError>>,
) -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    let first_name = me.name.split(' ').next().unwrap_or_default();
    let hello = fill(t.hello, &[("name", first_name)]);
    let disruptions = RwSignal::new(home.disruptions);
    let open = RwSignal::new(home.open);
    follow(me.person, home.cursor, mark, disruptions, open);
    let (ask_text, ask_at, ask_go) = if home.has_items {
        (t.way_ask_text, "/request", t.way_ask_go)
    } else {
        (t.way_ask_none, "/report", t.catalogue_describe)
    };
    let approvals = (me.approvals > 0)
        .then(|| plural(language, me.approvals, t.approvals_one, t.approvals_many));
    view! {
        <div class="home">
            <section class="hero">
                <h1>{hello}<br/>{t.how_help}</h1>
                <p class="lead">{t.home_lead}</p>
                <SearchForm/>
            </section>
            <div class="disruptions">
                {approvals
                    .map(|words| {
                        view! {
                            <p class="notice notice-info">
                                {words} " " <a href="/approvals">{t.approvals_go}</a>
                            </p>
                        }
                    })}
                <For each=move || disruptions.get() key=Announcement::clone let:announcement>
                    <AnnouncementCard announcement/>
                </For>
            </div>
            <Loaded resource=useful let:lines>
                <Useful lines/>
            </Loaded>
            <ul class="ways">
                <li class="card">
                    <h2>{t.way_report}</h2>
                    <p>{t.way_report_text}</p>
                    <a class="button primary" href="/report">{t.way_report_go}</a>
                </li>
                <li class="card">
                    <h2>{t.way_ask}</h2>
                    <p>{ask_text}</p>
                    <a class="button" href=ask_at>{ask_go}</a>
                </li>
                <li class="card">
                    <h2>{t.way_follow}</h2>
                    <p>{t.way_follow_text}</p>
                    <a class="button" href="/tickets">{t.way_follow_go}</a>
                </li>
            </ul>
            <section class="card my-tickets">
                <h2>{t.my_open}</h2>
                <Show
                    when=move || open.with(|lines| !lines.is_empty())
                    fallback=move || view! { <p class="meta">{t.my_open_none}</p> }
                >
                    <ul class="ticket-cards">
                        <For
                            each=move || open.get()
                            key=|line| (line.summary.reference, line.summary.updated_at)
                            let:line
                        >
                            <TicketCard line/>
                        </For>
                    </ul>
                </Show>
            </section>
        </div>
    }
}

/// The articles that help most, where there are some.
#[component]
fn Useful(lines: Vec<ArticleLine>) -> impl IntoView {
    let t = &use_texts().knowledge;
    let is_empty = lines.is_empty();
    let links = lines.into_iter().map(|line| {
        let href = format!("/help/{}", line.id);
        view! { <li><a href=href lang=line.language.code()>{line.title}</a></li> }
    });
    let links = links.collect_view();
    (!is_empty).then(|| {
        view! {
            <section class="useful" aria-labelledby="useful">
                <h2 id="useful">{t.most_useful}</h2>
                <ul>{links}</ul>
                <p><a href="/help">{t.all_articles}</a></p>
            </section>
        }
    })
}

/// Updates the first page as if it had just been read.
fn follow(
    me: PersonId,
    cursor: String,
    mark: u64,
    disruptions: RwSignal<Vec<Announcement>>,
    open: RwSignal<Vec<Line>>,
) {
    let bus = LiveBus::here();
    Effect::new(move |_| bus.open(cursor.clone()));
    bus.follow(mark, move |live| match live {
        Live::Update(update) => open.update(|lines| place(lines, update.line, me)),
        Live::Gone(ticket) => open.update(|lines| drop(take(lines, ticket))),
        Live::Reload => spawn_local(async move {
            // An answer that may not know what came meanwhile is asked for once more.
            loop {
                let mark = bus.mark();
                let Ok(home) = api::home().await else {
                    return;
                };
                if mark == bus.mark() {
                    let _ = disruptions.try_set(home.disruptions);
                    return drop(open.try_set(home.open));
                }
            }
        }),
        Live::Feedback(_) | Live::Groups(_) | Live::Unread(_) => {}
    });
}

fn take(lines: &mut Vec<Line>, ticket: TicketId) -> Option<(usize, Line)> {
    let at = lines
        .iter()
        .position(|line| line.summary.reference.id == ticket)?;
    Some((at, lines.remove(at)))
}

/// Puts a line where the list has it: resolved tickets, which await the reader's confirmation,
/// first, then the newest. A closed ticket leaves the list, and a ticket that is not the reader's
/// never enters it.
fn place(lines: &mut Vec<Line>, line: Line, me: PersonId) {
    let summary = &line.summary;
    let before = take(lines, summary.reference.id);
    let mine = before.is_some() || summary.affected == me || summary.reporter == Some(me);
    if !mine || summary.state.is_final() {
        return;
    }
    let rank = |line: &Line| {
        (
            !line.summary.state.is_done(),
            std::cmp::Reverse(line.summary.reference.id),
        )
    };
    let at = lines
        .iter()
        .position(|other| rank(other) > rank(&line))
        .unwrap_or(lines.len());
    lines.insert(at, line);
}
