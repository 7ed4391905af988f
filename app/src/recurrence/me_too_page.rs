//! The page on which somebody says that it happens to them too: a short ticket, with the workaround
//! at once.

use crate::kernel::context::{FormState, load, use_form_state, use_language, use_texts};
use crate::kernel::drafts::{Draft, KeepDraft};
use crate::kernel::error::ApiError;
use crate::kernel::fields::{FormHead, TextAreaField};
use crate::kernel::frame::{Loaded, Portal};
use crate::recurrence::api;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::recurrence::me_too_page::MeTooPage as Page;
use guichet_domain::tickets::me_too::MeToo;
use guichet_locales::fill;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Address of the page for what happens to somebody else too.
pub fn address(what: MeToo) -> String {
    let (name, number) = field(what);
    format!("/me-too?{name}={number}")
}

/// Name and value of what it is in forms and addresses.
fn field(what: MeToo) -> (&'static str, String) {
    match what {
        MeToo::Disruption(id) => ("disruption", id.to_string()),
        MeToo::Article(id) => ("article", id.to_string()),
    }
}

#[component]
pub fn MeTooPage() -> impl IntoView {
    let t = &use_texts().portal;
    let (form, language) = (use_form_state(), use_language());
    let query = use_query_map();
    // A form that was refused says what it was about.
    let named = |name: &str| match form.value(name) {
        typed if typed.is_empty() => query.with_untracked(|query| query.get(name)),
        typed => Some(typed),
    };
    let disruption = named("disruption").and_then(|id| id.parse().ok());
    let article = named("article").and_then(|id| id.parse().ok());
    let what = disruption
        .map(MeToo::Disruption)
        .or_else(|| article.map(MeToo::Article));
    let page = load(
        || (),
        move |()| async move {
            match what {
                Some(what) => api::me_too(what, language).await,
                None => Err(ApiError(Failure::NotFound)),
            }
        },
    );
    view! {
        <Title text=t.me_too_title/>
        <Portal narrow=true let:_me>
            {
                let form = form.clone();
                view! {
                    <h1>{t.me_too_title}</h1>
                    <Loaded resource=page let:page>
                        {what.map(|what| content(form.clone(), what, page))}
                    </Loaded>
                }
            }
        </Portal>
    }
}

fn content(form: FormState, what: MeToo, page: Page) -> AnyView {
    let (t, l) = (&use_texts().portal, use_language());
    let about = view! { <p class="lead" lang=page.language.code()>{page.title}</p> };
    if let Some(mine) = page.mine {
        let mine = mine.to_string();
        let said = fill(t.me_too_mine, &[("ref", &mine)]);
        return view! {
            {about}
            <div class="notice notice-info">
                <p>{said}</p>
                <p><a class="button" href=format!("/tickets/{mine}")>{t.me_too_open}</a></p>
            </div>
        }
        .into_any();
    }
    let (name, number) = field(what);
    let draft = Draft::of(format!("me-too-{name}-{number}"));
    let description = form.value("description");
    let error = form.error(l, Field::Description, None);
    view! {
        {about}
        <p>{t.me_too_lead}</p>
        <form class="form" method="post" action="/me-too">
            <FormHead form/>
            <KeepDraft draft posted=true/>
            <input type="hidden" name=name value=number/>
            <TextAreaField name="description" label=t.me_too_more hint=t.me_too_more_hint value=description error rows=3/>
            <div class="form-foot"><button type="submit" class="button primary">{t.me_too_send}</button></div>
        </form>
    }
    .into_any()
}

/// The link by which a reader says that it happens to them too.
pub fn me_too_link(what: MeToo) -> AnyView {
    let t = &use_texts().portal;
    view! { <a class="button" href=address(what)>{t.me_too}</a> }.into_any()
}
