//! The page where an article is written: its form, how it will look, and what can be done with it.

use crate::kernel::context::{Loading, load, title, use_language, use_texts};
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::fields::ErrorSummary;
use crate::kernel::frame::Loaded;
use crate::kernel::guard::SignedIn;
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, go_to};
use crate::kernel::times::Moment;
use crate::knowledge::api;
use crate::knowledge::writing::bench::{Bench, now_values};
use crate::knowledge::writing::conflict::{changed, panels};
use crate::knowledge::writing::fields::{Chosen, fields};
use crate::knowledge::writing::files::{Uploads, files};
use crate::knowledge::writing::preview::Preview;
use crate::knowledge::writing::revision::revision;
use crate::knowledge::writing::steps::{care_and_tickets, steps};
use crate::notifications::bell::looked_at_article;
use crate::queue::nav::DeskFrame;
use guichet_domain::ArticleId;
use guichet_domain::kernel::article_action::{ArticleAction, ArticleWhy};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::Refusal;
use guichet_domain::knowledge::content::Place;
use guichet_domain::knowledge::page::ArticleCommandEnvelope;
use guichet_domain::knowledge::workspace::Workspace;
use guichet_locales::{fill, knowledge};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The number in the address.
pub fn article_in_address() -> Memo<ArticleId> {
    let params = use_params_map();
    Memo::new(move |_| {
        let id = params.with(|params| params.get("article"));
        ArticleId(id.and_then(|id| id.parse().ok()).unwrap_or_default())
    })
}

#[component]
pub fn WorkspacePage() -> impl IntoView {
    let id = article_in_address();
    let opened: Loading<Result<Workspace, ApiError>> = load(move || id.get(), api::workspace);
    view! {
        <SignedIn let:me>
            <DeskFrame me>
                <Loaded resource=opened let:opened>
                    <Opened opened/>
                </Loaded>
            </DeskFrame>
        </SignedIn>
    }
}

#[component]
fn Opened(opened: Workspace) -> impl IntoView {
    let (l, t) = (use_language(), &use_texts().writing);
    let first = now_values(&opened);
    let language = opened
        .article
        .latest()
        .and_then(|content| content.language_for(l));
    let form = OwnForm::new(first, false);
    let bench = Bench {
        chosen: Chosen::new(form, language.unwrap_or(l)),
        form,
        now: RwSignal::new(opened),
        conflicts: RwSignal::new(Vec::new()),
        said: RwSignal::new(None),
        failure: RwSignal::new(None),
    };
    if use_query_map().with_untracked(|query| query.get("saved").is_some()) {
        bench.said.set(Some(t.saved));
    }
    let heading = Memo::new(move |_| {
        bench.now.with(|now| {
            let content = now.article.latest()?;
            let title = content.text(content.language_for(l)?, Place::Title)?;
            now.texts.get(&title).cloned()
        })
    });
    let heading = move || heading.get().unwrap_or_else(|| t.title.to_owned());
    let typed = RwSignal::new(0);
    let uploads = Uploads::new(form, Some(bench), typed);
    uploads.attend();
    let closed = Memo::new(move |_| bench.now.with(why_not));
    Effect::new(move |_| looked_at_article(bench.article()));
    let article = bench.article();
    view! {
        <Title text=title(heading)/>
        <a class="back-link" href="/knowledge">{t.title}</a>
        <h1>{heading}</h1>
        {move || standing(bench)}
        <div role="status">
            {move || bench.said.get().map(|said| view! { <div class="notice notice-done"><p>{said}</p></div> })}
        </div>
        <div role="alert">
            {move || bench.failure.get().map(|said| view! { <div class="notice notice-error"><p>{said}</p></div> })}
        </div>
        <div class="bench">
            <div class="bench-form">
                {editor(bench, typed)}
                {files(uploads, move || closed.get().is_some())}
                {care_and_tickets(bench)}
            </div>
            <div class="bench-side">
                {steps(bench)}
                <Preview form chosen=bench.chosen typed article/>
            </div>
        </div>
    }
}

