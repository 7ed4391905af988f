//! What a form says of an article, and what that changes. The form carries what each of its values
//! was when it was opened, so that a draft that is taken up days later still knows.

use crate::kernel::own_form::{Values, lines, number, several, value};
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::command::{ArticleCommand, Change, NewArticle, TextChange};
use guichet_domain::knowledge::content::{ArticleKind, Content, Place, Readership};
use guichet_domain::knowledge::event::About;
use guichet_domain::{CategoryId, ServiceId, TextId, TicketId};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Name of the field of a text.
pub fn name(language: Language, place: Place) -> String {
    let place: &'static str = place.into();
    format!("{place}-{}", language.code())
}

/// Name of the hidden field that says what another one was when the form was opened.
pub fn base(name: &str) -> String {
    format!("was-{name}")
}

/// Every text that an article of this kind can have.
pub fn texts_of(kind: ArticleKind) -> impl Iterator<Item = (Language, Place)> {
    let places = move |language: &Language| {
        let language = *language;
        kind.places().iter().map(move |place| (language, *place))
    };
    Language::ALL.iter().flat_map(places)
}

/// Identifier of a text that was shown, and what tells it from another text.
fn shown(id: Option<TextId>, text: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let id = id.map(|id| id.to_string()).unwrap_or_default();
    format!("{id} {:x}", hasher.finish())
}

fn was(shown: &str) -> Option<TextId> {
    let (id, _) = shown.split_once(' ')?;
    id.parse().ok()
}

/// Puts a text into the form as it stands now; with `text` `None` what is typed stays.
pub fn put_text(
    values: &mut Values,
    (language, place): (Language, Place),
    id: Option<TextId>,
    now: &str,
    text: Option<&str>,
) {
    let name = name(language, place);
    values.insert(base(&name), shown(id, now));
    if let Some(text) = text {
        values.insert(name, text.to_owned());
    }
}

pub fn put_readers(values: &mut Values, readers: Readership, takes: bool) {
    let readers: &'static str = readers.into();
    values.insert(base("readers"), readers.to_owned());
    if takes {
        values.insert("readers".into(), readers.to_owned());
    }
}

pub fn put_about(values: &mut Values, about: &About, takes: bool) {
    let service = about.service.map(|id| id.to_string()).unwrap_or_default();
    values.insert(base("service"), service.clone());
    let categories = about.categories.iter().map(ToString::to_string);
    values.insert(base("category"), categories.collect::<Vec<_>>().join(","));
    if takes {
        values.insert("service".into(), service);
        values.insert("category".into(), lines(&about.categories));
    }
}

/// The values of the form for a content.
pub fn values(content: &Content, texts: &BTreeMap<TextId, String>) -> Values {
    let mut values = Values::new();
    let kind: &'static str = content.kind.into();
    values.insert("kind".into(), kind.to_owned());
    for (language, place) in texts_of(content.kind) {
        let id = content.text(language, place);
        let text = id.and_then(|id| texts.get(&id)).map_or("", String::as_str);
        put_text(&mut values, (language, place), id, text, Some(text));
    }
    put_readers(&mut values, content.readers, true);
    put_about(&mut values, &about_of(content), true);
    values
}

pub fn about_of(content: &Content) -> About {
    About {
        service: content.service,
        categories: content.categories.clone(),
    }
}

pub fn kind(values: &Values) -> ArticleKind {
    value(values, "kind").parse().unwrap_or_default()
}

pub fn about(values: &Values) -> About {
    About {
        service: number(values, "service").map(ServiceId),
        categories: several(values, "category")
            .into_iter()
            .map(CategoryId)
            .collect(),
    }
}

