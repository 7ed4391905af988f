//! Who must approve a request.

use crate::directory::approval_policy::ApprovalPolicy;
use crate::directory::organisation::Organisation;
use crate::kernel::approval_rule::ApprovalRule;
use crate::kernel::ids::PersonId;
use crate::tickets::approval::{Approval, Route};
use std::collections::BTreeSet;

/// Maximum number of levels climbed in the hierarchy, so that a cycle of managers ends.
const LEVELS: usize = 32;

/// Returns who is asked to approve a request for `affected`, reported by `reporter`; `None` if the
/// policy asks nobody.
///
/// Neither of the two approves their own request: the next manager above is asked instead, and the
/// administrators if there is none. Somebody who is away is replaced by their substitute. The set
/// of approvers is empty if not even an administrator can be asked.
pub fn route(
    policy: &ApprovalPolicy,
    affected: PersonId,
    reporter: Option<PersonId>,
    organisation: &impl Organisation,
) -> Option<Route> {
    let involved = |person: PersonId| person == affected || Some(person) == reporter;
    let fit = |person: PersonId| !involved(person) && organisation.is_active(person);
    let climb = |person: PersonId| climb(person, organisation, fit);
    let (mut rule, mut approvers) = match policy {
        ApprovalPolicy::Nobody => return None,
        ApprovalPolicy::LineManager => (ApprovalRule::All, climb(affected).into_iter().collect()),
        ApprovalPolicy::People { people, rule } => {
            let approvers: BTreeSet<PersonId> = people
                .iter()
                .filter_map(|person| {
                    if fit(*person) {
                        Some(*person)
                    } else {
                        climb(*person)
                    }
                })
                .collect();
            (*rule, approvers)
        }
    };
    if approvers.is_empty() {
        approvers = organisation
            .administrators()
            .into_iter()
            .filter(|person| fit(*person))
            .collect();
        rule = ApprovalRule::OneOf;
    }
    let there = |person: PersonId| stand_in(person, organisation, fit).unwrap_or(person);
    let approvers = approvers.into_iter().map(there).collect();
    Some(Route { rule, approvers })
}

/// Returns the first manager above `person` who is fit to decide.
fn climb(
    person: PersonId,
    organisation: &impl Organisation,
    fit: impl Fn(PersonId) -> bool,
) -> Option<PersonId> {
    let mut at = person;
    for _ in 0..LEVELS {
        match organisation.line_manager(at) {
            Some(manager) if fit(manager) => return Some(manager),
            Some(manager) => at = manager,
            None => return None,
        }
    }
    None
}

/// Returns the substitute of somebody who is away, or the substitute's own if that one is away too.
fn stand_in(
    person: PersonId,
    organisation: &impl Organisation,
    fit: impl Fn(PersonId) -> bool,
) -> Option<PersonId> {
    let mut at = person;
    for _ in 0..LEVELS {
        match organisation.substitute(at) {
            Some(next) => at = next,
            None => return Some(at).filter(|last| *last != person && fit(*last)),
        }
    }
    None
}

