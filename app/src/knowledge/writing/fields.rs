//! The fields of an article: its texts in both languages, who may read it, what it is about.

use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::fields::{SelectField, TextAreaField, TextField};
use crate::kernel::own_form::{OwnForm, several, value};
use crate::knowledge::writing::revision::{about, base, kind, name, texts_of};
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::form::SUBJECT_MAX;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::knowledge::content::{Place, Readership};
use guichet_domain::knowledge::decide::KEYWORDS_MAX;
use guichet_domain::{CategoryId, ServiceId};
use guichet_locales::{knowledge, words};
use leptos::prelude::*;

/// What is chosen in the form while somebody writes.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// Language whose texts are shown; those of the other stay in the form.
    pub language: RwSignal<Language>,
    /// Service, whose categories can be chosen.
    service: RwSignal<Option<ServiceId>>,
    /// How often the fields were made anew.
    drawn: RwSignal<u32>,
}

impl Chosen {
    /// Begins with a language and the service of the form. Follows the form: its service, and where
    /// its first error is.
    pub fn new(form: OwnForm, language: Language) -> Self {
        let chosen = Self {
            language: RwSignal::new(language),
            service: RwSignal::new(
                form.state
                    .with_untracked(|state| about(&state.values).service),
            ),
            drawn: RwSignal::new(0),
        };
        Effect::new(move |_| {
            form.state.with(|state| {
                chosen.service.set(about(&state.values).service);
                if let Some(language) = wrong_in(state) {
                    chosen.language.set(language);
                }
            });
        });
        chosen
    }

    /// Shows the values of the form in new fields. In those that somebody has typed into, a browser
    /// keeps what was typed.
    pub fn draw_again(self) {
        self.drawn.update(|n| *n += 1);
    }
}

/// The language that the first error is in, if it is in one.
fn wrong_in(state: &FormState) -> Option<Language> {
    let Some(Failure::Refused(Refusal::Invalid(errors))) = &state.failure else {
        return None;
    };
    let name = errors.first()?.name.as_deref()?;
    Language::from_code(name)
}

/// All fields, with the values and errors of the form.
pub fn fields(form: OwnForm, chosen: Chosen, choices: StoredValue<Choices>) -> AnyView {
    view! {
        <For each=move || [chosen.drawn.get()] key=|n| *n let:_drawn>
            {move || choices.with_value(|choices| now(form, chosen, choices))}
        </For>
    }
    .into_any()
}

fn now(form: OwnForm, chosen: Chosen, choices: &Choices) -> AnyView {
    let state = form.state.get();
    let kind_name = value(&state.values, "kind").to_owned();
    let texts = Language::ALL.iter().map(|language| {
        let language = *language;
        let places = kind(&state.values).places().iter();
        let fields = places.map(|place| text_field(&state, language, *place));
        let fields: Vec<AnyView> = fields.collect();
        view! {
            <div
                class="form"
                role="tabpanel"
                id=format!("texts-{}", language.code())
                aria-labelledby=format!("tab-{}", language.code())
                lang=language.code()
                hidden=move || chosen.language.get() != language
            >
                {fields}
            </div>
        }
    });
    let texts: Vec<_> = texts.collect();
    let hidden = texts_of(kind(&state.values))
        .map(|(language, place)| name(language, place))
        .chain([
            "readers".to_owned(),
            "service".to_owned(),
            "category".to_owned(),
        ])
        .filter_map(|name| {
            let was = base(&name);
            let value = state.values.get(&was)?.clone();
            Some(view! { <input type="hidden" name=was value=value autocomplete="off"/> })
        })
        .collect_view();
    view! {
        <input type="hidden" name="kind" value=kind_name autocomplete="off"/>
        {hidden}
        {languages(&state, chosen)}
        {texts}
        {readers(&state)}
        {about_fields(&state, chosen, choices)}
    }
    .into_any()
}

/// Tabs of the languages; one with an error says so.
fn languages(state: &FormState, chosen: Chosen) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let tab = |language: &Language| {
        let language = *language;
        let wrong = texts_of(kind(&state.values))
            .filter(|(other, _)| *other == language)
            .any(|(_, place)| error(state, language, place).is_some());
        let is_chosen = move || chosen.language.get() == language;
        view! {
            <button
                type="button"
                role="tab"
                id=format!("tab-{}", language.code())
                aria-controls=format!("texts-{}", language.code())
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                tabindex=move || if is_chosen() { "0" } else { "-1" }
                on:click=move |_| chosen.language.set(language)
                on:keydown=move |event: leptos::ev::KeyboardEvent| {
                    if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
                        other_tab(chosen);
                    }
                }
            >
                {knowledge::writing::language(l, language)}
                {wrong.then(|| view! { " " <span class="tag tag-refused">{t.has_errors}</span> })}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=t.language>
            {Language::ALL.iter().map(tab).collect_view()}
        </div>
    }
    .into_any()
}

