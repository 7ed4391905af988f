//! Articles and disruptions that may answer what somebody is typing, beside the field they type in.

#[cfg(feature = "hydrate")]
mod finder;
pub mod offered;
#[cfg(feature = "hydrate")]
mod wake;
#[cfg(feature = "hydrate")]
mod watch;

use crate::kernel::context::{use_language, use_texts};
use crate::kernel::drafts::Owner;
use crate::kernel::encoding::in_query;
use crate::recurrence::me_too_page::me_too_link;
use guichet_domain::ArticleId;
use guichet_domain::directory::disruption::Announcement;
use guichet_domain::kernel::language::Language;
#[cfg(any(feature = "hydrate", test))]
use guichet_domain::kernel::stemming::fold;
use guichet_domain::tickets::me_too::MeToo;
use guichet_locales::plural;
use leptos::prelude::*;

/// An article that may answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Suggestion {
    pub id: ArticleId,
    pub title: String,
    pub language: Language,
}

/// What may answer the text that is typed.
#[derive(Clone, Copy)]
pub struct Suggested {
    pub articles: RwSignal<Vec<Suggestion>>,
    pub disruptions: RwSignal<Vec<Announcement>>,
    /// The text they may answer.
    pub text: RwSignal<String>,
    /// Whether somebody closed the list, until they type on.
    closed: RwSignal<bool>,
    /// Whether somebody is signed in, whom disruptions are for.
    #[cfg_attr(
        not(feature = "hydrate"),
        expect(dead_code, reason = "browsers read them")
    )]
    is_signed_in: bool,
}

impl Suggested {
    fn new() -> Self {
        Self {
            articles: RwSignal::new(Vec::new()),
            disruptions: RwSignal::new(Vec::new()),
            text: RwSignal::new(String::new()),
            closed: RwSignal::new(false),
            is_signed_in: use_context::<Owner>().is_some(),
        }
    }

    fn is_open(self) -> bool {
        let any = !self.articles.read().is_empty() || !self.disruptions.read().is_empty();
        any && !self.closed.get()
    }
}

/// Number of letters of a word that says something.
#[cfg(any(feature = "hydrate", test))]
const WORD: usize = 4;

/// Whether a text has a word that begins as one of the question does.
#[cfg(any(feature = "hydrate", test))]
fn has_a_word_of(text: &str, question: &str) -> bool {
    let words = |text: &str| {
        let folded = fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric());
        let long = words.filter(|word| word.chars().count() >= WORD);
        long.map(str::to_owned).collect::<Vec<_>>()
    };
    let (said, asked) = (words(text), words(question));
    let alike = |one: &String| asked.iter().any(|other| one.starts_with(other.as_str()));
    said.iter().any(alike)
}

/// Where the list stands: below a field of its own, or beside a form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Below,
    Beside,
}

/// The suggestions for the field whose `id` is `field`. `from` names the page to come back to from an
/// article. How many there are is said to those who do not see them; the arrows lead into the list,
/// Escape out of it.
#[component]
pub fn Suggestions(
    field: &'static str,
    stands: Stands,
    #[prop(optional)] from: &'static str,
    /// Whether somebody types for another: then nothing happens to them.
    #[prop(optional)]
    for_another: bool,
) -> impl IntoView {
    let (t, l) = (&use_texts().knowledge, use_language());
    let suggested = Suggested::new();
    #[cfg(feature = "hydrate")]
    wake::wake(field, suggested, l);
    if stands == Stands::Beside {
        offered::keep(suggested);
    }
    let said = move || {
        let n = suggested.articles.read().len() + suggested.disruptions.read().len();
        let n = i64::try_from(n).unwrap_or_default();
        suggested
            .is_open()
            .then(|| plural(l, n, t.suggested_one, t.suggested_many))
    };
    let href = move |id: ArticleId| {
        let text = in_query(&suggested.text.read());
        let from = if from.is_empty() {
            String::new()
        } else {
            format!("&from={from}")
        };
        format!("/help/{id}?q={text}{from}")
    };
    let disruptions = move || {
        let open = suggested.disruptions.get().into_iter();
        let item = |one: Announcement| {
            let (title, title_in) = one.title.said_in(l);
            let (message, message_in) = one.message.said_in(l);
            let (title, message) = (title.to_owned(), message.to_owned());
            view! {
                <li class="is-disruption">
                    <strong lang=title_in.code()>{title}</strong>
                    " "
                    <p lang=message_in.code()>{message}</p>
                    {(one.me_too && !for_another).then(|| me_too_link(MeToo::Disruption(one.id)))}
                </li>
            }
            .into_any()
        };
        open.map(item).collect::<Vec<AnyView>>()
    };
    let articles = move || {
        let found = suggested.articles.get().into_iter();
        let item = |one: Suggestion| {
            view! { <li><a href=href(one.id) lang=one.language.code()>{one.title}</a></li> }
                .into_any()
        };
        found.map(item).collect::<Vec<AnyView>>()
    };
    let class = match stands {
        Stands::Below => "suggestions below",
        Stands::Beside => "suggestions beside",
    };
    view! {
        // Always there, so that what comes into it is said.
        <p role="status" class="visually-hidden">{said}</p>
        <div class=class id=format!("suggestions-{field}") hidden=move || !suggested.is_open()>
            <p class="suggestions-count" aria-hidden="true">{said}</p>
            <ul>
                {disruptions}
                {articles}
            </ul>
            <button type="button" class="link" on:click=move |_| suggested.closed.set(true)>{t.hide_suggestions}</button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disruption_is_shown_to_whoever_types_a_word_of_it() {
        let said = "Messagerie ralentie Les e-mails arrivent en retard.";
        assert!(has_a_word_of(said, "ma messag"));
        assert!(has_a_word_of(said, "MAILS en retard"));
        assert!(
            !has_a_word_of(said, "les imprimantes"),
            "short words say nothing"
        );
        assert!(!has_a_word_of(said, ""));
    }
}