/// Returns the approval with `from`, who has left or is away, replaced by others, and who they are.
/// `None` if `from` can decide, or if nobody can be asked instead: a request is never approved for
/// lack of approvers.
pub fn replaced(
    approval: &Approval,
    from: PersonId,
    (affected, reporter): (PersonId, Option<PersonId>),
    organisation: &impl Organisation,
) -> Option<(Approval, BTreeSet<PersonId>)> {
    let involved = |person: PersonId| person == affected || Some(person) == reporter;
    let fit = |person: PersonId| {
        !involved(person) && organisation.is_active(person) && !approval.approvers.contains(&person)
    };
    let mut after = approval.clone();
    after.approvers.remove(&from);
    let to = if organisation.is_active(from) {
        BTreeSet::from([stand_in(from, organisation, fit)?])
    } else if let Some(manager) = climb(from, organisation, fit) {
        BTreeSet::from([stand_in(manager, organisation, fit).unwrap_or(manager)])
    } else {
        let mut administrators = organisation
            .administrators()
            .into_iter()
            .filter(|p| fit(*p));
        if after.approvers.is_empty() {
            after.rule = ApprovalRule::OneOf;
            administrators.collect()
        } else {
            administrators.next().into_iter().collect()
        }
    };
    if to.is_empty() {
        return None;
    }
    after.approvers.extend(&to);
    Some((after, to))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Person 2 manages 1, 3 manages 2; 9 is administrator; 7 has left.
    struct Org;

    impl Organisation for Org {
        fn line_manager(&self, person: PersonId) -> Option<PersonId> {
            match person.0 {
                1 | 4 => Some(PersonId(2)),
                2 => Some(PersonId(3)),
                // A ring.
                5 => Some(PersonId(6)),
                6 => Some(PersonId(5)),
                8 => Some(PersonId(7)),
                7 => Some(PersonId(3)),
                _ => None,
            }
        }
        fn administrators(&self) -> BTreeSet<PersonId> {
            BTreeSet::from([PersonId(9)])
        }
        fn is_active(&self, person: PersonId) -> bool {
            person.0 != 7
        }
        fn substitute(&self, person: PersonId) -> Option<PersonId> {
            match person.0 {
                // 10 is away, and so is 11 who stands in for 10; a ring; one who is involved.
                10 => Some(PersonId(11)),
                11 => Some(PersonId(12)),
                13 => Some(PersonId(14)),
                14 => Some(PersonId(13)),
                _ => None,
            }
        }
    }

    fn asked(policy: &ApprovalPolicy, affected: i64, reporter: Option<i64>) -> Vec<i64> {
        route(policy, PersonId(affected), reporter.map(PersonId), &Org)
            .map(|r| r.approvers.into_iter().map(|p| p.0).collect())
            .unwrap_or_default()
    }

    #[test]
    fn the_line_manager_or_one_level_up() {
        let policy = ApprovalPolicy::LineManager;
        assert_eq!(asked(&policy, 1, None), [2]);
        assert_eq!(
            asked(&policy, 2, None),
            [3],
            "a manager's own request goes up"
        );
        assert_eq!(
            asked(&policy, 1, Some(2)),
            [3],
            "the manager who reports it does not decide"
        );
        assert_eq!(
            asked(&policy, 8, None),
            [3],
            "a manager who left is passed over"
        );
        assert_eq!(
            asked(&policy, 3, None),
            [9],
            "at the top the administrators are asked"
        );
        assert_eq!(asked(&policy, 5, Some(6)), [9], "a ring of managers ends");
        assert_eq!(asked(&policy, 9, None), [] as [i64; 0], "nobody is left");
    }

    fn pending(rule: ApprovalRule, approvers: &[i64], approved: &[i64]) -> Approval {
        let people = |all: &[i64]| all.iter().copied().map(PersonId).collect();
        Approval {
            rule,
            approvers: people(approvers),
            approved_by: people(approved),
            asked_back: false,
        }
    }

    #[test]
    fn whoever_stands_in_is_asked() {
        let named = |id| ApprovalPolicy::People {
            people: BTreeSet::from([PersonId(id)]),
            rule: ApprovalRule::All,
        };
        assert_eq!(asked(&named(10), 1, None), [12], "the stand-in's stand-in");
        assert_eq!(asked(&named(10), 12, None), [10], "never the requester");
        assert_eq!(asked(&named(13), 1, None), [13], "a ring of absences ends");
    }

    #[test]
    fn nobody_who_left_holds_a_request_and_nobody_approves_by_leaving() {
        let of = |approval: &Approval, from: i64, affected: i64| {
            replaced(approval, PersonId(from), (PersonId(affected), None), &Org)
                .map(|(after, to)| (after, to.into_iter().map(|p| p.0).collect::<Vec<_>>()))
        };
        let all = pending(ApprovalRule::All, &[7], &[]);
        assert_eq!(of(&all, 7, 1).unwrap().1, [3], "one level up");
        assert_eq!(of(&all, 7, 3).unwrap().1, [9], "else an administrator");
        let two = pending(ApprovalRule::All, &[2, 7], &[2]);
        let (after, to) = of(&two, 7, 3).unwrap();
        assert_eq!(to, [9]);
        assert!(
            !after.is_complete(),
            "who agreed does not stand for who left"
        );
        let away = pending(ApprovalRule::All, &[10], &[]);
        assert_eq!(of(&away, 10, 1).unwrap().1, [12]);
        assert!(
            of(&away, 10, 12).is_none(),
            "the requester stands in for nobody"
        );
        assert!(of(&pending(ApprovalRule::All, &[2], &[]), 2, 1).is_none());
        assert!(of(&pending(ApprovalRule::OneOf, &[7, 9], &[]), 7, 3).is_none());
    }

    #[test]
    fn named_people_but_never_the_requester() {
        let people = BTreeSet::from([PersonId(2), PersonId(4)]);
        let policy = ApprovalPolicy::People {
            people,
            rule: ApprovalRule::All,
        };
        assert_eq!(asked(&policy, 1, None), [2, 4]);
        assert_eq!(asked(&policy, 2, None), [3, 4]);
        assert_eq!(asked(&policy, 4, Some(2)), [3]);
        assert!(route(&ApprovalPolicy::Nobody, PersonId(1), None, &Org).is_none());
    }
}
