//! Forms of assignment: another agent, another team.

use crate::kernel::context::{use_language, use_texts};
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, area, select};
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::command::Command;
use guichet_domain::{PersonId, TeamId};
use leptos::prelude::*;

pub fn assign(sheet: Sheet) -> AnyView {
    let t = &use_texts().desk;
    let was = sheet.open.ticket.with(|ticket| ticket.assignee);
    let agents = sheet.open.choices().agents.into_iter();
    let agents = agents
        .filter(|(id, _)| Some(*id) != was)
        .map(|(id, name)| (id.to_string(), name));
    let fields = select(
        sheet,
        Asked::new(Field::Assignee, "agent", t.to_agent),
        agents.collect(),
    );
    let read = move |typed: &Typed| {
        let to = typed.parsed("agent").map(PersonId);
        let to = to.ok_or_else(|| wrong(Field::Assignee, Problem::Missing))?;
        let was = sheet.shown.with_value(|shown| shown.assignee);
        Ok(Command::Assign { to, was })
    };
    sheet.plain(read, fields)
}

pub fn hand_over(sheet: Sheet) -> AnyView {
    let (l, t) = (use_language(), &use_texts().desk);
    let was = sheet.open.ticket.with(|ticket| ticket.team);
    let teams = sheet.open.choices().teams.into_iter();
    let teams = teams
        .filter(|(id, _)| Some(*id) != was)
        .map(|(id, label)| (id.to_string(), label.in_language(l).to_owned()));
    let note = Asked::new(Field::Text, "note", t.note_label)
        .hint(t.note_hint)
        .optional();
    let fields = view! {
        {select(sheet, Asked::new(Field::Team, "team", t.to_team), teams.collect())}
        {area(sheet, note)}
    };
    let read = move |typed: &Typed| {
        let team = typed.parsed("team").map(TeamId);
        let team = team.ok_or_else(|| wrong(Field::Team, Problem::Missing))?;
        let note = typed.text("note");
        let was = sheet.shown.with_value(|shown| shown.team);
        Ok(Command::HandOver { team, note, was })
    };
    sheet.plain(read, fields.into_any())
}
