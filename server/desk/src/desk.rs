//! The desk: everything a use case works with.

use crate::feedback::link::Links;
use crate::identity::passwords::Hasher;
use crate::kernel::caller::Caller;
use crate::kernel::content::{CONTENT_KEY, Contents};
use crate::kernel::cursor::Cursors;
use crate::kernel::error::DeskError;
use crate::kernel::keys::{CURSOR_KEY, MAIL_KEY, OutsideKey, Ring};
use crate::kernel::outside::{Clock, Ids};
use crate::kernel::prose::Renderer;
use crate::kernel::seal::Seal;
use crate::kernel::tally::Tally;
use crate::knowledge::library::Libraries;
use crate::live::feed::Feed;
use crate::queue::names::KnownNames;
use crate::recurrence::Comparing;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::identity::client::Client;
use guichet_domain::kernel::time::Zone;
use guichet_domain::{CommandId, FeedbackId, FileId, Timestamp};
use guichet_store::kernel::private;
use guichet_store::{Claim, Snapshot, Store};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// Configuration of a desk.
pub struct Options {
    /// Address of the database: `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// Folder in which files are kept.
    pub files: PathBuf,
    /// IANA name of the time zone for working days, and for people who chose none.
    pub zone: String,
    /// Source of the time; tests pass their own.
    pub clock: Arc<dyn Clock>,
    /// Source of identifiers; tests pass their own.
    pub ids: Arc<dyn Ids>,
    /// Whether passwords are hashed with less effort: for tests and demonstration data only.
    pub light_hashing: bool,
    /// Maximum number of passwords hashed at once.
    pub hashes: usize,
}

/// Limits on how long, and in how many browsers, people stay signed in.
#[derive(Clone, Copy, Debug)]
pub struct SessionRules {
    /// Maximum number of sessions per person; beyond it, the least recently used one ends.
    pub sessions: u32,
    /// Hours without use after which a session of an agent ends.
    pub idle_hours: u32,
}

impl Default for SessionRules {
    fn default() -> Self {
        Self {
            sessions: 20,
            idle_hours: 8,
        }
    }
}

/// The service desk: all use cases are methods of it. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) files: Arc<dyn ObjectStore>,
    /// Folder for files being uploaded.
    pub(crate) incoming: Arc<Path>,
    /// Permit to inspect an uploaded file; there is one, since each file is held in memory whole.
    pub(crate) looks: Arc<Semaphore>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) zone: Arc<Zone>,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) cursors: Arc<Cursors>,
    pub(crate) contents: Arc<Contents>,
    pub(crate) links: Arc<Links>,
    pub(crate) seal: Arc<Seal>,
    pub(crate) ring: Arc<Ring>,
    pub(crate) feed: Feed,
    pub(crate) names: KnownNames,
    pub(crate) libraries: Libraries,
    pub(crate) comparing: Comparing,
    pub(crate) prose: Renderer,
    pub(crate) setup: Arc<Mutex<Option<String>>>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) session_rules: SessionRules,
    client: Option<Arc<Client>>,
    /// Position known before the first reading of a page that is made of several.
    pub(crate) page_from: Option<i64>,
    /// Device cookie of the browser the request came from.
    pub(crate) device: Option<Arc<str>>,
    /// Shared lock: nobody replaces the database while it is held.
    _claim: Arc<Claim>,
}

impl Desk {
    /// Returns the same desk for a request from `client`; sessions and the audit log record it.
    #[must_use]
    pub fn from_client(&self, client: Client) -> Self {
        let client = Some(Arc::new(client));
        Self {
            client,
            ..self.clone()
        }
    }

    /// Returns the same desk for one page that is read in several parts, each in a snapshot of its
    /// own: their cursors all lead to before the first of them, so that whichever of them the
    /// stream is opened with, it brings what any part did not see.
    #[must_use]
    pub fn for_page(&self) -> Self {
        let page_from = Some(*self.store.head().borrow());
        Self {
            page_from,
            ..self.clone()
        }
    }

    /// Returns the same desk for a request of a browser with this device cookie.
    #[must_use]
    pub fn shown(&self, cookie: &str) -> Self {
        Self {
            device: Some(cookie.into()),
            ..self.clone()
        }
    }

    /// Returns the same desk with other session limits.
    #[must_use]
    pub fn with_session_rules(&self, session_rules: SessionRules) -> Self {
        Self {
            session_rules,
            ..self.clone()
        }
    }

    pub(crate) fn client(&self) -> Option<&Client> {
        self.client.as_deref()
    }

    /// Opens the database and the files, and starts following the log.
    ///
    /// # Errors
    /// [`DeskError`] if [`Store::open`] fails, the folder cannot be created, the time zone is
    /// unknown, or the key is damaged or missing.
    pub async fn open(options: Options) -> Result<Self, DeskError> {
        Self::open_with_key(options, None).await
    }

