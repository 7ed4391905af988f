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
        "--\n",
        "--\nmot\n",
        "Sent from my phone\n",
        "Sent from my phone\n\nmot\n",
        "______\n",
        "______\n\n\n\n",
        "______\nDe : x\n\nÀ : y\n",
        "-- \n",
        "mot\n",
    ] {
        for times in [100, 1_000, 10_000] {
            let text = piece.repeat(times);
            LOOKS.with(|looks| looks.set(0));
            fold(&text, "");
            let (looks, lines) = (LOOKS.with(std::cell::Cell::get), text.lines().count());
            assert!(
                looks <= lines * 60 + 60,
                "{piece:?}: {lines} lines, {looks} looks"
            );
        }
    }
}

fn said(text: &str) -> (String, bool) {
    let folded = fold(text, "");
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
        let folded = fold(&text, "");
        assert_eq!(folded.said, "C’est toujours en panne.", "{quote}");
        assert_eq!(folded.folded, quote.trim(), "{quote}");
    }
}

#[test]
fn nothing_is_lost() {
    let text = "Oui.\n\nLe 3 mars, Nadia a écrit :\n> Toujours ?\n-- \nClaire";
    let folded = fold(text, "");
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

#[test]
fn attributions_in_other_languages() {
    for quote in [
        "Am 03.03.2026 um 09:12 schrieb Nadia Benali:\n> Hallo",
        "Am Di., 3. März 2026 um 09:12 Uhr schrieb Nadia Benali <d@e.fr>:\n\n> Hallo",
        "El mar, 3 mar 2026 a las 9:12, Nadia Benali (<d@e.fr>) escribió:\n> Hola",
        "Il giorno mar 3 mar 2026 alle ore 09:12 Nadia Benali\n<d@e.fr> ha scritto:\n> Ciao",
        "Op di 3 mrt 2026 om 09:12 schreef Nadia Benali <d@e.fr>:\n> Hallo",
        "Op 3 mrt. 2026, om 09:12 heeft Nadia Benali <d@e.fr> het volgende geschreven:\n\n> Hallo",
        "Em ter., 3 de mar. de 2026 às 09:12, Nadia <d@e.fr> escreveu:\n> Olá",
        "-----Ursprüngliche Nachricht-----\nVon: Nadia\nHallo",
        "Von: Nadia\nGesendet: Dienstag\nAn: Claire\nBetreff: Word\n\nHallo",
        "De: Nadia\nEnviado el: martes\nPara: Claire\nAsunto: Word\n\nHola",
        "Da: Nadia\nInviato: martedì\nA: Claire\nOggetto: Word\n\nCiao",
        "Van: Nadia\nVerzonden: dinsdag\nAan: Claire\nOnderwerp: Word\n\nHallo",
    ] {
        let folded = fold(&format!("Noch kaputt.\n\n{quote}"), "AW: Word");
        assert_eq!(
            (folded.said.as_str(), folded.folded.as_str()),
            ("Noch kaputt.", quote)
        );
    }
}

#[test]
fn what_was_forwarded_is_content() {
    let outlook = "De : Fournisseur <noc@f.example>\nEnvoyé : jeudi 26 novembre 2026 09:12\n\
        À : Claire Dubois\nObjet : Coupure\n\nLe lien 4021 est coupé depuis 08:55.\n\n\
        Le 3 mars, Nadia a écrit :\n> avant";
    let apple = "Début du message transféré :\n\n> De: Fournisseur <noc@f.example>\n> Objet: Coupure\n\
        > Date: 26 novembre 2026\n> \n> Le lien 4021 est coupé.";
    for subject in [
        "TR: Coupure",
        "FW: Coupure",
        "Fwd: Coupure",
        "WG: Coupure",
        "RV: Coupure",
        "TR\u{a0}: x",
    ] {
        let text = format!("Bonjour, pouvez-vous regarder ? Merci\n\n{outlook}");
        let folded = fold(&text, subject);
        assert_eq!(
            (folded.said, folded.folded),
            (text, String::new()),
            "{subject}"
        );
    }
    // Nothing stands before it, or its program says so, whatever the subject.
    for text in [
        outlook.to_owned(),
        apple.to_owned(),
        format!("Pour vous.\n\n{apple}"),
    ] {
        assert_eq!(said_of(&text, "Coupure"), (text.clone(), false));
    }
    let quoted = "Que dois-je répondre ?\n\n> Début du message transféré :\n>\n> De: Paul\n> Objet: Port\n>\n> Ouvrez le port.";
    assert_eq!(said_of(quoted, "Port"), (quoted.to_owned(), false));
    let answered = format!("Oui.\n\nLe 3 mars, Nadia a écrit :\n{quoted}");
    assert_eq!(
        said_of(
            &answered.replace("Que dois-je répondre ?\n\n", ""),
            "Re: Port"
        )
        .0,
        "Oui."
    );
    // A signature above it is folded alone.
    let folded = fold(
        &format!("Pour vous.\n\nEnvoyé de mon iPhone\n\n{apple}"),
        "Fwd: x",
    );
    assert_eq!(folded.said, format!("Pour vous.\n\n{apple}"));
    assert_eq!(folded.folded, "Envoyé de mon iPhone");
    // An answer is an answer, to something that was forwarded too.
    let folded = fold(&format!("Oui.\n\n{outlook}"), "RE: TR: Coupure");
    assert_eq!(folded.said, "Oui.");
}

fn said_of(text: &str, subject: &str) -> (String, bool) {
    let folded = fold(text, subject);
    (folded.said, !folded.folded.is_empty())
}

#[test]
fn what_goes_on_is_no_signature() {
    for text in [
        "Bonjour,\nEnvoyé depuis le scanner du 2e étage, le document n'arrive jamais.\n\
         Depuis celui du 3e il arrive. Erreur 4021.\nMerci",
        "Bonjour,\nle mail n’arrive pas.\nSent from the scanner on floor two, it never comes.",
        "Envoyé depuis le scanner\nIl est toujours en panne.",
        "Le message :\n--\nErreur 4021, le poste redémarre.\n--\nMerci de regarder.",
        "Le message :\n--\nErreur 4021 : le poste redémarre sans cesse depuis ce matin.\nMerci",
        "Liste\n--\na\nb\nc\nd\ne\nf\ng\nh",
    ] {
        assert_eq!(said(text).0.trim_end(), text.trim_end(), "{text}");
    }
    for signature in [
        "-- \nClaire Dubois\nComptabilité\n01 23 45 67 89\nPensez à l’environnement avant d’imprimer.",
        "Sent from my iPhone.",
        "Envoyé depuis l’application Mail Orange",
        "Sent from my Galaxy\nGet Outlook for Android <https://aka.ms/x>",
        "Gesendet von meinem iPhone",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
    ] {
        let folded = fold(&format!("En panne.\n\n{signature}"), "");
        assert_eq!(
            (folded.said.as_str(), folded.folded.as_str()),
            ("En panne.", signature)
        );
    }
}
