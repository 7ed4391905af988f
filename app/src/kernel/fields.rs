//! Form fields: a label, a hint if any, the control, and its error, tied together for screen
//! readers (WCAG 2.2, 1.3.1 and 3.3.1).

use crate::kernel::context::{FormState, use_language, use_texts};
use crate::kernel::session::SignInAgain;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::Refusal;
use guichet_locales::{plural, words};
use leptos::prelude::*;

/// The hidden command identifier, and the error of the form as a whole.
#[component]
pub fn FormHead(form: FormState) -> impl IntoView {
    view! {
        // A browser that restores forms would bring back the identifier of a command that is done.
        <input type="hidden" name="command" value=form.command.to_string() autocomplete="off"/>
        // A browser that keeps drafts needs nobody else to; for one that does not, see [`Carried`].
        <noscript inner_html="<input type=hidden name=script value=off>"></noscript>
        <ErrorSummary form/>
    }
}

/// Fields of a form posted without a session, carried through the sign-in forms to be posted
/// afterwards.
#[component]
pub fn Carried(form: FormState) -> impl IntoView {
    // The fields of the way in itself.
    let own = ["email", "password", "code", "next", "command", "file"];
    let carries = form.values.contains_key("kept");
    let file = form.values.get("file").filter(|_| carries);
    let file = file.map(|name| use_texts().drafts.file_again.replace("{file}", name));
    let values = form.values.into_iter();
    let fields = values.filter(move |(name, _)| carries && !own.contains(&name.as_str()));
    let fields = fields
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! { {file.map(|said| view! { <p class="hint">{said}</p> })} {fields} }
}

/// The errors of the form, before its fields; read out when the page has loaded.
#[component]
pub fn ErrorSummary(form: FormState) -> impl IntoView {
    let (language, texts) = (use_language(), use_texts());
    let errors = match &form.failure {
        Some(Failure::Refused(Refusal::Invalid(errors))) => errors.clone(),
        _ => Vec::new(),
    };
    let message = form.message(language).or_else(|| {
        (!errors.is_empty()).then(|| {
            plural(
                language,
                errors.len() as i64,
                texts.common.sum_one,
                texts.common.sum_many,
            )
        })
    });
    // What is carried through the way in needs no other tab.
    let carried = form.values.contains_key("kept");
    let again = (!carried).then_some(form.failure);
    message.map(|message| {
        view! {
            <div class="error-summary" role="alert">
                <p>{message}</p>
                {again.map(|failure| view! { <SignInAgain failure=Signal::stored(failure)/> })}
                {(!errors.is_empty())
                    .then(|| {
                        view! {
                            <ul>
                                {errors
                                    .iter()
                                    .map(|error| {
                                        let label = words::field(language, error.field);
                                        let what = words::field_error(language, error);
                                        view! { <li>{format!("{label} — {what}")}</li> }
                                    })
                                    .collect_view()}
                            </ul>
                        }
                    })}
            </div>
        }
    })
}

fn described(id: &str, hint: bool, error: bool) -> Option<String> {
    let hint = hint.then(|| format!("{id}-hint"));
    let error = error.then(|| format!("{id}-error"));
    let all: Vec<String> = hint.into_iter().chain(error).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

#[component]
fn Field(
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    required: bool,
    children: Children,
) -> impl IntoView {
    let texts = use_texts();
    let class = if error.is_some() {
        "field has-error"
    } else {
        "field"
    };
    view! {
        <div class=class>
            <label for=id.clone()>
                {label}
                {(!required).then(|| view! { " " <span class="hint">{texts.common.optional}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            {children()}
            {error.map(|error| view! { <p class="error" id=format!("{id}-error")>{error}</p> })}
        </div>
    }
}

/// A line of text, or another `kind` of input.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional_no_strip)] max: Option<usize>,
) -> impl IntoView {
    let id = format!("field-{name}");
    let hint = (!hint.is_empty()).then_some(hint);
    let describedby = described(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <Field id=id.clone() label hint error required>
            <input
                id=id
                name=name
                type=kind
                value=value
                required=required
                maxlength=max.map(|max| max.to_string())
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                aria-invalid=invalid
                aria-describedby=describedby
            />
        </Field>
    }
}

/// A textarea whose text is escaped on the server, which does not escape the children of one.
#[component]
pub fn TextArea(
    id: String,
    name: String,
    #[prop(into, optional)] value: String,
    #[prop(default = 5)] rows: u32,
    #[prop(optional)] required: bool,
    #[prop(optional_no_strip)] describedby: Option<String>,
    #[prop(optional)] invalid: bool,
) -> impl IntoView {
    // Whoever reads HTML drops a line break right after the tag; whoever is handed the content in
    // the browser does not.
    let first = if cfg!(feature = "ssr") { "\n" } else { "" };
    let escaped = format!(
        "{first}{}",
        value
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    );
    view! {
        <textarea
            id=id
            name=name
            rows=rows.to_string()
            required=required
            aria-describedby=describedby
            aria-invalid=invalid.then_some("true")
            inner_html=escaped
        ></textarea>
    }
}

/// A field with several lines of text.
#[component]
pub fn TextAreaField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(default = 5)] rows: u32,
) -> impl IntoView {
    let id = format!("field-{name}");
    let hint = (!hint.is_empty()).then_some(hint);
    let describedby = described(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some();
    view! {
        <Field id=id.clone() label hint error required>
            <TextArea id=id name=name value rows required describedby invalid/>
        </Field>
    }
}

/// A select field. `options` are values and labels.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(into, optional)] value: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let texts = use_texts();
    let id = format!("field-{name}");
    let hint = (!hint.is_empty()).then_some(hint);
    let describedby = described(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <Field id=id.clone() label hint error required>
            <select id=id name=name required=required aria-describedby=describedby aria-invalid=invalid>
                <option value="">{texts.common.choose}</option>
                {options
                    .into_iter()
                    .map(|(option, label)| {
                        let selected = option == value;
                        view! { <option value=option selected=selected>{label}</option> }
                    })
                    .collect_view()}
            </select>
        </Field>
    }
}

/// A group of a few radio buttons, each a large target.
#[component]
pub fn Choice(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<(String, String)>,
    #[prop(into, optional)] value: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let class = if error.is_some() {
        "choices has-error"
    } else {
        "choices"
    };
    let error_id = format!("field-{name}-error");
    let describedby = error.is_some().then(|| error_id.clone());
    view! {
        <fieldset class=class aria-describedby=describedby>
            <legend>{legend}</legend>
            {options
                .into_iter()
                .map(|(option, label)| {
                    let checked = option == value;
                    view! {
                        <label class="choice">
                            <input type="radio" name=name.clone() value=option checked=checked required=required/>
                            <span>{label}</span>
                        </label>
                    }
                })
                .collect_view()}
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
        </fieldset>
    }
}