/// The arrows go from one tab to the other (WAI-ARIA, tabs).
fn other_tab(chosen: Chosen) {
    let other = match chosen.language.get_untracked() {
        Language::Fr => Language::En,
        Language::En => Language::Fr,
    };
    chosen.language.set(other);
    request_animation_frame(move || {
        if let Some(tab) = crate::queue::keys::find(&format!("#tab-{}", other.code())) {
            let _ = tab.focus();
        }
    });
}

fn error(state: &FormState, language: Language, place: Place) -> Option<String> {
    state.error(use_language(), place.field(), Some(language.code()))
}

fn text_field(state: &FormState, language: Language, place: Place) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let name = name(language, place);
    let label = words::field(l, place.field());
    let value = state.value(&name);
    let error = error(state, language, place);
    match place {
        Place::Title => {
            view! { <TextField name label hint=t.title_hint value error max=Some(SUBJECT_MAX) required=language == l/> }
                .into_any()
        }
        Place::Keywords => {
            view! { <TextField name label hint=t.keywords_hint value error max=Some(KEYWORDS_MAX)/> }
                .into_any()
        }
        Place::Steps | Place::Answer => {
            view! { <TextAreaField name label hint=t.markdown_hint value error rows=12/> }
                .into_any()
        }
        Place::Fix => {
            view! { <TextAreaField name label hint=t.markdown_hint value error rows=8/> }.into_any()
        }
        Place::Symptom | Place::Cause | Place::Workaround => {
            view! { <TextAreaField name label value error rows=4/> }.into_any()
        }
    }
}

fn readers(state: &FormState) -> AnyView {
    let (l, t) = (use_language(), &use_texts().writing);
    let options = Readership::ALL.iter().map(|readers| {
        let name: &'static str = readers.into();
        (
            name.to_owned(),
            knowledge::writing::readers(l, *readers).to_owned(),
        )
    });
    view! {
        <SelectField
            name="readers"
            label=t.readers
            options=options.collect()
            value=state.value("readers")
            error=state.error(l, Field::Readers, None)
            required=true
        />
    }
    .into_any()
}

fn about_fields(state: &FormState, chosen: Chosen, choices: &Choices) -> AnyView {
    let l = use_language();
    let options = choices
        .services
        .iter()
        .map(|(id, name)| (id.to_string(), name.in_language(l).to_owned()));
    let categories: Vec<(ServiceId, CategoryId, String)> = choices
        .categories
        .iter()
        .map(|(service, id, name)| (*service, *id, name.in_language(l).to_owned()))
        .collect();
    let ticked: Vec<CategoryId> = several(&state.values, "category")
        .into_iter()
        .map(CategoryId)
        .collect();
    let wrong = state.error(l, Field::Category, None);
    view! {
        <div on:change=move |event| chosen.service.set(event_target_value(&event).parse().ok().map(ServiceId))>
            <SelectField
                name="service"
                label=words::field(l, Field::Service)
                options=options.collect()
                value=state.value("service")
                error=state.error(l, Field::Service, None)
            />
        </div>
        {move || category_boxes(chosen.service.get()?, &categories, &ticked, wrong.clone())}
    }
    .into_any()
}

/// The categories of the service that is chosen; nothing where there is none.
fn category_boxes(
    service: ServiceId,
    categories: &[(ServiceId, CategoryId, String)],
    ticked: &[CategoryId],
    wrong: Option<String>,
) -> Option<AnyView> {
    let t = &use_texts().writing;
    let own: Vec<_> = categories
        .iter()
        .filter(|(of, ..)| *of == service)
        .collect();
    if own.is_empty() {
        return None;
    }
    let describedby = wrong.is_some().then_some("field-category-error");
    let boxes = own.into_iter().map(|(_, id, name)| {
        let checked = ticked.contains(id);
        view! {
            <label class="choice">
                <input type="checkbox" name="category" value=id.to_string() checked=checked/>
                <span>{name.clone()}</span>
            </label>
        }
    });
    Some(
        view! {
            <fieldset class="choices" aria-describedby=describedby>
                <legend>{t.categories}</legend>
                {boxes.collect_view()}
                {wrong.map(|wrong| view! { <p class="error" id="field-category-error">{wrong}</p> })}
            </fieldset>
        }
        .into_any(),
    )
}
