//! What was asked in vain: a list that agents work from.

use crate::kernel::context::{Loading, load, use_language, use_texts};
use crate::kernel::encoding::in_query;
use crate::kernel::error::ApiError;
use crate::kernel::frame::Loaded;
use crate::kernel::guard::SignedIn;
use crate::knowledge::api;
use crate::knowledge::writing::list_page::Views;
use crate::queue::nav::DeskFrame;
use guichet_domain::PersonId;
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::time::{DAY, Timestamp};
use guichet_domain::knowledge::reading::{Gap, GapTask, Gaps, NotHelpful};
use guichet_locales::{day, fill, knowledge, words};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the rows of the list share.
#[derive(Clone, Copy)]
struct List {
    gaps: Loading<Result<Gaps, ApiError>>,
    me: PersonId,
    failure: RwSignal<Option<String>>,
}

#[component]
pub fn GapsPage() -> impl IntoView {
    let (t, language) = (&use_texts().writing, use_language());
    let gaps = load(|| (), move |()| api::gaps(language));
    let failure = RwSignal::new(None::<String>);
    view! {
        <Title text=t.gaps/>
        <SignedIn let:me>
            {
                let list = List { gaps, me: me.person, failure };
                view! {
                    <DeskFrame me>
                        <h1>{t.title}</h1>
                        <p class="lead">{t.gaps_lead}</p>
                        <Views/>
                        <div role="alert">
                            {move || failure.get().map(|said| view! { <div class="notice notice-error"><p>{said}</p></div> })}
                        </div>
                        <Loaded resource=gaps let:found>
                            {rows(list, found)}
                        </Loaded>
                    </DeskFrame>
                }
            }
        </SignedIn>
    }
}

fn rows(list: List, found: Gaps) -> AnyView {
    let t = &use_texts().writing;
    if found.gaps.is_empty() {
        return view! { <div class="empty"><p><strong>{t.no_gaps}</strong></p></div> }.into_any();
    }
    let rows = found
        .gaps
        .iter()
        .map(|gap| row(list, gap, &found))
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t.gap_asked}</th>
                        <th scope="col">{t.gap_why}</th>
                        <th scope="col" class="number">{t.gap_times}</th>
                        <th scope="col">{t.gap_last}</th>
                        <th scope="col">{t.owner}</th>
                        <th scope="col"><span class="visually-hidden">{t.steps}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(list: List, gap: &Gap, found: &Gaps) -> AnyView {
    let (t, l) = (&use_texts().writing, use_language());
    let owner = gap.owner.map(|owner| {
        let card = found.people.get(&owner);
        card.map_or_else(String::new, |card| card.name.clone())
    });
    let article = gap
        .article
        .and_then(|id| Some((id, found.titles.get(&id)?.clone())));
    let article = article.map(|(id, title)| {
        view! { <p class="meta"><a href=format!("/knowledge/{id}")>{title}</a></p> }
    });
    let last = Timestamp(gap.last_day.saturating_mul(DAY));
    let last = guichet_domain::kernel::time::Zone::utc().civil(last).date();
    // A reason that was chosen is in the words of whoever reads the list.
    let chosen: Option<NotHelpful> = gap.article.and_then(|_| gap.said.parse().ok());
    let said = chosen.map_or_else(
        || gap.said.clone(),
        |reason| knowledge::not_helpful(l, reason).to_owned(),
    );
    let lang = if chosen.is_some() { l } else { gap.language };
    let asked = gap
        .article
        .map(|_| view! { <p class="meta">{fill(t.gap_of, &[("question", &gap.asked)])}</p> });
    let ticket = gap.ticket.map(|id| {
        let reference = Reference { kind: Kind::Incident, id }.to_string();
        view! { <p class="meta"><a href=format!("/desk/{reference}?view=all")>{reference.clone()}</a></p> }
    });
    let is_mine = gap.owner == Some(list.me);
    let (one, other) = (gap.clone(), gap.clone());
    let take = move |_| {
        let gap = one.clone();
        see_to(
            list,
            if is_mine {
                GapTask::Release(gap)
            } else {
                GapTask::Take(gap)
            },
        );
    };
    let settle = move |_| see_to(list, GapTask::Settle(other.clone()));
    let write = gap.article.is_none().then(|| {
        let language = gap.language.code();
        let href = match gap.ticket {
            Some(id) => format!("/knowledge/new?ticket=INC-{id}"),
            None => format!(
                "/knowledge/new?title={}&language={language}",
                in_query(&gap.said)
            ),
        };
        view! { <a class="button" href=href aria-label=of(t.write_it, &gap.said)>{t.write_it}</a> }
    });
    let own = if is_mine { t.release } else { t.take };
    view! {
        <tr>
            <th scope="row"><span lang=lang.code()>{said}</span>{asked}{article}{ticket}</th>
            <td>{knowledge::writing::gap(l, gap.reason)}</td>
            <td class="number">{gap.times}</td>
            <td>{day(l, last)}</td>
            <td>{owner}</td>
            <td>
                <div class="actions">
                    {write}
                    <button type="button" class="button quiet" aria-label=of(own, &gap.said) on:click=take>{own}</button>
                    <button type="button" class="button quiet" aria-label=of(t.settle, &gap.said) on:click=settle>{t.settle}</button>
                </div>
            </td>
        </tr>
    }
    .into_any()
}

fn of(what: &str, said: &str) -> String {
    fill(
        use_texts().writing.of_article,
        &[("what", what), ("title", said)],
    )
}

fn see_to(list: List, task: GapTask) {
    let l = use_language();
    list.failure.set(None);
    leptos::task::spawn_local(async move {
        let outcome = api::see_to_gap(task).await;
        match outcome.unwrap_or_else(|ApiError(failure)| Err(failure)) {
            Ok(()) => list.gaps.refetch(),
            Err(failure) => drop(list.failure.try_set(Some(words::failure(l, &failure)))),
        }
    });
}
