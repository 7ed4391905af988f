//! What every use case works with, and on whose behalf.

use crate::identity::passwords::Hasher;
use crate::kernel::caller::Caller;
use crate::kernel::content::{CONTENT_KEY, Contents};
use crate::kernel::cursor::Cursors;
use crate::kernel::error::DeskError;
use crate::kernel::keys::{CURSOR_KEY, OutsideKey, Ring};
use crate::kernel::outside::{Clock, Ids};
use crate::kernel::prose::Renderer;
use crate::kernel::seal::Seal;
use crate::kernel::tally::Tally;
use crate::live::feed::Feed;
use guichet_domain::directory::whole::Directory;
use guichet_domain::identity::client::Client;
use guichet_domain::kernel::time::Zone;
use guichet_domain::{CommandId, FileId, Timestamp};
use guichet_store::kernel::private;
use guichet_store::{Claim, Snapshot, Store};
use object_store::ObjectStore;
use object_store::local::LocalFileSystem;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// How a desk is set up.
pub struct Options {
    pub database: String,
    /// Where files are kept.
    pub files: PathBuf,
    /// IANA name of the zone that working days are counted in.
    pub zone: String,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    /// Passwords are hashed with less effort: for tests and demonstration data only.
    pub light_hashing: bool,
    /// Passwords that are hashed at once at most.
    pub hashes: usize,
}

/// How long people stay signed in, and in how many browsers.
#[derive(Clone, Copy, Debug)]
pub struct SessionRules {
    /// Sessions of one person at once; beyond, the oldest ends.
    pub sessions: u32,
    /// Hours without use after which a session of the desk's own people ends.
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

/// The desk. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) files: Arc<dyn ObjectStore>,
    /// Where files are while they come in.
    pub(crate) incoming: Arc<Path>,
    /// Whoever looks into a file takes the one place there is.
    pub(crate) looks: Arc<Semaphore>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) zone: Arc<Zone>,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) cursors: Arc<Cursors>,
    pub(crate) contents: Arc<Contents>,
    pub(crate) seal: Arc<Seal>,
    pub(crate) ring: Arc<Ring>,
    pub(crate) feed: Feed,
    pub(crate) prose: Renderer,
    pub(crate) setup: Arc<Mutex<Option<String>>>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) session_rules: SessionRules,
    client: Option<Arc<Client>>,
    /// The device cookie of the browser that it is reached by.
    pub(crate) device: Option<Arc<str>>,
    /// Nobody replaces what this works on.
    _claim: Arc<Claim>,
}

impl Desk {
    /// The same desk, reached from somewhere: sessions and the audit log keep from where.
    #[must_use]
    pub fn from_client(&self, client: Client) -> Self {
        let client = Some(Arc::new(client));
        Self {
            client,
            ..self.clone()
        }
    }

    /// The same desk, reached by a browser that shows this device cookie.
    #[must_use]
    pub fn shown(&self, cookie: &str) -> Self {
        Self {
            device: Some(cookie.into()),
            ..self.clone()
        }
    }

    /// The same desk, with other rules for sessions.
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
    /// What [`Store::open`] says; a folder that cannot be made; an unknown zone; a key that is
    /// damaged or missing.
    pub async fn open(options: Options) -> Result<Self, DeskError> {
        Self::open_with_key(options, None).await
    }

    /// As [`Desk::open`], where secrets are sealed by a key from outside the database.
    ///
    /// # Errors
    /// As [`Desk::open`]; a key that is not the one of this desk.
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
        let (ring, cursors, contents) = store
            .write(move |txn| {
                let key = key.clone();
                Box::pin(async move {
                    let ring = Ring::open(txn, key.as_ref()).await?;
                    let cursors = Cursors::with(ring.secret(txn, CURSOR_KEY).await?);
                    let contents = Contents::with(ring.secret(txn, CONTENT_KEY).await?);
                    Ok((Arc::new(ring), Arc::new(cursors), Arc::new(contents)))
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
            seal: Arc::clone(&ring.seal),
            ring,
            feed,
            prose,
            setup: Arc::default(),
            tally: Arc::default(),
            session_rules: SessionRules::default(),
            client: None,
            device: None,
            _claim: Arc::new(claim),
        })
    }

    /// The secret of that name, which ends in `_key`: drawn on first use, the same ever after and in
    /// every process.
    ///
    /// # Errors
    /// The database does not answer, or what stands there is damaged.
    pub async fn secret(&self, name: &'static str) -> Result<[u8; 32], DeskError> {
        let ring = self.ring.clone();
        let secret = self.store.write(move |txn| {
            let ring = ring.clone();
            Box::pin(async move { ring.secret(txn, name).await })
        });
        Ok(secret.await?)
    }

    /// The hash of what somebody wants; `verb` tells what looks the same and is not.
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

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    pub fn new_command(&self) -> CommandId {
        CommandId(self.ids.draw())
    }

    pub fn new_file(&self) -> FileId {
        FileId(self.ids.draw())
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The zone of the desk, for people who chose none.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The directory as it stands.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn directory(&self) -> Result<Arc<Directory>, DeskError> {
        Ok(self.snapshot().await?.directory)
    }

    pub(crate) async fn snapshot(&self) -> Result<Snapshot, DeskError> {
        Ok(self.store.snapshot().await?)
    }
}
