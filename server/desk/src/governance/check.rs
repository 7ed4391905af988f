//! Consistency checks of the database and the files.

use crate::desk::Desk;
use crate::governance::sweep::is_ours;
use crate::kernel::error::DeskError;
use crate::kernel::files::path;
use futures::TryStreamExt;
use guichet_domain::kernel::time::HOUR;
use guichet_store::Difference;
use object_store::ObjectStore;
use std::collections::BTreeMap;

/// Result of the checks.
#[derive(Debug, Default)]
pub struct Health {
    /// Position of the last event.
    pub position: i64,
    /// Number of tickets.
    pub tickets: i64,
    /// Number of files named in the database.
    pub files: usize,
    /// Faults below the level of events: integrity check, gaps in the log, missing texts.
    pub faults: Vec<String>,
    /// Projections that differ from the log.
    pub differences: Vec<Difference>,
    /// Files named in the database that are missing or incomplete.
    pub missing: Vec<String>,
    /// Files nothing names. Those younger than an hour are left out, as they may be uploads.
    pub orphans: Vec<String>,
}

impl Health {
    /// Whether nothing was found.
    pub fn is_good(&self) -> bool {
        self.faults.is_empty()
            && self.differences.is_empty()
            && self.missing.is_empty()
            && self.orphans.is_empty()
    }
}

impl Desk {
    /// Checks everything without changing anything or blocking anybody.
    ///
    /// # Errors
    /// [`DeskError`] if the database or the files do not answer, or an event cannot be read.
    pub async fn check(&self) -> Result<Health, DeskError> {
        let mut snapshot = self.store.read().await?;
        let named = snapshot.files().await?;
        let mut health = Health {
            position: snapshot.head().await?,
            tickets: snapshot.count_tickets().await?,
            files: named.len(),
            faults: snapshot.faults().await?,
            ..Health::default()
        };
        drop(snapshot);
        health.differences = self.store.check().await?;
        let mut sizes: BTreeMap<String, u64> = BTreeMap::new();
        let young = self.now().plus(-HOUR).0;
        let all = named.keys().map(|file| path(*file).to_string());
        let all: std::collections::BTreeSet<String> = all.collect();
        let mut listed = self.files.list(None);
        while let Some(object) = listed.try_next().await? {
            let place = object.location.to_string();
            let since = object.last_modified.timestamp_micros();
            if !all.contains(&place) && is_ours(&place) && since < young {
                health.orphans.push(place.clone());
            }
            sizes.insert(place, object.size);
        }
        drop(listed);
        // A file removed since the snapshot is named no more.
        let still = self.store.read().await?.files().await?;
        for (file, size) in still.iter().filter(|(file, _)| named.contains_key(file)) {
            let place = path(*file).to_string();
            let whole = |there: &u64| size.is_none_or(|size| i64::try_from(*there) == Ok(size));
            if !sizes.get(&place).is_some_and(whole) {
                health.missing.push(place);
            }
        }
        Ok(health)
    }
}
