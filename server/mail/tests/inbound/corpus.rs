//! Every message of the corpus is read or set aside, and nothing of it is lost on the way.

use crate::messages::{TOKEN, corpus};
use guichet_desk::{Incoming, MessageNature};
use guichet_mail::address::Addresses;
use guichet_mail::inbound::read;
use proptest::prelude::*;

pub fn addresses() -> Addresses {
    Addresses::new([7; 32], "support@exemple.fr").unwrap()
}

fn inbound(message: &[u8]) -> Incoming {
    read(message.to_vec(), &addresses()).inbound
}

/// Everything of a message that somebody could come to read.
fn everything(inbound: &Incoming) -> String {
    let files = inbound
        .files
        .iter()
        .map(|file| String::from_utf8_lossy(&file.bytes));
    format!("{}\n{}", inbound.text, files.collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_message_is_read_or_set_aside_whole() {
    let corpus = corpus();
    assert!(corpus.len() >= 60, "{} messages", corpus.len());
    let mut aside = Vec::new();
    for (name, message) in &corpus {
        let inbound = inbound(message);
        assert_eq!(
            &inbound.original, message,
            "{name}: the message is kept as it came"
        );
        assert!(!inbound.key.is_empty(), "{name}");
        match inbound.nature {
            MessageNature::Aside(_) => aside.push(*name),
            _ => {
                let all = everything(&inbound);
                assert!(all.contains(TOKEN), "{name}: {all:.300}");
            }
        }
        assert!(
            !inbound.subject.contains(['\r', '\n']),
            "{name}: {:?}",
            inbound.subject
        );
        assert!(!inbound.sender.contains(char::is_whitespace), "{name}");
    }
    // Who wrote it cannot be told, or is told in two ways: an administrator looks.
    let unclear = [
        "several senders",
        "a group as sender",
        "comment in the address",
        "headers twice",
    ];
    assert_eq!(aside, unclear);
}

#[test]
fn words_are_what_was_written() {
    let said = |name: &str| {
        let corpus = corpus();
        let (_, message) = corpus.iter().find(|(n, _)| *n == name).unwrap();
        inbound(message)
    };
    for (name, text) in [
        ("latin-1", "JETON déjà vu"),
        ("windows-1252", "JETON œuvre €"),
        ("quoted-printable", "JETON déjà vu"),
        ("base64", "JETON déjà"),
        ("format flowed", "JETON un peuplus loin"),
        ("alternative", "JETON en texte"),
        ("alternative, html first", "JETON en texte"),
        ("alternative, empty text", "JETON en HTML"),
        ("html alone", "JETON"),
        (
            "passed on",
            "-------- Message transféré --------\nDe : b\nSujet : c\nDate : d\n\nJETON",
        ),
    ] {
        assert_eq!(said(name).text, text, "{name}");
    }
    assert!(
        said("answered above")
            .text
            .starts_with("JETON\n\n⸻\n\nLe lun.")
    );
    assert!(
        said("answered below")
            .text
            .starts_with("JETON\n\n⸻\n\nOn Mon,")
    );
    assert_eq!(said("subject in RFC 2047").subject, "déjàé");
    assert_eq!(said("name in RFC 2047").sender, "claire@exemple.fr");
}

#[test]
fn files_keep_their_names() {
    let files = |name: &str| -> Vec<String> {
        let corpus = corpus();
        let (_, message) = corpus
            .iter()
            .find(|(n, m)| *n == name && m.len() > 300)
            .unwrap();
        inbound(message)
            .files
            .into_iter()
            .map(|file| file.name)
            .collect()
    };
    assert_eq!(files("name in RFC 2231"), ["résumé.pdf"]);
    assert_eq!(files("name in RFC 2047"), ["résumé.pdf"]);
    assert_eq!(files("related with a picture"), ["logo.png"]);
    assert_eq!(files("winmail.dat"), ["winmail.dat"]);
    assert_eq!(files("a message inside"), ["dedans.eml"]);
    assert_eq!(files("no name at all"), ["1.jpg"]);
    assert_eq!(files("an empty file"), Vec::<String>::new());
}

#[test]
fn what_is_no_message_is_set_aside() {
    for junk in [&b""[..], b"\0\0\0", b"\r\n\r\n", b"bonjour", &[0xff; 1000]] {
        let inbound = inbound(junk);
        assert!(
            matches!(inbound.nature, MessageNature::Aside(_)),
            "{junk:?}"
        );
        assert_eq!(inbound.original, junk);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Bytes changed, cut, doubled: never a panic that leaves, never a byte less kept.
    #[test]
    fn no_bytes_break_it(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        cut in any::<prop::sample::Index>(),
        insert in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let corpus = small();
        let mut message = corpus[which.index(corpus.len())].clone();
        for (at, byte) in changes {
            let at = at.index(message.len());
            message[at] = byte;
        }
        let at = cut.index(message.len());
        message.splice(at..at, insert);
        let inbound = inbound(&message);
        prop_assert_eq!(&inbound.original, &message);
        prop_assert!(!inbound.key.is_empty());
        prop_assert!(!inbound.sender.contains(char::is_control));
    }
}

/// The corpus without what is large: thousands of cases must not take minutes.
fn small() -> Vec<Vec<u8>> {
    let all = corpus().into_iter().map(|(_, message)| message);
    all.filter(|message| message.len() < 5_000).collect()
}
