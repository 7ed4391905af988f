//! What can be done with an article beside writing it: the steps of its life, its owner, its next
//! review, its tickets.

use crate::kernel::context::{new_command, use_language, use_texts, use_zone};
use crate::kernel::error::ApiError;
use crate::kernel::fields::{SelectField, TextAreaField, TextField};
use crate::kernel::own_form::{OwnForm, SendButton, Values, number, value, wrong};
use crate::knowledge::api;
use crate::knowledge::writing::bench::Bench;
use guichet_domain::kernel::article_action::{ArticleAction, ArticleWhy};
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::kernel::time::{Zone, read_moment};
use guichet_domain::knowledge::command::{ArticleCommand, Change};
use guichet_domain::knowledge::page::ArticleCommandEnvelope;
use guichet_domain::knowledge::workspace::Workspace;
use guichet_domain::{PersonId, Timestamp};
use guichet_locales::{Texts, fill, knowledge};
use leptos::prelude::*;

/// Who keeps the article true, its next review, and its tickets.
pub fn care_and_tickets(bench: Bench) -> AnyView {
    let may = move |action: ArticleAction| {
        bench.now.with(|now| {
            let mut allowed = now.allowed.iter();
            allowed.any(|one| one.action == action && one.why_not.is_none())
        })
    };
    // Made anew only where what they change was changed.
    let own = Memo::new(move |_| {
        may(ArticleAction::Own).then(|| bench.now.with(|now| now.article.owner))
    });
    let plan = Memo::new(move |_| {
        may(ArticleAction::PlanReview).then(|| bench.now.with(|now| now.article.review_at))
    });
    let own_form = move || {
        own.get()
            .map(|_| bench.now.with_untracked(|now| owner_form(bench, now)))
    };
    let plan_form = move || {
        plan.get().map(|_| {
            bench
                .now
                .with_untracked(|now| review_form(bench, now, use_zone()))
        })
    };
    view! {
        {move || care(bench)}
        <div class="actions">{own_form} {plan_form}</div>
        {move || tickets(bench)}
    }
    .into_any()
}

/// The steps of its life, as the rules allow them now.
pub fn steps(bench: Bench) -> AnyView {
    let t = &use_texts().writing;
    // Made once for what is allowed: a reason that is being typed stays.
    let steps = Memo::new(move |_| {
        let allowed = bench.now.with(|now| now.allowed.clone());
        let shown = allowed.into_iter().filter(|one| is_step(one.action));
        shown.collect::<Vec<_>>()
    });
    let allowed = move || {
        let shown = steps.get().into_iter();
        shown
            .map(|one| step(bench, one.action, one.why_not))
            .collect_view()
    };
    view! {
        <section class="steps" aria-labelledby="steps">
            <h2 id="steps">{t.steps}</h2>
            <div class="actions">{allowed}</div>
        </section>
    }
    .into_any()
}

/// Whether it is a step of the article's life, which stands with the others.
const fn is_step(action: ArticleAction) -> bool {
    match action {
        ArticleAction::Submit
        | ArticleAction::SendBack
        | ArticleAction::Publish
        | ArticleAction::Discard
        | ArticleAction::Archive => true,
        // The form, the versions, and the parts of this page that say what they are.
        ArticleAction::Revise
        | ArticleAction::Restore
        | ArticleAction::Own
        | ArticleAction::PlanReview
        | ArticleAction::Link
        | ArticleAction::Unlink
        | ArticleAction::Attach
        | ArticleAction::Detach
        | ArticleAction::Remind
        | ArticleAction::Redact => false,
    }
}

