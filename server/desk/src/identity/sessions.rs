//! Sessions: the browser keeps a random token, the database its hash.

use crate::desk::Desk;
use crate::kernel::caller::Caller;
use crate::kernel::error::{DeskError, outcome};
use guichet_domain::PersonId;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::governance::audit::AuditEvent;
use guichet_domain::identity::session_line::SessionLine;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::time::{DAY, HOUR, MINUTE};
use guichet_store::{Conn, Session, StoreError, Txn};
use rand::RngCore;
use sha2::{Digest, Sha256};

/// Days after which a browser must sign in again.
pub const SESSION_DAYS: i64 = 14;

/// Days a network is remembered after a sign-in, for throttling.
const NETWORK_DAYS: i64 = 90;

/// Minimum time between two updates of a session's last use.
const USE: i64 = 5 * MINUTE;

/// How long a sign-in waits for the second factor; long enough to set one up.
const PENDING: i64 = 15 * MINUTE;

/// Session token in a browser's cookie: 64 hexadecimal digits.
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

    /// Parses the token of a cookie.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()))
            .then(|| Self(text.to_owned()))
    }

    /// The token as text, for a cookie or a link.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Public name of its session in lists.
    pub(crate) fn id(&self) -> String {
        self.hash().chars().take(16).collect()
    }

    pub(crate) fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

/// Token in a browser's cookie while the second factor is awaited. It gives access only to the page
/// that asks for the factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingToken(Token);

impl PendingToken {
    pub(crate) fn draw() -> Self {
        Self(Token::draw())
    }

    /// Parses the token of a cookie.
    pub fn parse(text: &str) -> Option<Self> {
        Token::parse(text).map(Self)
    }

    /// The token as text, for a cookie.
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
    /// The person signed in with this token.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the session has ended or never existed, or if the role now
    /// requires a second factor the session lacks.
    pub async fn caller(&self, token: &Token) -> Result<Caller, DeskError> {
        self.session(token).await.map(|(caller, _)| caller)
    }

    /// Same as [`Desk::caller`], and records every few minutes when and from where the session was
    /// used, if `used`. A stream alone does not count as use.
    ///
    /// # Errors
    /// Same as [`Desk::caller`].
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

    /// Whether a session that has not expired still counts: it does not if the role requires a
    /// second factor it lacks, or if it is an agent's and has been idle too long.
    fn counts(&self, directory: &Directory, person: &Person, session: &Session) -> bool {
        let must = directory.settings.second_factor.contains(&person.role);
        let idle = self.now().since(session.used_at);
        let left =
            person.role.is_agent() && idle >= i64::from(self.session_rules.idle_hours) * HOUR;
        (session.strong || !must) && !left
    }

    /// Sessions of a person that count, the most recently used first.
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
    /// [`DeskError::Store`] if the database does not answer.
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

    /// Ends one of the caller's own sessions, by its public name.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if the caller has no such session.
    pub async fn end_session(&self, caller: Caller, id: &str) -> Result<(), DeskError> {
        self.end_one(caller, caller.person, id).await
    }

    /// Ends a session of a person, on behalf of an administrator.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, [`DeskError::NotFound`] if
    /// the person has no such session.
    pub async fn end_session_of(
        &self,
        caller: Caller,
        person: PersonId,
        id: &str,
    ) -> Result<(), DeskError> {
        caller.administrator(&*self.directory().await?)?;
        self.end_one(caller, person, id).await
    }

    /// Ends all sessions of a person, and pending sign-ins, links and offered factors, on behalf of
    /// an administrator.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, [`DeskError::NotFound`] if
    /// nobody has that number.
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

    /// Ends every access of a person; the audit log records who ended how many sessions.
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

    /// Ends all sessions of the caller except `keep`.
    ///
    /// # Errors
    /// [`DeskError::Store`] if the database does not answer.
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
