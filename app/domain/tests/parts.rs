//! A conversation that comes in parts: put together again it is whole, and what was removed
//! meanwhile is not brought back.
#![allow(clippy::unwrap_used)]

mod common;

use common::desk::*;
use common::dice::Dice;
use guichet_domain::directory::card::People;
use guichet_domain::evolve;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::ids::TextId;
use guichet_domain::kernel::prose::Prose;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::time;
use guichet_domain::kernel::time::Timestamp;
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::event;
use guichet_domain::tickets::event::Event;
use guichet_domain::tickets::facts::Facts;
use guichet_domain::tickets::page::TicketPage;
use guichet_domain::tickets::ticket::Ticket;

/// Its entries from `first` to `end`, with the ticket as it stood after `known` of all.
fn page(desk: &Desk, first: usize, end: usize, known: usize) -> TicketPage {
    let history = desk.log[first..end].to_vec();
    let folded = desk.log[..known].iter();
    let texts = history.iter().flat_map(|envelope| envelope.event.texts());
    let prose = |id: TextId| Prose {
        format: Default::default(),
        body: id.to_string(),
        html: id.to_string(),
    };
    TicketPage {
        ticket: folded.fold(Ticket::unrecorded(desk.ticket.id), evolve),
        viewer: Viewer::Agent,
        actor: actor(ALICE),
        texts: texts.map(|id| (id, prose(id))).collect(),
        history,
        first,
        later: end < known,
        removed_at: None,
        people: People::new(),
        facts: Facts::default(),
        choices: None,
        item: None,
        service: None,
        category: None,
        team: None,
        others: Vec::new(),
        linked: Vec::new(),
        similar: Vec::new(),
        proposed: None,
        unreached: None,
        cursor: String::new(),
        now: Timestamp(0),
    }
}

fn conversation() -> Desk {
    let mut desk = Desk::record(&common::typed::draft(), &actor(USER)).unwrap();
    for n in 0..8 {
        desk.now = desk.now.plus(time::HOUR);
        let text = format!("comment {n}");
        desk.done(ALICE, Command::Comment { text });
        let attachments = vec![common::commands::attachment(&mut Dice(n + 1))];
        desk.done(ALICE, Command::Attach { attachments });
    }
    desk
}

#[test]
fn parts_make_the_whole_again() {
    let desk = conversation();
    let all = desk.log.len();
    for cut in 1..all {
        let mut last = page(&desk, cut, all, all);
        // As the server has it: the files of what is named.
        last.ticket.attachments.retain(|a| {
            let named = |e: &event::Envelope| matches!(&e.event, Event::Attached { attachment, .. } if attachment.file == a.file);
            desk.log[cut..].iter().any(named)
        });
        for (n, envelope) in desk.log.iter().enumerate() {
            let is_cut = n < cut && {
                let first = &desk.log[cut];
                envelope.at < first.at || envelope.command == first.command
            };
            assert_eq!(last.precedes(envelope), is_cut, "{n} of {cut}");
        }
        // What does not come right before it is not put there.
        let before = last.clone();
        last.put_before(page(&desk, 0, cut - 1, all));
        assert_eq!(last, before);
        last.put_before(page(&desk, 0, cut, all));
        assert_eq!(last, page(&desk, 0, all, all));
    }
}

#[test]
fn what_was_removed_meanwhile_stays_removed() {
    let mut desk = conversation();
    let named = |desk: &Desk, n: usize| desk.log[n].event.texts().first().copied();
    let cut = desk.log.len() - 2;
    let text = (1..cut).find_map(|n| named(&desk, n)).unwrap();
    let file = desk.ticket.attachments[0].file;
    // Asked for before, it arrives after.
    let late = page(&desk, 0, cut, desk.log.len());
    let mut last = page(&desk, cut, desk.log.len(), desk.log.len());
    last.ticket.attachments.clear();
    for what in [Removed::Text(text), Removed::File(file)] {
        let reason = "A password.".into();
        for envelope in desk.done(ALICE, Command::Redact { what, reason }) {
            last.forget(&envelope);
            last.ticket = evolve(last.ticket, &envelope);
            last.history.push(envelope);
        }
    }
    assert!(last.removed_at.is_some());
    last.put_before(late);
    assert!(last.texts[&text].is_removed());
    assert!(last.ticket.attachments.iter().all(|a| a.file != file));
    let names = last.history.iter().filter_map(|e| match &e.event {
        Event::Attached { attachment, .. } if attachment.file == file => Some(&attachment.name),
        _ => None,
    });
    assert!(names.eq([guichet_domain::kernel::removed::REMOVED]));
}

/// Every text that a ticket names, however it stands, is among those it says it names.
#[test]
fn a_ticket_names_all_its_texts() {
    let mut walked = 0;
    for seed in 0..200_usize {
        let mut desk = common::walk::recorded(Kind::ALL[seed % Kind::ALL.len()], seed as u64);
        for n in 0..40 {
            common::walk::step(&mut desk, (seed * 1_000 + n) as u64);
        }
        let mut ticket = desk.ticket.clone();
        ticket.comments.clear();
        ticket.attachments.clear();
        // These are texts of other tickets.
        ticket.internal.told.clear();
        let json = serde_json::to_value(&ticket).unwrap();
        let mut found = Vec::new();
        uuids(&json, &mut found);
        walked += found.len();
        let named: Vec<String> = ticket.texts().iter().map(TextId::to_string).collect();
        for id in found {
            assert!(named.contains(&id), "{id} in {json}");
        }
    }
    assert!(walked > 300, "{walked}");
}

fn uuids(json: &serde_json::Value, found: &mut Vec<String>) {
    match json {
        serde_json::Value::String(text) if text.len() == 36 && text.parse::<TextId>().is_ok() => {
            found.push(text.clone());
        }
        serde_json::Value::Array(all) => all.iter().for_each(|one| uuids(one, found)),
        serde_json::Value::Object(all) => all.values().for_each(|one| uuids(one, found)),
        _ => {}
    }
}
