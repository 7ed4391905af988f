//! The form of an entry: showing it, sending it, and showing it again with the refusal.

use crate::directory::api;
use crate::directory::section::Section;
use crate::identity::person_access::Accessing;
use crate::kernel::context::{FormState, Loading, now, use_language, use_texts, use_zone};
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::fields::ErrorSummary;
use crate::kernel::kept_form::KeepForm;
use crate::kernel::own_form::{OwnForm, SendButton, Values};
use guichet_domain::CommandId;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::merge::after_conflict;
use guichet_domain::directory::validation::validated;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use std::sync::Arc;

/// Section of a form, and the signals it updates when it was saved.
#[derive(Clone, Copy)]
pub struct EntryForm {
    pub section: Section,
    pub directory: Loading<Result<Directory, ApiError>>,
    pub access: Accessing,
    pub saved: RwSignal<bool>,
}

/// Reads an entry from the values of the form.
type Read = Arc<dyn Fn(&Values) -> Result<Entry, Refusal> + Send + Sync>;

/// Values, reader and fields that one kind of entry gives its form.
pub struct Sheet {
    pub values: Values,
    pub new: bool,
    pub read: Read,
    pub fields: Arc<dyn Fn(OwnForm) -> AnyView + Send + Sync>,
}

/// The error of a field of this form, in words.
pub fn error(state: &FormState, field: Field) -> Option<String> {
    state.error(use_language(), field, None)
}

async fn save(id: CommandId, entry: Entry, was: StoredValue<Option<Entry>>) -> Answer<i64> {
    let answer = api::administer(id, entry.clone(), was.get_value()).await;
    if matches!(&answer, Ok(Err(Failure::Refused(Refusal::Conflict(_)))))
        && let Ok(directory) = api::administration().await
    {
        let told = directory.same_entry(&entry).zip(was.get_value());
        was.try_set_value(told.map(|(now, was)| after_conflict(&was, &entry, &now)));
    }
    answer
}

/// Checks an entry as the server will, as far as the browser can.
fn check(directory: Directory) -> impl Fn(Entry) -> Result<Entry, Refusal> + Clone + 'static {
    let (directory, zone) = (Arc::new(directory), use_zone());
    move |entry| {
        let today = zone.civil(now()).date();
        // What is sent is what was typed: the server tidies it.
        let fits = validated(entry.clone(), &directory, now(), today).map(drop);
        // Which day it is at the desk is the server's to say.
        let wrong = only(fits, |problem| problem != Problem::InThePast);
        wrong.map_or(Ok(entry), Err)
    }
}

/// Keeps only the errors whose problem `counts`; `None` if none are left.
fn only(fits: Result<(), Refusal>, counts: impl Fn(Problem) -> bool) -> Option<Refusal> {
    let Err(Refusal::Invalid(mut errors)) = fits else {
        return fits.err();
    };
    errors.retain(|error| counts(error.problem));
    (!errors.is_empty()).then_some(Refusal::Invalid(errors))
}

/// The form of an entry. After saving, settings stay on their page, while other entries lead to
/// their list.
pub fn entry_form(place: EntryForm, directory: &Directory, sheet: Sheet) -> AnyView {
    let t = use_texts();
    let form = OwnForm::new(sheet.values, sheet.new);
    let (read, fields) = (sheet.read, sheet.fields);
    // What the form shows now. Whoever saves again after a conflict has been told, and means it.
    let shown = form.state.with_untracked(|state| {
        let entry = read(&state.values).ok()?;
        directory.same_entry(&entry)
    });
    let was = StoredValue::new(shown);
    let address = use_location().pathname.get_untracked();
    let navigate = use_navigate();
    let list = place.section.href();
    let rules = matches!(place.section, Section::Matrix | Section::Settings);
    let back = (!rules).then(|| list.clone());
    // What is wrong with what was typed so far, but for what is still to be typed.
    let noticed = RwSignal::new(FormState::default());
    let check = check(directory.clone());
    let (checked, to_notice) = (check.clone(), Arc::clone(&read));
    let notice = move |_| {
        let read = to_notice(&form.typed()).and_then(&checked);
        let wrong = only(read.map(drop), |problem| problem != Problem::Missing);
        noticed.update(|noticed| noticed.failure = wrong.map(Failure::Refused));
    };
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        place.saved.set(false);
        let (navigate, list) = (navigate.clone(), list.clone());
        let read = Arc::clone(&read);
        let then = move |_| {
            if rules {
                place.saved.try_set(true);
                place.directory.refetch();
            } else {
                navigate(&format!("{list}?saved=1"), Default::default());
            }
        };
        let save = move |id, entry| save(id, entry, was);
        let check = check.clone();
        form.send(move |values| check(read(values)?), save, then);
    };
    view! {
        <form class="form" id="entry" method="post" novalidate node_ref=form.node on:submit=submit
            on:change=notice>
            <KeepForm form what=address rests_on=was/>
            {move || view! { <ErrorSummary form=form.state.get()/> }}
            {move || fields(form)}
            // At hand wherever one is in the form, and nothing moves when it comes.
            <div class="form-noticed">
                {move || {
                    let is_told = form.state.with(|sent| sent.failure.is_some());
                    (!is_told).then(|| view! { <ErrorSummary form=noticed.get()/> })
                }}
            </div>
            <div class="form-foot">
                <SendButton form label=t.common.save/>
                {back.map(|href| view! { <a class="button quiet" href=href on:click=move |_| form.forget_draft()>{t.common.cancel}</a> })}
            </div>
        </form>
    }
    .into_any()
}
