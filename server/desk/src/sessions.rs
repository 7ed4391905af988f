//! Sessions: what a browser keeps is a random token, what the database keeps is its hash.

use crate::cursor::hex;
use crate::{Caller, Desk, DeskError};
use guichet_domain::time::DAY;
use guichet_store::{Session, Txn};
use rand::RngCore;
use sha2::{Digest, Sha256};

/// Days after which a browser must sign in again.
pub const SESSION_DAYS: i64 = 14;

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
        Self(hex(&bytes))
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

    pub(crate) fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }
}

impl Desk {
    /// Who is signed in with this token.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] where it has ended or never was.
    pub async fn caller(&self, token: &Token) -> Result<Caller, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let session = snapshot.conn.session(&token.hash(), self.now()).await?;
        let caller = Caller {
            person: session.ok_or(DeskError::SignedOut)?.person,
        };
        caller.person(&snapshot.directory)?;
        Ok(caller)
    }

    /// Ends the session of this browser.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sign_out(&self, token: &Token) -> Result<(), DeskError> {
        let hash = token.hash();
        self.store
            .write(move |txn| {
                let hash = hash.clone();
                Box::pin(async move { txn.close_session(&hash).await })
            })
            .await?;
        self.feed.sessions_changed();
        Ok(())
    }

    /// Ends every session of this person.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn sign_out_everywhere(&self, caller: Caller) -> Result<(), DeskError> {
        self.store
            .write(move |txn| Box::pin(async move { txn.close_sessions(caller.person, "").await }))
            .await?;
        self.feed.sessions_changed();
        Ok(())
    }

    pub(crate) async fn open_session(
        &self,
        txn: &mut Txn,
        caller: Caller,
        token: &Token,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let session = Session {
            person: caller.person,
            created_at: now,
            expires_at: now.plus(SESSION_DAYS * DAY),
        };
        Ok(txn.open_session(&token.hash(), session).await?)
    }
}