fn done(texts: &'static Texts, command: &ArticleCommand) -> &'static str {
    let t = &texts.writing;
    match command {
        ArticleCommand::Submit => t.done_submit,
        ArticleCommand::SendBack { .. } => t.done_send_back,
        ArticleCommand::Publish { .. } => t.done_publish,
        ArticleCommand::Discard { .. } => t.done_discard,
        ArticleCommand::Archive { .. } => t.done_archive,
        ArticleCommand::Own(_) => t.done_own,
        ArticleCommand::PlanReview(_) => t.done_plan,
        ArticleCommand::Link { .. } => t.done_link,
        ArticleCommand::Unlink { .. } => t.done_unlink,
        ArticleCommand::Detach { .. } => t.done_detach,
        ArticleCommand::Revise { .. }
        | ArticleCommand::Restore { .. }
        | ArticleCommand::Attach { .. }
        | ArticleCommand::Remind
        | ArticleCommand::Redact { .. } => t.saved,
    }
}

fn step(bench: Bench, action: ArticleAction, why_not: Option<ArticleWhy>) -> AnyView {
    let l = use_language();
    let label = knowledge::writing::action(l, action);
    if let Some(why) = why_not {
        let why = knowledge::why(l, why);
        return view! { <button type="button" class="button" aria-disabled="true" title=why>{label}</button> }.into_any();
    }
    match action {
        ArticleAction::SendBack | ArticleAction::Archive => reasoned(bench, action, label),
        _ => {
            let class = match action {
                ArticleAction::Publish => "button primary",
                ArticleAction::Discard => "button danger",
                _ => "button",
            };
            view! { <button type="button" class=class on:click=move |_| press(bench, action)>{label}</button> }
                .into_any()
        }
    }
}

/// Takes a step that needs nothing more. What is typed and not saved is neither published nor
/// dropped unseen.
fn press(bench: Bench, action: ArticleAction) {
    if action != ArticleAction::Discard && bench.has_changes() {
        return bench.fail(use_texts().writing.save_first.to_owned());
    }
    let read = bench.now.with_untracked(|now| {
        let draft = now.article.draft.as_ref();
        draft.map_or(Timestamp(0), |draft| draft.at)
    });
    let command = match action {
        ArticleAction::Submit => ArticleCommand::Submit,
        ArticleAction::Publish => ArticleCommand::Publish { read },
        ArticleAction::Discard => ArticleCommand::Discard { read },
        _ => return,
    };
    act(bench, command);
}

/// Carries out a command that has no form.
pub fn act(bench: Bench, command: ArticleCommand) {
    let l = use_language();
    let said = done(use_texts(), &command);
    let envelope = ArticleCommandEnvelope {
        id: new_command(),
        article: bench.article(),
        command,
    };
    bench.say(None);
    leptos::task::spawn_local(async move {
        let outcome = api::change_article(envelope).await;
        match outcome.unwrap_or_else(|ApiError(failure)| Err(failure)) {
            Ok(()) => bench.read_again(Some(said)).await,
            Err(failure) => {
                let conflict = matches!(failure, Failure::Refused(Refusal::Conflict(_)));
                bench.refuse(failure, l);
                if conflict {
                    bench.read_again(None).await;
                }
            }
        }
    });
}

/// A form of one command, folded away until it is wanted.
fn folded(
    bench: Bench,
    label: &'static str,
    values: Values,
    read: impl Fn(&Values, &Workspace) -> Result<ArticleCommand, Refusal> + Copy + Send + Sync + 'static,
    fields: impl Fn(OwnForm) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let form = OwnForm::new(values, false);
    let l = use_language();
    let texts = use_texts();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        bench.say(None);
        let said = StoredValue::new("");
        let read = |values: &Values| {
            let command = bench.now.with_untracked(|now| read(values, now))?;
            said.set_value(done(texts, &command));
            Ok(command)
        };
        let article = bench.article();
        let call = move |id, command| {
            api::change_article(ArticleCommandEnvelope {
                id,
                article,
                command,
            })
        };
        form.send(read, call, move |()| {
            let said = said.try_get_value();
            leptos::task::spawn_local(bench.read_again(said));
        });
    };
    // What it was changed to is shown before it is changed again.
    Effect::new(move |_| {
        let is_conflict = form.state.with(|state| {
            let failure = state.failure.as_ref();
            matches!(failure, Some(Failure::Refused(Refusal::Conflict(_))))
        });
        if is_conflict {
            leptos::task::spawn_local(bench.read_again(None));
        }
    });
    let summary = move || {
        let said = form.state.with(|state| state.message(l));
        said.map(|said| view! { <p class="error" role="alert">{said}</p> })
    };
    view! {
        <details class="folded">
            <summary class="button">{label}</summary>
            <form class="form" method="post" novalidate node_ref=form.node on:submit=submit>
                {summary}
                {move || fields(form)}
                <div class="form-foot"><SendButton form label/></div>
            </form>
        </details>
    }
    .into_any()
}

fn reasoned(bench: Bench, action: ArticleAction, label: &'static str) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let read = move |values: &Values, _: &Workspace| {
        let reason = value(values, "reason").to_owned();
        Ok(match action {
            ArticleAction::Archive => ArticleCommand::Archive { reason },
            _ => ArticleCommand::SendBack { reason },
        })
    };
    let fields = move |form: OwnForm| {
        let state = form.state.get();
        let error = state.error(l, Field::Reason, None);
        view! { <TextAreaField name="reason" label=t.why rows=3 value=state.value("reason") error/> }.into_any()
    };
    folded(bench, label, Values::new(), read, fields)
}

