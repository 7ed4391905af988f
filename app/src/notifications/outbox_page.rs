//! The outbox: mail that waits to be sent, and mail that could not be sent.

use crate::directory::tabs::{OUTBOX, Tabs};
use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts, use_zone};
use crate::kernel::guard::{Failed, SignedIn};
use crate::notifications::api;
use crate::queue::nav::DeskFrame;
use guichet_domain::notifications::notice::Notice;
use guichet_domain::notifications::outbox::{Outbox, OutboxLine};
use guichet_locales::{date_time, fill, notifications, plural};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn MailPage() -> impl IntoView {
    let texts = use_texts();
    let t = &texts.notifications;
    let mail = load(|| (), |()| api::mail());
    let query = use_query_map();
    let again = move || {
        let done = query.with(|query| query.get("again").is_some());
        done.then(|| view! { <div class="notice notice-done"><p>{t.mail_again_done}</p></div> })
    };
    view! {
        <Title text=format!("{} · {}", t.mail, texts.admin.title)/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{texts.admin.title}</h1>
                <Tabs at=Signal::derive(|| None)/>
                <header>
                    <div>
                        <h2>{t.mail}</h2>
                        <p class="hint">{t.mail_lead}</p>
                    </div>
                </header>
                <div role="status">{again}</div>
                {awaited(move || async move {
                    match mail.await {
                        Ok(mail) => view! { <Outbox mail/> }.into_any(),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

#[component]
fn Outbox(mail: Outbox) -> impl IntoView {
    let (language, t) = (use_language(), &use_texts().notifications);
    if mail.emails.is_empty() {
        return view! { <p class="empty">{t.mail_none}</p> }.into_any();
    }
    let waiting = (mail.waiting > 0).then(|| {
        plural(
            language,
            mail.waiting,
            t.mail_waiting_one,
            t.mail_waiting_many,
        )
    });
    let failed = (mail.failed > 0)
        .then(|| plural(language, mail.failed, t.mail_failed_one, t.mail_failed_many));
    let rows = mail
        .emails
        .into_iter()
        .map(|outbound| view! { <Row outbound/> });
    view! {
        <p>{failed} " " {waiting}</p>
        <form method="post" action=OUTBOX><button class="button" name="again" value="all">{t.mail_again_all}</button></form>
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t.mail_to}</th>
                        <th scope="col">{t.mail_about}</th>
                        <th scope="col">{t.mail_state}</th>
                        <th scope="col"><span class="visually-hidden">{t.mail_again}</span></th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(outbound: OutboxLine) -> impl IntoView {
    let (language, zone, t) = (use_language(), use_zone(), &use_texts().notifications);
    let date = |at| date_time(language, &zone, at);
    let about = match (outbound.reference, Notice::from_name(&outbound.kind)) {
        (Some(reference), Some(notice)) => {
            let topic = guichet_domain::notifications::preferences::Topic::Notice(notice);
            format!("{reference} · {}", notifications::topic(language, topic))
        }
        _ => outbound.kind.clone(),
    };
    let state = match (outbound.failed_at, outbound.due) {
        (Some(at), _) => fill(t.mail_given_up, &[("date", &date(at))]),
        (None, Some(at)) => fill(t.mail_due, &[("date", &date(at))]),
        (None, None) => String::new(),
    };
    let tries = (outbound.tries > 0).then(|| {
        plural(
            language,
            outbound.tries,
            t.mail_tries_one,
            t.mail_tries_many,
        )
    });
    let again = outbound.tries > 0;
    view! {
        <tr>
            <th scope="row">{outbound.to}</th>
            <td>{about}</td>
            <td>
                {state}
                {tries.map(|tries| view! { " · " {tries} })}
                {outbound.error.map(|error| view! { <p class="email-error">{error}</p> })}
            </td>
            <td>
                {again
                    .then(|| {
                        view! {
                            <form method="post" action=OUTBOX>
                                <button class="button" name="again" value=outbound.key>{t.mail_again}</button>
                            </form>
                        }
                    })}
            </td>
        </tr>
    }
}
