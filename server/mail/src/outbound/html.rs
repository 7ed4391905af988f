//! Renders an e-mail as HTML: tables and inline styles, which mail programs understand. Nothing is
//! fetched from anywhere.

use super::content::{Page, Reached, Step};
use std::fmt::Write;

const INK: &str = "#1a1c1e";
const INK_2: &str = "#5a6068";
const LINE: &str = "#d6d2c8";
const ACCENT: &str = "#0b5c6b";
const DONE: &str = "#2b6e3f";
const STOPPED: &str = "#a34a00";
const FONT: &str = "font-family:Inter,Segoe UI,Helvetica,Arial,sans-serif";

/// Escapes text so that it may stand anywhere in HTML, attributes included.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The HTML form of an e-mail.
pub fn html(page: &Page) -> String {
    let mut body = format!(
        "<p style=\"margin:0 0 16px\">{}</p><h1 style=\"margin:0 0 16px;font-size:20px;line-height:1.3\">{}</h1>",
        escape(&page.hello),
        escape(&page.headline)
    );
    if let Some((who, said)) = &page.quoted {
        // What was said is sanitised by the desk.
        let _ = write!(
            body,
            "<p style=\"margin:0 0 4px;color:{INK_2}\">{}</p><div style=\"margin:0 0 24px;padding:4px 16px;border-left:3px solid {ACCENT}\">{}</div>",
            escape(who),
            said.html
        );
    }
    if !page.steps.is_empty() {
        body.push_str(&progress(&page.steps));
    }
    body.push_str("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 24px;border-collapse:collapse\">");
    for (name, value) in &page.facts {
        let _ = write!(
            body,
            "<tr><td style=\"padding:4px 16px 4px 0;color:{INK_2};vertical-align:top\">{}</td><td style=\"padding:4px 0;vertical-align:top\">{}</td></tr>",
            escape(name),
            escape(value)
        );
    }
    body.push_str("</table>");
    if let Some((label, address)) = &page.link {
        let _ = write!(
            body,
            "<p style=\"margin:0 0 24px\"><a href=\"{}\" style=\"display:inline-block;padding:10px 20px;border-radius:6px;background:{ACCENT};color:#ffffff;text-decoration:none;font-weight:600\">{}</a></p>",
            escape(address),
            escape(label)
        );
    }
    for note in &page.notes {
        let _ = write!(body, "<p style=\"margin:0 0 12px\">{}</p>", escape(note));
    }
    if let Some((why, address)) = &page.why {
        let address = escape(address);
        let _ = write!(
            body,
            "<p style=\"margin:24px 0 0;padding-top:16px;border-top:1px solid {LINE};font-size:13px;color:{INK_2}\">{} <a href=\"{address}\" style=\"color:{INK_2}\">{address}</a></p>",
            escape(why)
        );
    }
    format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{}</title></head>\
         <body style=\"margin:0;padding:24px 12px;background:#faf9f6;color:{INK};{FONT};font-size:15px;line-height:1.5\">\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td align=\"center\">\
         <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:600px;background:#ffffff;border:1px solid #e7e4dd;border-radius:14px\">\
         <tr><td style=\"padding:24px;text-align:left\">{body}</td></tr></table></td></tr></table></body></html>",
        page.language,
        escape(&page.headline)
    )
}

/// The process in five steps, as a row of bars with their names.
fn progress(steps: &[Step]) -> String {
    let mut row = String::from(
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 24px\"><tr>",
    );
    for step in steps {
        let (bar, ink, weight) = match step.reached {
            Reached::Done => (DONE, INK_2, 400),
            Reached::Here => (ACCENT, INK, 600),
            Reached::Stopped => (STOPPED, INK, 600),
            Reached::NotYet => (LINE, INK_2, 400),
        };
        let mark = if step.reached == Reached::Done {
            "✓ "
        } else {
            ""
        };
        let _ = write!(
            row,
            "<td width=\"20%\" style=\"padding:6px 4px 0 0;border-top:4px solid {bar};font-size:12px;line-height:1.3;color:{ink};font-weight:{weight};vertical-align:top\">{mark}{}</td>",
            escape(step.name)
        );
    }
    row.push_str("</tr></table>");
    row
}
