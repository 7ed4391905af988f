//! A new article, from nothing or of a ticket.

use crate::kernel::context::{load, use_language, use_texts};
use crate::kernel::fields::ErrorSummary;
use crate::kernel::frame::Loaded;
use crate::kernel::guard::SignedIn;
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values, lines, value};
use crate::knowledge::api;
use crate::knowledge::writing::fields::{Chosen, fields};
use crate::knowledge::writing::files::{Uploads, files};
use crate::knowledge::writing::preview::Preview;
use crate::knowledge::writing::revision::{name, new_article};
use crate::queue::nav::DeskFrame;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::knowledge::content::{ArticleKind, Place, Readership};
use guichet_domain::knowledge::workspace::Proposal;
use guichet_locales::{fill, knowledge, words};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_query_map};

#[component]
pub fn NewArticlePage() -> impl IntoView {
    let t = &use_texts().writing;
    let query = use_query_map();
    let ticket = Memo::new(move |_| {
        let named = query.with(|query| query.get("ticket"))?;
        let named: Reference = named.parse().ok()?;
        Some(named.id)
    });
    let proposal = load(move || ticket.get(), api::proposal);
    view! {
        <Title text=t.new/>
        <SignedIn let:me>
            <DeskFrame me>
                <a class="back-link" href="/knowledge">{t.title}</a>
                <h1>{t.new}</h1>
                <Loaded resource=proposal let:proposal>
                    <Begun proposal/>
                </Loaded>
            </DeskFrame>
        </SignedIn>
    }
}

fn first_values(proposal: &Proposal) -> Values {
    let kind: &'static str = proposal.kind.into();
    let readers: &'static str = Readership::default().into();
    let number = |id: Option<String>| id.unwrap_or_default();
    let mut values = Values::from([
        ("kind".into(), kind.to_owned()),
        ("readers".into(), readers.to_owned()),
        (
            "service".into(),
            number(proposal.service.map(|id| id.to_string())),
        ),
        ("category".into(), lines(proposal.category)),
    ]);
    for (place, text) in &proposal.told {
        values.insert(name(proposal.language, *place), text.clone());
    }
    values
}

#[component]
fn Begun(proposal: Proposal) -> impl IntoView {
    let (l, t) = (use_language(), &use_texts().writing);
    let mut first = first_values(&proposal);
    // Of something that was asked in vain.
    let asked = use_query_map().with_untracked(|query| query.get("title"));
    let of = use_query_map().with_untracked(|query| query.get("language"));
    let of = of.and_then(|code| Language::from_code(&code)).unwrap_or(l);
    if let Some(asked) = asked.filter(|_| proposal.ticket.is_none()) {
        first.insert(name(of, Place::Title), asked);
    }
    let form = OwnForm::new(first, true);
    let ticket = proposal.ticket;
    let language = if ticket.is_some() {
        proposal.language
    } else {
        of
    };
    let chosen = Chosen::new(form, language);
    let typed = RwSignal::new(0);
    let bump = move || typed.update(|n| *n += 1);
    Effect::new(move |_| {
        form.state.track();
        bump();
    });
    let uploads = Uploads::new(form, None, typed);
    uploads.attend();
    let navigate = use_navigate();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        form.send(
            move |values| Ok(new_article(values, ticket.map(|(id, _)| id))),
            api::write_article,
            move |id| {
                uploads.hand_over(id);
                navigate(&format!("/knowledge/{id}?saved=1"), Default::default());
            },
        );
    };
    let what = match &ticket {
        Some((id, _)) => format!("article-of-{id}"),
        None => "article-new".to_owned(),
    };
    let from = ticket.map(|(_, reference)| {
        let reference = reference.to_string();
        view! { <p class="notice notice-info">{fill(t.from_ticket, &[("ref", &reference)])}</p> }
    });
    let internal = proposal.internal.clone();
    let choices = StoredValue::new(proposal.choices);
    view! {
        {from}
        <div class="bench">
            <div class="bench-form">
                {internal_notes(form, chosen, internal)}
                <form
                    class="form"
                    id="article"
                    method="post"
                    novalidate
                    node_ref=form.node
                    on:submit=submit
                    on:input=move |_| bump()
                >
                    <KeepForm form what/>
                    {move || view! { <ErrorSummary form=form.state.get()/> }}
                    {move || kinds(form, chosen)}
                    {fields(form, chosen, choices)}
                    <div class="form-foot"><SendButton form label=t.create/></div>
                </form>
                {files(uploads, || false)}
            </div>
            <div class="bench-side"><Preview form chosen typed/></div>
        </div>
    }
}

/// Takes over what is typed; boxes that were all unticked are not in it.
fn take_over(values: &mut Values, typed: Values) {
    values.remove("category");
    values.extend(typed);
}

/// The kinds of article. What was typed for another kind is there again with that kind.
fn kinds(form: OwnForm, chosen: Chosen) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let now = form
        .state
        .with(|state| value(&state.values, "kind").to_owned());
    let choose = move |kind: &'static str| {
        let typed = form.typed();
        form.state.update(|state| {
            take_over(&mut state.values, typed);
            state.values.insert("kind".into(), kind.to_owned());
        });
        chosen.draw_again();
    };
    let choice = |kind: &ArticleKind| {
        let name: &'static str = kind.into();
        let checked = now == name;
        view! {
            <label class="choice">
                // What is sent is the hidden field of the same name as in every form of an article.
                <input type="radio" name="of-kind" value=name checked=checked on:change=move |_| choose(name)/>
                <span>{knowledge::kind(l, *kind)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices kinds">
            <legend>{t.kind}</legend>
            {ArticleKind::ALL.iter().map(choice).collect_view()}
        </fieldset>
    }
    .into_any()
}

/// Notes that the user of the ticket has not read: they go in one by one, by whoever has read them.
fn internal_notes(form: OwnForm, chosen: Chosen, notes: Vec<(Place, String)>) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    if notes.is_empty() {
        return ().into_any();
    }
    let said = RwSignal::new(None::<&'static str>);
    let insert = move |place: Place, note: String, language: Language| {
        let name = name(language, place);
        let typed = form.typed();
        form.state.update(|state| {
            take_over(&mut state.values, typed);
            let text = state.values.entry(name).or_default();
            if !text.trim().is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(&note);
        });
        chosen.draw_again();
        said.set(Some(t.inserted));
    };
    let note = |(place, note): (Place, String)| {
        let label = fill(t.insert_into, &[("place", words::field(l, place.field()))]);
        let shown = note.clone();
        view! {
            <li>
                <blockquote>{shown}</blockquote>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| insert(place, note.clone(), chosen.language.get_untracked())
                >
                    {label}
                </button>
            </li>
        }
    };
    view! {
        <section class="internal-notes notice notice-warn" aria-labelledby="internal">
            <h2 id="internal">{t.internal_title}</h2>
            <p>{t.internal_text}</p>
            <ul>{notes.into_iter().map(note).collect_view()}</ul>
            <p role="status">{move || said.get()}</p>
        </section>
    }
    .into_any()
}
