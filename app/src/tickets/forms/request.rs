//! Forms of the evaluation of a request: feasibility, cost, impact.

use crate::kernel::context::use_texts;
use crate::tickets::forms::sheet::{Sheet, Typed, wrong};
use crate::tickets::forms::sheet_fields::{Asked, area, line, radios};
use crate::tickets::forms::typed::typed_as;
use guichet_domain::kernel::money::Cents;
use guichet_domain::kernel::refusal::{Field, Problem, Refusal};
use guichet_domain::tickets::command::{Assessment, Command};
use leptos::prelude::*;

pub fn evaluate(sheet: Sheet) -> AnyView {
    let texts = use_texts();
    let t = &texts.desk;
    let chosen = RwSignal::new(String::new());
    let options = vec![
        ("yes".to_owned(), t.feasible.to_owned()),
        ("no".to_owned(), t.not_feasible.to_owned()),
    ];
    let impact = Asked::new(Field::Impact, "impact", t.eval_impact).hint(t.eval_impact_hint);
    let reason = Asked::new(Field::Reason, "reason", t.eval_reason).hint(t.reason_told);
    let fields = view! {
        {radios(sheet, Asked::new(Field::Feasible, "feasible", t.feasible_question), options, chosen)}
        {cost(sheet, None)}
        {area(sheet, impact)}
        <div hidden=move || chosen.get() != "no">{area(sheet, reason)}</div>
    };
    let read = |typed: &Typed| {
        let feasible = match typed.text("feasible").as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(wrong(Field::Feasible, Problem::Missing)),
        };
        Ok(Command::SubmitEvaluation(Assessment {
            feasible,
            cost: typed_cost(typed)?,
            impact: typed.text("impact"),
            reason: typed.text("reason"),
        }))
    };
    sheet.plain(read, fields.into_any())
}

pub fn revise_cost(sheet: Sheet) -> AnyView {
    let was = sheet
        .open
        .ticket
        .with(|ticket| ticket.evaluation.as_ref().and_then(|e| e.cost));
    let read = move |typed: &Typed| {
        let cost = typed_cost(typed)?;
        let was = sheet.shown.with_value(|shown| shown.cost);
        Ok(Command::ReviseCost { cost, was })
    };
    sheet.plain(read, cost(sheet, was))
}

fn cost(sheet: Sheet, was: Option<Cents>) -> AnyView {
    let t = &use_texts().desk;
    let asked = Asked::new(Field::Cost, "cost", t.cost)
        .hint(t.cost_hint)
        .value(typed_as(was))
        .optional();
    line(sheet, asked, "text")
}

fn typed_cost(typed: &Typed) -> Result<Option<Cents>, Refusal> {
    let text = typed.text("cost");
    if text.trim().is_empty() {
        return Ok(None);
    }
    cents(&text)
        .map(Some)
        .ok_or_else(|| wrong(Field::Cost, Problem::Invalid))
}

/// Parses an amount as people write it: "1 234,5", "1234.50 €".
fn cents(text: &str) -> Option<Cents> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '€' && *c != '\u{202f}')
        .collect();
    let (whole, part) = plain.split_once([',', '.']).unwrap_or((&plain, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 2 {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(part).map(Cents)
}

#[cfg(test)]
mod tests {
    use super::cents;
    use guichet_domain::kernel::money::Cents;

    #[test]
    fn amounts_as_people_write_them() {
        assert_eq!(cents("240"), Some(Cents(24_000)));
        assert_eq!(cents("1\u{202f}234,5 €"), Some(Cents(123_450)));
        assert_eq!(cents("0.05"), Some(Cents(5)));
        for wrong in [
            "",
            "-1",
            "1,234.5",
            "1.234",
            "abc",
            "€",
            "99999999999999999999",
        ] {
            assert_eq!(cents(wrong), None, "{wrong}");
        }
    }
}
