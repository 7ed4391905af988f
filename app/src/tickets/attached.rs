//! A file of a ticket or an article: a link to save it, its size, and a preview if it is a picture.

use crate::kernel::context::use_language;
use guichet_domain::TicketId;
use guichet_domain::kernel::language::Language;
use guichet_domain::tickets::attachment::Attachment;
use leptos::prelude::*;

/// Address of a file of a ticket.
pub fn of_ticket(ticket: TicketId, file: &Attachment) -> String {
    format!("/files/{ticket}/{}", file.file)
}

/// A link to a file. The server always sends files to be saved; as an `img` on a page a picture is
/// shown all the same.
#[component]
pub fn AttachedFile(href: String, file: Attachment) -> impl IntoView {
    let size = size(use_language(), file.size);
    let name = file.name.clone();
    let picture = file.is_picture().then(|| {
        let src = href.clone();
        view! { <img class="picture" src=src alt="" loading="lazy" decoding="async"/> }
    });
    view! {
        <a href=href rel="external" download=name>{picture}<span>{file.name}</span></a>
        <span class="meta">{size}</span>
    }
}

/// A size in bytes, in human-readable units.
fn size(language: Language, bytes: i64) -> String {
    let (unit, kilo, mega) = match language {
        Language::Fr => ("octets", "Ko", "Mo"),
        Language::En => ("bytes", "KB", "MB"),
    };
    let point = match language {
        Language::Fr => ',',
        Language::En => '.',
    };
    match bytes {
        0..1000 => format!("{bytes}\u{a0}{unit}"),
        1000..1_000_000 => format!("{}\u{a0}{kilo}", (bytes + 500) / 1000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            format!("{}{point}{}\u{a0}{mega}", tenths / 10, tenths % 10)
        }
    }
}
