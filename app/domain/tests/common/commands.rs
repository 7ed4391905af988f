//! Commands of every action, made for the ticket they are meant for.

use super::desk::*;
use super::dice::Dice;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::kernel::ids::{
    CategoryId, DisruptionId, FileId, ItemId, PersonId, TeamId, TicketId,
};
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};
use guichet_domain::kernel::reference::{Kind, Reference};
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::time::{DAY, HOUR, Timestamp};
use guichet_domain::tickets::attachment::Attachment;
use guichet_domain::tickets::beneath::NewReaders;
use guichet_domain::tickets::classification::Classification;
use guichet_domain::tickets::command::{
    Assessment, Categorisation, Cause, Command, Edit, Solution, Waited,
};
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::link::{Link, Relation};
use guichet_domain::tickets::major::MajorCommand;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::telling::{Known, Source, Telling};
use guichet_domain::tickets::ticket::Ticket;
use std::collections::BTreeSet;

/// What is typed: mostly sense, where `wild` also nothing, too much and rubbish.
fn words(dice: &mut Dice, wild: bool) -> String {
    match dice.below(if wild { 12 } else { 4 }) {
        0 => "Redémarrer le service.".into(),
        1 => "  Deux lignes\r\net un onglet\t. ".into(),
        2 => "日本語 🙂".into(),
        4 => String::new(),
        5 => " \n\t ".into(),
        6 => "x".repeat(20_001),
        7 => "\u{0}\u{7}\u{1b}".into(),
        _ => "As agreed on the phone.".into(),
    }
}

pub fn categorisation(ticket: &Ticket, dice: &mut Dice, wild: bool) -> Categorisation {
    let service = dice.of(&[OPEN, RESTRICTED]);
    let category = if service == OPEN {
        dice.of(&[CategoryId(1), CategoryId(2)])
    } else {
        CategoryId(3)
    };
    let mut form = Categorisation {
        service: Some(service),
        category: Some(category),
        impact: Some(dice.of(Impact::ALL)),
        urgency: Some(dice.of(Urgency::ALL)),
        priority: dice.maybe(|d| d.of(Priority::ALL)),
        reason: words(dice, wild),
        was: ticket.classification(),
        was_priority: ticket.other_priority(),
    };
    if wild {
        match dice.below(10) {
            0 => form.service = None,
            1 => form.category = Some(CategoryId(99)),
            2 => form.impact = None,
            3 => form.was = None,
            4 => {
                form.was = Some(Classification {
                    service: OPEN,
                    category: CategoryId(1),
                    impact: Impact::Low,
                    urgency: dice.of(Urgency::ALL),
                });
            }
            _ => {}
        }
    }
    form
}

fn telling(ticket: &Ticket, dice: &mut Dice, wild: bool) -> Telling {
    let links = &ticket.internal.links;
    let causes = |link: &Link| link.relation == Relation::CausedBy;
    let is_caused = links.iter().any(causes);
    let relation = match is_caused {
        true => Relation::CausedBy,
        false => Relation::ChildOf,
    };
    Telling {
        known: dice.of(Known::ALL),
        source: told_by(relation, ticket, dice),
        text: words(dice, wild),
        to: BTreeSet::from([ticket.affected]),
        resolve: None,
    }
}

/// What a ticket is told of another one that it is linked to, or of itself.
fn told_by(relation: Relation, ticket: &Ticket, dice: &mut Dice) -> Source {
    let kind = match relation {
        Relation::ChildOf => Kind::Incident,
        _ => Kind::Problem,
    };
    let mut links = ticket.internal.links.iter();
    let link = links.find(|link| link.relation == relation);
    let unknown = Reference {
        kind,
        id: TicketId(99),
    };
    let itself = (ticket.internal.major.is_some() && relation == Relation::ChildOf)
        .then(|| ticket.reference());
    Source {
        problem: link
            .map(|link| Reference { kind, ..link.to })
            .or(itself)
            .unwrap_or(unknown),
        text: dice.text_id(),
    }
}

pub fn solution(ticket: &Ticket, dice: &mut Dice, wild: bool) -> Solution {
    let cause = match dice.below(if wild { 4 } else { 3 }) {
        0 if wild || ticket.internal.cause.is_some() => Some(Cause::AsRecorded),
        1 => Some(Cause::Unknown(words(dice, wild))),
        3 => None,
        _ => Some(Cause::Known(words(dice, wild))),
    };
    Solution {
        permanence: Some(dice.of(Permanence::ALL)),
        code: Some(dice.of(ResolutionCode::ALL)),
        notes: words(dice, wild),
        cause,
    }
}

