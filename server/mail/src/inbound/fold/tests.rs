//! Texts as mail programs and people write them.

use super::*;

std::thread_local! {
    /// How often a line was looked at.
    pub static LOOKS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[test]
fn each_line_is_looked_at_so_often_however_many_there_are() {
    for piece in [
        ">\n",
        "> a\nb\n",
        "> a\n\n\n\n\n",
        "Le 3\n",
        "Le 3 mars, Nadia a écrit :\n",
        "Le 3 mars, Nadia a écrit :\n>\n",
        "De : x\n",
        "______\n",
        "______\n\n\n\n",
        "______\nDe : x\n\nÀ : y\n",
        "-- \n",
        "mot\n",
    ] {
        for times in [100, 1_000, 10_000] {
            let text = piece.repeat(times);
            LOOKS.with(|looks| looks.set(0));
            fold(&text);
            let (looks, lines) = (LOOKS.with(std::cell::Cell::get), text.lines().count());
            assert!(
                looks <= lines * 20 + 20,
                "{piece:?}: {lines} lines, {looks} looks"
            );
        }
    }
}

fn said(text: &str) -> (String, bool) {
    let folded = fold(text);
    (folded.said, !folded.folded.is_empty())
}

#[test]
fn what_programs_put_before_a_quote() {
    let quotes = [
        "Le lun. 3 mars 2026 à 09:12, Nadia Benali <desk@exemple.fr> a écrit :\n> Bonjour\n> encore",
        "Le lun. 3 mars 2026 à 09:12, Nadia Benali\n<desk@exemple.fr> a écrit\u{a0}:\n\n> Bonjour",
        "On Mon, Mar 3, 2026 at 9:12 AM Nadia Benali <desk@exemple.fr> wrote:\n\n> Hello",
        "Le 03/03/2026 à 09:12, Nadia Benali a écrit :\n> Bonjour\n>> plus ancien\n",
        "-----Message d'origine-----\nDe : Nadia\nEnvoyé : lundi\nBonjour",
        "-----Original Message-----\nFrom: Nadia\nHello",
        "________________________________\nDe : Nadia Benali <desk@exemple.fr>\nEnvoyé : lundi 3 mars 2026 09:12\nÀ : Claire\nObjet : [INC-12] Word\n\nBonjour",
        "**De :** Nadia Benali\n**Envoyé :** lundi 3 mars 2026\n**À :** Claire\n**Objet :** Word\n\nBonjour",
        "From: Nadia\nSent: Monday\nTo: Claire\nSubject: Word\n\nHello",
        "> Bonjour\n> encore",
        "-- \nClaire Dubois\nComptabilité",
        "--\nClaire Dubois",
        "Envoyé de mon iPhone",
        "Envoyé de mon iPhone\n\n> Le 3 mars 2026 à 09:12, Nadia <d@e.fr> a écrit :\n>\n> Bonjour",
        "Sent from my iPhone",
        "Télécharger Outlook pour Android",
        "Get [Outlook for iOS](https://aka.ms/o0ukef)",
    ];
    for quote in quotes {
        let text = format!("C’est toujours en panne.\n\n{quote}");
        let folded = fold(&text);
        assert_eq!(folded.said, "C’est toujours en panne.", "{quote}");
        assert_eq!(folded.folded, quote.trim(), "{quote}");
    }
}

#[test]
fn nothing_is_lost() {
    let text = "Oui.\n\nLe 3 mars, Nadia a écrit :\n> Toujours ?\n-- \nClaire";
    let folded = fold(text);
    for word in ["Oui.", "Nadia", "Toujours", "Claire"] {
        assert!(format!("{}\n{}", folded.said, folded.folded).contains(word));
    }
}

#[test]
fn an_answer_between_the_lines_keeps_them() {
    let text = "Le 3 mars, Nadia a écrit :\n> Quelle version ?\nLa 16.\n> Depuis quand ?\nHier.";
    assert_eq!(said(text), (text.to_owned(), false));
}

#[test]
fn an_answer_below_the_quote_comes_first() {
    let (said, folded) = said("Le 3 mars, Nadia a écrit :\n> Quelle version ?\n\nLa 16.");
    assert_eq!((said.as_str(), folded), ("La 16.", true));
}

#[test]
fn what_was_only_passed_on_stays() {
    for text in [
        "-----Message d'origine-----\nDe : banque\nVotre accès est coupé.",
        "> seulement une citation",
        "De : x\nEnvoyé : y\nÀ : z\nObjet : w\n\nVotre accès est coupé.",
        "Voyez ceci :\n\n---------- Forwarded message ---------\nDe : x\nDate : y\nObjet : w\n\nVotre accès",
    ] {
        assert!(!said(text).1, "{text}");
    }
}

#[test]
fn ordinary_sentences_are_no_headers() {
    for text in [
        "Le problème : rien ne marche.\nÀ voir : l’écran.",
        "De : moi\nBonjour",
        "Bonjour,\nLe chef a écrit :\nvenez demain, et prenez le dossier.\nMerci",
        "a -- b\nc",
    ] {
        assert_eq!(said(text), (text.to_owned(), false));
    }
}
