//! The sheet that shows a form: opened, filled in, sent, closed.

use crate::kernel::context::{new_command, use_language, use_texts, use_zone};
use crate::kernel::drafts;
use crate::kernel::drafts::{Draft, KeepDraft};
use crate::kernel::session::{Session, SignInAgain};
use crate::queue::address::name_of;
use crate::queue::keys::{find, focus_first};
use crate::tickets::desk::open::Open;
use crate::tickets::forms::shown::{Shown, field_of};
use crate::tickets::history::sentence;
use guichet_domain::CommandId;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal, Why};
use guichet_domain::kernel::time::Zone;
use guichet_domain::tickets::command::Command;
use guichet_locales::{plural, words};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;
use std::sync::Arc;

/// Prefix of the names of answers to a catalogue item's questions.
pub const ANSWER: &str = "answer-";

/// Maximum number of events by others that are listed.
const LAST: usize = 3;

/// State of one form.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub open: Open,
    pub action: Action,
    pub failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    /// Last command sent: sent again unchanged, it keeps its identifier.
    tried: StoredValue<Option<(CommandId, Command)>>,
    /// Values of the ticket as the form showed them.
    pub shown: StoredValue<Shown>,
    draft: StoredValue<Draft>,
    /// Whether somebody chose another's value in a conflict, so that there may be nothing left to
    /// do.
    took: StoredValue<bool>,
    /// Number of events when the form was opened.
    since: usize,
}

/// Values typed.
pub struct Typed(web_sys::FormData);

impl Typed {
    pub fn text(&self, name: &str) -> String {
        self.0.get(name).as_string().unwrap_or_default()
    }

    /// Value chosen; `None` if it is empty.
    pub fn chosen(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|value| !value.is_empty())
    }

    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.chosen(name)?.parse().ok()
    }
}

/// The error of a choice that was not made.
pub fn missing(field: Field, name: &str) -> FieldError {
    FieldError {
        field,
        name: Some(name.to_owned()),
        problem: Problem::Missing,
    }
}

/// A refusal for a field that the browser finds wrong.
pub fn wrong(field: Field, problem: Problem) -> Refusal {
    let name = None;
    Refusal::Invalid(vec![FieldError {
        field,
        name,
        problem,
    }])
}

impl Sheet {
    pub fn new(open: Open, action: Action) -> Self {
        let draft = Draft::of(format!("sheet-{}-{}", open.id, name_of(action)));
        let now = open.ticket.with_untracked(Shown::of);
        let sheet = Self {
            open,
            action,
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            tried: StoredValue::new(None),
            shown: StoredValue::new(begun(action, &draft, now)),
            draft: StoredValue::new(draft),
            took: StoredValue::new(false),
            since: open
                .page
                .with_untracked(|page| page.first + page.history.len()),
        };
        Session::here().when_back(move || sheet.go_on());
        sheet
    }

    /// Field of the ticket that a control belongs to.
    pub fn field_of(self, control: &str) -> Option<Field> {
        field_of(self.action, control)
    }

    pub fn in_conflict(self, field: Field) -> bool {
        self.failure.with(|failure| match failure {
            Some(Failure::Refused(Refusal::Conflict(fields))) => fields.contains(&field),
            _ => false,
        })
    }

    /// Resolves a conflict: `theirs` is put into the form, or this form's value is kept.
    pub fn settle(self, field: Field, theirs: Option<drafts::Typed>) {
        let now = self.open.ticket.with_untracked(Shown::of);
        self.shown.update_value(|shown| shown.take(field, &now));
        let draft = self.draft.get_value();
        if let Ok(shown) = serde_json::to_string(&self.shown.get_value()) {
            draft.put_beside(shown);
        }
        if let Some(theirs) = theirs {
            self.took.set_value(true);
            theirs.keys().for_each(|name| draft.take(name));
            drafts::fill_in("#sheet-form", theirs);
        }
        self.failure.update(|failure| {
            if let Some(Failure::Refused(Refusal::Conflict(fields))) = failure {
                fields.retain(|other| *other != field);
                if fields.is_empty() {
                    *failure = None;
                }
            }
        });
        request_animation_frame(|| {
            focus_first(&[
                "#sheet-form .conflict button",
                "#sheet-form [type='submit']",
            ]);
        });
    }

