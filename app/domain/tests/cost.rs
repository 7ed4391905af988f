//! What reads a text costs no more than its bytes are worth: worst shapes, twice as long each time,
//! ask for memory in proportion at most.

use allocation_counter::measure;
use guichet_domain::PersonId;
use guichet_domain::directory::person::Person;
use guichet_domain::directory::whole::Directory;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::stemming;
use guichet_domain::notifications::mention::mentioned;

const UNITS: &[&str] = &[
    "@",
    "@a",
    "@a ",
    "a@",
    "@a@b ",
    "@a. ",
    "@é",
    "@.",
    "@-_+",
    "a",
    "a ",
    "é",
    "ﬃ",
    "İ",
    "ß ",
    "l’",
    "qu'",
    "ees ",
    "1 ",
    "INC-",
    "INC-1 ",
    "[INC-1]",
    "-",
    "⸻\n",
    "⸻",
    "\n",
    " ",
    "\u{301}",
    "constitutionnellement ",
    "nationalizations ",
    "\u{0}",
];

/// Bytes that are asked for all in all, for each byte that is read, and for a text of few bytes.
fn is_in_proportion(what: &str, each: u64, read: impl Fn(&str)) {
    let mut excess = Vec::new();
    for unit in UNITS {
        for power in 10..=20 {
            let text = unit.repeat((1 << power) / unit.len());
            let cost = measure(|| read(&text));
            if cost.bytes_total > each * text.len() as u64 + 500_000 {
                excess.push(format!("{unit:?}, {} bytes: {cost:?}", text.len()));
            }
        }
    }
    assert!(excess.is_empty(), "{what}: {}", excess.join("\n"));
}

/// A desk where everybody is called alike.
fn directory() -> Directory {
    let person = |n| Person {
        id: PersonId(n),
        email: Some(format!("a{n}@exemple.fr")),
        active: true,
        ..Person::default()
    };
    let people = (1..=500).map(|n| (PersonId(n), person(n))).collect();
    Directory {
        people,
        ..Directory::default()
    }
}

#[test]
fn mentions() {
    let directory = directory();
    // No more than a few names are looked for, however long the text.
    is_in_proportion("mentions", 0, |text| drop(mentioned(text, &directory)));
    let everybody: String = (1..=500).map(|n| format!("@a{n} ")).collect();
    assert_eq!(mentioned(&everybody, &directory).len(), 50);
}

#[test]
fn stems_of_a_text() {
    is_in_proportion("stems", 400, |text| drop(stemming::stems(text)));
}

#[test]
fn a_query() {
    is_in_proportion("a query", 0, |text| drop(stemming::query(text)));
}

#[test]
fn references_and_folds() {
    is_in_proportion("references", 0, |text| {
        assert!(text.parse::<Reference>().is_err())
    });
    is_in_proportion("folds", 0, |text| {
        assert!(guichet_domain::mail::fold::unfold(text).0.len() <= text.len())
    });
}
