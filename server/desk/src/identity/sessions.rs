//! Sessions: what a browser keeps is a random token, what the database keeps is its hash.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use guichet_domain::PersonId;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::identity::session::SessionLine;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::time::{DAY, HOUR, MINUTE};
use guichet_store::{Conn, Session, StoreError, Txn};
use rand::RngCore;
use sha2::{Digest, Sha256};

/// Days after which a browser must sign in again.
pub const SESSION_DAYS: i64 = 14;

/// Days for which guesses from elsewhere lock nobody out of a network they signed in from.
const NETWORK_DAYS: i64 = 90;

/// Between two times that the use of a session is remembered.
const USE: i64 = 5 * MINUTE;

/// How long the second factor is waited for; long enough to set one up.
const PENDING: i64 = 15 * MINUTE;

/// What a browser keeps in its cookie.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    pub(crate) fn draw() -> Self {
        let mut bytes = [0_u8; 32];
        rand::rng().fill_bytes(&mut bytes);
        Self(hex::encode(bytes))
    }

    /// From a cookie.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()))
            .then(|| Self(text.to_owned()))
    }

    /// For a cookie.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What lists call its session.
    pub(crate) fn id(&self) -> String {
        self.hash().chars().take(16).collect()
    }

    pub(crate) fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

/// What a browser keeps while the second factor is awaited. It opens no session and no page but the
/// one that asks for the factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingToken(Token);

impl PendingToken {
    pub(crate) fn draw() -> Self {
        Self(Token::draw())
    }

    /// From a cookie.
    pub fn parse(text: &str) -> Option<Self> {
        Token::parse(text).map(Self)
    }

    /// For a cookie.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    pub(crate) fn hash(&self) -> String {
        self.0.hash()
    }
}

/// A session as its owner or an administrator sees it.
pub(crate) fn session_line(session: Session, current: &str) -> SessionLine {
    SessionLine {
        current: session.id == current,
        id: session.id,
        client: session.client,
        created_at: session.created_at,
        used_at: session.used_at,
    }
}

impl Desk {
    /// Who is signed in with this token.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] where it has ended or never was, or where the role wants a second
    /// factor by now and none stands behind it.
    pub async fn caller(&self, token: &Token) -> Result<Caller, DeskError> {
        self.session(token).await.map(|(caller, _)| caller)
    }

    /// As [`Desk::caller`], and remembers, every few minutes, that and where the session was used.
    /// `used`: somebody sits there and does something, which a stream alone does not say.
    ///
    /// # Errors
    /// As [`Desk::caller`].
    pub async fn visit(&self, token: &Token, used: bool) -> Result<Caller, DeskError> {
        let (caller, session) = self.session(token).await?;
        let now = self.now();
        if used && now.since(session.used_at) >= USE {
            let (hash, client) = (token.hash(), self.client().cloned().unwrap_or_default());
            let remembered = self.store.write(move |txn| {
                let (hash, client) = (hash.clone(), client.clone());
                Box::pin(async move { txn.use_session(&hash, now, &client).await })
            });
            // Whoever only reads is served also by a database that cannot be written.
            if let Err(error) = remembered.await {
                tracing::warn!(%error, "the use of a session was not remembered");
            }
        }
        Ok(caller)
    }

    async fn session(&self, token: &Token) -> Result<(Caller, Session), DeskError> {
        let mut snapshot = self.snapshot().await?;
        let session = snapshot.conn.session(&token.hash(), self.now()).await?;
        let session = session.ok_or(DeskError::SignedOut)?;
        let caller = Caller {
            person: session.person,
        };
        let person = caller.person(&snapshot.directory)?;
        if self.counts(&snapshot.directory, person, &session) {
            Ok((caller, session))
        } else {
            Err(DeskError::SignedOut)
        }
    }

    /// Whether a session that has not ended by its time still counts: the role may want a second
    /// factor that none stands behind, and whoever works at the desk has not left the browser.
    fn counts(&self, directory: &Directory, person: &Person, session: &Session) -> bool {
        let must = directory.settings.second_factor.contains(&person.role);
        let idle = self.now().since(session.used_at);
        let left =
            person.role.is_agent() && idle >= i64::from(self.session_rules.idle_hours) * HOUR;
        (session.strong || !must) && !left
    }

    /// Somebody's sessions that count, the last used first.
    pub(crate) async fn sessions_of(
        &self,
        conn: &mut Conn,
        directory: &Directory,
        person: PersonId,
    ) -> Result<Vec<Session>, DeskError> {
        let known = directory.people.get(&person).ok_or(DeskError::NotFound)?;
        let mut sessions = conn.sessions(person, self.now()).await?;
        sessions.retain(|session| self.counts(directory, known, session));
        Ok(sessions)
    }

