use crate::directory::api;
use crate::directory::tabs::START;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::frame::{Loaded, Portal};
use guichet_domain::directory::catalogue::Item;
use leptos::prelude::*;
use leptos_meta::Title;

/// The catalogue: all items that can be requested.
#[component]
pub fn CataloguePage() -> impl IntoView {
    let t = &use_texts().portal;
    let items = load(|| (), |()| api::catalogue());
    view! {
        <Title text=t.catalogue_title/>
        <Portal let:me>
            <h1>{t.catalogue_title}</h1>
            <p class="lead">{t.catalogue_lead}</p>
            <Loaded resource=items let:items>
                <Items items administers=me.actor.role.is_administrator()/>
            </Loaded>
        </Portal>
    }
}

#[component]
fn Items(items: Vec<Item>, administers: bool) -> impl IntoView {
    let (texts, language) = (use_texts(), use_language());
    if items.is_empty() {
        let (t, beginning) = (&texts.portal, &texts.beginning);
        return view! {
            <div class="empty">
                <p>{t.catalogue_none}</p>
                <a class="button primary" href="/report">{t.catalogue_describe}</a>
                {administers
                    .then(|| {
                        view! {
                            <p>{beginning.portal_none}</p>
                            <a class="button" href=START>{beginning.portal_go}</a>
                        }
                    })}
            </div>
        }
        .into_any();
    }
    let cards = items
        .into_iter()
        .map(|item| {
            let name = item.name.in_language(language).to_owned();
            let description = item.description.in_language(language).to_owned();
            view! {
                <li class="card">
                    <a href=format!("/request/{}", item.id)>
                        <h2>{name}</h2>
                        <p>{description}</p>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="catalogue">{cards}</ul> }.into_any()
}
