//! The service catalogue, as it is offered to everybody.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::ItemId;
use guichet_domain::directory::catalogue::Item;

impl Desk {
    /// Active items of the service catalogue.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn catalogue(&self, caller: Caller) -> Result<Vec<Item>, DeskError> {
        let directory = self.directory().await?;
        caller.person(&directory)?;
        Ok(directory
            .items
            .values()
            .filter(|item| item.active)
            .cloned()
            .collect())
    }

    /// One active item of the service catalogue.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such item.
    pub async fn item(&self, caller: Caller, id: ItemId) -> Result<Item, DeskError> {
        let catalogue = self.catalogue(caller).await?;
        catalogue
            .into_iter()
            .find(|item| item.id == id)
            .ok_or(DeskError::NotFound)
    }
}
