//! The page that tells the users of a problem's incidents what is known of it, after a look at who
//! gets what.

use crate::kernel::awaited::awaited;
use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::drafts::{Draft, KeepDraft};
use crate::kernel::fields::{ErrorSummary, TextAreaField};
use crate::kernel::guard::{Failed, SignedIn};
use crate::kernel::own_form::{OwnForm, SendButton, Values, value};
use crate::kernel::tags::StateTag;
use crate::queue::nav::DeskFrame;
use crate::recurrence::api;
use guichet_domain::TextId;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::recurrence::telling::{TellUsers, TellingLine, TellingPage};
use guichet_domain::tickets::telling::Known;
use guichet_locales::{knowledge, plural};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Address of the page.
pub fn address(problem: Reference, known: Known) -> String {
    format!("/tell?problem={problem}&known={}", known.name())
}

#[component]
pub fn TellPage() -> impl IntoView {
    let (problem, known) =
        use_query_map().with_untracked(|query| (query.get("problem"), query.get("known")));
    let problem: Option<Reference> = problem.and_then(|text| text.parse().ok());
    let known = known.and_then(|name| Known::from_name(&name));
    let known = known.unwrap_or(Known::Workaround);
    let loaded = load(
        || (),
        move |()| async move {
            match problem {
                Some(problem) => api::telling(problem.id, known).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let (title, none) = (title(known), use_texts().telling.no_problem);
    view! {
        <Title text=title/>
        <SignedIn let:me>
            <DeskFrame me>
                <h1>{title}</h1>
                {awaited(move || async move {
                    match loaded.await {
                        Ok(Some(page)) => content(page, known),
                        Ok(None) => view! { <p class="notice notice-info">{none}</p> }.into_any(),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })}
            </DeskFrame>
        </SignedIn>
    }
}

fn title(known: Known) -> &'static str {
    let t = &use_texts().telling;
    match known {
        Known::Workaround => t.title_workaround,
        // It is told from the page of the major incident.
        Known::Fix | Known::Update => t.title_fix,
    }
}

fn content(page: TellingPage, known: Known) -> AnyView {
    let (l, t) = (use_language(), &use_texts().telling);
    let href = format!("/desk/{}", page.problem);
    let about = view! {
        <p class="lead"><a class="ref" href=href>{page.problem.to_string()}</a> " " {page.subject.clone()}</p>
    };
    let told = (page.told > 0).then(|| plural(l, page.told, t.told_one, t.told_many));
    let told = told.map(|told| view! { <p class="hint">{told}</p> });
    let Some((source, body)) = page.source.clone() else {
        let none = match known {
            Known::Workaround => t.no_workaround,
            Known::Fix | Known::Update => t.no_fix,
        };
        return view! { {about} <p class="notice notice-info">{none}</p> }.into_any();
    };
    if page.lines.is_empty() {
        return view! { {about} <p class="notice notice-info">{t.nobody}</p> {told} }.into_any();
    }
    view! { {about} {told} {form(page, known, source, &body)} }.into_any()
}

fn form(page: TellingPage, known: Known, source: TextId, body: &str) -> AnyView {
    let (l, texts) = (use_language(), use_texts());
    let t = &texts.telling;
    let (problem, back) = (page.problem, format!("/desk/{}", page.problem));
    let reads = |language| page.lines.iter().any(|line| line.language == language);
    // Only the languages that somebody reads are asked for; the other one is a courtesy.
    let (reads_fr, reads_en) = (reads(Language::Fr), reads(Language::En));
    // What agents wrote of the problem is in their own language.
    let first = match l {
        Language::Fr if reads_fr || !reads_en => "fr",
        Language::En if !reads_en => "fr",
        Language::Fr | Language::En => "en",
    };
    let values = Values::from([(first.to_owned(), body.to_owned())]);
    let form = OwnForm::new(values, true);
    // Another text of the problem has another draft.
    let kept = Draft::of(format!("tell-{source}-{problem}"));
    form.keep_in(kept.clone());
    let open = page.lines.iter().filter(|line| line.is_open).count();
    let resolve = (known == Known::Fix && open > 0).then(|| {
        let open = i64::try_from(open).unwrap_or(i64::MAX);
        let label = plural(l, open, t.resolve_one, t.resolve_many);
        view! {
            <label class="choice">
                <input type="checkbox" name="resolve" checked=true/>
                <span>{label}<small>{t.resolve_hint}</small></span>
            </label>
        }
    });
    let people = page.lines.iter().flat_map(|line| &line.to).count();
    let reach = plural(
        l,
        i64::try_from(people).unwrap_or(i64::MAX),
        t.reach_one,
        t.reach_many,
    );
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (navigate, back) = (navigate.clone(), back.clone());
        form.send(
            move |values| {
                Ok(TellUsers {
                    problem: problem.id,
                    known,
                    source,
                    fr: value(values, "fr").to_owned(),
                    en: value(values, "en").to_owned(),
                    resolve: !value(values, "resolve").is_empty(),
                })
            },
            api::tell_users,
            move |_: usize| navigate(&back, Default::default()),
        );
    };
    let fields = move || {
        let state = form.state.get();
        let area = |name: &'static str, label, hint: &'static str| {
            // What is missing is asked for in the language that comes first.
            let is_first = name == first;
            let error = state.error(l, Field::Text, None).filter(|_| is_first);
            view! {
                <TextAreaField name=name label=label hint=hint value=state.value(name) error=error required=is_first rows=6/>
            }
            .into_any()
        };
        let hint = |reads: bool| if reads { t.else_other } else { t.nobody_reads };
        view! {
            {area("fr", t.text_fr, hint(reads_fr))}
            {area("en", t.text_en, hint(reads_en))}
        }
    };
    let rows = page.lines.into_iter().map(row).collect_view();
    let cancel = format!("/desk/{problem}");
    view! {
        <form class="form" id="tell" method="post" novalidate node_ref=form.node on:submit=submit>
            <KeepDraft draft=kept/>
            {move || view! { <ErrorSummary form=form.state.get()/> }}
            {fields}
            {resolve}
            <h2>{reach}</h2>
            <p class="hint">{t.reach_hint}</p>
            <div class="table-wrap">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t.incident}</th>
                            <th scope="col">{t.state}</th>
                            <th scope="col">{t.who}</th>
                            <th scope="col">{t.language}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="form-foot">
                <SendButton form label=t.send/>
                <a class="button quiet" href=cancel>{texts.common.cancel}</a>
            </div>
        </form>
    }
    .into_any()
}

fn row(line: TellingLine) -> AnyView {
    let (l, t) = (use_language(), &use_texts().telling);
    let to = match line.to.is_empty() {
        true => t.by_another.to_owned(),
        false => line.to.join(", "),
    };
    let reference = line.incident.to_string();
    view! {
        <tr>
            <th scope="row"><a class="ref" href=format!("/desk/{reference}")>{reference.clone()}</a> " " {line.subject}</th>
            <td><StateTag kind=line.incident.kind state=line.state hold=line.hold/></td>
            <td>{to}</td>
            <td>{knowledge::writing::language(l, line.language)}</td>
        </tr>
    }
    .into_any()
}
