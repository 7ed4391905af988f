//! Plans the tickets: how many of which kind, when each began and how far it has come.

use super::dice::Dice;
use super::texts::RECURRING;
use super::world::World;
use guichet_domain::kernel::time::{DAY, HOUR, MINUTE};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::{TicketId, Timestamp};

/// State that a ticket has reached today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    New,
    Categorised,
    Diagnosing,
    OnHold(HoldReason),
    ToEvaluate,
    UnderEvaluation,
    AwaitingApproval,
    Approved,
    InFulfilment,
    Analysed,
    KnownError,
    Fixing,
    /// Done, and awaiting the user's confirmation.
    Done,
    Over,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Number of the recurring fault, 0 for none, and index of the burst it belongs to.
    Incident {
        recurring: usize,
        burst: Option<usize>,
    },
    Confidential,
    Request,
    Problem {
        burst: usize,
    },
}

#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub at: Timestamp,
    pub what: What,
    pub fate: Ending,
}

/// A fault that several people report within days, and the problem made of it.
#[derive(Clone, Debug, Default)]
pub struct Burst {
    pub recurring: usize,
    pub incidents: Vec<TicketId>,
    pub problem: Option<(TicketId, Timestamp)>,
}

const INCIDENT: What = What::Incident {
    recurring: 0,
    burst: None,
};

/// One more report of the fault whose problem is a known error.
const AWAITING_FIX: What = What::Incident {
    recurring: 2,
    burst: Some(1),
};

/// Open tickets, repeated as often as needed: the first dozens hold some of everything.
const OPEN: &[(What, Ending)] = &[
    (INCIDENT, Ending::New),
    (What::Request, Ending::ToEvaluate),
    (INCIDENT, Ending::Diagnosing),
    (What::Request, Ending::AwaitingApproval),
    (INCIDENT, Ending::Categorised),
    (INCIDENT, Ending::OnHold(HoldReason::User)),
    (What::Request, Ending::InFulfilment),
    (INCIDENT, Ending::Diagnosing),
    (INCIDENT, Ending::New),
    (What::Request, Ending::UnderEvaluation),
    (INCIDENT, Ending::OnHold(HoldReason::Vendor)),
    (What::Confidential, Ending::Diagnosing),
    (INCIDENT, Ending::Categorised),
    (What::Request, Ending::Approved),
    (AWAITING_FIX, Ending::OnHold(HoldReason::Problem)),
    (INCIDENT, Ending::New),
    (What::Request, Ending::AwaitingApproval),
    (INCIDENT, Ending::Diagnosing),
    (INCIDENT, Ending::OnHold(HoldReason::Change)),
    (What::Request, Ending::OnHold(HoldReason::Vendor)),
    (INCIDENT, Ending::Categorised),
    (INCIDENT, Ending::New),
    (What::Request, Ending::InFulfilment),
    (INCIDENT, Ending::Diagnosing),
];

/// The plan of `n` tickets, oldest first, and its bursts.
pub fn plan(world: &World, n: usize, dice: &mut Dice) -> (Vec<Plan>, Vec<Burst>) {
    let small = n < 80;
    let problems = if small { n / 20 } else { (n / 150).max(4) };
    let open = if small { n / 2 } else { (n / 25).max(44) }.saturating_sub(problems.min(4));
    let waiting = if small { n / 10 } else { (n / 100).max(8) };
    let mut plans = Vec::with_capacity(n);
    let mut bursts = Vec::new();
    for i in 0..problems {
        // The first are recent, and still being looked into.
        let start = if i < 4 {
            world.moment(dice, (20 + 10 * i as i64) * DAY, (8 + 6 * i as i64) * DAY)
        } else {
            world.moment(dice, 350 * DAY, 60 * DAY)
        };
        let fate = match i {
            0 => Ending::Analysed,
            1 => Ending::KnownError,
            2 => Ending::Fixing,
            3 => Ending::New,
            _ => Ending::Over,
        };
        let at = world
            .working(dice, start.plus(4 * DAY))
            .min(world.now.plus(-HOUR));
        let burst = bursts.len();
        plans.push(Plan {
            at,
            what: What::Problem { burst },
            fate,
        });
        let recurring = i % RECURRING + 1;
        bursts.push(Burst {
            recurring,
            ..Burst::default()
        });
        for _ in 0..dice.between(4, 7) {
            let told = start.plus(dice.between(0, 5 * 24 * 60) * MINUTE);
            let told = world.working(dice, told).min(world.now.plus(-HOUR));
            plans.push(Plan {
                at: told,
                what: What::Incident {
                    recurring,
                    burst: Some(burst),
                },
                fate: Ending::Over,
            });
        }
    }
    plans.truncate(n.saturating_sub(open + waiting));
    for i in 0..open {
        let Some((what, fate)) = OPEN.get(i % OPEN.len()).copied() else {
            continue;
        };
        // Only one ticket is nobody's business.
        let what = if i >= OPEN.len() && what == What::Confidential {
            INCIDENT
        } else {
            what
        };
        let (oldest, newest) = match fate {
            Ending::New | Ending::ToEvaluate => (20 * HOUR, 5 * MINUTE),
            Ending::Categorised => (2 * DAY, 30 * MINUTE),
            Ending::OnHold(HoldReason::User) => (6 * DAY, DAY),
            // After its problem was recorded.
            Ending::OnHold(HoldReason::Problem) => (9 * DAY, 3 * DAY),
            Ending::OnHold(_) => (25 * DAY, 3 * DAY),
            _ => (8 * DAY, 3 * HOUR),
        };
        plans.push(Plan {
            at: world.moment(dice, oldest, newest),
            what,
            fate,
        });
    }
    for i in 0..waiting.min(n.saturating_sub(plans.len())) {
        plans.push(Plan {
            at: world.moment(dice, 5 * DAY, 3 * HOUR),
            what: if i % 3 == 2 { What::Request } else { INCIDENT },
            fate: Ending::Done,
        });
    }
    while plans.len() < n {
        let recurring = if dice.percent(10) {
            1 + dice.below(RECURRING)
        } else {
            0
        };
        plans.push(Plan {
            at: world.moment(dice, 365 * DAY, 2 * HOUR),
            what: if dice.percent(30) {
                What::Request
            } else {
                What::Incident {
                    recurring,
                    burst: None,
                }
            },
            fate: Ending::Over,
        });
    }
    plans.sort_by_key(|plan| plan.at);
    for (number, plan) in (1..).zip(&plans) {
        match plan.what {
            What::Incident {
                burst: Some(burst), ..
            } => {
                if let Some(burst) = bursts.get_mut(burst) {
                    burst.incidents.push(TicketId(number));
                }
            }
            What::Problem { burst } => {
                if let Some(burst) = bursts.get_mut(burst) {
                    burst.problem = Some((TicketId(number), plan.at));
                }
            }
            _ => {}
        }
    }
    (plans, bursts)
}
