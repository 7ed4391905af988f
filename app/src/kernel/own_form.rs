//! Forms that the page sends itself. The browser keeps the values, which are read when the form is
//! sent. A refused form is shown again with all values typed.

use crate::kernel::context::{FormState, new_command};
use crate::kernel::drafts::Draft;
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::session::Session;
use guichet_domain::CommandId;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::future::Future;

/// Values of a form, by the name of the field; several values of one name are separated by line
/// breaks.
pub type Values = BTreeMap<String, String>;

/// Value of a field; empty if there is no such field.
pub fn value<'a>(values: &'a Values, name: &str) -> &'a str {
    values.get(name).map_or("", String::as_str)
}

/// Number chosen in a field.
pub fn number<T: std::str::FromStr>(values: &Values, name: &str) -> Option<T> {
    value(values, name).trim().parse().ok()
}

/// All values chosen in a field: ticked checkboxes, or rows in their order.
pub fn several<T: std::str::FromStr>(values: &Values, name: &str) -> Vec<T> {
    value(values, name)
        .lines()
        .filter_map(|line| line.parse().ok())
        .collect()
}

/// Several values as the value of one field.
pub fn lines<T: ToString>(all: impl IntoIterator<Item = T>) -> String {
    let all: Vec<String> = all.into_iter().map(|one| one.to_string()).collect();
    all.join("\n")
}

/// An error of one field that the browser finds itself.
pub fn wrong(field: Field, name: Option<&str>, problem: Problem) -> FieldError {
    FieldError {
        field,
        name: name.map(str::to_owned),
        problem,
    }
}

/// The value read, or all its errors as a refusal.
pub fn checked<T>(read: T, errors: Vec<FieldError>) -> Result<T, Refusal> {
    if errors.is_empty() {
        Ok(read)
    } else {
        Err(Refusal::Invalid(errors))
    }
}

/// A form of this page, from the first letter typed to the answer of the server.
#[derive(Clone, Copy)]
pub struct OwnForm {
    /// Values that the form is shown with: the first ones, or the refused ones with their errors.
    pub state: RwSignal<FormState>,
    pub node: NodeRef<html::Form>,
    /// Whether an answer is awaited.
    pub busy: RwSignal<bool>,
    /// Whether the page is awake; before that the form cannot be sent.
    awake: RwSignal<bool>,
    sent: StoredValue<Option<Values>>,
    first: StoredValue<Values>,
    /// Draft that keeps the values, if any.
    draft: StoredValue<Option<Draft>>,
    once: bool,
}

/// The button that sends the form around it.
#[component]
pub fn SendButton(form: OwnForm, label: &'static str) -> impl IntoView {
    let (awake, busy) = (form.awake, form.busy);
    view! {
        <button
            class="button primary"
            disabled=move || !awake.get()
            aria-busy=move || busy.get().then_some("true")
        >
            {label}
        </button>
    }
}

impl OwnForm {
    /// With `once` the form makes something new, so that everything sent until it succeeds is one
    /// command. Without it, changed values are another command.
    pub fn new(values: Values, once: bool) -> Self {
        let first = StoredValue::new(values.clone());
        let state = FormState {
            command: new_command(),
            values,
            failure: None,
        };
        let awake = RwSignal::new(false);
        Effect::new(move |_| awake.set(true));
        let form = Self {
            state: RwSignal::new(state),
            awake,
            node: NodeRef::new(),
            busy: RwSignal::new(false),
            sent: StoredValue::new(None),
            first,
            draft: StoredValue::new(None),
            once,
        };
        Session::here().when_back(move || form.go_on());
        form
    }

    /// Sends the form once more, as the same command, after somebody whose session had ended signed
    /// in again.
    fn go_on(&self) {
        let waits = |state: &FormState| state.failure == Some(Failure::SignedOut);
        if self.state.with_untracked(waits) {
            self.submit();
        }
    }

    /// Sends the form as its button does.
    pub fn submit(&self) {
        #[cfg(feature = "hydrate")]
        if let Some(form) = self.node.get_untracked() {
            let _ = form.request_submit();
        }
    }

    /// The present values of the form.
    pub fn typed(&self) -> Values {
        #[cfg(feature = "hydrate")]
        if let Some(form) = self.node.try_get_untracked().flatten() {
            return browser::typed(&form);
        }
        // The page may have been left meanwhile.
        let values = self.state.try_with_untracked(|state| state.values.clone());
        values.unwrap_or_default()
    }

    /// Keeps the values in `draft` until they are sent.
    pub fn keep_in(&self, draft: Draft) {
        self.draft.set_value(Some(draft));
    }

    pub fn forget_draft(&self) {
        if let Some(draft) = self.draft.try_get_value().flatten() {
            draft.forget();
        }
    }

    /// Shows the kept values. If they were sent without an answer, sending them again is the same
    /// command.
    #[cfg(feature = "hydrate")]
    pub fn take_up(&self, values: Values, sent: Option<CommandId>) {
        self.sent.set_value(sent.map(|_| values.clone()));
        self.state.update(|state| {
            state.command = sent.unwrap_or(state.command);
            state.values = values;
            state.failure = None;
        });
    }

    /// Shows the first values again when the form is rendered anew, unless it was refused.
    pub fn start(&self) {
        self.state.update_untracked(|state| {
            if state.failure.is_none() {
                state.values = self.first.get_value();
            }
        });
    }

    pub fn first(&self) -> Values {
        self.first.get_value()
    }

    /// The values of the form if nobody had changed it.
    #[cfg(feature = "hydrate")]
    pub fn untouched(&self) -> Values {
        let form = self.node.try_get_untracked().flatten();
        form.map_or_else(|| self.first(), |form| browser::untouched(&form))
    }

