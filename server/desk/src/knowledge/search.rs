//! Finding articles.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use crate::knowledge::library::{Bound, Library};
use crate::knowledge::reader::Reader;
use bytes::Bytes;
use guichet_domain::ServiceId;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::index::{Hit, SUGGESTED};
use guichet_domain::knowledge::view::Looker;
use guichet_store::{Conn, Snapshot, StoreError};
use std::sync::Arc;

/// Maximum number of articles in an answer.
const FOUND_MAX: usize = 50;

/// An index for a browser, and its version.
pub struct IndexFile(Arc<Bound>);

impl IndexFile {
    /// The bytes, for [`guichet_domain::knowledge::index::Index::read`].
    pub fn bytes(&self) -> Bytes {
        self.0.bytes.clone()
    }

    /// Differs from that of every other index.
    pub fn version(&self) -> &str {
        &self.0.version
    }
}

impl Desk {
    /// The index of the articles that the caller may read, for readers of `language`.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed, or nobody is signed in and the desk shows
    /// no articles then.
    pub async fn article_index(
        &self,
        caller: impl Into<Option<Caller>>,
        language: Language,
    ) -> Result<IndexFile, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let reader = Reader::of(caller.into(), &directory)?;
        let library = self.library(&mut conn, &directory).await?;
        drop(conn);
        let shelf = library.shelf_of(reader.looker());
        let index = tokio::task::spawn_blocking(move || library.index(&shelf, language));
        let index = index.await.map_err(|error| DeskError::Io(error.into()))?;
        index.map(IndexFile).ok_or(DeskError::NotFound)
    }

    /// All articles as this snapshot sees them.
    pub(super) async fn library(
        &self,
        conn: &mut Conn,
        directory: &Directory,
    ) -> Result<Library, StoreError> {
        self.libraries.at(conn, directory, self.today_utc()).await
    }

    /// The articles that may answer what somebody writes, as they are suggested while one types.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn suggestions(
        &self,
        caller: Caller,
        text: String,
        language: Language,
    ) -> Result<Vec<Hit>, DeskError> {
        let Snapshot {
            mut conn,
            directory,
        } = self.snapshot().await?;
        let actor = caller.actor(&directory)?;
        let library = self.library(&mut conn, &directory).await?;
        drop(conn);
        let mut hits = self
            .hits(Looker::SignedIn(&actor), &library, text, None, language)
            .await?;
        hits.truncate(SUGGESTED);
        Ok(hits)
    }

    /// The articles that answer a question best, of those on the shelf that the reader has; the
    /// best first. What is about `service` comes a little before the rest.
    pub(super) async fn hits(
        &self,
        looker: Looker<'_>,
        library: &Library,
        question: String,
        service: Option<ServiceId>,
        language: Language,
    ) -> Result<Vec<Hit>, DeskError> {
        let (library, shelf) = (library.clone(), library.shelf_of(looker));
        let search = move || {
            let bound = library.index(&shelf, language);
            bound.map_or_else(Vec::new, |bound| {
                bound.index.answers(&question, service, FOUND_MAX)
            })
        };
        let found = tokio::task::spawn_blocking(search).await;
        found.map_err(|error| DeskError::Io(error.into()))
    }
}
