//! INC-1042 and what only looks like it.
#![allow(clippy::unwrap_used)]

mod common;

use guichet_domain::TicketId;
use guichet_domain::kernel::reference::{Kind, Reference};
use proptest::prelude::*;

#[test]
fn people_write_references_in_their_way() {
    for (text, kind, id) in [
        ("INC-1042", Kind::Incident, 1042),
        ("req-317", Kind::Request, 317),
        (" Prb-12\n", Kind::Problem, 12),
        ("INC-007", Kind::Incident, 7),
        ("INC-9223372036854775807", Kind::Incident, i64::MAX),
    ] {
        assert_eq!(
            text.parse(),
            Ok(Reference {
                kind,
                id: TicketId(id)
            }),
            "{text}"
        );
    }
}

#[test]
fn and_everything_else_is_none() {
    for text in [
        "",
        "-",
        "INC",
        "INC-",
        "-1",
        "1042",
        "INC1042",
        "INC 1042",
        "INC-0",
        "INC--1",
        "INC-+1",
        "INC-1-2",
        "INC- 1",
        "INC-1 2",
        "INC-1.0",
        "INC-0x1",
        "INC-१",
        "INC-１",
        "ＩＮＣ-1",
        "CHG-1",
        "INC-9223372036854775808",
        "INC-1\u{0}",
        "INC-1;--",
        "İNC-1",
        "INC\u{2010}1",
    ] {
        assert!(text.parse::<Reference>().is_err(), "{text:?}");
    }
}

proptest! {
    #![proptest_config(common::cases(256))]

    #[test]
    fn what_is_printed_reads_back(kind in prop::sample::select(Kind::ALL), id in 1..i64::MAX) {
        let reference = Reference { kind, id: TicketId(id) };
        prop_assert_eq!(reference.to_string().parse(), Ok(reference));
    }

    #[test]
    fn nothing_that_is_typed_panics(text in any::<String>()) {
        if let Ok(reference) = text.parse::<Reference>() {
            prop_assert!(reference.id.0 > 0);
        }
    }
}
