//! The state machines of the three kinds of ticket, as one table of transitions.

use crate::kernel::action::Action;
use crate::kernel::reference::Kind;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// State of a ticket. [`TRANSITIONS`] gives the states of each kind and the ways between them.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum State {
    /// Recorded: the first state of every kind.
    #[default]
    New,
    /// Incident: classified, not yet diagnosed.
    Categorised,
    /// Incident: an agent is diagnosing it.
    Diagnosing,
    /// Request: feasibility, cost and impact are being evaluated.
    UnderEvaluation,
    /// Request: approvers are asked.
    AwaitingApproval,
    /// Request: approved, or feasible without approval; fulfilment has not begun.
    Approved,
    /// Request: being fulfilled.
    InFulfilment,
    /// Problem: its root cause is being analysed.
    RootCauseAnalysis,
    /// Problem: analysed but not resolved (ITIL: known error).
    KnownError,
    /// Problem: being fixed.
    FixInProgress,
    /// Waiting for somebody or something; see [`crate::tickets::hold::Hold`].
    OnHold,
    /// Incident or problem: resolved, not yet closed.
    Resolved,
    /// Request: fulfilled, not yet closed.
    Fulfilled,
    /// Problem: not fixed, its risk is accepted; not yet closed.
    RiskAccepted,
    /// Closed after the work was done; can be reopened for some time.
    Closed,
    /// Request: not feasible, or refused by an approver; final.
    Refused,
    /// Cancelled by the requester or an agent; final.
    Cancelled,
    /// Part of another ticket until that is undone. No transition leads here: the state that the ticket
    /// has of its own lies beneath ([`crate::tickets::beneath`]).
    Merged,
}

impl State {
    /// All states, in order of declaration.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Whether a ticket in this state belongs in a queue: it is open, or `answered`, which means
    /// that the user wrote and nobody at the desk has read it yet.
    pub const fn in_queue(self, answered: bool) -> bool {
        self.is_open() || answered
    }

    /// Whether the ticket waits for somebody else, so that the desk can do nothing on it now.
    pub const fn waits(self) -> bool {
        matches!(self, Self::OnHold | Self::AwaitingApproval)
    }

    /// Whether somebody at the desk can do something on a ticket in this state now: it belongs in a
    /// queue and waits for nobody else, or it was `answered`.
    pub const fn is_to_do(self, answered: bool) -> bool {
        answered || self.is_open() && !self.waits()
    }

    /// Whether the step that a ticket in this state is at has been taken: recorded, categorised or
    /// approved, and not while somebody evaluates or decides.
    pub const fn has_taken_step(self) -> bool {
        match self {
            Self::New
            | Self::Categorised
            | Self::Approved
            | Self::KnownError
            | Self::Resolved
            | Self::Fulfilled
            | Self::RiskAccepted
            | Self::Closed => true,
            Self::Diagnosing
            | Self::UnderEvaluation
            | Self::AwaitingApproval
            | Self::InFulfilment
            | Self::RootCauseAnalysis
            | Self::FixInProgress
            | Self::OnHold
            | Self::Refused
            | Self::Cancelled
            | Self::Merged => false,
        }
    }

    /// Whether the desk still has work to do.
    pub const fn is_open(self) -> bool {
        !self.is_done() && !self.is_final()
    }

    /// Whether the work is done and the ticket is not closed yet.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Resolved | Self::Fulfilled | Self::RiskAccepted)
    }

    /// Whether nothing more is expected. A closed ticket can still be reopened for some time.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Closed | Self::Refused | Self::Cancelled | Self::Merged
        )
    }

    /// Returns the name as stored and as used in addresses.
    pub fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// One transition of a state machine, or several with the same action.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// Kind of ticket it applies to.
    pub kind: Kind,
    /// Action that takes it.
    pub action: Action,
    /// States it can start from.
    pub from: &'static [State],
    /// States it can lead to; `decide` chooses if there are several.
    pub to: &'static [State],
}

macro_rules! transitions {
    ($($kind:ident: { $($action:ident: $($from:ident)|+ => $($to:ident)|+;)+ })+) => {
        /// Every transition between states. `allowed` and `decide` hold the conditions beside the
        /// state.
        pub const TRANSITIONS: &[Transition] = &[$($(Transition {
            kind: Kind::$kind,
            action: Action::$action,
            from: &[$(State::$from),+],
            to: &[$(State::$to),+],
        }),+),+];
    };
}

