//! What users say of an incident in words of their own, and what the desk makes of it.

use crate::kernel::priority::{Impact, Urgency};

macro_rules! answers {
    ($(#[$doc:meta])* $name:ident -> $scale:ident { $($answer:ident = $word:literal => $level:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($answer),+ }

        impl $name {
            /// As the question offers them.
            pub const ALL: &'static [Self] = &[$(Self::$answer),+];

            /// As it stands in a form.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$answer => $word),+ }
            }

            /// From a form; nothing where it is no such answer.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|answer| answer.name() == name)
            }

            /// What it proposes until somebody categorises the ticket.
            pub const fn proposes(self) -> $scale {
                match self { $(Self::$answer => $scale::$level),+ }
            }
        }
    };
}

answers! {
    /// What it does to the person's work.
    Effect -> Urgency {
        Blocked = "blocked" => High,
        Hampered = "hampered" => Medium,
    }
}

answers! {
    /// Whom it concerns.
    Reach -> Impact {
        Me = "me" => Low,
        Team = "team" => Medium,
        Site = "site" => High,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_blocked_is_more_urgent_and_more_people_are_more_impact() {
        let urgencies: Vec<Urgency> = Effect::ALL.iter().map(|e| e.proposes()).collect();
        assert_eq!(urgencies, [Urgency::High, Urgency::Medium]);
        let impacts: Vec<Impact> = Reach::ALL.iter().map(|s| s.proposes()).collect();
        assert_eq!(impacts, [Impact::Low, Impact::Medium, Impact::High]);
    }

    #[test]
    fn answers_read_back_and_nothing_else_does() {
        for effect in Effect::ALL {
            assert_eq!(Effect::from_name(effect.name()), Some(*effect));
        }
        for scope in Reach::ALL {
            assert_eq!(Reach::from_name(scope.name()), Some(*scope));
        }
        assert_eq!(Effect::from_name("Blocked"), None);
        assert_eq!(Reach::from_name(""), None);
    }
}
