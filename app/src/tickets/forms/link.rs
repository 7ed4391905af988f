//! The form that links the ticket to others.

use crate::kernel::context::{use_language, use_texts};
use crate::queue::address::{name_of, named};
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, line, select};
use crate::tickets::forms::typed::references;
use guichet_domain::kernel::reference::Reference;
use guichet_domain::kernel::refusal::{Field, Problem};
use guichet_domain::tickets::command::Command;
use guichet_domain::tickets::link::Relation;
use guichet_locales::words;
use leptos::prelude::*;

pub fn form(sheet: Sheet) -> AnyView {
    let (l, t) = (use_language(), &use_texts().desk);
    let relations = Relation::ALL
        .iter()
        .map(|r| (name_of(r), words::relation(l, *r).to_owned()));
    let relation =
        Asked::new(Field::Value, "relation", t.relation).value(name_of(Relation::RelatedTo));
    let fields = view! {
        {select(sheet, relation, relations.collect())}
        {line(sheet, Asked::new(Field::Link, "to", t.link_to).hint(t.link_hint), "text")}
    };
    let read = |typed: &Typed| {
        let relation = typed.chosen("relation").and_then(named);
        let relation = relation.ok_or_else(|| wrong(Field::Value, Problem::Missing))?;
        let named = typed.text("to");
        let to: Result<Vec<Reference>, _> = references(&named).map(str::parse).collect();
        let to = to.map_err(|_| wrong(Field::Link, Problem::Invalid))?;
        Ok(Command::Link { to, relation })
    };
    sheet.plain(read, fields.into_any())
}
