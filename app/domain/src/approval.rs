//! Whose approval a request wants.

use crate::ids::*;
use crate::ticket::ApprovalRule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a catalogue item says about approval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum ApprovalPolicy {
    #[default]
    Nobody,
    /// The affected user's.
    LineManager,
    People {
        people: BTreeSet<PersonId>,
        rule: ApprovalRule,
    },
}

/// The people who are asked, and how many of them must agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    pub rule: ApprovalRule,
    pub approvers: BTreeSet<PersonId>,
}

/// The organisation as approval needs it.
pub trait Organisation {
    /// Who answers for this person; nobody at the top.
    fn line_manager(&self, person: PersonId) -> Option<PersonId>;
    fn administrators(&self) -> BTreeSet<PersonId>;
    /// Can still sign in and decide.
    fn is_active(&self, person: PersonId) -> bool;
}

/// Levels of the hierarchy that are climbed at most, so that a ring of managers ends.
const LEVELS: usize = 32;

/// Who is asked about a request of `affected`, told by `reporter`. Nobody decides what they ask
/// for or benefit from: then one level up, else the administrators. `None` where nobody is asked.
///
/// The set is empty when not even an administrator is left to ask.
pub fn route(
    policy: &ApprovalPolicy,
    affected: PersonId,
    reporter: Option<PersonId>,
    organisation: &impl Organisation,
) -> Option<Route> {
    let involved = |person: PersonId| person == affected || Some(person) == reporter;
    let fit = |person: PersonId| !involved(person) && organisation.is_active(person);
    let climb = |person: PersonId| {
        let mut at = person;
        for _ in 0..LEVELS {
            match organisation.line_manager(at) {
                Some(manager) if fit(manager) => return Some(manager),
                Some(manager) => at = manager,
                None => return None,
            }
        }
        None
    };
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
    Some(Route { rule, approvers })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 is led by 2, 2 by 3; 9 administers; 7 has left.
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
