//! State of the field for a person, while they are searched for or added.

use crate::directory::api;
use crate::kernel::context::{FormState, new_command, use_language};
use crate::kernel::drafts::Draft;
use crate::kernel::error::ApiError;
use crate::kernel::own_form::{Values, go_to};
use guichet_domain::directory::card::Card;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::queue::found::Found;
use guichet_locales::words;
use leptos::prelude::*;
use std::time::Duration;

/// The form for a new person, inside the call form.
#[derive(Clone, Copy, Default)]
pub struct NewPerson {
    pub open: RwSignal<bool>,
    pub state: RwSignal<FormState>,
}

impl NewPerson {
    /// Opens the form with these values, for one new person.
    pub fn begin(&self, values: Values) {
        self.state.set(FormState {
            command: new_command(),
            values,
            failure: None,
        });
        self.open.set(true);
    }
}

pub fn of(person: Picker, field: &str) -> String {
    format!("{}-new-{field}", person.name)
}

/// Whether a field of the form is one of the new person's.
pub fn is_of_new(person: Picker, field: &str) -> bool {
    field.starts_with(&of(person, ""))
}

/// Pause in typing after which the search begins.
const REST: Duration = Duration::from_millis(200);

/// A person in the form: the affected user, or the caller.
#[derive(Clone, Copy)]
pub struct Picker {
    /// Name of the field in the form.
    pub name: &'static str,
    pub field: Field,
    pub chosen: RwSignal<Option<Found>>,
    pub found: RwSignal<Option<Result<Vec<Found>, String>>>,
    pub text: RwSignal<String>,
    /// Number of changes to the text, so that a late answer to an earlier text is ignored.
    turn: StoredValue<u64>,
    pub new: NewPerson,
    draft: StoredValue<Draft>,
}

impl Picker {
    /// A picker that restores the person who was chosen before the page was left.
    pub fn new(name: &'static str, field: Field, draft: &Draft) -> Self {
        let picker = Self {
            name,
            field,
            chosen: RwSignal::new(None),
            found: RwSignal::new(None),
            text: RwSignal::new(String::new()),
            turn: StoredValue::new(0),
            new: NewPerson::default(),
            draft: StoredValue::new(draft.clone()),
        };
        Effect::new(move |_| picker.find_again());
        picker
    }

    fn kept_as(self) -> String {
        format!("picked-{}", self.name)
    }

    fn find_again(self) {
        let kept = self.draft.with_value(Draft::kept).unwrap_or_default();
        if kept.typed.keys().any(|field| is_of_new(self, field)) {
            self.new.begin(Values::new());
        }
        let picked = kept.typed.get(&self.kept_as());
        let picked = picked.and_then(|picked| picked.split_once(' '));
        let Some((id, words)) = picked.map(|(id, words)| (id.to_owned(), words.to_owned())) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let found = api::find_people(words).await.unwrap_or_default();
            let same = |found: &Found| found.card.id.to_string() == id;
            let nobody = self.chosen.try_with_untracked(Option::is_none);
            if let (Some(true), Some(found)) = (nobody, found.into_iter().find(same)) {
                self.chosen.set(Some(found));
            }
        });
    }

    /// Clears the picker, as on an empty form.
    pub fn start_over(self) {
        self.chosen.set(None);
        self.found.set(None);
        self.text.set(String::new());
    }

    /// Identifier of its input in the page.
    pub fn id(&self) -> String {
        format!("field-{}", self.name)
    }

    pub fn choose(self, found: Found) {
        let card = &found.card;
        let words = card.email.as_ref().unwrap_or(&card.name);
        let picked = format!("{} {words}", card.id);
        self.draft
            .with_value(|draft| draft.put(&self.kept_as(), &picked, None));
        self.chosen.set(Some(found));
        self.found.set(None);
        self.text.set(String::new());
        self.close_new();
        go_to(format!("#change-{}", self.name));
    }

    /// Keeps a value of the new person's form in the draft.
    pub fn keep(self, field: &str, value: &str) {
        self.draft.with_value(|draft| draft.put(field, value, None));
    }

    /// Closes the form for a new person and drops its values.
    pub fn close_new(self) {
        self.draft.with_value(|draft| {
            let kept = draft.kept().unwrap_or_default();
            let of_new = kept.typed.keys().filter(|field| is_of_new(self, field));
            of_new.for_each(|field| draft.take(field));
        });
        self.new.open.set(false);
    }

    pub fn forget(self) {
        self.draft.with_value(|draft| draft.take(&self.kept_as()));
        self.chosen.set(None);
        go_to(format!("#{}", self.id()));
    }

    pub fn search(self, text: String) {
        let language = use_language();
        self.turn.update_value(|turn| *turn += 1);
        let mine = self.turn.get_value();
        let current = move || self.turn.try_get_value() == Some(mine);
        self.text.set(text.clone());
        if text.trim().is_empty() {
            self.found.set(None);
            return;
        }
        let ask = async move {
            let answer = api::find_people(text).await;
            if current() {
                let failed = |ApiError(failure)| words::failure(language, &failure);
                self.found.set(Some(answer.map_err(failed)));
            }
        };
        set_timeout(
            move || {
                if current() {
                    leptos::task::spawn_local(ask);
                }
            },
            REST,
        );
    }

    pub fn choose_first(self) {
        let first = self.found.with_untracked(|found| match found {
            Some(Ok(found)) => found.first().cloned(),
            _ => None,
        });
        if let Some(first) = first {
            self.choose(first);
        }
    }
}

pub fn about(language: Language, card: &Card) -> String {
    let department = card.department.as_ref();
    let department = department.map(|label| label.in_language(language).to_owned());
    let workplace = card
        .workplace
        .clone()
        .map(|workplace| *workplace)
        .unwrap_or_default();
    let known: Vec<String> = card
        .email
        .iter()
        .cloned()
        .chain(department)
        .chain(workplace.telephone)
        .chain(workplace.place)
        .chain(workplace.computer)
        .collect();
    known.join(" · ")
}
