use crate::directory::api;
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
        <Portal let:_me>
            <h1>{t.catalogue_title}</h1>
            <p class="lead">{t.catalogue_lead}</p>
            <Loaded resource=items let:items>
                <Items items/>
            </Loaded>
        </Portal>
    }
}

#[component]
fn Items(items: Vec<Item>) -> impl IntoView {
    let (t, language) = (&use_texts().portal, use_language());
    if items.is_empty() {
        return view! {
            <div class="empty">
                <p>{t.catalogue_none}</p>
                <a class="button" href="/report">{t.way_report}</a>
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
