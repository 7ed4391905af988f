//! Rendering texts to safe HTML. Its cost is bounded by the length of the text (`shape`,
//! `render`), it runs on threads of its own, and results are cached (`cache`).

mod cache;
#[cfg(test)]
mod cost;
mod named;
mod plain;
mod render;
pub(crate) mod shape;

use crate::kernel::prose::cache::Cache;
pub(crate) use crate::kernel::prose::named::NamedFiles;
use guichet_domain::TextId;
use guichet_domain::kernel::prose::{Prose, Text, Texts};
use guichet_domain::tickets::view;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread::available_parallelism;
use tokio::sync::Semaphore;

/// Renders texts to HTML: as many calls at once as there are processors, each text once while it is
/// cached.
#[derive(Clone)]
pub(crate) struct Renderer {
    cache: Arc<Cache>,
    places: Arc<Semaphore>,
}

impl Default for Renderer {
    fn default() -> Self {
        let places = available_parallelism().map_or(1, usize::from);
        Self {
            cache: Arc::default(),
            places: Arc::new(Semaphore::new(places)),
        }
    }
}

impl Renderer {
    /// Renders texts, using the cache.
    pub async fn texts(&self, bodies: impl IntoIterator<Item = (TextId, Text)>) -> Texts {
        self.texts_with(bodies, &NamedFiles::default()).await
    }

    /// Renders texts that may name files, using the cache.
    pub async fn texts_with(
        &self,
        bodies: impl IntoIterator<Item = (TextId, Text)>,
        files: &NamedFiles,
    ) -> Texts {
        let mut texts = Texts::new();
        let mut missing = Vec::new();
        let age = self.cache.age();
        for (id, text) in bodies {
            match self.cache.get(id, &text, files) {
                Some(html) => drop(texts.insert(id, prose(text, html))),
                None => missing.push((id, text)),
            }
        }
        if missing.is_empty() {
            return texts;
        }
        for (id, prose) in self.rendered(missing, files).await {
            self.cache.put(age, id, &prose, files);
            texts.insert(id, prose);
        }
        texts
    }

    /// Renders a text shown only once, without the cache.
    pub async fn once(&self, text: Text, files: &NamedFiles) -> Prose {
        let rendered = self.rendered(vec![(TextId::default(), text)], files).await;
        let prose = rendered.into_iter().next().map(|(_, prose)| prose);
        prose.unwrap_or_default()
    }

    async fn rendered(
        &self,
        bodies: Vec<(TextId, Text)>,
        files: &NamedFiles,
    ) -> Vec<(TextId, Prose)> {
        let files = files.clone();
        // Nobody closes it. It is held for as long as the work lasts, whoever waits for it.
        let place = Arc::clone(&self.places).acquire_owned().await;
        let render = move |(id, text): (TextId, Text)| {
            let html = render::folded(&text, &files);
            (id, prose(text, html))
        };
        let work = move || {
            let _place = place;
            bodies.into_iter().map(render).collect()
        };
        let rendered = tokio::task::spawn_blocking(work).await;
        // What cannot be rendered is not shown at all.
        rendered.unwrap_or_else(|error| {
            tracing::error!(%error, "texts could not be rendered");
            Vec::new()
        })
    }

    /// Empties the cache, after something was removed.
    pub fn forget(&self) {
        self.cache.clear();
    }

    /// Whether the cache holds anything that could have been removed.
    pub fn keeps(&self) -> bool {
        !self.cache.is_empty()
    }
}

fn prose(Text { body, format }: Text, html: String) -> Prose {
    Prose { body, format, html }
}

/// The texts these events name, as far as they exist.
pub(crate) fn named<'a>(
    events: impl IntoIterator<Item = &'a guichet_domain::tickets::event::Envelope>,
    texts: &Texts,
) -> Texts {
    events
        .into_iter()
        .flat_map(|envelope| envelope.event.texts())
        .filter_map(|id| Some((id, texts.get(&id)?.clone())))
        .collect()
}

/// The texts with these ids, as far as they exist.
pub(crate) fn of(
    ids: impl IntoIterator<Item = TextId>,
    texts: &BTreeMap<TextId, Text>,
) -> Vec<(TextId, Text)> {
    ids.into_iter()
        .filter_map(|id| Some((id, texts.get(&id)?.clone())))
        .collect()
}

/// The events and fields this viewer may see.
pub(crate) fn seen_by(
    events: &[guichet_domain::tickets::event::Envelope],
    viewer: guichet_domain::kernel::audience::Viewer,
) -> Vec<guichet_domain::tickets::event::Envelope> {
    events
        .iter()
        .filter_map(|envelope| view::seen(envelope, viewer))
        .collect()
}