/// What the form changes; `None` if nothing.
pub fn revision(values: &Values) -> Option<ArticleCommand> {
    let mut texts: BTreeMap<Language, BTreeMap<Place, TextChange>> = BTreeMap::new();
    for (language, place) in texts_of(kind(values)) {
        let name = name(language, place);
        let (text, before) = (value(values, &name), value(values, &base(&name)));
        let was = was(before);
        if shown(was, &place.stored(text)) != before {
            let text = text.to_owned();
            let places = texts.entry(language).or_default();
            places.insert(place, TextChange { text, was });
        }
    }
    let readers = |text: &str| text.parse::<Readership>().unwrap_or_default();
    let readers = Change {
        to: readers(value(values, "readers")),
        was: readers(value(values, &base("readers"))),
    };
    let categories = value(values, &base("category")).split(',');
    let about = Change {
        to: about(values),
        was: About {
            service: number(values, &base("service")).map(ServiceId),
            categories: categories
                .filter_map(|id| id.parse().ok().map(CategoryId))
                .collect(),
        },
    };
    let readers = Some(readers).filter(|change| change.to != change.was);
    let about = Some(about).filter(|change| change.to != change.was);
    let changes = !texts.is_empty() || readers.is_some() || about.is_some();
    changes.then_some(ArticleCommand::Revise {
        texts,
        readers,
        about,
    })
}

/// The article that the form describes.
pub fn new_article(values: &Values, ticket: Option<TicketId>) -> NewArticle {
    let kind = kind(values);
    let mut texts: BTreeMap<Language, BTreeMap<Place, String>> = BTreeMap::new();
    for (language, place) in texts_of(kind) {
        let text = value(values, &name(language, place));
        if !text.trim().is_empty() {
            let places = texts.entry(language).or_default();
            places.insert(place, text.to_owned());
        }
    }
    NewArticle {
        kind,
        readers: value(values, "readers").parse().unwrap_or_default(),
        about: about(values),
        texts,
        ticket,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::kernel::language::Language::{En, Fr};

    fn content() -> (Content, BTreeMap<TextId, String>) {
        let id = |n| TextId(uuid::Uuid::from_u128(n));
        let texts = BTreeMap::from([
            (id(1), "Word se ferme".to_owned()),
            (id(2), "Ouvrez-le\n\nsans compléments.".to_owned()),
        ]);
        let fr = BTreeMap::from([(Place::Title, id(1)), (Place::Fix, id(2))]);
        let content = Content {
            readers: Readership::SignedIn,
            service: Some(ServiceId(3)),
            categories: [CategoryId(4), CategoryId(9)].into(),
            translations: BTreeMap::from([(Fr, fr)]),
            ..Content::default()
        };
        (content, texts)
    }

    #[test]
    fn a_form_that_nobody_touched_changes_nothing() {
        let (content, texts) = content();
        let mut values = values(&content, &texts);
        assert_eq!(revision(&values), None);
        // A browser sends other line breaks, and spaces at the end are not stored.
        values.insert(
            name(Fr, Place::Fix),
            "Ouvrez-le\r\n\r\nsans compléments. ".into(),
        );
        assert_eq!(revision(&values), None);
        assert_eq!(about(&values), about_of(&content));
    }

    #[test]
    fn only_what_was_typed_is_sent_with_what_it_was() {
        let (content, texts) = content();
        let mut values = values(&content, &texts);
        values.insert(name(Fr, Place::Fix), "Réparez-le.".into());
        values.insert(name(En, Place::Title), "Word closes".into());
        values.insert("category".into(), lines([4]));
        let Some(ArticleCommand::Revise {
            texts,
            readers,
            about,
        }) = revision(&values)
        else {
            panic!("something changed");
        };
        let change = |text: &str, was| TextChange {
            text: text.into(),
            was,
        };
        let fix = content.text(Fr, Place::Fix);
        assert_eq!(
            texts[&Fr],
            BTreeMap::from([(Place::Fix, change("Réparez-le.", fix))])
        );
        assert_eq!(
            texts[&En],
            BTreeMap::from([(Place::Title, change("Word closes", None))])
        );
        assert_eq!(readers, None);
        let Some(about) = about else {
            panic!("the categories changed");
        };
        assert_eq!(about.was, about_of(&content));
        assert_eq!(about.to.categories, [CategoryId(4)].into());
    }

    #[test]
    fn a_text_taken_out_is_a_change() {
        let (content, texts) = content();
        let mut values = values(&content, &texts);
        values.insert(name(Fr, Place::Fix), " ".into());
        let Some(ArticleCommand::Revise { texts, .. }) = revision(&values) else {
            panic!("something changed");
        };
        assert_eq!(texts[&Fr][&Place::Fix].was, content.text(Fr, Place::Fix));
    }
}