/// Where the article stands: its state, who changed it, why it was sent back.
fn standing(bench: Bench) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let now = bench.now.get();
    let article = &now.article;
    let name = |who: &guichet_domain::kernel::actor::Who| {
        let person = who.person()?;
        Some(now.people.get(&person)?.name.clone())
    };
    let draft = article.draft.as_ref().map(|draft| {
        let by = name(&draft.by);
        view! { " · " {t.draft_by} " " {by.map(|by| format!("{by}, "))} <Moment at=draft.at/> }
    });
    let state = article.state();
    let in_review = article
        .draft
        .as_ref()
        .is_some_and(|draft| draft.in_review.is_some());
    // A draft beside what is published has a life of its own.
    let beside = (article.published().is_some() && article.draft.is_some()).then(|| {
        let words = if in_review {
            knowledge::state(
                l,
                guichet_domain::knowledge::article::ArticleState::InReview,
            )
        } else {
            t.has_draft
        };
        view! { " " <span class="tag tag-waiting">{words}</span> }
    });
    let published = article.published().map(|version| {
        let words = fill(t.published_is, &[("n", &version.number.to_string())]);
        view! {
            <p class="meta">{words} " " <a href=format!("/help/{}", article.id)>{t.see_published}</a></p>
        }
    });
    let sent_back = article
        .draft
        .as_ref()
        .and_then(|draft| now.texts.get(&draft.sent_back?))
        .cloned();
    let versions = (!article.versions.is_empty()).then(|| {
        view! { " · " <a href=format!("/knowledge/{}/versions", article.id)>{t.versions}</a> }
    });
    view! {
        <p class="meta">
            <span class=state_class(state)>{knowledge::state(l, state)}</span>
            {beside} {draft} {versions}
        </p>
        {published}
        {sent_back.map(|why| view! { <div class="notice notice-warn"><p><strong>{t.sent_back}</strong> " " {why}</p></div> })}
    }
    .into_any()
}

/// Look of the tag of a state.
pub const fn state_class(state: guichet_domain::knowledge::article::ArticleState) -> &'static str {
    use guichet_domain::knowledge::article::ArticleState as State;
    match state {
        State::Draft => "tag tag-new",
        State::InReview => "tag tag-waiting",
        State::Published => "tag tag-done",
        State::Archived => "tag tag-refused",
    }
}

/// Why the text cannot be changed now, if it cannot.
fn why_not(now: &Workspace) -> Option<ArticleWhy> {
    let mut allowed = now.allowed.iter();
    match allowed.find(|one| one.action == ArticleAction::Revise) {
        Some(one) => one.why_not,
        None => Some(ArticleWhy::NotInThisState),
    }
}

async fn save(
    id: guichet_domain::CommandId,
    article: ArticleId,
    command: guichet_domain::knowledge::command::ArticleCommand,
) -> Answer<()> {
    api::change_article(ArticleCommandEnvelope {
        id,
        article,
        command,
    })
    .await
}

fn editor(bench: Bench, typed: RwSignal<u32>) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.writing;
    let (form, chosen) = (bench.form, bench.chosen);
    attend_conflicts(bench);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        bench.say(None);
        if !bench.has_changes() {
            return bench.say(Some(t.nothing_changed));
        }
        let (article, sent) = (bench.article(), form.typed());
        let unchanged = Refusal::ArticleImpossible {
            action: ArticleAction::Revise,
            why: ArticleWhy::AlreadySo,
        };
        form.send(
            move |values| revision(values).ok_or(unchanged),
            move |id, command| save(id, article, command),
            move |()| leptos::task::spawn_local(bench.saved(sent)),
        );
    };
    let choices = StoredValue::new(bench.now.with_untracked(|now| now.choices.clone()));
    let fields = fields(form, chosen, choices);
    let closed = Memo::new(move |_| bench.now.with(why_not));
    let notice = move || {
        let why = closed.get()?;
        Some(view! { <p class="notice notice-info">{knowledge::why(l, why)}</p> })
    };
    let bump = move || typed.update(|n| *n += 1);
    Effect::new(move |_| {
        form.state.track();
        bump();
    });
    let what = format!("article-{}", bench.article());
    view! {
        {notice}
        <form
            class="form"
            id="article"
            method="post"
            novalidate
            node_ref=form.node
            on:submit=submit
            on:input=move |_| bump()
            inert=move || closed.get().is_some()
        >
            <KeepForm form what/>
            {move || view! { <ErrorSummary form=form.state.get()/> }}
            {panels(form, chosen, bench.now, bench.conflicts)}
            {fields}
            <div class="form-foot"><SendButton form label=t.save/></div>
        </form>
    }
    .into_any()
}

/// Sorts out what somebody else changed meanwhile: what only they changed is followed, the rest is
/// for whoever writes to choose.
fn attend_conflicts(bench: Bench) {
    let form = bench.form;
    Effect::new(move |_| {
        let is_conflict = form
            .state
            .with(|state| matches!(&state.failure, Some(Failure::Refused(Refusal::Conflict(_)))));
        if !is_conflict {
            return;
        }
        let article = bench.article();
        leptos::task::spawn_local(async move {
            let Ok(now) = api::workspace(article).await else {
                return;
            };
            let mut values = form.typed();
            let found = changed(&mut values, &now);
            let all_settled = found.is_empty();
            bench.now.try_set(now);
            bench.conflicts.try_set(found);
            form.state.try_update(|state| {
                state.values = values;
                state.failure = None;
            });
            bench.chosen.draw_again();
            if all_settled {
                form.submit();
            } else {
                bench.fail(use_texts().drafts.choose.to_owned());
                go_to(".conflict button".to_owned());
            }
        });
    });
}
