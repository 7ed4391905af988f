//! The state machines: one table for three kinds of ticket.

use crate::kernel::action::Action;
use crate::kernel::reference::Kind;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// Where a ticket stands. Which of them a kind knows, and the ways between, say [`TRANSITIONS`].
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[derive(strum::VariantArray)]
pub enum State {
    #[default]
    New,
    Categorised,
    Diagnosing,
    UnderEvaluation,
    AwaitingApproval,
    Approved,
    InFulfilment,
    RootCauseAnalysis,
    KnownError,
    FixInProgress,
    OnHold,
    Resolved,
    Fulfilled,
    RiskAccepted,
    Closed,
    Refused,
    Cancelled,
}

impl State {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// Whether a ticket in this state stands in a queue: it is open, or `answered`: the user wrote, and
    /// nobody has read it.
    pub const fn in_queue(self, answered: bool) -> bool {
        self.is_open() || answered
    }

    /// Somebody at the desk still has something to do.
    pub const fn is_open(self) -> bool {
        !self.is_done() && !self.is_final()
    }

    /// The work is done; the user's word, or time, closes it.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Resolved | Self::Fulfilled | Self::RiskAccepted)
    }

    /// Nothing more is expected. A closed ticket can still be reopened for a while.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Refused | Self::Cancelled)
    }

    /// The name as it is stored and as it stands in addresses.
    pub fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// One arrow, or a bundle of arrows with the same meaning.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    pub kind: Kind,
    pub action: Action,
    pub from: &'static [State],
    pub to: &'static [State],
}

macro_rules! transitions {
    ($($kind:ident: { $($action:ident: $($from:ident)|+ => $($to:ident)|+;)+ })+) => {
        /// Every way from one state to another. What a step needs beside the state stands in
        /// `allowed` and `decide`.
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

/// The states that `action` may lead to from `from`; empty where it moves nothing.
pub fn targets(kind: Kind, action: Action, from: State) -> impl Iterator<Item = State> {
    TRANSITIONS
        .iter()
        .filter(move |t| t.kind == kind && t.action == action && t.from.contains(&from))
        .flat_map(|t| t.to.iter().copied())
}

/// Whether `action` moves tickets of this kind at all.
pub fn moves(kind: Kind, action: Action) -> bool {
    TRANSITIONS
        .iter()
        .any(|t| t.kind == kind && t.action == action)
}

/// The steps of the progress line: the process as it is taught, five to a kind.
pub fn step_of(kind: Kind, state: State, before_hold: Option<State>) -> usize {
    let state = if state == State::OnHold {
        before_hold.unwrap_or(State::New)
    } else {
        state
    };
    match (kind, state) {
        (_, State::New) => 0,
        (Kind::Incident, State::Categorised) => 1,
        (Kind::Incident, State::Diagnosing) => 2,
        (Kind::Request, State::UnderEvaluation) => 1,
        (Kind::Request, State::AwaitingApproval | State::Refused) => 2,
        (Kind::Request, State::Approved | State::InFulfilment) => 3,
        (Kind::Request, State::Fulfilled) => 3,
        (Kind::Problem, State::RootCauseAnalysis) => 1,
        (Kind::Problem, State::KnownError) => 2,
        (Kind::Problem, State::FixInProgress) => 3,
        (_, State::Closed) => 4,
        _ => 3,
    }
}

/// The state machine of a kind as a Mermaid diagram.
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