    /// Same as [`Desk::open`], with secrets sealed by a key kept outside the database.
    ///
    /// # Errors
    /// Same as [`Desk::open`], and if `key` is not the key of this desk.
    pub async fn open_with_key(
        options: Options,
        key: Option<&OutsideKey>,
    ) -> Result<Self, DeskError> {
        let claim = Claim::shared(&options.database).await?;
        let store = Store::open(&options.database).await?;
        let sentence = |text: String| DeskError::Store(guichet_store::StoreError::Setting(text));
        private::make_folder(&options.files).map_err(|e| {
            sentence(format!(
                "the folder {} cannot be made: {e}",
                options.files.display()
            ))
        })?;
        let files = Arc::new(LocalFileSystem::new_with_prefix(&options.files)?);
        let zone = crate::kernel::zone::zone(&options.zone, options.clock.now())
            .ok_or_else(|| sentence(format!("the zone {:?} is unknown", options.zone)))?;
        let key = key.cloned();
        let (ring, (cursors, contents, links)) = store
            .write(move |txn| {
                let key = key.clone();
                Box::pin(async move {
                    let ring = Ring::open(txn, key.as_ref()).await?;
                    let cursors = Cursors::with(ring.secret(txn, CURSOR_KEY).await?);
                    let contents = Contents::with(ring.secret(txn, CONTENT_KEY).await?);
                    let links = Links::with(ring.secret(txn, MAIL_KEY).await?);
                    let secrets = (Arc::new(cursors), Arc::new(contents), Arc::new(links));
                    Ok((Arc::new(ring), secrets))
                })
            })
            .await?;
        let prose = Renderer::default();
        let feed = Feed::start(&store, prose.clone());
        Ok(Self {
            store,
            files,
            incoming: options.files.into(),
            looks: Arc::new(Semaphore::new(1)),
            clock: options.clock,
            ids: options.ids,
            zone: Arc::new(zone),
            hasher: Arc::new(Hasher::new(options.light_hashing, options.hashes)),
            cursors,
            contents,
            links,
            seal: Arc::clone(&ring.seal),
            ring,
            feed,
            names: KnownNames::default(),
            libraries: Libraries::default(),
            comparing: Comparing::default(),
            prose,
            setup: Arc::default(),
            tally: Arc::default(),
            session_rules: SessionRules::default(),
            client: None,
            page_from: None,
            device: None,
            _claim: Arc::new(claim),
        })
    }

    /// The secret named `name`, which must end in `_key`. Drawn on first use; afterwards the same
    /// in every process.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer or the stored secret is damaged.
    pub async fn secret(&self, name: &'static str) -> Result<[u8; 32], DeskError> {
        let ring = self.ring.clone();
        let secret = self.store.write(move |txn| {
            let ring = ring.clone();
            Box::pin(async move { ring.secret(txn, name).await })
        });
        Ok(secret.await?)
    }

    /// Keyed hash of a command's content, with the caller and `verb`, so that equal content of
    /// different commands differs.
    pub(crate) fn content(
        &self,
        caller: Caller,
        verb: &str,
        what: &impl Serialize,
    ) -> Result<String, DeskError> {
        let content = serde_json::to_vec(&(caller.person, verb, what))
            .map_err(|error| DeskError::Hash(error.to_string()))?;
        self.contents.hash(&content)
    }

    /// The current time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The source of the time.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Draws the id of a new command.
    pub fn new_command(&self) -> CommandId {
        CommandId(self.ids.draw())
    }

    /// Draws the id of a new file.
    pub fn new_file(&self) -> FileId {
        FileId(self.ids.draw())
    }

    /// Draws the number of a new feedback.
    pub(crate) fn new_feedback(&self) -> FeedbackId {
        let drawn = self.ids.draw().as_u64_pair().0;
        FeedbackId((drawn & i64::MAX.cast_unsigned()).cast_signed())
    }

    /// The database of the desk.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Time zone of the desk, used for people who chose none.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The directory as it stands now.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
    pub async fn directory(&self) -> Result<Arc<Directory>, DeskError> {
        Ok(self.snapshot().await?.directory)
    }

    /// Time zone of a person: their own, or that of the desk.
    pub(crate) fn zone_of(&self, person: &Person) -> Zone {
        let name = person.zone.as_deref();
        let zone = name.and_then(|name| crate::kernel::zone::zone(name, self.now()));
        zone.unwrap_or_else(|| self.zone().clone())
    }

    pub(crate) async fn snapshot(&self) -> Result<Snapshot, DeskError> {
        Ok(self.store.snapshot().await?)
    }
}
