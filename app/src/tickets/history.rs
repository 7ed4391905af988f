//! Events of a ticket in words.

use guichet_domain::directory::card::People;
use guichet_domain::directory::choices::Choices;
use guichet_domain::kernel::actor::Who;
use guichet_domain::kernel::audience::Viewer;
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority;
use guichet_domain::kernel::proof::Proof;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::removed::Removed;
use guichet_domain::kernel::time::Zone;
use guichet_domain::tickets::approval::Replacement;
use guichet_domain::tickets::event::{Envelope, Event, Imported};
use guichet_domain::tickets::hold::{Hold, HoldReason, REMINDERS};
use guichet_domain::tickets::major::MajorEvent;
use guichet_domain::tickets::merging::MergeEvent;
use guichet_domain::tickets::resolution::Permanence;
use guichet_domain::tickets::telling::Known;
use guichet_domain::{CommandId, PersonId, TextId};
use guichet_locales::{Texts, amount, date_time, fill, told, words};
use std::collections::BTreeSet;

/// One sentence for one event. `choices` names services and teams if they are known. How impact and
/// urgency were rated is said to agents alone.
pub fn sentence(
    texts: &Texts,
    zone: &Zone,
    people: &People,
    choices: Option<&Choices>,
    viewer: Viewer,
    envelope: &Envelope,
) -> String {
    let (l, h) = (texts.language, &texts.history);
    let person = |id: PersonId| {
        people
            .get(&id)
            .map_or_else(|| format!("#{id}"), |card| card.name.clone())
    };
    let who = match author(envelope) {
        Who::Person(id) => person(id),
        Who::System => h.system.to_owned(),
    };
    let say = |text: &str, values: &[(&str, &str)]| fill(&fill(text, &[("who", &who)]), values);
    let label = |label: Option<&Label>| {
        label.map_or("…".to_owned(), |label| label.in_language(l).to_owned())
    };
    let rating = |text: &str,
                  what: &str,
                  i: priority::Impact,
                  u: priority::Urgency,
                  p: priority::Priority| {
        let lower = |word: &str| word.to_lowercase();
        say(
            text,
            &[
                ("what", what),
                ("impact", &lower(words::impact(l, i))),
                ("urgency", &lower(words::urgency(l, u))),
                ("priority", &lower(words::priority(l, p))),
            ],
        )
    };
    let category = |classification: &guichet_domain::tickets::classification::Classification| {
        label(
            choices
                .and_then(|c| {
                    c.categories
                        .iter()
                        .find(|(_, id, _)| *id == classification.category)
                })
                .map(|(_, _, label)| label),
        )
    };
    match &envelope.event {
        Event::Recorded(_) => say(h.recorded, &[]),
        Event::Edited { .. } => say(h.edited, &[]),
        Event::Categorised {
            classification: c, ..
        } if viewer != Viewer::Agent => say(h.categorised_for_users, &[("what", &category(c))]),
        Event::Categorised {
            classification: c,
            priority,
            ..
        } => rating(h.categorised, &category(c), c.impact, c.urgency, *priority),
        Event::DiagnosisStarted { .. } => say(h.diagnosis, &[]),
        Event::FindingAdded { .. } => say(h.finding, &[]),
        Event::CauseRecorded { .. } => say(h.cause, &[]),
        Event::WorkaroundRecorded { .. } => say(h.workaround, &[]),
        Event::Held { hold, .. } => {
            let of = words::hold_reason(l, hold.reason);
            let until = hold.until.map(|until| date_time(l, zone, until));
            if let Some(problem) = hold.problem {
                let problem = problem.to_string();
                return match until {
                    Some(until) => say(
                        h.held_problem_until,
                        &[("problem", &problem), ("until", &until)],
                    ),
                    None => say(h.held_problem, &[("problem", &problem)]),
                };
            }
            match until {
                Some(until) => say(h.held_until, &[("of", of), ("until", &until)]),
                None => say(h.held, &[("of", of)]),
            }
        }
        Event::Resumed { .. } => say(h.resumed, &[]),
        Event::Resolved { resolution, .. } => match resolution.permanence {
            Permanence::Permanent => say(h.resolved_permanent, &[]),
            Permanence::Workaround => say(h.resolved_workaround, &[]),
        },
        Event::ResolvedAtFirstContact(_) if viewer != Viewer::Agent => say(h.resolved_first, &[]),
        Event::ResolvedAtFirstContact(first) => {
            let c = &first.classification;
            let done = say(h.resolved_first, &[]);
            format!(
                "{} — {done}",
                rating(
                    h.categorised,
                    &category(c),
                    c.impact,
                    c.urgency,
                    first.priority
                )
            )
        }
        Event::Confirmed { .. } => say(h.confirmed, &[]),
        Event::Closed { .. } => say(h.closed, &[]),
        Event::Reopened { .. } => say(h.reopened, &[]),
        Event::Cancelled { .. } => say(h.cancelled, &[]),
        Event::CancelWished { .. } => say(h.cancel_wished, &[]),
        Event::Converted {
            kind: Kind::Request,
            ..
        } => say(h.to_request, &[]),
        Event::Converted { .. } => say(h.to_incident, &[]),
        Event::ItemChanged { item, .. } => {
            let name = choices
                .and_then(|c| c.items.iter().find(|(id, _)| id == item))
                .map(|(_, label)| label);
            say(h.to_item, &[("item", &label(name))])
        }
        Event::AffectedChanged { to } => say(h.affected, &[("to", &person(*to))]),
        Event::ConfidentialityChanged {
            confidential: true, ..
        } => say(h.made_confidential, &[]),
        Event::ConfidentialityChanged {
            confidential: false,
            ..
        } => say(h.confidential_no_more, &[]),
        Event::EvaluationStarted { .. } => say(h.evaluation, &[]),
        Event::Evaluated { evaluation, .. } => {
            let cost = amount(texts, evaluation.cost);
            match (evaluation.feasible, evaluation.standard) {
                (false, _) => say(h.not_feasible, &[]),
                (true, true) => say(h.evaluated_standard, &[("cost", &cost)]),
                (true, false) => say(h.evaluated, &[("cost", &cost)]),
            }
        }
        Event::Approved { .. } => say(h.approved, &[]),
        Event::Refused { .. } => say(h.refused, &[]),
        Event::AskedBack { .. } => say(h.asked_back, &[]),
        Event::FulfilmentStarted { .. } => say(h.fulfilment, &[]),
        Event::Fulfilled { .. } => say(h.fulfilled, &[]),
        Event::AnalysisStarted { .. } => say(h.analysis, &[]),
        Event::KnownErrorDeclared { .. } => say(h.known_error, &[]),
        Event::FixStarted { .. } => say(h.fix, &[]),
        Event::RiskAccepted { .. } => say(h.risk, &[]),
        Event::Assigned { to } if envelope.by == Who::Person(*to) => say(h.taken, &[]),
        Event::Assigned { to } => say(h.assigned, &[("to", &person(*to))]),
        Event::HandedOver { team, .. } => {
            let team = choices
                .and_then(|c| c.teams.iter().find(|(id, _)| id == team))
                .map(|(_, label)| label);
            say(h.handed_over, &[("to", &label(team))])
        }
        Event::Unassigned { .. } if envelope.by != Who::System => say(h.given_back, &[]),
        Event::Unassigned { from } => say(h.unassigned, &[("from", &person(*from))]),
        Event::ApproverReplaced { from, to, why, .. } => {
            let text = match why {
                Replacement::Left => h.approver_left,
                Replacement::Absent => h.approver_absent,
                Replacement::Named(_) => h.approver_named,
            };
            let to: Vec<String> = to.iter().map(|to| person(*to)).collect();
            say(text, &[("from", &person(*from)), ("to", &to.join(", "))])
        }
        Event::ClosureMoved { closes_at: None } => say(h.closure_waits, &[]),
        Event::ClosureMoved {
            closes_at: Some(at),
        } => say(h.closes_at, &[("date", &date_time(l, zone, *at))]),
        Event::Commented { .. } => say(h.commented, &[]),
        Event::MarkedRead => say(h.marked_read, &[]),
        Event::Told { known, .. } => match known {
            Known::Workaround => say(h.told_workaround, &[]),
            Known::Fix => say(h.told_fix, &[]),
            Known::Update => say(h.told_update, &[]),
        },
        Event::Major(event) => match event {
            MajorEvent::Declared { leader, .. } => {
                say(h.major_declared, &[("to", &person(*leader))])
            }
            MajorEvent::Led { leader } => say(h.major_led, &[("to", &person(*leader))]),
            MajorEvent::Updated { .. } => say(h.major_updated, &[]),
            MajorEvent::UpdateMissed => say(h.major_missed, &[]),
            MajorEvent::TaskGiven { to, .. } => say(h.major_task, &[("to", &person(*to))]),
            MajorEvent::TaskDone { .. } => say(h.major_task_done, &[]),
            MajorEvent::SteppedDown { .. } => say(h.major_stepped_down, &[]),
            MajorEvent::Reviewed { .. } => say(h.major_reviewed, &[]),
        },
        Event::Merge(event) => match event {
            MergeEvent::Into { into, .. } => say(h.merged_into, &[("to", &into.to_string())]),
            MergeEvent::Undone { from } => say(h.merge_undone, &[("to", &from.to_string())]),
            MergeEvent::Joined { from, .. } => say(h.joined, &[("to", &from.to_string())]),
            MergeEvent::Parted { from } => say(h.parted, &[("to", &from.to_string())]),
            // They stand in no conversation.
            MergeEvent::Spoken { .. } | MergeEvent::Removed { .. } | MergeEvent::Shared { .. } => {
                String::new()
            }
        },
        Event::SimilarFound { .. } => say(h.similar_found, &[]),
        Event::GroupDismissed { .. } => say(h.group_dismissed, &[]),
        Event::SplitOff { to } => say(h.split_off, &[("to", &to.to_string())]),
        Event::Attached { attachment, .. } => say(h.attached, &[("file", &attachment.name)]),
        Event::Watched { person: to } => say(h.watched, &[("to", &person(*to))]),
        Event::Unwatched { person: to } => say(h.unwatched, &[("to", &person(*to))]),
        Event::Linked { link } => {
            let relation = words::relation(l, link.relation);
            say(
                h.linked,
                &[("relation", relation), ("to", &link.to.to_string())],
            )
        }
        Event::Unlinked { link } => say(h.unlinked, &[("to", &link.to.to_string())]),
        Event::Redacted { what, .. } => match what {
            Removed::Text(_) => say(h.redacted_text, &[]),
            Removed::File(_) => say(h.redacted_file, &[]),
            Removed::All => say(h.redacted_all, &[]),
        },
        Event::Restricted { restricted: true } => say(h.restricted, &[]),
        Event::Restricted { restricted: false } => say(h.opened, &[]),
        Event::UserReminded { told, .. } if *told > REMINDERS => say(h.closure_offered, &[]),
        Event::UserReminded { .. } => say(h.user_reminded, &[]),
        Event::ClocksSet { .. } => say(h.clocks_set, &[]),
        Event::Escalated {
            promise, percent, ..
        } => {
            let text = match percent {
                0..100 => h.due_soon,
                100.. => h.overdue,
            };
            say(text, &[("promise", told::promise(texts, *promise))])
        }
        Event::Imported { change } => match change {
            Imported::State { to, .. } => say(h.imported_state, &[("state", words::state(l, *to))]),
            Imported::Rating {
                impact,
                urgency,
                priority,
            } => rating(h.imported_rating, "", *impact, *urgency, *priority),
            Imported::Category { .. } => say(h.imported_category, &[]),
            Imported::Owner { .. } => say(h.imported_owner, &[]),
            Imported::Affected { .. } => say(h.imported_affected, &[]),
            Imported::Counted { .. } => say(h.imported_counted, &[]),
            Imported::Note { .. } => say(h.imported_note, &[]),
        },
    }
}

