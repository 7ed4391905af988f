//! The files of a ticket, and the form that adds one, an ordinary post.

use crate::kernel::context::use_texts;
use crate::kernel::fields::ErrorSummary;
use crate::queue::open_desk::OpenDesk;
use crate::tickets::attached::{AttachedFile, of_ticket};
use crate::tickets::desk::open::Open;
use guichet_domain::allowed;
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::audience::Audience;
use guichet_domain::tickets::attachment::Attachment;
use leptos::prelude::*;

pub fn attach_form(open: Open) -> AnyView {
    let texts = use_texts();
    let t = &texts.desk;
    let form = OpenDesk::here().form.get_value();
    let (command, refused) = (form.command.to_string(), form.failure.is_some());
    let may = Memo::new(move |_| {
        let ticket = open.ticket.get();
        let actions = open.page.with(|page| {
            allowed(
                &ticket,
                &page.actor,
                &page.facts,
                crate::kernel::context::now(),
            )
        });
        actions
            .iter()
            .any(|allowed| allowed.action == Action::Attach)
    });
    let reference = open.ticket.get_untracked().reference();
    view! {
        <details class="card" open=refused hidden=move || !may.get()>
            <summary>{t.add_file}</summary>
            <form class="form" method="post" enctype="multipart/form-data" action=format!("/tickets/{reference}")>
                <ErrorSummary form/>
                <input type="hidden" name="action" value="attach"/>
                <input type="hidden" name="command" value=command/>
                <input type="hidden" name="back" value="desk"/>
                <div class="field">
                    <label for="attach-file">{texts.desk.files}</label>
                    <p class="hint" id="attach-hint">{t.file_hint}</p>
                    <input id="attach-file" type="file" name="file" required=true aria-describedby="attach-hint"/>
                </div>
                <label class="choice">
                    <input type="checkbox" name="internal" value="1"/>
                    <span>{t.file_internal}</span>
                </label>
                <div class="form-foot"><button class="button" type="submit">{t.add_file}</button></div>
            </form>
        </details>
    }
    .into_any()
}

/// The files of a ticket, with links.
pub fn file_list(open: Open) -> AnyView {
    let texts = use_texts();
    let files: Vec<Attachment> = open.ticket.with(|ticket| ticket.attachments.clone());
    if files.is_empty() {
        return ().into_any();
    }
    let item = |file: Attachment| {
        let internal = file.audience == Audience::Agents;
        view! {
            <li>
                <AttachedFile href=of_ticket(open.id, &file) file/>
                {internal.then(|| view! { <span class="meta">{texts.desk.internal_note}</span> })}
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>{texts.desk.files}</h2>
            <ul class="files">{files.into_iter().map(item).collect_view()}</ul>
        </section>
    }
    .into_any()
}
