//! Incidents that are like another: what is found, said a second time by its definition, and what
//! people write when the same thing happens to them.

use guichet_domain::knowledge::index::synonyms::Synonyms;
use guichet_domain::recurrence::recent::{Compared, LEAST, Recent, SHOWN};
use guichet_domain::recurrence::signs::Signs;
use guichet_domain::recurrence::vocabulary::Vocabulary;
use guichet_domain::{ServiceId, TicketId, Timestamp};
use proptest::prelude::*;

/// Words that no stemmer touches.
const WORDS: [&str; 14] = [
    "blok", "grup", "zint", "murk", "dwip", "folk", "vunk", "tarq", "hirb", "jolt", "kemp", "plox",
    "drum", "wisk",
];

fn incident(ticket: i64, subject: &str) -> Compared {
    told(ticket, subject, "")
}

fn told(ticket: i64, subject: &str, text: &str) -> Compared {
    Compared {
        ticket: TicketId(ticket),
        at: Timestamp(ticket),
        service: None,
        signs: Signs::of(subject, text, &vocabulary()),
    }
}

fn vocabulary() -> Vocabulary {
    Vocabulary::of(&Synonyms::parse(
        "mot de passe = mdp = password\nplanter = plante = crash = se ferme\nlent = rame = slow",
    ))
}

/// How alike two incidents are whose words each stand once in the subject: by what each word says,
/// the cosine of the angle between them.
fn by_definition(all: &[(i64, Vec<&str>, Option<i64>)], one: usize, other: usize) -> u16 {
    let says = |word: &str| {
        let have = all
            .iter()
            .filter(|(_, words, _)| words.contains(&word))
            .count();
        (1.0 + (all.len() as f64 + 200.0) / (have as f64 + 2.0))
            .ln()
            .powi(2)
    };
    let (mine, theirs) = (&all[one], &all[other]);
    let common: Vec<&&str> = mine
        .1
        .iter()
        .filter(|word| theirs.1.contains(word))
        .collect();
    if common.len() < 2 {
        return 0;
    }
    let sum = |words: &[&str]| words.iter().map(|word| says(word)).sum::<f64>();
    let common: f64 = common.iter().map(|word| says(word)).sum();
    let service = match (mine.2, theirs.2) {
        (Some(a), Some(b)) if a == b => 1.15,
        (Some(_), Some(_)) => 0.7,
        _ => 1.0,
    };
    let cosine = common / (sum(&mine.1) * sum(&theirs.1)).sqrt();
    (1000.0 * (cosine * service).min(1.0)).round() as u16
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever there is, in whatever order it came, and whether or not others were taken out.
    #[test]
    fn the_most_similar_are_found(
        texts in prop::collection::vec(
            (prop::sample::subsequence(&WORDS[..], 1..6), prop::option::of(1..3i64)),
            2..40,
        ),
        taken_out in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let all: Vec<(i64, Vec<&str>, Option<i64>)> = (1..)
            .zip(texts)
            .map(|(id, (words, service))| (id, words, service))
            .collect();
        let compared = |(id, words, service): &(i64, Vec<&str>, Option<i64>)| Compared {
            service: service.map(ServiceId),
            ..incident(*id, &words.join(" "))
        };
        let mut recent = Recent::default();
        // Said otherwise first, and then as it is.
        for one in &all {
            recent.put(&incident(one.0, "quelque chose"));
        }
        for one in &all {
            recent.remove(TicketId(one.0));
        }
        for one in all.iter().rev() {
            recent.put(&compared(one));
        }
        let gone: Vec<i64> = taken_out.iter().map(|at| all[at.index(all.len())].0).collect();
        let before = recent.similar(&compared(&all[0]));
        let mut expected: Vec<(u16, i64)> = (1..all.len())
            .map(|other| (by_definition(&all, 0, other), all[other].0))
            .filter(|(score, _)| *score >= LEAST)
            .collect();
        expected.sort_by(|a, b| b.cmp(a));
        expected.truncate(SHOWN);
        // By rounding, two that are as similar as each other may change places.
        prop_assert_eq!(before.len(), expected.len());
        for (found, (score, _)) in before.iter().zip(&expected) {
            prop_assert!(found.score.abs_diff(*score) <= 1, "{:?} {:?}", before, expected);
        }
        for id in &gone {
            recent.remove(TicketId(*id));
        }
        let left = recent.similar(&compared(&all[0]));
        prop_assert!(left.iter().all(|one| !gone.contains(&one.ticket.0)));
        prop_assert!(left.iter().all(|one| one.ticket.0 != all[0].0));
    }

    /// Hostile texts cost what they weigh, and say something or nothing.
    #[test]
    fn any_text_is_read(subject in ".{0,200}", text in ".{0,3000}") {
        let one = told(1, &subject, &text);
        let mut recent = Recent::default();
        recent.put(&one);
        prop_assert!(recent.similar(&one).is_empty());
        let twin = Compared { ticket: TicketId(2), ..one.clone() };
        for found in recent.similar(&twin) {
            prop_assert_eq!(found.ticket, TicketId(1));
        }
    }
}

fn finds(reports: &[&str], report: &str) -> Vec<i64> {
    let mut recent = Recent::default();
    for (id, report) in (1..).zip(reports) {
        recent.put(&incident(id, report));
    }
    let similar = recent.similar(&incident(1_000, report));
    similar.into_iter().map(|one| one.ticket.0).collect()
}

const REPORTS: [&str; 10] = [
    "Word se ferme à l'ouverture d'un document",
    "Imprimante du 3e étage hors ligne",
    "Mot de passe oublié",
    "Accès au partage compta refusé",
    "Écran noir au démarrage du PC-0231",
    "Le VPN coupe toutes les dix minutes",
    "Excel est très lent depuis la mise à jour",
    "Impossible d'envoyer des mails avec pièces jointes",
    "Badge d'entrée refusé",
    "Code 0x80070005 à l'installation",
];