    /// Sends the form again that failed because the session had ended, after somebody signed in.
    fn go_on(self) {
        if self.failure.get_untracked() == Some(Failure::SignedOut)
            && let Some((_, command)) = self.tried.get_value()
        {
            self.send(command);
        }
    }

    /// The error of a field, in words; `name` distinguishes fields of the same kind.
    pub fn error(self, field: Field, name: &str) -> Option<String> {
        let l = use_language();
        let is_it = |error: &&FieldError| {
            let is_it = |other: &str| other == name || Some(other) == name.strip_prefix(ANSWER);
            error.field == field && error.name.as_deref().is_none_or(is_it)
        };
        self.failure.with(|failure| match failure {
            Some(Failure::Refused(Refusal::Invalid(errors))) => errors
                .iter()
                .find(is_it)
                .map(|error| words::field_error(l, error)),
            _ => None,
        })
    }

    /// The error of the form as a whole, in words.
    fn summary(self) -> Option<String> {
        let (l, texts) = (use_language(), use_texts());
        self.failure.with(|failure| match failure.as_ref()? {
            Failure::Refused(Refusal::Invalid(errors)) => {
                let n = i64::try_from(errors.len()).unwrap_or(i64::MAX);
                Some(plural(l, n, texts.common.sum_one, texts.common.sum_many))
            }
            Failure::Refused(Refusal::Conflict(fields)) => {
                let names: Vec<&str> = fields.iter().map(|field| words::field(l, *field)).collect();
                Some(format!("{} {}.", texts.drafts.choose, names.join(", ")))
            }
            other => Some(words::failure(l, other)),
        })
    }

    /// Events by others since the form was opened, if they made the action impossible.
    fn meanwhile(self, zone: &Zone) -> Vec<String> {
        let texts = use_texts();
        let raced = |failure: &Option<Failure>| {
            matches!(failure, Some(Failure::Refused(Refusal::Impossible { .. })))
        };
        if !self.failure.with(raced) {
            return Vec::new();
        }
        self.open.page.with(|page| {
            let news = page
                .history
                .iter()
                .skip(self.since.saturating_sub(page.first));
            let others = news.filter(|envelope| envelope.by != page.actor.who);
            let said = others.map(|envelope| {
                sentence(
                    texts,
                    zone,
                    &page.people,
                    page.choices.as_ref(),
                    page.viewer,
                    envelope,
                )
            });
            let said: Vec<String> = said.collect();
            said[said.len().saturating_sub(LAST)..].to_vec()
        })
    }

