//! The catalogue item chosen in a form, read when it is chosen.

use crate::directory::api;
use crate::kernel::error::ApiError;
use guichet_domain::ItemId;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::kernel::failure::Failure;
use leptos::prelude::*;

/// The chosen item, once it has been read.
#[derive(Clone, Copy)]
pub struct ChosenItem {
    pub loaded: RwSignal<Option<Result<Item, Failure>>>,
}

impl ChosenItem {
    /// Reads the item that the form names, and again whenever it names another.
    pub fn follow(named: impl Fn() -> Option<ItemId> + Send + Sync + 'static) -> Self {
        let loaded = RwSignal::new(None);
        let named = Memo::new(move |_| named());
        Effect::new(move |_| {
            loaded.set(None);
            let Some(id) = named.get() else { return };
            leptos::task::spawn_local(async move {
                let answer = api::item(id).await;
                if named.try_get_untracked() == Some(Some(id)) {
                    loaded.set(Some(answer.map_err(|ApiError(failure)| failure)));
                }
            });
        });
        Self { loaded }
    }
}
