//! Laws that hold whatever happens.

use crate::bench::{Bench, PAY, author, lead, person, revision, user};
use crate::common::dice::Dice;
use guichet_domain::kernel::actor::{Actor, Role};
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::language::Language::{En, Fr};
use guichet_domain::knowledge::allowed::why_not;
use guichet_domain::knowledge::article::Article;
use guichet_domain::knowledge::command::{ArticleCommand, Change};
use guichet_domain::knowledge::content::{Place, Readership};
use guichet_domain::knowledge::event::{ArticleEnvelope, ArticleEvent};
use guichet_domain::knowledge::evolve::evolve_article;
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::{FileId, Timestamp};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn file(n: u128) -> Attachment {
    Attachment {
        file: FileId(uuid::Uuid::from_u128(n)),
        name: format!("capture-{n}.png"),
        media_type: "image/png".into(),
        size: 3,
        audience: Audience::Everyone,
    }
}

/// A random command of somebody at random.
fn any_step(dice: &mut Dice, bench: &Bench) -> (Actor, ArticleCommand) {
    let who = dice.of(&[user(), author(), lead(), person(6, Role::Agent, PAY)]);
    let content = bench.article.latest().cloned().unwrap_or_default();
    let language = dice.of(&[Fr, En]);
    let place = dice.of(Place::ALL);
    let text = dice.of(&["", "un", "deux"]);
    let was = if dice.one_in(5) {
        None
    } else {
        content.text(language, place)
    };
    let command = match dice.below(12) {
        10 => ArticleCommand::Attach {
            attachments: vec![file(u128::from(dice.next()))],
        },
        11 => {
            let files: Vec<_> = bench.article.files.iter().map(|file| file.file).collect();
            let file = if files.is_empty() {
                file(1).file
            } else {
                dice.of(&files)
            };
            ArticleCommand::Detach { file }
        }
        0..=3 => revision(language, place, text, was),
        4 => ArticleCommand::Submit,
        5 => ArticleCommand::SendBack {
            reason: text.into(),
        },
        6 => ArticleCommand::Publish {
            read: bench
                .article
                .draft
                .as_ref()
                .map_or(Timestamp(0), |draft| draft.at),
        },
        7 => dice.of(&[
            ArticleCommand::Discard { read: bench.read() },
            ArticleCommand::Archive {
                reason: text.into(),
            },
        ]),
        8 => ArticleCommand::Restore {
            number: dice.below(4) as u32,
        },
        _ => ArticleCommand::Revise {
            texts: BTreeMap::new(),
            readers: Some(Change {
                to: dice.of(Readership::ALL),
                was: content.readers,
            }),
            about: None,
        },
    };
    (who, command)
}

proptest! {
    /// Whatever happens in whatever order: what readers see is what was published last, word for
    /// word; versions are numbered without a gap and never change; the log, stored and read again,
    /// gives the same article; what is refused leaves everything as it was.
    #[test]
    fn histories_hold(seed: u64) {
        let mut dice = Dice(seed);
        let mut bench = Bench::solution();
        for _ in 0..40 {
            let before = bench.article.clone();
            let (who, command) = any_step(&mut dice, &bench);
            let offered = why_not(command.action(), &before, &who, &bench.facts).is_none();
            let done = bench.does(&who, command.clone());
            prop_assert!(offered || done.is_err());
            if done.is_err() {
                prop_assert_eq!(&before, &bench.article);
            } else {
                // What was published stays word for word; the last of it is the draft that was.
                let mut versions = before.versions.clone();
                if matches!(command, ArticleCommand::Publish { .. }) {
                    let last = bench.article.versions.last().unwrap();
                    prop_assert_eq!(&last.content, &before.draft.unwrap().content);
                    versions.push(last.clone());
                }
                prop_assert_eq!(&versions, &bench.article.versions);
            }
            let numbers = bench.article.versions.iter().map(|version| version.number as usize);
            prop_assert!(numbers.eq(1..=bench.article.versions.len()));
            if let Some(version) = bench.article.published() {
                for texts in version.content.translations.values() {
                    let is_said = |place| texts.contains_key(&place);
                    let helps = is_said(Place::Fix) || is_said(Place::Workaround);
                    prop_assert!(is_said(Place::Title) && helps);
                }
            }
        }
        let mut again = Article::unwritten(bench.article.id);
        for envelope in &bench.log {
            use guichet_domain::kernel::stream::StreamEvent;
            let event = ArticleEvent::read(envelope.event.store()).unwrap();
            prop_assert_eq!(&event, &envelope.event);
            prop_assert_eq!(event.beside().texts, event.texts());
            again = evolve_article(again, &ArticleEnvelope { event, ..envelope.clone() });
        }
        prop_assert_eq!(again, bench.article);
    }
}
