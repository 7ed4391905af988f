//! What an incident is most likely about, from how earlier ones were filed, with the words that point
//! to it; a button puts it into the form.

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::drafts::fill_in;
use crate::kernel::own_form::go_to;
use crate::recurrence::api;
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::tickets::page::ProposedCategory;
use guichet_locales::fill;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The box beside the form that `selector` names; nothing if the category can no longer be chosen.
pub fn proposed(
    choices: &Choices,
    proposed: &ProposedCategory,
    selector: &'static str,
) -> Option<AnyView> {
    let (l, t) = (use_language(), &use_texts().desk);
    let mut categories = choices.categories.iter();
    let category = categories.find(|(_, id, _)| *id == proposed.category)?;
    let mut services = choices.services.iter();
    let service = services.find(|(id, _)| *id == proposed.service)?;
    let what = format!(
        "{}\u{a0}› {}",
        in_words(l, &service.1),
        in_words(l, &category.2)
    );
    let words = guichet_locales::quoted(l, &proposed.words);
    let sure = fill(t.proposed_sure, &[("n", &proposed.sure.to_string())]);
    let (service, category) = (proposed.service.to_string(), proposed.category.to_string());
    let take = move |_| {
        let values = [
            ("service".to_owned(), service.clone()),
            ("category".to_owned(), category.clone()),
        ];
        fill_in(selector, values.into());
        // The box goes, with the focus in it.
        go_to(format!("{selector} [name=category]"));
    };
    Some(
        view! {
            <div class="notice proposed">
                <p>{t.proposed} <br/> <strong>{what}</strong></p>
                <p class="hint">
                    {words.map(|words| fill(t.proposed_words, &[("words", &words)]))} " " {sure}
                </p>
                <p class="actions">
                    <button class="button" type="button" on:click=take>{t.proposed_take}</button>
                </p>
            </div>
        }
        .into_any(),
    )
}

fn in_words(l: Language, label: &Label) -> String {
    label.in_language(l).to_owned()
}

/// What an incident with these words is most likely about, asked for as they change; nothing while
/// they are empty.
pub fn follow(told: Memo<Option<(String, String)>>) -> RwSignal<Option<ProposedCategory>> {
    let found = RwSignal::new(None);
    Effect::new(move |_| {
        let Some((subject, description)) = told.get() else {
            return found.set(None);
        };
        spawn_local(async move {
            let asked = Some((subject.clone(), description.clone()));
            let answer = api::propose(subject, description).await;
            // What was typed on since is asked for on its own.
            if told.try_get_untracked() == Some(asked) {
                let _ = found.try_set(answer.ok().flatten());
            }
        });
    });
    found
}