#[test]
fn the_same_in_other_words_is_found() {
    assert_eq!(
        finds(&REPORTS, "Word plante dès que j'ouvre un document"),
        [1]
    );
    assert_eq!(
        finds(&REPORTS, "L'imprimante de l'étage est hors ligne"),
        [2]
    );
    assert_eq!(finds(&REPORTS, "VPN : coupures toutes les minutes"), [6]);
    assert_eq!(
        finds(&REPORTS, "Excel rame depuis la mise à jour de ce matin"),
        [7]
    );
    assert_eq!(finds(&REPORTS, "Ne démarre plus, PC-0231"), [5]);
    let code = "Mise à jour refusée avec 0X80070005 au bureau";
    assert_eq!(finds(&REPORTS, code).first(), Some(&10));
}

#[test]
fn what_only_sounds_alike_is_not() {
    for report in [
        "Word demande une licence",
        "Nouvelle imprimante pour la compta",
        "Bonjour, rien ne fonctionne depuis ce matin, merci de votre aide",
        "Help please, it does not work",
        "Badge oublié",
        "",
        "?",
    ] {
        assert_eq!(finds(&REPORTS, report), [0i64; 0], "{report}");
    }
}

#[test]
fn codes_and_machines_weigh_most() {
    let reports = [
        "Erreur 691 à la connexion VPN du soir",
        "Connexion VPN lente le soir",
    ];
    assert_eq!(
        finds(&reports, "Connexion VPN du soir : erreur 691").first(),
        Some(&1)
    );
    let signs = |text: &str| Signs::of(text, "", &vocabulary());
    let shared = |a: &str, b: &str| signs(a).shared(&signs(b), |_| 1.0);
    for (mark, other) in [
        ("ERR_NAME_NOT_RESOLVED", "ERR_NAME_NOT_RESOLVED"),
        ("KB5034441", "kb5034441"),
        ("ORA-12541", "ora-12541"),
        ("srv-app-01", "SRV-APP-01"),
        ("0xC0000022", "0Xc0000022"),
    ] {
        let theirs = format!("{other}, page blanche.");
        assert_eq!(shared(&format!("Page blanche ({mark})"), &theirs)[0], mark);
    }
    // Numbers that are no codes: times, dates, telephones, prices.
    for number in ["10h30", "2026-11-28", "0612345678", "150"] {
        assert!(shared(number, number).len() <= 1, "{number}");
        assert!(
            finds(
                &[&format!("le {number} au bureau")],
                &format!("demain {number}")
            )
            .is_empty()
        );
    }
}

#[test]
fn why_is_said_in_the_words_of_the_one_who_asks() {
    let signs = |text: &str| Signs::of(text, "", &vocabulary());
    let mine = signs("Word plante à l'ouverture");
    let theirs = signs("Word se ferme quand on l'ouvre, ouverture impossible");
    assert_eq!(
        mine.shared(&theirs, |_| 1.0),
        ["Word", "plante", "ouverture"]
    );
}

#[test]
fn the_oldest_make_room_and_all_others_are_found() {
    let mut recent = Recent::default();
    for id in 1..=10_000 {
        recent.put(&incident(
            id,
            &format!("Station STA-{id:05} muette au dépôt"),
        ));
    }
    for id in [1, 4_097, 5_000, 10_000] {
        let again = incident(20_000, &format!("STA-{id:05} ne répond pas"));
        assert_eq!(recent.similar(&again)[0].ticket, TicketId(id));
    }
    recent.forget_before(Timestamp(5_000));
    assert_eq!(recent.len(), 5_001);
    let again = incident(20_000, "STA-04097 ne répond pas");
    assert!(recent.similar(&again).is_empty());
    let again = incident(20_000, "STA-05000 ne répond pas");
    assert_eq!(recent.similar(&again)[0].ticket, TicketId(5_000));
}

#[test]
fn a_word_that_is_said_again_and_again_weighs_no_more_than_a_code() {
    let signs = |subject: &str, text: &str| Signs::of(subject, text, &vocabulary());
    let often = "souris ".repeat(40);
    let mine = signs("Clavier muet", &format!("{often} KB5034441"));
    let theirs = signs("Clavier muet", &format!("{often} KB5034441"));
    let shared = mine.shared(&theirs, |_| 1.0);
    assert_eq!(shared[0], "KB5034441");
    assert_eq!(shared.last().map(String::as_str), Some("souris"));
}

#[test]
fn the_newest_stay_where_there_is_no_room() {
    let mut recent = Recent::keeping(10);
    for id in 1..=25 {
        recent.put(&incident(
            id,
            &format!("Station STA-{id:05} muette au dépôt"),
        ));
        assert!(recent.len() <= 10);
    }
    let again = |id: i64| recent.similar(&incident(99, &format!("STA-{id:05} ne répond pas")));
    assert_eq!(again(25)[0].ticket, TicketId(25));
    assert_eq!(again(16)[0].ticket, TicketId(16));
    assert!(again(15).is_empty());
}

#[test]
fn what_was_taken_out_is_in_nobody_s_way() {
    let mut recent = Recent::default();
    for id in 1..=200 {
        recent.put(&incident(id, "blok grup zint murk"));
    }
    recent.put(&incident(500, "blok grup zint dwip"));
    for id in 1..=200 {
        recent.remove(TicketId(id));
    }
    let found = recent.similar(&incident(1_000, "blok grup zint murk"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].ticket, TicketId(500));
}
