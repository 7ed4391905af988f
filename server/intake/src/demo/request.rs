//! Plays requests.

use super::lifecycle::{close, take, wait_for, worker};
use super::plan::Ending;
use super::play::Play;
use super::texts::Wish;
use crate::Error;
use guichet_domain::directory::catalogue::Item;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::DAY;
use guichet_domain::tickets::command::{Assessment, Command};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::workflow::State;
use guichet_domain::{ItemId, NewTicket, PersonId};

/// Whether a request for this item can reach `fate`.
pub fn fits(item: &Item, fate: Ending) -> bool {
    use guichet_domain::directory::approval_policy::ApprovalPolicy::Nobody;
    match fate {
        Ending::ToEvaluate | Ending::UnderEvaluation => item.standard.is_none(),
        Ending::AwaitingApproval => item.approval != Nobody,
        _ => true,
    }
}

/// Requests an item, and plays the request as far as `fate` says.
pub fn request(
    play: &mut Play<'_>,
    wish: &Wish,
    user: PersonId,
    fate: Ending,
) -> Result<(), Error> {
    ask(play, wish, user)?;
    if fate == Ending::ToEvaluate {
        return Ok(());
    }
    if fate == Ending::Over && play.ticket.state != State::Approved && play.dice.percent(4) {
        play.wait(20, 600);
        let reason = play.say(play.talk().cancels);
        return play.act(user, Command::Cancel { reason });
    }
    if play.ticket.state == State::New {
        play.wait(10, 400);
        take(play)?;
        let by = worker(play);
        play.act(by, Command::Evaluate)?;
        if fate == Ending::UnderEvaluation {
            return Ok(());
        }
        play.wait(10, 600);
        let feasible = fate != Ending::Over || play.dice.percent(95);
        let assessment = assess(play, feasible);
        play.act(by, Command::SubmitEvaluation(assessment))?;
    }
    if play.ticket.state == State::AwaitingApproval {
        agree(play, user, fate)?;
    }
    if play.ticket.state.is_final() || matches!(fate, Ending::AwaitingApproval | Ending::Approved) {
        return Ok(());
    }
    fulfil(play, user, fate)
}

fn ask(play: &mut Play<'_>, wish: &Wish, user: PersonId) -> Result<(), Error> {
    let by_phone = play.dice.percent(12);
    let recorder = if by_phone {
        play.world.agent(&mut play.dice, None)
    } else {
        user
    };
    let wanted = play.at.plus(play.dice.between(6, 40) * DAY);
    let wanted = play.world.desk.zone().date(wanted).to_string();
    let draft = NewTicket {
        kind: Kind::Request,
        subject: wish.subject.into(),
        description: wish.description.into(),
        affected: Some(user),
        channel: if by_phone {
            Channel::Phone
        } else {
            Channel::Portal
        },
        item: Some(ItemId(wish.item)),
        fields: wish
            .fields
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.replace("{date}", &wanted)))
            .collect(),
        ..NewTicket::default()
    };
    play.record(recorder, &draft)
}

fn assess(play: &mut Play<'_>, feasible: bool) -> Assessment {
    let costs = play.dice.percent(60);
    let cost = costs.then(|| Cents(play.dice.between(2, 40) * 1000));
    let impact = play.say(play.talk().impacts);
    let reason = if feasible {
        String::new()
    } else {
        play.say(play.talk().not_feasible)
    };
    Assessment {
        feasible,
        cost,
        impact,
        reason,
    }
}

/// Plays the decisions of the approvers, one after the other.
fn agree(play: &mut Play<'_>, user: PersonId, fate: Ending) -> Result<(), Error> {
    let pending: Vec<PersonId> = play
        .ticket
        .approval
        .iter()
        .flat_map(|approval| approval.pending())
        .collect();
    let waiting = fate == Ending::AwaitingApproval;
    let asks = play.dice.percent(if waiting { 30 } else { 15 });
    if let Some(first) = pending.first().filter(|_| asks) {
        play.wait(60, 1200);
        let question = play.say(play.talk().asks_back);
        play.act(*first, Command::AskBack { question })?;
        if !waiting {
            play.wait(30, 900);
            let text = play.say(play.talk().user_answers);
            play.act(user, Command::Comment { text })?;
        }
    }
    if waiting {
        return Ok(());
    }
    let refused = fate == Ending::Over && play.dice.percent(9);
    for approver in pending {
        if play.ticket.state != State::AwaitingApproval {
            break;
        }
        play.wait(30, 2000);
        if refused {
            let reason = play.say(play.talk().refusals);
            return play.act(approver, Command::Refuse { reason });
        }
        let comment = play.say(play.talk().approves);
        play.act(approver, Command::Approve { comment })?;
    }
    Ok(())
}

fn fulfil(play: &mut Play<'_>, user: PersonId, fate: Ending) -> Result<(), Error> {
    if play.ticket.assignee.is_none() {
        play.wait(10, 600);
        take(play)?;
    }
    play.wait(5, 300);
    let by = worker(play);
    play.act(by, Command::Fulfil)?;
    if let Ending::OnHold(reason) = fate {
        return wait_for(play, reason, None);
    }
    if fate == Ending::InFulfilment {
        return Ok(());
    }
    if play.dice.percent(18) {
        play.wait(20, 300);
        play.act(
            by,
            Command::Hold {
                reason: HoldReason::Vendor,
                until: Some(play.at.plus(14 * DAY)),
                note: play.talk().holds[1].into(),
                was: None,
                internal: String::new(),
                problem: None,
            },
        )?;
        play.wait(1500, 9000);
        play.act(by, Command::Resume)?;
    }
    play.wait(30, 3000);
    let done = play.say(play.talk().done);
    play.act(by, Command::Complete { done })?;
    if fate == Ending::Done {
        return Ok(());
    }
    close(play, user)
}
