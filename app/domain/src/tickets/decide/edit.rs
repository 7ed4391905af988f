//! Corrections of the subject and description.

use crate::kernel::action::Action;
use crate::kernel::form::{Form, SUBJECT_MAX, TEXT_MAX};
use crate::kernel::refusal::{Field, Refusal, Why};
use crate::tickets::command::Edit;
use crate::tickets::decide::case::Case;
use crate::tickets::event::Event;

pub(super) fn edit(
    c: &mut Case<'_>,
    subject: Option<Edit>,
    description: Option<Edit>,
) -> Result<(), Refusal> {
    let mut form = Form::default();
    let mut conflicts = Vec::new();
    let new_subject = subject.map(|edit| {
        if edit.was != Some(c.ticket.subject) {
            conflicts.push(Field::Subject);
        }
        form.line(Field::Subject, &edit.text, SUBJECT_MAX)
    });
    let new_description = description.map(|edit| {
        if edit.was != c.ticket.description {
            conflicts.push(Field::Description);
        }
        form.required(Field::Description, &edit.text, TEXT_MAX)
    });
    form.finish()?;
    if !conflicts.is_empty() {
        return Err(Refusal::Conflict(conflicts));
    }
    if new_subject.is_none() && new_description.is_none() {
        return Err(Refusal::Impossible {
            action: Action::Edit,
            why: Why::AlreadySo,
        });
    }
    let subject = c.out.optional_text(new_subject);
    let description = c.out.optional_text(new_description);
    c.out.push(Event::Edited {
        subject,
        description,
    });
    Ok(())
}
