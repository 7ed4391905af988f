//! Articles as Markdown files: one file a language, named `NAME.fr.md` and `NAME.en.md`.

mod export;
mod file;
mod import;
mod links;

pub use export::export;
pub use file::{ArticleFile, Head, Wrong};
pub use import::{Report, import, import_all};
