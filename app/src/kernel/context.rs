//! State that every page knows: the language, the person signed in, and the errors of a refused
//! form.

use crate::identity::api;
use crate::kernel::error::ApiError;
use crate::kernel::json::Json;
use guichet_domain::identity::access::Shown;
use guichet_domain::identity::me::Me;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::{Field, Refusal};
use guichet_domain::kernel::time::Zone;
use guichet_domain::{CommandId, Timestamp};
use guichet_locales::{Texts, texts_in};
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Language of the page, chosen by the server; the browser reads it from the document.
pub fn use_language() -> Language {
    if let Some(language) = use_context::<Language>() {
        return language;
    }
    #[cfg(feature = "hydrate")]
    {
        let code = document()
            .document_element()
            .and_then(|root| root.get_attribute("lang"));
        code.and_then(|code| Language::from_code(&code))
            .unwrap_or_default()
    }
    #[cfg(not(feature = "hydrate"))]
    Language::default()
}

/// The texts of the page's language.
pub fn use_texts() -> &'static Texts {
    texts_in(use_language())
}

/// A title that follows its signals. The server writes the title at once, since the signals may be
/// gone when the page is sent.
pub fn title(words: impl Fn() -> String + Send + Sync + 'static) -> TextProp {
    #[cfg(feature = "ssr")]
    return untrack(words).into();
    #[cfg(not(feature = "ssr"))]
    words.into()
}

/// Data of a page, read from the server.
pub type Loading<T> = Resource<T, Json>;

/// Reads data of a page. The server waits for it, so that the page is whole without JavaScript. To
/// be called where the page begins: resources are numbered in the order they are made, and content
/// that waits for other data is made in another order on the server than in the browser.
pub fn load<S, T, Reading>(
    source: impl Fn() -> S + Send + Sync + 'static,
    read: impl Fn(S) -> Reading + Send + Sync + 'static,
) -> Loading<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    Reading: Future<Output = T> + Send + 'static,
{
    Resource::new_with_options(source, read, true)
}

/// The person signed in, read once for the whole page.
pub type MeResource = Loading<Result<Option<Me>, ApiError>>;

pub fn provide_me() {
    let me: MeResource = load(|| (), |()| api::me());
    provide_context(me);
}

pub fn use_me() -> MeResource {
    expect_context::<MeResource>()
}

/// Time zone of the reader; available below a [`crate::kernel::guard::SignedIn`].
pub fn use_zone() -> Zone {
    use_context::<Zone>().unwrap_or_else(Zone::utc)
}

/// The current time: by the server's clock while it renders, by the browser's clock there.
pub fn now() -> Timestamp {
    #[cfg(feature = "hydrate")]
    {
        #[allow(clippy::cast_possible_truncation)]
        Timestamp((js_sys::Date::now() * 1000.0) as i64)
    }
    #[cfg(not(feature = "hydrate"))]
    use_context::<Timestamp>().unwrap_or_default()
}

/// A new command identifier, made where the command begins.
pub fn new_command() -> CommandId {
    #[cfg(feature = "hydrate")]
    {
        let mut bytes = [0_u8; 16];
        if let Ok(crypto) = window().crypto() {
            let _ = crypto.get_random_values_with_u8_array(&mut bytes);
        }
        CommandId(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
    #[cfg(not(feature = "hydrate"))]
    use_context::<CommandId>().unwrap_or_default()
}

/// A form that the server refused: the values typed, and the errors. On every other page it holds
/// only the identifier for the next command.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormState {
    pub command: CommandId,
    pub values: BTreeMap<String, String>,
    pub failure: Option<Failure>,
}

impl FormState {
    /// The value typed into a field.
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// The error of a field, in words; `name` distinguishes catalogue fields.
    pub fn error(&self, language: Language, field: Field, name: Option<&str>) -> Option<String> {
        match &self.failure {
            Some(Failure::Refused(Refusal::Invalid(errors))) => errors
                .iter()
                .find(|error| {
                    error.field == field && (name.is_none() || error.name.as_deref() == name)
                })
                .map(|error| guichet_locales::words::field_error(language, error)),
            Some(Failure::TooLarge) if field == Field::File => {
                Some(texts_in(language).common.too_large.to_owned())
            }
            _ => None,
        }
    }

    /// The error of the form as a whole, in words.
    pub fn message(&self, language: Language) -> Option<String> {
        match &self.failure {
            None | Some(Failure::Refused(Refusal::Invalid(_))) => None,
            Some(failure) => Some(guichet_locales::words::failure(language, failure)),
        }
    }
}

/// State of this page's forms, the same on the server and in the browser.
pub fn use_form_state() -> FormState {
    SharedValue::<_, crate::kernel::json::Json>::new_with_encoding(|| {
        use_context::<Option<FormState>>()
            .flatten()
            .unwrap_or_else(|| FormState {
                command: new_command(),
                ..FormState::default()
            })
    })
    .into_inner()
}

/// Data that the server shows on this page once and does not store, the same on both sides.
pub fn use_shown() -> Shown {
    SharedValue::<_, crate::kernel::json::Json>::new_with_encoding(|| {
        use_context::<Option<Shown>>().flatten().unwrap_or_default()
    })
    .into_inner()
}