/// Who keeps the article true, and when it is to be reviewed.
fn care(bench: Bench) -> AnyView {
    let (l, texts, zone) = (use_language(), use_texts(), use_zone());
    let t = &texts.writing;
    let now = bench.now.get();
    let name = |person| now.people.get(&person).map(|card| card.name.clone());
    let owner = now.article.owner.and_then(name);
    let author = now.article.author.person().and_then(name);
    let day = now
        .article
        .review_at
        .map(|at| guichet_locales::day(l, zone.civil(at).date()));
    view! {
        <section class="care">
            <dl class="props">
                {author.map(|author| view! { <dt>{t.author}</dt><dd>{author}</dd> })}
                <dt>{t.owner}</dt><dd>{owner.unwrap_or_else(|| t.nobody.to_owned())}</dd>
                <dt>{t.review_on}</dt><dd>{day.unwrap_or_else(|| t.never.to_owned())}</dd>
            </dl>
        </section>
    }
    .into_any()
}

fn owner_form(bench: Bench, now: &Workspace) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let agents = now.choices.agents.iter();
    let agents: Vec<(String, String)> = agents
        .map(|(id, name)| (id.to_string(), name.clone()))
        .collect();
    let owner = now.article.owner;
    let values = Values::from([(
        "owner".into(),
        owner.map(|id| id.to_string()).unwrap_or_default(),
    )]);
    let read = move |values: &Values, now: &Workspace| {
        let to = number(values, "owner").map(PersonId);
        let was = now.article.owner;
        Ok(ArticleCommand::Own(Change { to, was }))
    };
    let fields = move |form: OwnForm| {
        let state = form.state.get();
        let error = state.error(l, Field::Owner, None);
        view! { <SelectField name="owner" label=t.owner options=agents.clone() value=state.value("owner") error/> }
            .into_any()
    };
    folded(
        bench,
        knowledge::writing::action(l, ArticleAction::Own),
        values,
        read,
        fields,
    )
}

fn review_form(bench: Bench, now: &Workspace, zone: Zone) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let was = now.article.review_at;
    let typed = was.map(|at| zone.civil(at).date().to_string());
    let values = Values::from([("until".into(), typed.unwrap_or_default())]);
    let zone = StoredValue::new(zone);
    let read = move |values: &Values, now: &Workspace| {
        let was = now.article.review_at;
        let typed = value(values, "until").trim();
        let to = match typed {
            "" => None,
            // In the morning of that day.
            day => {
                let at = read_moment(&format!("{day}T08:00"));
                let at = at.ok_or_else(|| {
                    Refusal::Invalid(vec![wrong(Field::Until, None, Problem::Invalid)])
                })?;
                Some(zone.with_value(|zone| zone.instant(at)))
            }
        };
        Ok(ArticleCommand::PlanReview(Change { to, was }))
    };
    let fields = move |form: OwnForm| {
        let state = form.state.get();
        let error = state.error(l, Field::Until, None);
        view! { <TextField name="until" kind="date" label=t.review_on value=state.value("until") error/> }.into_any()
    };
    folded(
        bench,
        knowledge::writing::action(l, ArticleAction::PlanReview),
        values,
        read,
        fields,
    )
}

/// Tickets that the article is linked to.
fn tickets(bench: Bench) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let linked = bench.now.with(|now| now.tickets.clone());
    let none = linked.is_empty();
    let rows = linked.into_iter().map(|ticket| {
        let reference = ticket.to_string();
        let label = fill(t.unlink, &[("ref", &reference)]);
        let unlink = move |_| act(bench, ArticleCommand::Unlink { ticket: ticket.id });
        view! {
            <li>
                <a href=format!("/desk/{reference}?view=all")>{reference.clone()}</a>
                <button type="button" class="button quiet" title=label.clone() aria-label=label on:click=unlink>"×"</button>
            </li>
        }
    });
    let read = |values: &Values, _: &Workspace| {
        let typed = value(values, "ticket").trim().to_uppercase();
        let named: Option<Reference> = typed.parse().ok();
        let ticket = named
            .ok_or_else(|| Refusal::Invalid(vec![wrong(Field::Link, None, Problem::Invalid)]))?;
        Ok(ArticleCommand::Link { ticket: ticket.id })
    };
    let fields = move |form: OwnForm| {
        let state = form.state.get();
        let error = state.error(l, Field::Link, None);
        view! { <TextField name="ticket" label=t.ticket_ref value=state.value("ticket") error max=Some(20) required=true/> }
            .into_any()
    };
    view! {
        <section class="linked" aria-labelledby="linked">
            <h2 id="linked">{t.tickets}</h2>
            <p class="hint">{t.tickets_hint}</p>
            {none.then(|| view! { <p>{t.no_tickets}</p> })}
            <ul>{rows.collect_view()}</ul>
            {folded(bench, knowledge::writing::action(l, ArticleAction::Link), Values::new(), read, fields)}
        </section>
    }
    .into_any()
}
