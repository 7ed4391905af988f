//! Renders an e-mail as plain text.

use super::content::Page;
use guichet_locales::progress::Reached;
use std::fmt::Write;

/// The plain text form of an e-mail.
pub fn plain(page: &Page) -> String {
    let mut text = format!("{}\n\n{}\n", page.hello, page.headline);
    if let Some((who, said)) = &page.quoted {
        let _ = write!(text, "\n{who}\n\n");
        for line in said.body.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    // A colon has a space before it in French.
    let colon = if page.language == "fr" {
        "\u{a0}:"
    } else {
        ":"
    };
    if let Some(asking) = &page.question {
        let _ = write!(text, "\n{}\n\n", asking.question);
        for (mark, meaning, address) in &asking.marks {
            let _ = writeln!(text, "{mark} ({meaning}){colon} {address}");
        }
        for note in &asking.notes {
            let _ = write!(text, "\n{note}\n");
        }
    }
    text.push('\n');
    for (name, value) in &page.facts {
        let _ = writeln!(text, "{name}{colon} {value}");
    }
    if !page.steps.is_empty() {
        let steps: Vec<String> = page
            .steps
            .iter()
            .map(|step| match step.reached {
                Reached::Done => format!("{} ✓", step.name),
                Reached::Here | Reached::Stopped => format!("[{}]", step.name),
                Reached::NotYet => step.name.to_owned(),
            })
            .collect();
        let _ = write!(text, "\n{}\n", steps.join(" › "));
    }
    if let Some((label, address)) = &page.link {
        let _ = write!(text, "\n{label}{colon} {address}\n");
    }
    for note in &page.notes {
        let _ = write!(text, "\n{note}\n");
    }
    if let Some((why, address)) = &page.why {
        let _ = write!(text, "\n-- \n{why} {address}\n");
    }
    text
}
