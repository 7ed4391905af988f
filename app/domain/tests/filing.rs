//! What an incident is most likely about, said a second time by its definition, and what is learnt
//! and unlearnt.
#![allow(clippy::unwrap_used)]

use guichet_domain::recurrence::filing::{FILES_ITSELF, Filing, LEARNT_MAX, SURE, Words};
use guichet_domain::recurrence::vocabulary::Vocabulary;
use guichet_domain::{CategoryId, TicketId};
use proptest::prelude::*;

/// Words that no stemmer touches.
const WORDS: [&str; 10] = [
    "blok", "grup", "zint", "murk", "dwip", "folk", "vunk", "tarq", "hirb", "jolt",
];

fn words(text: &str) -> Words {
    Words::of("", text, &Vocabulary::default())
}

/// The words without those that are said more than four times.
fn heard(said: &[&'static str]) -> Vec<&'static str> {
    let mut heard = Vec::new();
    for word in said {
        if heard.iter().filter(|other| *other == word).count() < 4 {
            heard.push(*word);
        }
    }
    heard
}

/// How little the words fit all categories but this one: complement naive Bayes, each word counted as
/// often as it is said, each count one too high.
fn fits(learnt: &[(i64, Vec<&str>)], asked: &[&str], category: i64) -> f64 {
    let elsewhere: Vec<&str> = learnt
        .iter()
        .filter(|(of, _)| *of != category)
        .flat_map(|(_, words)| words.iter().copied())
        .collect();
    let different = WORDS
        .iter()
        .filter(|word| learnt.iter().any(|(_, said)| said.contains(*word)));
    let all = elsewhere.len() as f64 + different.count() as f64;
    let known = asked
        .iter()
        .filter(|word| learnt.iter().any(|(_, said)| said.contains(*word)));
    known
        .map(|word| {
            let said = elsewhere.iter().filter(|other| *other == word).count();
            -((said as f64 + 1.0) / all).ln()
        })
        .sum()
}

fn said() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever was learnt in between and unlearnt, or learnt otherwise first.
    #[test]
    fn the_likeliest_is_the_one_of_the_definition(
        learnt in prop::collection::vec((1..5i64, said()), 2..30),
        otherwise in prop::collection::vec((1..5i64, said()), 0..30),
        asked in said(),
    ) {
        let mut filing = Filing::default();
        for (ticket, (category, text)) in (1..).zip(&otherwise) {
            filing.learn(TicketId(ticket), CategoryId(*category), &words(&text.join(" ")), true);
        }
        for (ticket, (category, text)) in (1..).zip(&learnt) {
            filing.learn(TicketId(ticket), CategoryId(*category), &words(&text.join(" ")), true);
        }
        for ticket in learnt.len()..otherwise.len() {
            filing.unlearn(TicketId(ticket as i64 + 1));
        }
        prop_assert_eq!(filing.len(), learnt.len());
        let learnt: Vec<(i64, Vec<&str>)> =
            learnt.iter().map(|(category, said)| (*category, heard(said))).collect();
        let likeliest = filing.likeliest(&words(&asked.join(" ")));
        let asked = heard(&asked);
        let found = likeliest;
        let mut categories: Vec<i64> = learnt.iter().map(|(category, _)| *category).collect();
        categories.sort_unstable();
        categories.dedup();
        let known = asked.iter().any(|word| learnt.iter().any(|(_, said)| said.contains(word)));
        if categories.len() < 2 || !known {
            prop_assert_eq!(found, None);
        } else {
            let best = categories
                .iter()
                .map(|category| fits(&learnt, &asked, *category))
                .fold(f64::MIN, f64::max);
            let found = found.unwrap().0;
            prop_assert!((fits(&learnt, &asked, found) - best).abs() < 1e-9);
        }
    }

    /// Hostile texts are read, and nothing is sure of what was never filed.
    #[test]
    fn any_text_is_read(subject in ".{0,200}", text in ".{0,6000}") {
        let one = Words::of(&subject, &text, &Vocabulary::default());
        let mut filing = Filing::default();
        filing.learn(TicketId(1), CategoryId(1), &one, true);
        filing.learn(TicketId(2), CategoryId(2), &words("blok"), true);
        prop_assert_eq!(filing.propose(&one, |_| true), None);
        filing.unlearn(TicketId(1));
        filing.unlearn(TicketId(2));
        prop_assert!(filing.is_empty());
        prop_assert_eq!(filing.likeliest(&one), None);
    }
}

const MAIL: CategoryId = CategoryId(1);
const PRINTING: CategoryId = CategoryId(2);

fn taught() -> Filing {
    let mut filing = Filing::default();
    for n in 0..40 {
        let (category, text) = match n % 2 {
            0 => (
                MAIL,
                "Outlook ne reçoit plus les messages de la boîte partagée",
            ),
            _ => (
                PRINTING,
                "L’imprimante du couloir sort des feuilles blanches",
            ),
        };
        filing.learn(TicketId(n), category, &words(text), true);
    }
    filing
}

#[test]
fn it_says_why_and_how_sure() {
    let filing = taught();
    let asked = words("Outlook : la boîte partagée ne reçoit plus rien, jusqu’au couloir");
    let proposed = filing.propose(&asked, |_| true).unwrap();
    assert_eq!(proposed.category, MAIL);
    assert!(proposed.sure >= SURE && proposed.sure <= 100);
    // Those that say most, as they are written here.
    assert_eq!(proposed.words.len(), 3);
    let text = "Outlook boîte partagée reçoit";
    assert!(
        proposed.words.iter().all(|word| text.contains(word)),
        "{proposed:?}"
    );
}

#[test]
fn where_nothing_is_sure_nothing_is_proposed() {
    let filing = taught();
    for text in ["", "Bonjour", "Écran noir", "Outlook imprimante"] {
        assert_eq!(filing.propose(&words(text), |_| true), None, "{text}");
    }
    // Of what is not in use any more, the next is no answer either.
    let asked = words("Ma boîte Outlook est vide");
    assert_eq!(filing.propose(&asked, |category| category != MAIL), None);
    // Too few were judged.
    let mut young = Filing::default();
    young.learn(TicketId(1), MAIL, &words("Outlook"), true);
    young.learn(TicketId(2), PRINTING, &words("imprimante"), true);
    assert_eq!(young.likeliest(&words("Outlook")), Some(MAIL));
    assert_eq!(young.propose(&words("Outlook"), |_| true), None);
}

#[test]
fn what_is_filed_at_random_is_proposed_for_nothing() {
    let mut filing = Filing::default();
    let mut drawn = 1u64;
    for n in 0..400 {
        drawn = drawn
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let category = CategoryId(i64::from((drawn >> 40) as u8 % 4));
        let text = format!(
            "{} {}",
            WORDS[(drawn >> 33) as usize % 10],
            WORDS[(drawn >> 50) as usize % 10]
        );
        filing.learn(TicketId(n), category, &words(&text), true);
    }
    let proposed = WORDS
        .iter()
        .filter(|word| filing.propose(&words(word), |_| true).is_some());
    assert_eq!(proposed.count(), 0);
}

#[test]
fn a_correction_is_learnt_and_the_oldest_forgotten() {
    let mut filing = taught();
    let asked = words("Ma boîte Outlook est vide");
    for n in (0..40).step_by(2) {
        let text = "Outlook ne reçoit plus les messages de la boîte partagée";
        filing.learn(TicketId(n), CategoryId(3), &words(text), true);
    }
    assert_eq!(filing.likeliest(&asked), Some(CategoryId(3)));
    for n in 0..LEARNT_MAX as i64 {
        let category = CategoryId(10 + n % 2);
        filing.learn(
            TicketId(1_000 + n),
            category,
            &words(WORDS[n as usize % 2]),
            true,
        );
    }
    assert_eq!(filing.len(), LEARNT_MAX);
    assert_eq!(filing.likeliest(&asked), None);
}

#[test]
fn what_is_done_unseen_rests_on_what_many_say() {
    let mut filing = taught();
    filing.learn(
        TicketId(100),
        MAIL,
        &words("Dupont Dupont Dupont Dupont Dupont"),
        true,
    );
    let alone = words("Dupont Dupont Dupont Dupont Dupont Dupont Dupont Dupont");
    assert_eq!(filing.likeliest(&alone), Some(MAIL));
    assert_eq!(filing.propose_unseen(&alone, |_| true), None);
    // Nor by two words that many say, however often they are said here.
    let two = words("Outlook boîte Outlook boîte Outlook boîte Outlook boîte");
    assert_eq!(filing.propose_unseen(&two, |_| true), None);
    let many = words("La boîte partagée de mon Outlook");
    let unseen = filing.propose_unseen(&many, |_| true).unwrap();
    assert_eq!(unseen.category, MAIL);
    assert!(unseen.sure >= FILES_ITSELF);
}

#[test]
fn an_incident_is_judged_once_and_never_by_what_it_was_filed_by() {
    let mut filing = Filing::default();
    let outlook = words("Outlook vide");
    for _ in 0..100 {
        filing.learn(TicketId(1), MAIL, &outlook, true);
        filing.learn(TicketId(2), PRINTING, &words("imprimante"), true);
    }
    for n in 3..100 {
        filing.learn(TicketId(n), MAIL, &outlook, false);
    }
    assert_eq!(filing.likeliest(&outlook), Some(MAIL));
    assert_eq!(filing.propose(&outlook, |_| true), None);
}
