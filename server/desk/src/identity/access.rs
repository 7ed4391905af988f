//! How a person signs in, as seen by themselves and by administrators.

use crate::desk::Desk;
use crate::identity::sessions::{Token, session_line};
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::PersonId;
use guichet_domain::identity::access::{MyAccess, PersonAccess};

impl Desk {
    /// The caller's own second factor and sessions.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`] if the account was closed.
    pub async fn my_access(&self, caller: Caller, token: &Token) -> Result<MyAccess, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        caller.person(&directory)?;
        let conn = &mut snapshot.conn;
        let session = token.hash();
        let factor = self
            .factor_state(conn, &directory, caller.person, &session)
            .await?;
        let sessions = self.sessions_of(conn, &directory, caller.person).await?;
        let current = token.id();
        Ok(MyAccess {
            factor,
            sessions: sessions
                .into_iter()
                .map(|session| session_line(session, &current))
                .collect(),
        })
    }

    /// How a person signs in, on behalf of an administrator.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] if the caller is not an administrator, [`DeskError::NotFound`] if
    /// nobody has that number.
    pub async fn person_access(
        &self,
        caller: Caller,
        person: PersonId,
    ) -> Result<PersonAccess, DeskError> {
        let mut snapshot = self.snapshot().await?;
        let directory = snapshot.directory;
        caller.administrator(&directory)?;
        directory.people.get(&person).ok_or(DeskError::NotFound)?;
        let conn = &mut snapshot.conn;
        let factor = conn.factor(person).await?.unwrap_or_default();
        let sessions = self.sessions_of(conn, &directory, person).await?;
        Ok(PersonAccess {
            password: conn.account(person).await?.is_some(),
            factor_since: factor.secret.is_some().then(|| factor.since()),
            recovery_codes: conn.recovery_codes(person).await?,
            sessions: sessions
                .into_iter()
                .map(|session| session_line(session, ""))
                .collect(),
        })
    }
}