    /// The whole form: its title, its errors, its fields, its button.
    pub fn view(
        self,
        title: String,
        submit: String,
        read: impl Fn(&Typed) -> Result<Command, Refusal> + 'static,
        fields: AnyView,
    ) -> AnyView {
        let (texts, zone) = (use_texts(), use_zone());
        let on_submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            if let Some(typed) = typed(&event) {
                match read(&typed) {
                    Ok(command) => self.send(command),
                    Err(refusal) => self.refuse(Failure::Refused(refusal)),
                }
            }
        };
        let close = move |_| self.open.sheet.set(None);
        let cancel = move |_| {
            self.draft.with_value(Draft::forget);
            self.open.sheet.set(None);
        };
        let meanwhile = move || {
            let news = self.meanwhile(&zone);
            let news = news.into_iter().map(|said| view! { <li>{said}</li> });
            news.collect_view()
        };
        let summary = move || {
            let meanwhile = meanwhile.clone();
            let said = self.summary();
            said.map(
                |said| view! { <div class="error-summary"><p>{said}</p><ul>{meanwhile}</ul></div> },
            )
        };
        let draft = self.draft.get_value();
        let beside = serde_json::to_string(&self.shown.get_value()).ok();
        let class = match self.action {
            Action::Cancel | Action::Refuse | Action::Redact => "button danger",
            _ => "button primary",
        };
        let busy = move || self.busy.get().then_some("true");
        view! {
            <form id="sheet-form" novalidate=true on:submit=on_submit>
                <div class="sheet-head">
                    <h2 id="sheet-title">{title}</h2>
                    <button class="button quiet" type="button" on:click=close>{texts.common.close}</button>
                </div>
                <div role="alert">{summary}</div>
                <SignInAgain failure=self.failure/>
                <KeepDraft draft beside/>
                {fields}
                <div class="form-foot">
                    <button class=class type="submit" aria-busy=busy>{submit}</button>
                    <button class="button quiet" type="button" on:click=cancel>{texts.common.cancel}</button>
                </div>
            </form>
        }
        .into_any()
    }

    /// Same as [`Sheet::view`], with the texts of the action.
    pub fn plain(
        self,
        read: impl Fn(&Typed) -> Result<Command, Refusal> + 'static,
        fields: AnyView,
    ) -> AnyView {
        let label = words::action(use_language(), self.action);
        let reference = self.open.ticket.get().reference();
        let title = format!("{label} · {reference}");
        self.view(title, label.to_owned(), read, fields)
    }

    pub fn send(self, command: Command) {
        if self.busy.get_untracked() {
            return;
        }
        // What may have got through is not done twice; what was changed since is another command.
        let same = self
            .tried
            .get_value()
            .filter(|(_, before)| *before == command)
            .map(|(id, _)| id);
        let id = same.unwrap_or_else(new_command);
        self.tried.set_value(Some((id, command.clone())));
        self.failure.set(None);
        unmark();
        self.busy.set(true);
        let saved = use_saved();
        let draft = self.draft.get_value();
        let done = Arc::new(move |outcome: Result<(), Failure>| {
            if self.busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(()) => {
                    draft.forget();
                    self.open.sheet.set(None);
                    self.open.say(saved);
                }
                Err(failure) => self.refuse(failure),
            }
        });
        self.open.send(id, command, done);
    }

    fn refuse(self, failure: Failure) {
        let already = |refusal: &Refusal| {
            let why = Why::AlreadySo;
            matches!(refusal, Refusal::Impossible { why: so, .. } if *so == why)
        };
        if let Failure::Refused(refusal) = &failure
            && already(refusal)
            && self.took.get_value()
        {
            self.draft.with_value(Draft::forget);
            return self.open.sheet.set(None);
        }
        if !matches!(failure, Failure::Network(_) | Failure::SignedOut) {
            self.tried.set_value(None);
        }
        self.failure.set(Some(failure));
        request_animation_frame(point_out);
    }
}

/// Values that the form is based on: those of the ticket now, except for fields typed into before
/// the form was closed, which keep the values shown then.
fn begun(action: Action, draft: &Draft, now: Shown) -> Shown {
    let kept = draft.kept().unwrap_or_default();
    let before = kept
        .beside
        .and_then(|text| crate::kernel::json::read(&text).ok());
    let before: Shown = before.unwrap_or_else(|| now.clone());
    let typed = kept.typed.keys();
    typed
        .filter_map(|control| field_of(action, control))
        .fold(now, |mut shown, field| {
            shown.take(field, &before);
            shown
        })
}

fn use_saved() -> &'static str {
    use_texts().desk.done
}

fn typed(event: &web_sys::SubmitEvent) -> Option<Typed> {
    let form: web_sys::HtmlFormElement = event.target()?.dyn_into().ok()?;
    web_sys::FormData::new_with_form(&form).ok().map(Typed)
}

/// Selector of the controls that are marked as invalid for screen readers.
const CONTROL: &str = ":is(select, textarea, input:not([type='radio'], [type='checkbox']))";

fn unmark() {
    while let Some(control) = find("#sheet-form [aria-invalid]") {
        let _ = control.remove_attribute("aria-invalid");
    }
}

/// Marks the controls of wrong fields, and moves to the first of them.
fn point_out() {
    while let Some(control) = find(&format!(
        "#sheet-form .has-error {CONTROL}:not([aria-invalid])"
    )) {
        let _ = control.set_attribute("aria-invalid", "true");
    }
    focus_first(&[
        "#sheet-form .has-error :is(input, select, textarea)",
        "#sheet-form .conflict button",
    ]);
}
