//! Cache of the directory: only entries that changed since the last read are read again.

use crate::kernel::conn::Conn;
use crate::kernel::error::StoreError;
use crate::kernel::line::Position;
use guichet_domain::directory::whole::Directory;
use std::sync::{Arc, Mutex};

/// Number of directories kept: a reader that began before the last change needs the previous one.
const KEPT: usize = 2;

/// A directory and the position of its last entry.
type Known = (Position, Arc<Directory>);

/// The last directories, shared by the writer and all readers.
#[derive(Clone, Default)]
pub(crate) struct Directories(Arc<Mutex<Vec<Known>>>);

impl Directories {
    /// The directory as this transaction sees it; its last entry is at `position`.
    pub async fn at(
        &self,
        conn: &mut Conn,
        position: Position,
    ) -> Result<Arc<Directory>, StoreError> {
        let known = self.known();
        if let Some((_, directory)) = known.iter().find(|(at, _)| *at == position) {
            return Ok(Arc::clone(directory));
        }
        // Entries are never taken away: what is older is brought up to date.
        let older = known.into_iter().rev().find(|(at, _)| *at < position);
        let (from, mut directory) = older.unwrap_or_default();
        let changed = Arc::make_mut(&mut directory);
        for entry in conn.entries_after(from).await? {
            changed.save(entry);
        }
        self.put(position, &directory);
        Ok(directory)
    }

    /// Keeps a committed directory.
    pub fn put(&self, position: Position, directory: &Arc<Directory>) {
        if let Ok(mut known) = self.0.lock()
            && known.iter().all(|(at, _)| *at < position)
        {
            known.push((position, Arc::clone(directory)));
            let spare = known.len().saturating_sub(KEPT);
            known.drain(..spare);
        }
    }

    fn known(&self) -> Vec<Known> {
        self.0.lock().map(|known| known.clone()).unwrap_or_default()
    }
}
