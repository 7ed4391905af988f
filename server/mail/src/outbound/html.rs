//! Renders an e-mail as HTML: tables and inline styles, which mail programs understand. Nothing is
//! fetched from anywhere.

use super::content::{Asking, Page};
use guichet_domain::kernel::prose::{Format, Prose};
use guichet_locales::progress::{Reached, Step};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const INK: &str = "#1a1c1e";
const INK_2: &str = "#5a6068";
const LINE: &str = "#d6d2c8";
const ACCENT: &str = "#0b5c6b";
const DONE: &str = "#2b6e3f";
const STOPPED: &str = "#a34a00";
const FONT: &str = "font-family:Inter,Segoe UI,Helvetica,Arial,sans-serif";

/// The HTML form of an e-mail.
pub fn document(page: &Page) -> String {
    let document = html! {
        (DOCTYPE)
        html lang=(page.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (page.headline) }
            }
            body style={ "margin:0;padding:24px 12px;background:#faf9f6;color:" (INK) ";" (FONT) ";font-size:15px;line-height:1.5" } {
                table role="presentation" width="100%" cellpadding="0" cellspacing="0" {
                    tr { td align="center" {
                        table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border:1px solid #e7e4dd;border-radius:14px" {
                            tr { td style="padding:24px;text-align:left" { (content(page)) } }
                        }
                    } }
                }
            }
        }
    };
    document.into_string()
}

fn content(page: &Page) -> Markup {
    html! {
        p style="margin:0 0 16px" { (page.hello) }
        h1 style="margin:0 0 16px;font-size:20px;line-height:1.3" { (page.headline) }
        @if let Some((who, said)) = &page.quoted {
            p style={ "margin:0 0 4px;color:" (INK_2) } { (who) }
            // What was said is sanitised by the desk.
            div style={ "margin:0 0 24px;padding:4px 16px;border-left:3px solid " (ACCENT) } { (PreEscaped(inline(said))) }
        }
        @if let Some(asking) = &page.question { (question(asking)) }
        @if !page.steps.is_empty() { (progress(&page.steps)) }
        table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 24px;border-collapse:collapse" {
            @for (name, value) in &page.facts {
                tr {
                    td style={ "padding:4px 16px 4px 0;color:" (INK_2) ";vertical-align:top" } { (name) }
                    td style="padding:4px 0;vertical-align:top" { (value) }
                }
            }
        }
        @if let Some((label, address)) = &page.link {
            p style="margin:0 0 24px" {
                a href=(address) style={ "display:inline-block;padding:10px 20px;border-radius:6px;background:" (ACCENT) ";color:#ffffff;text-decoration:none;font-weight:600" } { (label) }
            }
        }
        @for note in &page.notes { p style="margin:0 0 12px" { (note) } }
        @if let Some((why, address)) = &page.why {
            p style={ "margin:24px 0 0;padding-top:16px;border-top:1px solid " (LINE) ";font-size:13px;color:" (INK_2) } {
                (why) " "
                a href=(address) style={ "color:" (INK_2) } { (address) }
            }
        }
    }
}

/// A question, and a link for each answer, from the worst to the best: with its number as a target
/// to click, and what it means below.
fn question(asking: &Asking) -> Markup {
    html! {
        div style={ "margin:0 0 24px;padding:16px;border:1px solid " (LINE) ";border-radius:10px" } {
            h2 style="margin:0 0 12px;font-size:16px;line-height:1.3" { (asking.question) }
            table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 12px;table-layout:fixed" {
                tr {
                    @for (mark, meaning, address) in asking.marks.iter().rev() {
                        td width="20%" align="center" style="padding:0 3px;vertical-align:top" {
                            a href=(address) style={ "display:block;padding:8px 2px;border:1px solid " (ACCENT) ";border-radius:6px;color:" (ACCENT) ";text-decoration:none;font-size:12px;line-height:1.4" } {
                                span style="font-size:18px;font-weight:600" { (mark) }
                                br;
                                (meaning)
                            }
                        }
                    }
                }
            }
            @for note in &asking.notes { p style={ "margin:0 0 4px;font-size:13px;color:" (INK_2) } { (note) } }
        }
    }
}

/// The HTML of what was said, with the style that keeps its spaces: mail programs have no style
/// sheet.
fn inline(said: &Prose) -> String {
    match said.format {
        Format::Plain => said.html.replace(
            "<p class=\"typed\">",
            "<p style=\"margin:12px 0;white-space:pre-wrap;overflow-wrap:anywhere\">",
        ),
        Format::Markdown => said.html.clone(),
    }
}

/// The process in five steps, as a row of bars with their names.
fn progress(steps: &[Step]) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 24px" {
            tr {
                @for step in steps { (bar(step)) }
            }
        }
    }
}

fn bar(step: &Step) -> Markup {
    let (bar, ink, weight) = match step.reached {
        Reached::Done => (DONE, INK_2, 400),
        Reached::Here => (ACCENT, INK, 600),
        Reached::Stopped => (STOPPED, INK, 600),
        Reached::NotYet => (LINE, INK_2, 400),
    };
    html! {
        td width="20%" style={ "padding:6px 4px 0 0;border-top:4px solid " (bar) ";font-size:12px;line-height:1.3;color:" (ink) ";font-weight:" (weight) ";vertical-align:top" } {
            @if step.reached == Reached::Done { "✓ " }
            (step.name)
        }
    }
}
