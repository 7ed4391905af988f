//! An article as readers see it, whoever shows it.

use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::content::{ArticleKind, Place};
use guichet_locales::knowledge;
use leptos::prelude::*;

/// The parts of an article under their headings; `shown` gives the text of each, if there is one.
pub fn body(
    kind: ArticleKind,
    language: Language,
    shown: impl Fn(Place) -> Option<AnyView>,
) -> AnyView {
    let part = |place: &Place| {
        let body = shown(*place)?;
        match place {
            Place::Title | Place::Keywords => None,
            // The whole of it, without a heading of its own.
            Place::Steps | Place::Answer => Some(body),
            Place::Symptom | Place::Cause | Place::Workaround | Place::Fix => {
                let name = knowledge::place(language, *place);
                let anchor: &'static str = place.into();
                Some(view! { <section><h2 id=anchor>{name}</h2>{body}</section> }.into_any())
            }
        }
    };
    let parts: Vec<AnyView> = kind.places().iter().filter_map(part).collect();
    parts.into_any()
}
