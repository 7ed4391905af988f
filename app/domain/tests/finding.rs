//! What an index of articles finds, and what it says where several could be meant.
#![allow(clippy::unwrap_used)]

use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::index::synonyms::Synonyms;
use guichet_domain::knowledge::index::{Analysed, Index, Source, build};
use guichet_domain::{ArticleId, ServiceId};
use proptest::prelude::*;

/// Title, keywords, symptom and body.
type Words = (&'static str, &'static str, &'static str, &'static str);

const ARTICLES: [Words; 9] = [
    (
        "Word se ferme à l’ouverture d’un document",
        "plantage, crash",
        "Word s’ouvre puis se ferme dès qu’on ouvre un fichier.",
        "Un complément est en cause. Démarrez Word en mode sans échec et désactivez les compléments.",
    ),
    (
        "Changer son mot de passe",
        "expiré, oublié",
        "Le mot de passe a expiré, ou vous l’avez oublié.",
        "Ouvrez le portail des comptes. Choisissez un mot de passe de douze caractères.",
    ),
    (
        "Se connecter au Wi-Fi des visiteurs",
        "invité, réseau sans fil",
        "Un visiteur n’a pas accès à Internet.",
        "Demandez un code à l’accueil, puis choisissez le réseau Visiteurs.",
    ),
    (
        "L’imprimante n’imprime plus",
        "bourrage, papier",
        "Les impressions restent en attente.",
        "Videz la file d’attente, puis redémarrez l’imprimante. Vérifiez le papier.",
    ),
    (
        "Le VPN se déconnecte",
        "télétravail, accès distant",
        "La connexion se coupe toutes les dix minutes.",
        "Mettez à jour le client, puis choisissez l’autre passerelle. Votre mot de passe reste le même.",
    ),
    (
        "Ajouter une signature à ses e-mails",
        "Outlook, messagerie",
        "Comment ajouter une signature ?",
        "Dans Outlook, ouvrez les options du courrier, puis Signatures.",
    ),
    (
        "Récupérer un fichier supprimé",
        "restaurer, sauvegarde",
        "Un fichier a été effacé par erreur.",
        "Ouvrez les versions précédentes du dossier, puis choisissez une date.",
    ),
    (
        "Excel : un classeur partagé est verrouillé",
        "lecture seule",
        "Le fichier s’ouvre en lecture seule.",
        "Demandez à la personne indiquée de fermer le classeur.",
    ),
    (
        "Signaler un message suspect",
        "hameçonnage, phishing",
        "Vous avez reçu un message qui demande votre code ou votre mot de passe.",
        "N’ouvrez rien. Transférez le message à la sécurité.",
    ),
];

fn source(place: usize) -> Source<'static> {
    let (title, keywords, symptom, body) = ARTICLES[place];
    Source {
        article: ArticleId(place as i64 + 1),
        title,
        keywords,
        symptom,
        body,
        ..Source::default()
    }
}

