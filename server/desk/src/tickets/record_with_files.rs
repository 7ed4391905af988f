//! Recording a report together with the files that came with it.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::kernel::files::{clean, path};
use crate::tickets::log::envelopes;
use crate::tickets::upload::Upload;
use guichet_domain::kernel::actor::Actor;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, Problem, invalid};
use guichet_domain::tickets::attachment::{Attachment, REPORT_FILES_MAX};
use guichet_domain::tickets::by_mail::files_of_report;
use guichet_domain::tickets::event::Event;
use guichet_domain::{CommandId, NewTicket};
use guichet_store::Txn;
use object_store::ObjectStoreExt;

impl Desk {
    /// Same as [`Desk::record`], with files: all of it is recorded, or nothing.
    ///
    /// # Errors
    /// As for [`Desk::record`], and if there are more than [`REPORT_FILES_MAX`] files or one cannot be
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
        if uploads.len() > REPORT_FILES_MAX {
            let many = Problem::too_many(REPORT_FILES_MAX);
            return Err(DeskError::Refused(invalid(Field::File, many)));
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
        let recorded = self.store.attempt_command(id, move |txn| {
            let (desk, draft, files) = (desk.clone(), draft.clone(), files.clone());
            Box::pin(async move {
                let directory = txn.directory_now();
                let recorded = desk.record_with_in(txn, caller, id, draft, files).await;
                outcome(recorded.map(|recorded| (recorded, directory)))
            })
        });
        let recorded = recorded.await.map_err(DeskError::from).flatten();
        if !matches!(recorded, Ok(((_, true), _))) {
            self.delete_all(&stored).await?;
        }
        let ((reference, _), directory) = recorded?;
        self.note_unanswered(caller, &directory, reference.id, &told)
            .await;
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
        let actor = caller.actor(&txn.directory_now())?;
        attach(txn, reference, &actor, id, files_of_report(files, None)).await?;
        Ok((reference, true))
    }
}

/// Adds the events of files that came with a report to the ticket that it became, as of its time.
pub(crate) async fn attach(
    txn: &mut Txn,
    to: Reference,
    actor: &Actor,
    id: CommandId,
    files: Vec<Event>,
) -> Result<(), DeskError> {
    let aggregate = txn.aggregate(to.id).await?;
    let aggregate = aggregate.ok_or(DeskError::NotFound)?;
    let at = aggregate.ticket().recorded_at;
    let events = envelopes(to.id, actor, id, at, files);
    txn.append(Some(aggregate), &events, &[]).await?;
    Ok(())
}
