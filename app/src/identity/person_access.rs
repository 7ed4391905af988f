//! A person's ways to sign in, shown below their form.

use crate::identity::api;
use crate::identity::session_list::SessionList;
use crate::kernel::awaited::awaited;
use crate::kernel::context::{Loading, use_language, use_texts, use_zone};
use crate::kernel::error::ApiError;
use crate::kernel::guard::Failed;
use guichet_domain::PersonId;
use guichet_domain::identity::access::PersonAccess;
use guichet_locales::{date_time, fill, words};
use leptos::prelude::*;

/// The ways to sign in of the person the page is about; `None` if it is about nobody.
pub type Accessing = Loading<Result<Option<PersonAccess>, ApiError>>;

pub async fn read_access(person: Option<PersonId>) -> Result<Option<PersonAccess>, ApiError> {
    match person {
        Some(person) => api::person_access(person).await.map(Some),
        None => Ok(None),
    }
}

#[component]
pub fn Access(person: PersonId, access: Accessing) -> impl IntoView {
    let t = &use_texts().identity;
    // Said beside what it did, also after that was read again.
    let said = RwSignal::new(None::<String>);
    let link = RwSignal::new(None::<String>);
    view! {
        <h2>{t.access_title}</h2>
        <div role="status">
            {move || {
                said.get()
                    .map(|said| {
                        view! {
                            <div class="notice">
                                <p>{said}</p>
                                {link.get().map(|link| view! { <p class="secret" translate="no">{link}</p> })}
                            </div>
                        }
                    })
            }}
        </div>
        {awaited(move || async move {
            match access.await {
                Ok(None) => ().into_any(),
                Ok(Some(read)) => {
                    let removed = move || access.refetch();
                    view! { <Facts person read said link removed/> }.into_any()
                }
                Err(error) => view! { <Failed error/> }.into_any(),
            }
        })}
    }
}

#[component]
fn Facts(
    person: PersonId,
    read: PersonAccess,
    said: RwSignal<Option<String>>,
    link: RwSignal<Option<String>>,
    removed: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let (t, language, zone) = (&use_texts().identity, use_language(), use_zone());
    let password = if read.password {
        t.access_has_password
    } else {
        t.access_no_password
    };
    let factor = read.factor_since.map_or(t.factor_off.to_owned(), |since| {
        fill(t.factor_on, &[("date", &date_time(language, &zone, since))])
    });
    let remove = move |_| {
        leptos::task::spawn_local(async move {
            let answer = api::remove_factor(person).await;
            let words = match answer.unwrap_or_else(|error| Err(error.0)) {
                Ok(()) => t.access_removed.to_owned(),
                Err(failure) => words::failure(language, &failure),
            };
            said.try_set(Some(words));
            removed();
        });
    };
    let invite = move |_| {
        leptos::task::spawn_local(async move {
            let answer = api::invite(person).await;
            let words = match answer.unwrap_or_else(|error| Err(error.0)) {
                Ok(None) => t.invited_by_mail.to_owned(),
                Ok(Some(path)) => {
                    let origin = window().location().origin().unwrap_or_default();
                    link.try_set(Some(format!("{origin}{path}")));
                    t.invited_by_link.to_owned()
                }
                Err(failure) => words::failure(language, &failure),
            };
            said.try_set(Some(words));
        });
    };
    view! {
        <dl class="props">
            <dt>{t.access_password}</dt>
            <dd>{password}</dd>
            <dt>{t.access_factor}</dt>
            <dd>{factor}</dd>
        </dl>
        <h3>{t.access_sessions}</h3>
        {if read.sessions.is_empty() {
            view! { <p class="hint">{t.access_no_sessions}</p> }.into_any()
        } else {
            let action = format!("/admin/people/{person}/sessions");
            view! {
                <SessionList sessions=read.sessions action=action.clone()/>
                <form class="actions" method="post" action=action>
                    <button class="button danger" name="session" value="all">{t.access_end_sessions}</button>
                </form>
            }
                .into_any()
        }}
        {(!read.password)
            .then(|| {
                view! {
                    <p class="actions">
                        <button type="button" class="button" on:click=invite>{t.invite}</button>
                    </p>
                }
            })}
        {read
            .factor_since
            .map(|_| {
                view! {
                    <p class="hint">{t.access_remove_text}</p>
                    <p class="actions">
                        <button type="button" class="button danger" on:click=remove>{t.access_remove}</button>
                    </p>
                }
            })}
        <p><a href=format!("/admin/audit?who={person}")>{t.access_audit}</a></p>
    }
}
