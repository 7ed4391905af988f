//! Files and pictures of articles.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use crate::kernel::files::path;
use crate::kernel::prose::NamedFiles;
use crate::knowledge::facts::restricted;
use crate::knowledge::reader::Reader;
use crate::tickets::store_file::Download;
use crate::tickets::upload::Upload;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::knowledge::command::ArticleCommand;
use guichet_domain::knowledge::files::{file_address, file_name};
use guichet_domain::knowledge::page::ArticleCommandEnvelope;
use guichet_domain::knowledge::view::{SeenArticle, view_article};
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::{ArticleId, CommandId, FileId};
use guichet_store::Snapshot;
use object_store::ObjectStoreExt;

impl Desk {
    /// Stores a file and adds it to the draft of an article. Its media type is detected from the
    /// content, not the name. What went wrong with the upload is told to whoever may attach.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the article is not the caller's to work on, [`DeskError::Refused`]
    /// if the draft cannot be changed or has a file of that name; the file is not kept then.
    pub async fn attach_to_article(
        &self,
        caller: Caller,
        article: ArticleId,
        id: CommandId,
        upload: Result<Upload, DeskError>,
    ) -> Result<(), DeskError> {
        // Whoever may not work on the article stores nothing.
        self.open_article(caller, article).await?;
        let mut upload = upload?;
        let (inspected, place) = self.inspect(&mut upload).await?;
        let name = file_name(&upload.name);
        let said = (article, &name, &inspected.hash);
        let content = self.content(caller, "attach_to_article", &said)?;
        let attachment = self.store_file(name, inspected, Audience::Everyone).await?;
        drop(place);
        let file = attachment.file;
        let command = ArticleCommandEnvelope {
            id,
            article,
            command: ArticleCommand::Attach {
                attachments: vec![attachment],
            },
        };
        let desk = self.clone();
        let changed = self.store.attempt(move |txn| {
            let (desk, command, content) = (desk.clone(), command.clone(), content.clone());
            Box::pin(
                async move { outcome(desk.change_article_in(txn, caller, command, content).await) },
            )
        });
        let changed = match changed.await {
            Ok(changed) => changed,
            Err(error) => Err(error.into()),
        };
        // The same upload twice is one: what came with the first is there already.
        let kept = match &changed {
            Ok(_) => self.store.read().await?.article(article).await?,
            Err(_) => None,
        };
        let kept = kept.is_some_and(|article| article.files.iter().any(|one| one.file == file));
        if !kept {
            self.files.delete(&path(file)).await?;
        }
        changed.map(drop)
    }

    /// A file of an article, if the caller may see both.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is no such file or the caller may not see it.
    pub async fn article_file(
        &self,
        caller: impl Into<Option<Caller>>,
        article: ArticleId,
        file: FileId,
    ) -> Result<Download, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let reader = Reader::of(caller.into(), &directory)?;
        let article = conn.article(article).await?.ok_or(DeskError::NotFound)?;
        drop(conn);
        let files = match view_article(&article, reader.looker(), &restricted(&directory)) {
            Some(SeenArticle::Whole(article)) => article.files,
            Some(SeenArticle::Published(article)) => article.files,
            None => return Err(DeskError::NotFound),
        };
        let attachment = files.into_iter().find(|one| one.file == file);
        self.sent(attachment.ok_or(DeskError::NotFound)?).await
    }
}

/// The files of an article, as its texts may name them.
pub(super) fn named_files<'a>(
    article: ArticleId,
    files: impl IntoIterator<Item = &'a Attachment>,
) -> NamedFiles {
    let mut named = NamedFiles::default();
    for file in files {
        let address = file_address(article, file.file);
        named.add(file.name.clone(), address, file.is_picture());
    }
    named
}
