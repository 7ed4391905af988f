//! Whoever asks.

use crate::app::{ADMIN, BRUNO, ROSE};

/// Whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asker {
    Nobody,
    Requester,
    Watcher,
    /// Who is still to decide on the request that can be seen, and who has decided.
    Approver,
    ApproverWhoDecided,
    AgentOfAnotherTeam,
    AgentWhoMoved,
    Demoted,
    AdministratorOutside,
    Deactivated,
    /// The password was right, the second factor is still to be given.
    PendingSignIn,
    // Who may see what is hidden: by them it is known what a question would betray.
    AdministratorInside,
    UserInside,
    ApproverInside,
}

impl Asker {
    /// Those from whom confidential tickets are hidden.
    pub const OUTSIDE: [Self; 11] = [
        Self::Nobody,
        Self::Requester,
        Self::Watcher,
        Self::Approver,
        Self::ApproverWhoDecided,
        Self::AgentOfAnotherTeam,
        Self::AgentWhoMoved,
        Self::Demoted,
        Self::AdministratorOutside,
        Self::Deactivated,
        Self::PendingSignIn,
    ];
    pub const INSIDE: [Self; 3] = [
        Self::AdministratorInside,
        Self::UserInside,
        Self::ApproverInside,
    ];

    pub const fn person(self) -> Option<i64> {
        Some(match self {
            Self::Nobody => return None,
            Self::Requester => 2,
            Self::AgentOfAnotherTeam => 4,
            Self::AdministratorOutside => 5,
            Self::Watcher => 6,
            Self::Approver => 7,
            Self::ApproverWhoDecided => 8,
            Self::AgentWhoMoved => 9,
            Self::Demoted => 10,
            Self::Deactivated => 11,
            Self::PendingSignIn => 12,
            Self::UserInside => 13,
            Self::ApproverInside => 14,
            Self::AdministratorInside => 15,
        })
    }
}

pub fn email_of(asker: Asker) -> String {
    email(asker.person().unwrap_or_default())
}

pub fn email(person: i64) -> String {
    match person {
        2 => BRUNO.into(),
        4 => ROSE.into(),
        5 => ADMIN.into(),
        other => format!("personne.{other}@exemple.fr"),
    }
}