    /// Ends the session of this browser.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sign_out(&self, caller: Caller, token: &Token) -> Result<(), DeskError> {
        let (desk, hash) = (self.clone(), token.hash());
        self.store
            .write(move |txn| {
                let (desk, hash) = (desk.clone(), hash.clone());
                Box::pin(async move {
                    if txn.close_session(&hash).await? {
                        desk.note_by(txn, &AuditEvent::SignedOut, caller).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        self.feed.sessions_changed();
        Ok(())
    }

    /// Ends one of one's own sessions, by what the list calls it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where this person has none of that name.
    pub async fn end_session(&self, caller: Caller, id: &str) -> Result<(), DeskError> {
        self.end_one(caller, caller.person, id).await
    }

    /// Ends one of somebody's sessions, for an administrator.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for whoever is none; [`DeskError::NotFound`] where this person has
    /// none of that name.
    pub async fn end_session_of(
        &self,
        caller: Caller,
        person: PersonId,
        id: &str,
    ) -> Result<(), DeskError> {
        caller.administrator(&*self.directory().await?)?;
        self.end_one(caller, person, id).await
    }

    /// Ends all of somebody's sessions, for an administrator, and whatever else they were on the way
    /// in by.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for whoever is none; [`DeskError::NotFound`].
    pub async fn end_sessions_of(&self, caller: Caller, person: PersonId) -> Result<(), DeskError> {
        let directory = self.directory().await?;
        let by = caller.administrator(&directory)?.who;
        directory.people.get(&person).ok_or(DeskError::NotFound)?;
        let desk = self.clone();
        self.store
            .write(move |txn| {
                let (desk, by) = (desk.clone(), by.clone());
                Box::pin(async move { desk.end_access(txn, person, &by).await })
            })
            .await?;
        self.feed.sessions_changed();
        Ok(())
    }

    /// Whatever somebody could get in by ends, and the log says who ended how many sessions.
    pub(crate) async fn end_access(
        &self,
        txn: &mut Txn,
        person: PersonId,
        by: &Who,
    ) -> Result<(), StoreError> {
        let count = txn.end_access(person, "").await?;
        if count == 0 {
            return Ok(());
        }
        let audited = AuditEvent::SessionsEnded { count };
        self.note_in(txn, &audited, Some(person), by).await
    }

    async fn end_one(&self, caller: Caller, person: PersonId, id: &str) -> Result<(), DeskError> {
        let (desk, id) = (self.clone(), id.to_owned());
        let ended = self
            .store
            .attempt(move |txn| {
                let (desk, id) = (desk.clone(), id.clone());
                Box::pin(async move {
                    outcome(
                        async {
                            if !txn.close_session_of(person, &id).await? {
                                // Nothing was there to undo: others are committed with it.
                                return Ok(Err(DeskError::NotFound));
                            }
                            let (audited, by) =
                                (AuditEvent::SessionEnded, Who::Person(caller.person));
                            desk.note_in(txn, &audited, Some(person), &by).await?;
                            Ok(Ok(()))
                        }
                        .await,
                    )
                })
            })
            .await?;
        self.feed.sessions_changed();
        ended?
    }

    /// Ends every session of this person but `keep`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sign_out_everywhere(
        &self,
        caller: Caller,
        keep: Option<&Token>,
    ) -> Result<(), DeskError> {
        let keep = keep.map(Token::hash).unwrap_or_default();
        let desk = self.clone();
        self.store
            .write(move |txn| {
                let (desk, keep) = (desk.clone(), keep.clone());
                Box::pin(async move {
                    let count = txn.close_sessions(caller.person, &keep).await?;
                    if count == 0 {
                        return Ok(());
                    }
                    let audited = AuditEvent::SessionsEnded { count };
                    desk.note_by(txn, &audited, caller).await
                })
            })
            .await?;
        self.feed.sessions_changed();
        Ok(())
    }

    pub(crate) async fn open_session(
        &self,
        txn: &mut Txn,
        caller: Caller,
        token: &Token,
        strong: bool,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let session = Session {
            person: caller.person,
            created_at: now,
            expires_at: now.plus(SESSION_DAYS * DAY),
            used_at: now,
            client: self.client().cloned().unwrap_or_default(),
            strong,
            id: String::new(),
        };
        txn.open_session(&token.hash(), &session).await?;
        txn.cap_sessions(caller.person, self.session_rules.sessions)
            .await?;
        let place = self.client_network();
        if !place.is_empty() {
            let until = now.plus(NETWORK_DAYS * DAY);
            txn.remember_network(caller.person, &place, until).await?;
        }
        Ok(())
    }

    pub(crate) async fn open_pending(
        &self,
        txn: &mut Txn,
        caller: Caller,
        pending: &PendingToken,
    ) -> Result<(), DeskError> {
        let now = self.now();
        Ok(txn
            .open_pending_sign_in(&pending.hash(), caller.person, now, now.plus(PENDING))
            .await?)
    }
}