/// A remark that the event came by mail, and how well its sender is proven.
pub fn by_mail(texts: &Texts, event: &Event) -> Option<&'static str> {
    event.by_mail().map(|proof| proven(texts, proof))
}

/// How well the sender of a message is proven, in words.
pub fn proven(texts: &Texts, proof: Proof) -> &'static str {
    match proof {
        Proof::Signed => texts.inbound.by_mail,
        Proof::Claimed => texts.inbound.by_mail_claimed,
    }
}

/// Who an event is by: a standard request is evaluated by Guichet, whoever asked for it.
pub fn author(envelope: &Envelope) -> Who {
    match &envelope.event {
        Event::Evaluated { evaluation, .. } if evaluation.standard => Who::System,
        // A user who says that it happens to them too does none of this themselves.
        Event::Told { to, .. } if to.is_empty() => Who::System,
        Event::Held {
            hold:
                Hold {
                    reason: HoldReason::Problem,
                    until: None,
                    ..
                },
            ..
        } => Who::System,
        _ => envelope.by.clone(),
    }
}

/// The commands whose requests Guichet evaluated by itself. Their logs once said that whoever asked
/// had begun the evaluation, which is not shown.
pub fn evaluated_by_itself(history: &[Envelope]) -> BTreeSet<CommandId> {
    let standard = |envelope: &&Envelope| matches!(&envelope.event, Event::Evaluated { evaluation, .. } if evaluation.standard);
    let evaluated = history.iter().filter(standard);
    evaluated.map(|envelope| envelope.command).collect()
}

/// Whether an event is told, given the commands that were [`evaluated_by_itself`].
pub fn is_told(envelope: &Envelope, standard: &BTreeSet<CommandId>) -> bool {
    match envelope.event {
        Event::MarkedRead
        // What was said stands there itself.
        | Event::Merge(
            MergeEvent::Spoken { .. } | MergeEvent::Removed { .. } | MergeEvent::Shared { .. },
        )
        // They stand beside the ticket.
        | Event::SimilarFound { .. }
        | Event::ClocksSet { applied: false, .. }
        | Event::UserReminded { told: 0, .. } => false,
        // What nobody was told of is on the clock itself.
        Event::Escalated { ref to, .. } => !to.is_empty(),
        Event::EvaluationStarted { .. } => !standard.contains(&envelope.command),
        _ => true,
    }
}

/// Texts that are shown below the sentence of an event.
pub fn texts_shown(event: &Event) -> Vec<TextId> {
    match event {
        // The subject is the page's title.
        Event::Recorded(recorded) => recorded.description.into_iter().collect(),
        other => other.texts(),
    }
}