    /// Shows the errors with all values typed, and moves to the first error.
    pub fn refuse(&self, values: Values, failure: Failure) {
        self.state.try_update(|state| {
            // What was carried out is not sent a third time: this is another command from here on.
            if matches!(failure, Failure::Reused(_)) {
                state.command = new_command();
            }
            state.values = values;
            state.failure = Some(failure);
        });
        #[cfg(feature = "hydrate")]
        browser::go_to_error(self.node);
    }

    /// Begins the form anew with these values: empty for the next one, or as they were saved.
    pub fn begin_again(&self, values: Values) {
        self.first.set_value(values.clone());
        self.state.set(FormState {
            command: new_command(),
            values,
            failure: None,
        });
        self.sent.set_value(None);
        #[cfg(feature = "hydrate")]
        browser::reset(self.node);
        // Fields that are emptied are nothing that somebody began to write.
        self.forget_draft();
    }

    /// Reads the form, sends it, and calls `then` with the answer. Does nothing while an answer is
    /// awaited.
    pub fn send<C, T, F>(
        self,
        read: impl FnOnce(&Values) -> Result<C, Refusal>,
        call: impl FnOnce(CommandId, C) -> F,
        then: impl FnOnce(T) + 'static,
    ) where
        F: Future<Output = Answer<T>> + 'static,
        T: 'static,
    {
        if self.busy.get_untracked() {
            return;
        }
        let values = self.typed();
        let said = match read(&values) {
            Ok(said) => said,
            Err(refusal) => return self.refuse(values, Failure::Refused(refusal)),
        };
        let other = self
            .sent
            .with_value(|sent| sent.as_ref().is_some_and(|sent| *sent != values));
        if other && !self.once {
            self.state
                .update_untracked(|state| state.command = new_command());
        }
        self.sent.set_value(Some(values.clone()));
        let command = self.state.with_untracked(|state| state.command);
        // The page may be gone when the answer comes, and the form with it.
        let draft = self.draft.get_value();
        if let Some(draft) = &draft {
            draft.put_sent(command, values.clone());
        }
        let answer = call(command, said);
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = answer
                .await
                .unwrap_or_else(|ApiError(failure)| Err(failure));
            // The page may have been left meanwhile.
            self.busy.try_set(false);
            match outcome {
                Ok(done) => {
                    if let Some(draft) = draft {
                        draft.forget();
                    }
                    then(done);
                }
                Err(failure) => self.refuse(values, failure),
            }
        });
    }
}

/// Moves to an element that has just been shown.
pub fn go_to(selector: String) {
    #[cfg(feature = "hydrate")]
    browser::go_to(selector);
    #[cfg(not(feature = "hydrate"))]
    drop(selector);
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Values;
    use leptos::html;
    use leptos::prelude::*;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use web_sys::{FormData, HtmlElement, HtmlFormElement};

    /// Delay until the page shows what has changed.
    const SHOWN: Duration = Duration::from_millis(20);

    pub fn typed(form: &HtmlFormElement) -> Values {
        let mut values = Values::new();
        let Ok(data) = FormData::new_with_form(form) else {
            return values;
        };
        let pairs = js_sys::try_iter(&data).ok().flatten();
        for pair in pairs.into_iter().flatten().flatten() {
            let pair = js_sys::Array::from(&pair);
            let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string())
            else {
                continue;
            };
            values
                .entry(name)
                .and_modify(|all: &mut String| {
                    all.push('\n');
                    all.push_str(&value);
                })
                .or_insert(value);
        }
        values
    }

    /// The form's first values, read from a copy that is reset.
    pub fn untouched(form: &HtmlFormElement) -> Values {
        let copy = form.clone_node_with_deep(true).ok();
        let copy = copy.and_then(|copy| copy.dyn_into::<HtmlFormElement>().ok());
        copy.map_or_else(Values::new, |copy| {
            copy.reset();
            typed(&copy)
        })
    }

    /// Moves to the first wrong field, or to the error of the form, once the page shows it.
    pub fn go_to_error(node: NodeRef<html::Form>) {
        later(node, |form| {
            let find = |what| form.query_selector(what).ok().flatten();
            if let Some(field) = find("[aria-invalid='true']") {
                if let Ok(field) = field.dyn_into::<HtmlElement>() {
                    let _ = field.focus();
                }
            } else if let Some(summary) = find(".error-summary") {
                summary.scroll_into_view();
            }
        });
    }

    /// Moves to an element once the page shows it, unless whoever was there has gone elsewhere
    /// meanwhile: nobody is taken out of a field that they type in.
    pub fn go_to(selector: String) {
        let left = document().active_element();
        set_timeout(
            move || {
                let here = document().active_element();
                let is_elsewhere = here != left;
                if is_elsewhere && here.is_some_and(|here| here.tag_name() != "BODY") {
                    return;
                }
                let found = document().query_selector(&selector).ok().flatten();
                if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
                    let _ = found.focus();
                }
            },
            SHOWN,
        );
    }

    pub fn reset(node: NodeRef<html::Form>) {
        later(node, HtmlFormElement::reset);
    }

    fn later(node: NodeRef<html::Form>, act: impl FnOnce(&HtmlFormElement) + 'static) {
        set_timeout(
            move || {
                if let Some(form) = node.try_get_untracked().flatten() {
                    act(&form);
                }
            },
            SHOWN,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_values_of_one_name_read_back_in_order() {
        let values = Values::from([("team".to_owned(), lines([3, 1, 2]))]);
        assert_eq!(several::<i64>(&values, "team"), [3, 1, 2]);
        assert_eq!(several::<i64>(&values, "other"), [] as [i64; 0]);
    }
}
