//! The page that leads through what an empty desk needs, in order, and offers a starting set.

use crate::directory::api;
use crate::directory::section::Section;
use crate::directory::tabs::{OUTBOX, Tabs};
use crate::kernel::awaited::awaited;
use crate::kernel::context::{Loading, load, use_language, use_texts};
use crate::kernel::error::ApiError;
use crate::kernel::fields::ErrorSummary;
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::own_form::{OwnForm, SendButton, Values, go_to};
use crate::queue::nav::DeskFrame;
use guichet_domain::directory::beginning::{Beginning, Lack, Standing, StartingSet, Step};
use guichet_domain::kernel::language::Label;
use guichet_locales::directory::steps;
use guichet_locales::{fill, plural};
use leptos::prelude::*;
use leptos_meta::Title;

type Reading = Loading<Result<Beginning, ApiError>>;

#[component]
pub fn StartPage() -> impl IntoView {
    let texts = use_texts();
    let t = &texts.beginning;
    let read: Reading = load(|| (), |()| api::beginning());
    // Said beside what it did, also after the steps were read again.
    let said = RwSignal::new(None::<String>);
    view! {
        <Title text=format!("{} · {}", t.title, texts.admin.title)/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{texts.admin.title}</h1>
                <Tabs at=Signal::derive(|| None)/>
                <header>
                    <div>
                        <h2 id="steps" tabindex="-1">{t.title}</h2>
                        <p class="hint">{t.lead}</p>
                    </div>
                </header>
                <div role="status">
                    {move || said.get().map(|said| view! { <div class="notice notice-done"><p>{said}</p></div> })}
                </div>
                {awaited(move || async move {
                    match read.await {
                        Ok(beginning) => content(beginning, read, said),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn content(beginning: Beginning, read: Reading, said: RwSignal<Option<String>>) -> AnyView {
    let (language, t) = (use_language(), &use_texts().beginning);
    let left = beginning.steps.iter().filter(|one| !one.is_done()).count();
    let left = match i64::try_from(left).unwrap_or(i64::MAX) {
        0 => t.all_done.to_owned(),
        n => plural(language, n, t.left_one, t.left_many),
    };
    let steps = (1..).zip(beginning.steps).map(|(n, one)| step(n, &one));
    view! {
        <p class="meta">{left}</p>
        {beginning.set.map(|set| offer(&set, read, said))}
        <ol class="start-steps">{steps.collect_view()}</ol>
    }
    .into_any()
}

/// Where a step is taken.
fn href(standing: &Standing) -> String {
    let lacks = |kind: fn(&Lack) -> bool| standing.lacks.first().is_some_and(kind);
    let section = match standing.step {
        Step::Mail => return OUTBOX.to_owned(),
        Step::Services if lacks(|lack| matches!(lack, Lack::WithoutCategory(_))) => {
            Section::Categories
        }
        Step::Approvals if lacks(|lack| matches!(lack, Lack::WithoutApprover(_))) => Section::Items,
        Step::Teams => Section::Teams,
        Step::People | Step::Invitations => Section::People,
        Step::Services => Section::Services,
        Step::Catalogue => Section::Items,
        Step::Approvals => Section::Departments,
        Step::Calendar => Section::Settings,
    };
    section.href()
}

fn step(n: usize, standing: &Standing) -> AnyView {
    let (language, t) = (use_language(), &use_texts().beginning);
    let (name, why) = steps::step(language, standing.step);
    let (tag, state) = if standing.is_done() {
        ("tag tag-done", t.done)
    } else {
        ("tag tag-waiting", t.to_do)
    };
    let lacks = standing.lacks.iter();
    let lacks = lacks.map(|lack| view! { <li>{steps::lack(language, *lack)}</li> });
    let lacks = lacks.collect_view();
    let open = fill(t.open, &[("step", name)]);
    view! {
        <li class="card">
            <h3>{format!("{n}. {name}")} " " <span class=tag>{state}</span></h3>
            <p>{why}</p>
            <p class="meta">{steps::there(language, standing)}</p>
            {(!standing.is_done()).then(|| view! { <ul>{lacks}</ul> })}
            <p class="actions"><a class="button" href=href(standing)>{open}</a></p>
        </li>
    }
    .into_any()
}

/// Names, as they follow each other in a sentence.
fn names(labels: &[Label]) -> String {
    let language = use_language();
    let names: Vec<&str> = labels.iter().map(|one| one.in_language(language)).collect();
    names.join(", ")
}

/// The starting set, which is added once it was said what it is.
fn offer(set: &StartingSet, read: Reading, said: RwSignal<Option<String>>) -> AnyView {
    let t = &use_texts().beginning;
    let form = OwnForm::new(Values::new(), true);
    let count = |n: usize| n.to_string();
    let services = fill(
        t.set_services,
        &[
            ("n", &count(set.services.len())),
            ("categories", &count(set.categories)),
            ("names", &names(&set.services)),
        ],
    );
    let items = fill(
        t.set_items,
        &[
            ("n", &count(set.items.len())),
            ("names", &names(&set.items)),
        ],
    );
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        form.send(
            |_| Ok(()),
            |id, ()| api::add_starting_set(id),
            move |set: StartingSet| {
                said.try_set(Some(added(t.set_added, &set)));
                read.refetch();
                // The button goes: whoever came by keyboard stands before the steps.
                go_to("#steps".to_owned());
            },
        );
    };
    view! {
        <section class="card start-set" aria-labelledby="starting-set">
            <h3 id="starting-set">{t.set_title}</h3>
            <p>{t.set_lead}</p>
            <ul>
                <li>{services}</li>
                <li>{items}</li>
            </ul>
            {move || view! { <ErrorSummary form=form.state.get()/> }}
            <details class="disclosure">
                <summary class="button">{t.set_begin}</summary>
                <form class="form" method="post" node_ref=form.node on:submit=submit>
                    <SendButton form label=t.set_confirm/>
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// What was added, in numbers.
fn added(text: &str, set: &StartingSet) -> String {
    let numbers = [
        ("services", set.services.len()),
        ("categories", set.categories),
        ("items", set.items.len()),
    ];
    let numbers = numbers.map(|(name, n)| (name, n.to_string()));
    let numbers = numbers.each_ref().map(|(name, n)| (*name, n.as_str()));
    fill(text, &numbers)
}
