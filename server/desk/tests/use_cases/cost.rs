//! What a command costs stays the same however much there is beside it. Counted in allocations of the
//! thread that all runs on, never in time.

use crate::databases::Databases;
use crate::house::{CLAIRE, House, NADIA};
use allocation_counter::measure;
use guichet_desk::Caller;
use guichet_domain::NewTicket;
use guichet_domain::directory::entry::Entry;
use guichet_domain::directory::person::Person;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::ids::{PersonId, TeamId, TicketId};
use guichet_domain::tickets::command::Command;
use tokio::runtime::{Builder, Runtime};

/// Allocations by which two countings of the same may differ: what the desk does beside.
const BESIDE: u64 = 400;

/// Agents, words: far more than that.
const MANY: u64 = 2_000;

/// The least of some comments on that ticket: what goes on behind them only ever adds.
fn comment(runtime: &Runtime, house: &House, ticket: TicketId) -> u64 {
    let text = || String::from("Bonjour, je regarde cela tout de suite.");
    let once = |_| {
        let counted = measure(|| {
            runtime.block_on(house.act(NADIA, ticket, Command::Comment { text: text() }));
        });
        counted.count_total
    };
    (0..6).map(once).min().unwrap()
}

fn house() -> (Runtime, House) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let house = runtime.block_on(House::build(&Databases::default()));
    (runtime, house)
}

#[test]
fn a_command_costs_no_more_with_many_agents() {
    let (runtime, house) = house();
    let ticket = runtime.block_on(house.incident("Écran noir"));
    let few = comment(&runtime, &house, ticket);
    let people = (10..10 + MANY as i64).map(|id| {
        Entry::Person(Person {
            id: PersonId(id),
            name: format!("Agent {id}"),
            role: Role::Agent,
            teams: [TeamId(1)].into(),
            active: true,
            ..Person::default()
        })
    });
    let people: Vec<Entry> = people.collect();
    runtime.block_on(house.desk.set_up_all(people)).unwrap();
    let many = comment(&runtime, &house, ticket);
    assert!(many < few + BESIDE, "{few} allocations, then {many}");
}

#[test]
fn a_comment_costs_no_more_on_a_ticket_of_many_words() {
    let (runtime, house) = house();
    let short = runtime.block_on(house.incident("Écran noir"));
    let long = runtime.block_on(house.incident("Écran noir"));
    let words: Vec<String> = (0..MANY).map(|n| format!("mot{n}")).collect();
    let text = words.join(" ");
    runtime.block_on(house.act(CLAIRE, long, Command::Comment { text }));
    let few = comment(&runtime, &house, short);
    let many = comment(&runtime, &house, long);
    assert!(many < few + BESIDE, "{few} allocations, then {many}");
}

#[test]
fn an_agent_s_recording_asks_nothing_beside_the_transaction_that_records() {
    const TIMES: u64 = 20;
    let (runtime, house) = house();
    let store = house.desk.store();
    let (read, written) = (store.statements(), store.statements_written());
    for _ in 0..TIMES {
        let draft = NewTicket {
            subject: "Écran noir".into(),
            ..NewTicket::default()
        };
        let (by, id) = (Caller { person: NADIA }, house.desk.new_command());
        runtime.block_on(house.desk.record(by, id, draft)).unwrap();
    }
    // The feed looks after each whether something was removed, and once more for what was before.
    let read = store.statements() - read;
    assert!(read <= TIMES + 1, "{read} statements beside it");
    let written = store.statements_written() - written;
    assert!(written <= 4 * TIMES, "{written} statements");
}
