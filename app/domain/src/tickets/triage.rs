//! Questions that users answer about an incident in everyday words, and the impact and urgency that
//! each answer proposes.

use crate::kernel::priority::{Impact, Urgency};

macro_rules! answers {
    ($(#[$doc:meta])* $name:ident -> $scale:ident { $($(#[$about:meta])* $answer:ident = $word:literal => $level:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$about])* $answer),+ }

        impl $name {
            /// All answers, in the order in which the question offers them.
            pub const ALL: &'static [Self] = &[$(Self::$answer),+];

            /// Returns the value of the answer in a form.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$answer => $word),+ }
            }

            /// Returns the answer with that value in a form; `None` if there is none.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|answer| answer.name() == name)
            }

            /// Returns what the answer proposes until an agent categorises the ticket.
            pub const fn proposes(self) -> $scale {
                match self { $(Self::$answer => $scale::$level),+ }
            }
        }
    };
}

answers! {
    /// Answer to what the incident does to the user's work.
    Effect -> Urgency {
        /// The user cannot work.
        Blocked = "blocked" => High,
        /// The user can work, with difficulty.
        Hampered = "hampered" => Medium,
        /// It is annoying, but the user can work.
        Annoyed = "annoyed" => Low,
    }
}

answers! {
    /// Answer to whom the incident concerns.
    Reach -> Impact {
        /// Only the user.
        Me = "me" => Low,
        /// The user's team.
        Team = "team" => Medium,
        /// A whole site.
        Site = "site" => High,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_blocked_is_more_urgent_and_more_people_are_more_impact() {
        let urgencies: Vec<Urgency> = Effect::ALL.iter().map(|e| e.proposes()).collect();
        assert_eq!(urgencies, [Urgency::High, Urgency::Medium, Urgency::Low]);
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