transitions! {
    Incident: {
        Categorise: New => Categorised;
        Diagnose: Categorised => Diagnosing;
        Hold: New | Categorised | Diagnosing => OnHold;
        Resume: OnHold => New | Categorised | Diagnosing;
        Resolve: Categorised | Diagnosing | OnHold => Resolved;
        ResolveAtFirstContact: New => Resolved;
        ResolveWithCause: New | Categorised | Diagnosing | OnHold => Resolved;
        ResolveWithParent: New | Categorised | Diagnosing | OnHold => Resolved;
        Confirm: Resolved => Closed;
        Close: Resolved => Closed;
        Reopen: Resolved | Closed => Diagnosing;
        Cancel: New | Categorised | Diagnosing | OnHold => Cancelled;
        Convert: New | Categorised | Diagnosing | OnHold => New;
    }
    Request: {
        Evaluate: New => UnderEvaluation;
        SubmitEvaluation: UnderEvaluation => AwaitingApproval | Approved | Refused;
        ReviseCost: Approved | InFulfilment => AwaitingApproval;
        ReviseCost: AwaitingApproval => AwaitingApproval | Approved;
        Approve: AwaitingApproval => Approved;
        Refuse: AwaitingApproval => Refused;
        Fulfil: Approved => InFulfilment;
        Complete: InFulfilment => Fulfilled;
        Hold: UnderEvaluation | InFulfilment => OnHold;
        Resume: OnHold => UnderEvaluation | InFulfilment;
        Confirm: Fulfilled => Closed;
        Close: Fulfilled => Closed;
        Reopen: Fulfilled | Closed => InFulfilment;
        Cancel: New | UnderEvaluation | AwaitingApproval | Approved | InFulfilment | OnHold => Cancelled;
        Convert: New | UnderEvaluation => New;
        ChangeItem: New | UnderEvaluation | AwaitingApproval | Approved => New;
    }
    Problem: {
        Analyse: New | KnownError | FixInProgress | RiskAccepted => RootCauseAnalysis;
        DeclareKnownError: New | RootCauseAnalysis | FixInProgress => KnownError;
        StartFix: RootCauseAnalysis | KnownError => FixInProgress;
        Hold: New | RootCauseAnalysis | KnownError | FixInProgress => OnHold;
        Resume: OnHold => New | RootCauseAnalysis | KnownError | FixInProgress;
        Resolve: RootCauseAnalysis | KnownError | FixInProgress => Resolved;
        AcceptRisk: RootCauseAnalysis | KnownError | FixInProgress => RiskAccepted;
        Close: Resolved | RiskAccepted => Closed;
        Reopen: Resolved | Closed => RootCauseAnalysis;
        Cancel: New | RootCauseAnalysis | KnownError | FixInProgress | OnHold => Cancelled;
    }
}

/// Returns the states that `action` can lead to from `from`; none if it changes no state.
pub fn targets(kind: Kind, action: Action, from: State) -> impl Iterator<Item = State> {
    TRANSITIONS
        .iter()
        .filter(move |t| t.kind == kind && t.action == action && t.from.contains(&from))
        .flat_map(|t| t.to.iter().copied())
}

/// Whether `action` ever changes the state of tickets of this kind.
pub fn moves(kind: Kind, action: Action) -> bool {
    TRANSITIONS
        .iter()
        .any(|t| t.kind == kind && t.action == action)
}

/// Returns the step of the progress line that a ticket is at, 0 to 4: the taught process has five
/// steps for each kind. A ticket on hold is at the step of the state it returns to, a cancelled one
/// at that of the state it was cancelled in, one that is part of another at its own: `before` ([`crate::tickets::ticket::Ticket::before`]).
pub fn step_of(kind: Kind, state: State, before: Option<State>) -> usize {
    let state = match state {
        State::OnHold | State::Cancelled | State::Merged => before.unwrap_or(State::New),
        other => other,
    };
    match (kind, state) {
        (_, State::New) => 0,
        (Kind::Incident, State::Categorised) => 1,
        (Kind::Incident, State::Diagnosing) => 2,
        (Kind::Request, State::UnderEvaluation) => 1,
        // What is approved is not being fulfilled yet.
        (Kind::Request, State::AwaitingApproval | State::Approved | State::Refused) => 2,
        (Kind::Request, State::InFulfilment | State::Fulfilled) => 3,
        (Kind::Problem, State::RootCauseAnalysis) => 1,
        (Kind::Problem, State::KnownError) => 2,
        (Kind::Problem, State::FixInProgress) => 3,
        (_, State::Closed) => 4,
        _ => 3,
    }
}

/// Returns the state machine of a kind as a Mermaid diagram.
pub fn mermaid(kind: Kind) -> String {
    let mut diagram = String::from("stateDiagram-v2\n    [*] --> New\n");
    for transition in TRANSITIONS.iter().filter(|t| t.kind == kind) {
        for from in transition.from {
            for to in transition.to {
                // Writing to a String cannot fail.
                let _ = writeln!(diagram, "    {from:?} --> {to:?}: {:?}", transition.action);
            }
        }
    }
    for state in State::ALL.iter().filter(|s| s.is_final()) {
        if TRANSITIONS
            .iter()
            .any(|t| t.kind == kind && t.to.contains(state))
        {
            let _ = writeln!(diagram, "    {state:?} --> [*]");
        }
    }
    diagram
}
