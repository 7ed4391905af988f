//! Recording a report together with the files that came with it.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::kernel::files::{clean, path};
use crate::tickets::facts::facts_for;
use crate::tickets::log::envelopes;
use crate::tickets::upload::Upload;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal};
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::by_mail::files_of_report;
use guichet_domain::{CommandId, NewTicket};
use guichet_store::Txn;
use object_store::ObjectStoreExt;

/// Maximum number of files of a report.
pub const FILES_MAX: usize = 5;

impl Desk {
    /// Same as [`Desk::record`], with files: all of it is recorded, or nothing.
    ///
    /// # Errors
    /// As for [`Desk::record`], and if there are more than [`FILES_MAX`] files or one cannot be
    /// stored.
    pub async fn record_with_files(
        &self,
        caller: Caller,
        id: CommandId,
        draft: NewTicket,
        uploads: Vec<Upload>,
    ) -> Result<Reference, DeskError> {
        if uploads.is_empty() {
            return self.record(caller, id, draft).await;
        }
        if uploads.len() > FILES_MAX {
            let most = u32::try_from(FILES_MAX).unwrap_or(u32::MAX);
            return Err(DeskError::Refused(Refusal::Invalid(vec![FieldError {
                field: Field::File,
                name: None,
                problem: Problem::TooMany(most),
            }])));
        }
        let mut stored: Vec<Attachment> = Vec::new();
        for upload in uploads {
            match self.stored(upload).await {
                Ok(attachment) => stored.push(attachment),
                Err(error) => {
                    self.delete_all(&stored).await?;
                    return Err(error);
                }
            }
        }
        let (desk, told, files) = (self.clone(), draft.clone(), stored.clone());
        let recorded = self.store.attempt(move |txn| {
            let (desk, draft, files) = (desk.clone(), draft.clone(), files.clone());
            Box::pin(
                async move { outcome(desk.record_with_in(txn, caller, id, draft, files).await) },
            )
        });
        let recorded = recorded.await.map_err(DeskError::from).flatten();
        if !matches!(recorded, Ok((_, true))) {
            self.delete_all(&stored).await?;
        }
        let (reference, _) = recorded?;
        self.note_unanswered(caller, reference.id, &told).await;
        Ok(reference)
    }

    async fn stored(&self, mut upload: Upload) -> Result<Attachment, DeskError> {
        let (inspected, place) = self.inspect(&mut upload).await?;
        let name = clean(&upload.name);
        let stored = self.store_file(name, inspected, Audience::Everyone).await;
        drop(place);
        stored
    }

    async fn delete_all(&self, stored: &[Attachment]) -> Result<(), DeskError> {
        for attachment in stored {
            self.files.delete(&path(attachment.file)).await?;
        }
        Ok(())
    }

    /// Records the ticket, and whether its files are these: the same report sent twice has those of
    /// the first time.
    async fn record_with_in(
        &self,
        txn: &mut Txn,
        caller: Caller,
        id: CommandId,
        draft: NewTicket,
        files: Vec<Attachment>,
    ) -> Result<(Reference, bool), DeskError> {
        let before = txn.done(id).await?.is_some();
        let reference = self
            .record_in(txn, caller, id, draft, Channel::Portal)
            .await?;
        if before {
            return Ok((reference, false));
        }
        let aggregate = txn.aggregate(reference.id).await?;
        let aggregate = aggregate.ok_or(DeskError::NotFound)?;
        let directory = txn.directory_now();
        let actor = caller.actor(&directory)?;
        let now = aggregate.ticket().recorded_at;
        let facts = facts_for(&directory, &self.zone, now, aggregate.ticket());
        let events = files_of_report(aggregate.ticket(), &actor, &facts, (files, None), (id, now));
        let events = envelopes(reference.id, &actor, id, now, events);
        txn.append(Some(aggregate), &events, &[]).await?;
        Ok((reference, true))
    }
}
