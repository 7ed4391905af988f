//! What an empty desk needs until people can use it: steps in the order in which they are taken, and
//! what each may lack.

use crate::kernel::language::Label;
use serde::{Deserialize, Serialize};

/// Step from an empty desk to one that people can use. Steps are taken in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum Step {
    /// Teams that tickets go to.
    Teams,
    /// People who sign in, and agents in the teams.
    People,
    /// Services, and the categories below them.
    Services,
    /// The catalogue of what can be requested.
    Catalogue,
    /// Mail that comes in and goes out.
    Mail,
    /// Line managers and others who approve requests.
    Approvals,
    /// Holidays, for the count of working days.
    Calendar,
    /// Invitations to choose a password.
    Invitations,
}

/// What a step lacks. Numbers are those of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// There is no active team.
    NoTeam,
    /// So many active teams have no agent.
    EmptyTeams(usize),
    /// At most one person can sign in.
    Alone,
    /// There is at most one agent, administrators included.
    OneAgent,
    /// So many agents who are no administrators are in no active team.
    Teamless(usize),
    /// There is no active service.
    NoService,
    /// So many active services have no active category.
    WithoutCategory(usize),
    /// Nothing can be requested.
    NoItem,
    /// No mailbox is read.
    NoMailIn,
    /// No e-mail goes out.
    NoMailOut,
    /// Nobody who can sign in is anybody's line manager.
    NoManager,
    /// So many people who can sign in, and manage nobody, have no line manager.
    Unmanaged(usize),
    /// So many items name approvers of whom none can sign in.
    WithoutApprover(usize),
    /// The calendar has no holiday.
    NoHoliday,
    /// So many people have no password yet.
    Uninvited(usize),
}

impl Lack {
    /// Whether nobody can work with the desk before this is there.
    pub const fn is_needed(self) -> bool {
        matches!(
            self,
            Self::NoTeam | Self::Alone | Self::NoService | Self::NoItem
        )
    }
}

/// What the steps depend on beside the directory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Whether a mailbox is read.
    pub mail_in: bool,
    /// Whether e-mails go out.
    pub mail_out: bool,
    /// Number of people who have no password yet.
    pub uninvited: usize,
}

/// A step as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The step.
    pub step: Step,
    /// Number of what the step is about that is there: active teams, agents, active services, items,
    /// line managers, holidays, people with a password. Of mail: of its two ways, those that are open.
    pub there: usize,
    /// What it lacks; empty if it is done.
    pub lacks: Vec<Lack>,
}

impl Standing {
    /// Whether the step lacks nothing.
    pub fn is_done(&self) -> bool {
        self.lacks.is_empty()
    }
}

/// What the starting set adds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartingSet {
    /// Names of the services.
    pub services: Vec<Label>,
    /// Number of categories below them.
    pub categories: usize,
    /// Names of the items of the catalogue.
    pub items: Vec<Label>,
}

/// How far a desk is set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    /// Every step, in order.
    pub steps: Vec<Standing>,
    /// The starting set, as long as it can be added.
    pub set: Option<StartingSet>,
}
