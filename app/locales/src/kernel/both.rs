//! A text in both languages.

use guichet_domain::kernel::language::Language;

/// A text in French and in English.
pub(crate) type Both = (&'static str, &'static str);

/// Returns the text in one language.
pub(crate) fn pick(language: Language, (fr, en): Both) -> &'static str {
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}
