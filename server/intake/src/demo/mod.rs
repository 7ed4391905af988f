//! A demonstration desk: invented people and tickets, the same every time.

mod articles;
mod confidential;
mod dice;
mod feedback;
mod house;
mod incident;
mod lifecycle;
mod plan;
mod play;
mod problem;
mod request;
mod texts;
mod world;

use crate::Error;
use dice::Dice;
use guichet_desk::{Desk, DeskError, History};
use guichet_domain::kernel::actor::Role;
use guichet_domain::{PersonId, TicketId};
use include_dir::{Dir, include_dir};
use plan::{Burst, Ending, Plan, What};
use play::Play;
use world::World;

/// Password of every account of the demonstration. It is printed, and publicly known.
pub const PASSWORD: &str = "guichet-demo-2026";
/// Number of tickets if none is given.
pub const TICKETS: usize = 400;
/// Histories imported in one transaction.
const BATCH: usize = 500;
/// Articles of the knowledge base.
static ARTICLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/articles");
/// Seed of the random numbers; another one gives another desk.
const SEED: u64 = 2026;

/// The accounts that can sign in to the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    pub accounts: Vec<Account>,
    pub password: &'static str,
    pub tickets: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub email: String,
    pub role: Role,
    pub name: String,
}

/// Fills an empty desk with teams, people, a catalogue, articles and `tickets` tickets of the last
/// twelve months. The same number at the same time gives the same events. `progress` is called with the
/// number of tickets that are in.
///
/// # Errors
/// [`Error::NotEmpty`] if anything was set up before.
pub async fn load(desk: &Desk, tickets: usize, progress: impl Fn(usize)) -> Result<Demo, Error> {
    load_with(desk, tickets, 0, progress).await
}

/// Same as [`load`], with `wanted` articles, at least those of the demonstration.
///
/// # Errors
/// [`Error::NotEmpty`] if anything was set up before.
pub async fn load_with(
    desk: &Desk,
    tickets: usize,
    wanted: usize,
    progress: impl Fn(usize),
) -> Result<Demo, Error> {
    let mut conn = desk.store().read().await.map_err(DeskError::from)?;
    let head = conn.head().await.map_err(DeskError::from)?;
    drop(conn);
    if head > 0 {
        return Err(Error::NotEmpty);
    }
    let now = desk.now();
    desk.set_up_all(house::entries(now)).await?;
    let directory = desk.directory().await?;
    let mut accounts = Vec::new();
    for id in house::ACCOUNTS {
        if let Some(person) = directory.people.get(&PersonId(*id)) {
            desk.set_password(person.id, PASSWORD).await?;
            accounts.push(Account {
                email: person.email.clone().unwrap_or_default(),
                role: person.role,
                name: person.name.clone(),
            });
        }
    }
    articles::write(desk, wanted).await?;
    let world = World::new(desk.clone(), directory, now);
    let (plans, bursts) = plan::plan(&world, tickets, &mut Dice::new(SEED));
    let mut batch = Vec::with_capacity(BATCH.min(tickets));
    let mut approvals = 0;
    let mut ends = Vec::new();
    for (number, plan) in (1..).zip(&plans) {
        approvals += usize::from(plan.fate == Ending::AwaitingApproval);
        let first_approval = plan.fate == Ending::AwaitingApproval && approvals == 1;
        let id = TicketId(number);
        let history = history(&world, id, *plan, &bursts, first_approval)?;
        ends.extend(feedback::ends(id, &history));
        batch.push(history);
        if batch.len() == BATCH {
            desk.take_in(std::mem::take(&mut batch)).await?;
            progress(usize::try_from(number).unwrap_or(0));
        }
    }
    if !batch.is_empty() {
        desk.take_in(batch).await?;
    }
    desk.take_in_feedback(feedback::said(&world, ends)).await?;
    desk.store().analyze().await.map_err(DeskError::from)?;
    progress(plans.len());
    Ok(Demo {
        accounts,
        password: PASSWORD,
        tickets: plans.len(),
    })
}

/// The history of one ticket, played according to its plan.
fn history(
    world: &World,
    id: TicketId,
    plan: Plan,
    bursts: &[Burst],
    first_approval: bool,
) -> Result<History, Error> {
    let mut dice = Dice::of(SEED, id.0.unsigned_abs());
    let english = dice.percent(30) && !first_approval && plan.what != What::Confidential;
    let mut play = Play::new(world, id, plan.at, dice, english);
    match plan.what {
        What::Incident { recurring, burst } => {
            let faults = if english {
                texts::ENGLISH
            } else {
                texts::FRENCH
            };
            let told: Vec<_> = faults
                .iter()
                .filter(|fault| fault.recurring == recurring)
                .collect();
            let burst = burst.and_then(|burst| bursts.get(burst));
            if let Some(fault) = play.dice.one(&told).copied() {
                incident::incident(&mut play, fault, plan.fate, burst)?;
            }
        }
        What::Confidential => confidential::confidential(&mut play)?,
        What::Request => {
            // Paul always finds a request of Claire's to decide: the font.
            let told: Vec<_> = texts::WISHES
                .iter()
                .filter(|wish| wish.english == english)
                .filter(|wish| {
                    let item = guichet_domain::ItemId(wish.item);
                    let item = world.directory.items.get(&item);
                    item.is_some_and(|item| request::fits(item, plan.fate))
                })
                .collect();
            let wish = if first_approval {
                told.first().copied()
            } else {
                play.dice.one(&told).copied()
            };
            let user = if first_approval {
                PersonId(1)
            } else {
                world.user(&mut play.dice, english)
            };
            if let Some(wish) = wish {
                request::request(&mut play, wish, user, plan.fate)?;
            }
        }
        What::Problem { burst } => {
            if let Some(burst) = bursts.get(burst) {
                play.english = false;
                problem::problem(&mut play, burst, plan.fate)?;
            }
        }
    }
    Ok(play.finish())
}