/// A command of that action. A tame one is well-formed for the ticket as it stands.
pub fn command(
    action: Action,
    ticket: &Ticket,
    now: Timestamp,
    dice: &mut Dice,
    wild: bool,
) -> Command {
    let cost = |dice: &mut Dice| {
        dice.maybe(|d| Cents(d.below(3) as i64 * 1_000 - if wild { 1_000 } else { 0 }))
    };
    let agent = |dice: &mut Dice| {
        dice.of(if wild {
            EVERYBODY
        } else {
            &[ALICE, ALAN, BEA, BOB]
        })
    };
    match action {
        Action::Categorise => Command::Categorise(categorisation(ticket, dice, wild)),
        Action::TellUser => Command::TellUser(telling(ticket, dice, wild)),
        Action::ResolveWithCause => Command::TellUser(Telling {
            known: Known::Fix,
            resolve: Some(dice.of(ResolutionCode::ALL)),
            source: told_by(Relation::CausedBy, ticket, dice),
            ..telling(ticket, dice, wild)
        }),
        Action::ResolveWithParent => Command::TellUser(Telling {
            known: Known::Fix,
            resolve: Some(dice.of(ResolutionCode::ALL)),
            source: told_by(Relation::ChildOf, ticket, dice),
            ..telling(ticket, dice, wild)
        }),
        Action::Merge => Command::Merge {
            into: Reference {
                kind: dice.of(Kind::ALL),
                id: TicketId(dice.below(4) as i64 + 41),
            },
            confirmed: dice.maybe(|_| NewReaders::default()),
        },
        Action::Unmerge => Command::Unmerge {
            from: Reference {
                kind: dice.of(Kind::ALL),
                id: TicketId(dice.below(4) as i64 + 41),
            },
        },
        Action::DeclareMajor => Command::Major(MajorCommand::Declare {
            leader: Some(agent(dice)),
            reason: words(dice, wild),
            next_update: Some(now.plus(HOUR)),
            disruption: DisruptionId(1),
        }),
        Action::UpdateMajor => Command::Major(MajorCommand::Update {
            fr: words(dice, wild),
            en: words(dice, wild),
            next_update: Some(now.plus(HOUR)),
        }),
        Action::GiveTask => Command::Major(MajorCommand::GiveTask {
            text: words(dice, wild),
            to: Some(agent(dice)),
            until: None,
        }),
        Action::StepDownMajor => Command::Major(MajorCommand::StepDown {
            reason: words(dice, wild),
        }),
        Action::ReviewMajor => Command::Major(MajorCommand::Review {
            happened: words(dice, wild),
            helped: words(dice, wild),
            was: ticket
                .internal
                .major
                .as_ref()
                .and_then(|major| major.review),
        }),
        Action::Diagnose => Command::Diagnose,
        Action::AddFinding => Command::AddFinding {
            text: words(dice, wild),
        },
        Action::RecordCause => Command::RecordCause {
            text: words(dice, wild),
            was: ticket.internal.cause,
        },
        Action::Resolve => Command::Resolve(solution(ticket, dice, wild)),
        Action::ResolveAtFirstContact => Command::ResolveAtFirstContact {
            categorisation: categorisation(ticket, dice, wild),
            solution: solution(ticket, dice, wild),
        },
        Action::Evaluate => Command::Evaluate,
        Action::SubmitEvaluation => Command::SubmitEvaluation(Assessment {
            feasible: !dice.one_in(4),
            cost: cost(dice),
            impact: words(dice, wild),
            reason: words(dice, wild),
        }),
        Action::ReviseCost => {
            let was = ticket.evaluation.as_ref().and_then(|e| e.cost);
            Command::ReviseCost {
                cost: cost(dice),
                was: if wild && dice.one_in(3) { None } else { was },
            }
        }
        Action::Approve => Command::Approve {
            comment: words(dice, wild),
        },
        Action::Refuse => Command::Refuse {
            reason: words(dice, wild),
        },
        Action::AskBack => Command::AskBack {
            question: words(dice, wild),
        },
        Action::Fulfil => Command::Fulfil,
        Action::Complete => Command::Complete {
            done: words(dice, wild),
        },
        Action::AskToCancel => Command::AskToCancel {
            reason: words(dice, wild),
        },
        Action::Analyse => Command::Analyse,
        Action::RecordWorkaround => Command::RecordWorkaround {
            text: words(dice, wild),
            was: ticket.workaround,
            internal: maybe_words(dice, wild),
        },
        Action::DeclareKnownError => Command::DeclareKnownError,
        Action::StartFix => Command::StartFix,
        Action::AcceptRisk => Command::AcceptRisk {
            reason: words(dice, wild),
        },
        Action::Take => Command::Take {
            was: ticket.assignee,
        },
        Action::Assign => Command::Assign {
            to: agent(dice),
            was: if wild && dice.one_in(3) {
                None
            } else {
                ticket.assignee
            },
        },
        Action::HandOver => Command::HandOver {
            team: TeamId(dice.below(if wild { 4 } else { 2 }) as i64 + 1),
            note: words(dice, wild),
            was: if wild && dice.one_in(3) {
                None
            } else {
                ticket.team
            },
        },
        Action::Hold => Command::Hold {
            reason: dice.of(HoldReason::ALL),
            problem: Some(other(dice, wild)).filter(|_| !wild || !dice.one_in(4)),
            until: Some(now.plus((dice.below(9) as i64 + if wild { -4 } else { 1 }) * DAY))
                .filter(|_| !wild || !dice.one_in(8)),
            note: words(dice, wild),
            was: ticket.hold.as_ref().map(|h| Waited {
                reason: h.reason,
                until: h.until,
                problem: h.problem,
            }),
            internal: maybe_words(dice, wild),
        },
        Action::Resume => Command::Resume,
        Action::Confirm => Command::Confirm,
        Action::Close => Command::Close {
            reason: words(dice, wild),
        },
        Action::Reopen => Command::Reopen {
            reason: words(dice, wild),
        },
        Action::Cancel => Command::Cancel {
            reason: words(dice, wild),
        },
        Action::Comment => Command::Comment {
            text: words(dice, wild),
        },
        Action::Note => Command::Note {
            text: words(dice, wild),
        },
        Action::MarkRead => Command::MarkRead,
        Action::Attach => Command::Attach {
            attachments: vec![attachment(dice)],
        },
        Action::NameApprover => Command::NameApprover {
            instead_of: ticket
                .approval
                .as_ref()
                .filter(|_| !wild || !dice.one_in(3))
                .and_then(|approval| approval.pending().next())
                .unwrap_or_default(),
            to: dice.of(EVERYBODY),
            reason: words(dice, wild),
        },
        Action::Watch => Command::Watch {
            person: dice.of(EVERYBODY),
        },
        Action::Unwatch => {
            let watchers: Vec<PersonId> = ticket.watchers.iter().copied().collect();
            let wild = wild && dice.one_in(2) || watchers.is_empty();
            Command::Unwatch {
                person: dice.of(if wild { EVERYBODY } else { &watchers }),
            }
        }
        Action::Link => Command::Link {
            to: (0..dice.below(3) + u64::from(!wild))
                .map(|_| other(dice, wild))
                .collect(),
            relation: dice.of(Relation::ALL),
        },
        Action::Unlink => Command::Unlink {
            to: match ticket.internal.links.first() {
                Some(link) if !wild || dice.one_in(2) => link.to,
                _ => other(dice, wild),
            },
        },
        Action::ChangeAffected => Command::ChangeAffected {
            to: dice.of(EVERYBODY),
            was: if wild && dice.one_in(3) {
                dice.of(EVERYBODY)
            } else {
                ticket.affected
            },
            confirmed: !wild || dice.one_in(2),
        },
        Action::MakeConfidential => Command::MakeConfidential,
        Action::EndConfidentiality => Command::EndConfidentiality {
            reason: words(dice, wild),
        },
        Action::GiveBack => Command::GiveBack {
            was: ticket.assignee.filter(|_| !wild || !dice.one_in(3)),
        },
        Action::ChangeItem => Command::ChangeItem {
            item: Some(ItemId(dice.below(if wild { 9 } else { 6 }) as i64 + 1)),
            fields: Default::default(),
            was: ticket.item.filter(|_| !wild || !dice.one_in(3)),
        },
        Action::Edit => {
            let was = if wild && dice.one_in(3) {
                Some(dice.text_id())
            } else {
                Some(ticket.subject)
            };
            let description = dice.maybe(|d| Edit {
                text: words(d, wild),
                was: ticket.description,
            });
            Command::Edit {
                subject: Some(Edit {
                    text: words(dice, wild),
                    was,
                }),
                description,
            }
        }
        Action::Redact => {
            let what = match (wild, dice.below(4)) {
                (_, 0) if !ticket.attachments.is_empty() => {
                    Removed::File(ticket.attachments[0].file)
                }
                (true, 1) => Removed::Text(dice.text_id()),
                (true, 2) => Removed::All,
                _ => Removed::Text(ticket.subject),
            };
            Command::Redact {
                what,
                reason: words(dice, wild),
            }
        }
        Action::Convert => {
            let to = if ticket.kind == Kind::Request {
                Kind::Incident
            } else {
                Kind::Request
            };
            let to = if wild { dice.of(Kind::ALL) } else { to };
            let item = (to == Kind::Request)
                .then(|| ItemId(dice.below(if wild { 9 } else { 6 }) as i64 + 1));
            let fields = Default::default();
            Command::Convert { to, item, fields }
        }
    }
}

/// Another ticket: a tame one names a problem that may well exist.
fn other(dice: &mut Dice, wild: bool) -> Reference {
    let kind = if wild {
        dice.of(Kind::ALL)
    } else {
        Kind::Problem
    };
    let id = dice.below(if wild { 60 } else { 1_000_000 }) as i64 + 100 - if wild { 60 } else { 0 };
    Reference {
        kind,
        id: TicketId(id),
    }
}

fn maybe_words(dice: &mut Dice, wild: bool) -> String {
    if dice.one_in(2) {
        words(dice, wild)
    } else {
        String::new()
    }
}

pub fn attachment(dice: &mut Dice) -> Attachment {
    Attachment {
        file: FileId(dice.uuid()),
        name: "capture d’écran.png".into(),
        media_type: "image/png".into(),
        size: 12_345,
        audience: dice.of(&[Audience::Everyone, Audience::Participants, Audience::Agents]),
    }
}