fn index(sources: &[Source<'_>], synonyms: &str) -> Index {
    let analysed: Vec<Analysed> = sources.iter().map(Analysed::of).collect();
    let all: Vec<&Analysed> = analysed.iter().collect();
    let bytes = build(&all, &Synonyms::parse(synonyms), Language::Fr);
    Index::read(&bytes).unwrap()
}

fn all(synonyms: &str) -> Index {
    let sources: Vec<_> = (0..ARTICLES.len()).map(source).collect();
    index(&sources, synonyms)
}

fn first(index: &Index, question: &str) -> Option<i64> {
    let hits = index.search(question, None, 3);
    Some(hits.first()?.article.0)
}

#[test]
fn people_find_it_in_their_own_words() {
    let index = all("mot de passe = password = mdp\nréseau sans fil = wlan");
    for (question, article) in [
        ("word se ferme qd jouvre un fichier", 1),
        ("Word ne marche pas", 1),
        (
            "Bonjour, depuis ce matin Word plante, merci de faire quelque chose",
            1,
        ),
        ("mon mdp a expiré", 2),
        ("PASSWORD oublié", 2),
        ("mots de passe oubliés", 2),
        ("wifi visiteur ", 3),
        ("wi fi invités", 3),
        ("WLAN", 3),
        ("imprimantes", 4),
        ("limprimante est bloquée, bourage papier", 4),
        ("deconnexion vpn", 5),
        ("teletravial", 5),
        ("signature email", 6),
        ("signature e-mail outlok", 6),
        ("restaurer fichiers effacés", 7),
        ("classeurpartagé", 8),
        ("phising", 9),
    ] {
        assert_eq!(first(&index, question), Some(article), "{question}");
    }
    for question in ["", " ", "?!", "zzzzzzzz", "de la", "\u{0}\u{ffff}"] {
        let found = index.search(question, None, 3);
        assert!(found.len() <= 3, "{question}: {found:?}");
    }
    assert_eq!(first(&index, "zzzzzzzz"), None);
}

#[test]
fn it_is_there_before_the_word_is_finished() {
    let index = all("");
    for (typed, article) in [
        ("imp", 4),
        ("télét", 5),
        ("phis", 9),
        ("Word se fer", 1),
        ("excl", 8),
    ] {
        let hits = index.search(typed, None, 3);
        let found = hits.iter().any(|hit| hit.article.0 == article);
        // Four letters are too few to forgive one.
        assert_eq!(found, typed != "excl", "{typed}: {hits:?}");
    }
    // A space ends the word.
    assert_eq!(first(&index, "imp "), None);
}

#[test]
fn synonyms_take_effect_where_the_articles_do_not_know_the_word() {
    assert_eq!(first(&all(""), "kennwort "), None);
    assert_eq!(first(&all("mot de passe = Kennwort"), "kennwort "), Some(2));
    // One line is no group, nor is a phrase that no article has an answer.
    assert_eq!(
        first(&all("kennwort\nkennwort = geheimnis"), "kennwort "),
        None
    );
}

#[test]
fn the_service_of_the_form_decides_between_two_that_answer_as_well() {
    let service = |n| Some(ServiceId(n));
    let sources = [(1, 7), (2, 8)].map(|(article, of)| Source {
        article: ArticleId(article),
        service: service(of),
        title: "Accès refusé",
        ..Source::default()
    });
    let index = index(&sources, "");
    let first = |of| index.search("accès refusé", of, 1)[0].article.0;
    assert_eq!(
        [first(None), first(service(7)), first(service(8))],
        [1, 1, 2]
    );
}

#[test]
fn what_readers_found_useful_comes_first_and_their_language_too() {
    let at = |article, usefulness, language| Source {
        article: ArticleId(article),
        usefulness,
        language,
        title: "Installer Firefox",
        ..Source::default()
    };
    let first = |sources: &[Source<'_>]| index(sources, "").search("firefox", None, 1)[0].article.0;
    assert_eq!(first(&[at(1, 0, Language::Fr), at(2, 9, Language::Fr)]), 2);
    assert_eq!(first(&[at(1, 3, Language::En), at(2, 0, Language::Fr)]), 2);
}

/// A word of five letters or more, and the same with a mistake.
fn mistaken() -> impl Strategy<Value = (String, String)> {
    let word = prop::sample::select(vec![
        "ferme",
        "document",
        "visiteurs",
        "imprimante",
        "signature",
        "classeur",
        "suspect",
        "deconnecte",
        "recuperer",
        "supprime",
        "message",
    ]);
    (word, 0_usize..4, 0_usize..32, prop::char::range('a', 'z')).prop_map(
        |(word, sort, at, letter)| {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % (letters.len() - 1);
            match sort {
                0 => letters.swap(at, at + 1),
                1 => letters[at] = letter,
                2 => letters.insert(at, letter),
                // Five letters are left.
                _ if letters.len() > 5 => drop(letters.remove(at)),
                _ => {}
            }
            (word.to_owned(), letters.into_iter().collect())
        },
    )
}

proptest! {
    /// One mistake in a word is forgiven: what the right word finds is found, unless the wrong one
    /// is a word of its own.
    #[test]
    fn a_mistake_is_forgiven((right, wrong) in mistaken()) {
        let index = all("");
        let found = |word: &str| -> Vec<i64> {
            let question = format!("{word} ");
            index.search(&question, None, 9).iter().map(|hit| hit.article.0).collect()
        };
        let (right, wrong) = (found(&right), found(&wrong));
        prop_assert!(right.iter().any(|article| wrong.contains(article)), "{right:?} {wrong:?}");
    }

    /// Whatever somebody asks is answered, and the best come first.
    #[test]
    fn any_question_is_answered(question in "\\PC{0,60}", most in 0_usize..5) {
        let hits = all("a = b = mot de passe").search(&question, None, most);
        prop_assert!(hits.len() <= most);
        prop_assert!(hits.is_sorted_by(|one, other| one.score >= other.score));
        prop_assert!(hits.iter().all(|hit| hit.score > 0.0 && (0.0..=1.001).contains(&hit.coverage)));
    }

    /// An article is found by each word of its title, whatever else there is, but for what says
    /// nothing.
    #[test]
    fn each_word_of_a_title_finds_it(place in 0..ARTICLES.len()) {
        let index = all("");
        let title = ARTICLES[place].0;
        let words = title.split(|c: char| !c.is_alphanumeric() && c != '-');
        for word in words.filter(|word| word.chars().count() > 3 && *word != "plus") {
            let hits = index.search(word, None, ARTICLES.len());
            prop_assert!(hits.iter().any(|hit| hit.article.0 == place as i64 + 1), "{word}");
        }
    }
}
