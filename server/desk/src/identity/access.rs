//! How people sign in, as they see it themselves and as administrators see it.

use crate::desk::Desk;
use crate::identity::sessions::{Token, session_line};
use crate::kernel::caller::Caller;
use crate::kernel::error::DeskError;
use guichet_domain::PersonId;
use guichet_domain::identity::access::{MyAccess, PersonAccess};

impl Desk {
    /// One's own second factor and sessions.
    ///
    /// # Errors
    /// [`DeskError::SignedOut`].
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

    /// How somebody signs in, for an administrator.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for whoever is no administrator; [`DeskError::NotFound`].
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
