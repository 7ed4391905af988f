//! The list of notifications, the latest first.

use crate::kernel::awaited::awaited;
use crate::kernel::context::{Loading, load, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::portal_frame::PortalFrame;
use crate::kernel::times::Moment;
use crate::live::bus::LiveBus;
use crate::live::passed_on::Live;
use crate::notifications::api;
use crate::queue::nav::DeskFrame;
use crate::tickets::history::proven;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::notifications::bell::{NoticeAbout, NoticeLine, Notices};
use guichet_locales::notifications::notice;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

type Read = Loading<Result<Notices, ApiError>>;

/// The page of notifications, in the reader's own frame: the desk for agents, the portal for users.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let t = &use_texts().notifications;
    let query = use_query_map();
    let after = Memo::new(move |_| query.with(|query| query.get("after")));
    let mark = LiveBus::here().mark();
    let read = load(move || after.get(), api::notifications);
    // What is told from now on comes to the top by itself.
    LiveBus::here().follow(mark, move |live| {
        if matches!(live, Live::Unread(_) | Live::Reload) {
            read.refetch();
        }
    });
    view! {
        <Title text=t.title/>
        <SignedIn let:me>
            {if me.actor.role.is_agent() {
                view! { <DeskFrame me><Content read after/></DeskFrame> }.into_any()
            } else {
                view! {
                    <div class="app portal">
                        <PortalFrame me narrow=true><Content read after/></PortalFrame>
                    </div>
                }
                    .into_any()
            }}
        </SignedIn>
    }
}

#[component]
fn Content(read: Read, after: Memo<Option<String>>) -> impl IntoView {
    let t = &use_texts().notifications;
    view! {
        <h1>{t.title}</h1>
        {awaited(move || async move {
            match read.await {
                Ok(notices) => view! { <List notices paged=after.get_untracked().is_some()/> }.into_any(),
                Err(error) => view! { <Failed error/> }.into_any(),
            }
        })}
    }
}

#[component]
fn List(notices: Notices, paged: bool) -> impl IntoView {
    let texts = use_texts();
    let t = &texts.notifications;
    let Notices {
        lines,
        next,
        unread,
        cursor,
    } = notices;
    let bus = LiveBus::here();
    Effect::new(move |_| bus.open(cursor.clone()));
    let first = paged.then(|| view! { <a href="/notifications">{texts.common.first_page}</a> });
    let next = next.map(|next| {
        let href = format!("/notifications?after={next}");
        view! { <a class="button" href=href>{texts.common.next_page}</a> }
    });
    let list = if lines.is_empty() {
        view! { <p class="empty">{t.empty}</p> }.into_any()
    } else {
        let lines = lines.into_iter().map(|line| view! { <Item line/> });
        view! { <ul class="notifications">{lines.collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="actions">
            {(unread > 0)
                .then(|| {
                    view! {
                        <form method="post" action="/notifications">
                            <button class="button" name="read" value="all">{t.mark_all}</button>
                        </form>
                    }
                })}
            <a href="/account#wishes">{t.choose}</a>
        </div>
        {list}
        <p class="list-more actions">{first} {next}</p>
    }
}

#[component]
fn Item(line: NoticeLine) -> impl IntoView {
    let (language, t) = (use_language(), &use_texts().notifications);
    let (kind, about, reference, gone) = match line.about {
        NoticeAbout::Ticket {
            reference,
            subject,
            at_the_desk,
        } => {
            let place = if at_the_desk { "desk" } else { "tickets" };
            let link = subject.map(|subject| (format!("/{place}/{reference}"), subject));
            (
                reference.kind,
                link,
                Some(reference.to_string()),
                t.no_longer,
            )
        }
        NoticeAbout::Article { article, title } => {
            let link = title.map(|title| (format!("/knowledge/{article}"), title));
            // The words of these name no kind of ticket.
            (Kind::Incident, link, None, t.no_longer_article)
        }
    };
    let headline = notice(language, line.notice, kind, line.by.as_deref());
    let about = match about {
        Some((href, title)) => view! { <a href=href>{title}</a> }.into_any(),
        None => view! { <span>{gone}</span> }.into_any(),
    };
    let unread = !line.read;
    view! {
        <li class:unread=unread>
            <p class="notification-what">
                {unread.then(|| view! { <span class="visually-hidden">{t.unread} " "</span> })}
                {headline}
            </p>
            <p class="notification-about">{about}</p>
            <p class="meta">
                {reference.map(|reference| view! { <span class="ref">{reference}</span> " · " })}
                <Moment at=line.at/>
                {line.by_mail.map(|proof| format!(" · {}", proven(use_texts(), proof)))}
            </p>
            {unread
                .then(|| {
                    view! {
                        <form method="post" action="/notifications">
                            <button class="button quiet" name="read" value=line.id.clone()>{t.mark_read}</button>
                        </form>
                    }
                })}
        </li>
    }
}
