//! Small marks: priority, state, people.

use crate::kernel::context::{use_language, use_texts};
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::workflow::State;
use guichet_locales::words;
use leptos::prelude::*;

/// A small rising bar of four; screen readers read its name.
#[component]
pub fn PriorityBars(priority: Priority) -> impl IntoView {
    let class = match priority {
        Priority::Critical => "priority priority-critical",
        Priority::High => "priority priority-high",
        Priority::Moderate => "priority priority-moderate",
        Priority::Low => "priority priority-low",
        Priority::VeryLow => "priority priority-very-low",
    };
    let language = use_language();
    let colon = match language {
        Language::Fr => "\u{a0}:",
        Language::En => ":",
    };
    let label = format!(
        "{}{colon} {}",
        words::field(language, guichet_domain::Field::Priority),
        words::priority(language, priority)
    );
    view! {
        <span class=class role="img" aria-label=label>
            <i></i><i></i><i></i><i></i>
        </span>
    }
}

/// The state of a ticket, in a word or two.
#[component]
pub fn StateTag(
    kind: Kind,
    state: State,
    #[prop(optional_no_strip)] hold: Option<HoldReason>,
) -> impl IntoView {
    let language = use_language();
    let class = match state {
        State::New => "tag tag-new",
        State::OnHold | State::AwaitingApproval => "tag tag-waiting",
        State::Resolved
        | State::Fulfilled
        | State::Closed
        | State::Approved
        | State::RiskAccepted
        | State::Merged => "tag tag-done",
        State::Refused | State::Cancelled => "tag tag-refused",
        _ => "tag tag-active",
    };
    let mut name = words::state(language, state).to_owned();
    if kind == Kind::Request && state == State::New {
        name = words::view(language, guichet_domain::queue::query::View::ToEvaluate).to_owned();
    }
    if let Some(hold) = hold.filter(|_| state == State::OnHold) {
        name = format!("{name} {}", words::hold_reason(language, hold));
    }
    view! { <span class=class>{name}</span> }
}

/// A tag saying that the sender of the mail which a ticket was recorded from is not proven.
#[component]
pub fn ClaimedTag(claimed: bool) -> impl IntoView {
    let texts = use_texts();
    claimed.then(|| view! { <span class="tag tag-unverified">{texts.inbound.unverified}</span> })
}

/// Initials of the first and the last name.
pub fn initials(name: &str) -> String {
    let mut words = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    first
        .into_iter()
        .chain(words.next_back())
        .flat_map(char::to_uppercase)
        .collect()
}

#[component]
pub fn Avatar(#[prop(into)] name: String) -> impl IntoView {
    view! { <span class="avatar" aria-hidden="true">{initials(&name)}</span> }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_all_sorts_of_names() {
        assert_eq!(initials("Claire Dubois"), "CD");
        assert_eq!(initials("Élodie de la Tour"), "ÉT");
        assert_eq!(initials("Prince"), "P");
        assert_eq!(initials(""), "");
    }
}
