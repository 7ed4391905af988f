//! What the form says, behind the signed link and on the page of the ticket.

use crate::kernel::form::{Values, text, wrong};
use guichet_desk::DeskError;
use guichet_domain::feedback::command::AnswerForm;
use guichet_domain::feedback::fault::Fault;
use guichet_domain::feedback::score::Score;
use guichet_domain::kernel::refusal::{Field, Problem};

/// Reads the posted fields.
///
/// # Errors
/// [`DeskError::Refused`] names a field whose value is none of the choices.
pub fn answer(values: &Values) -> Result<AnswerForm, DeskError> {
    let chosen = |name: &str| Some(text(values, name)).filter(|value| !value.is_empty());
    let score = chosen("score").map(|typed| {
        let score = typed.parse().ok().and_then(Score::new);
        score.ok_or_else(|| wrong(Field::Score, Problem::Invalid))
    });
    // Something else is none of those.
    let fault = chosen("fault")
        .filter(|typed| typed != "other")
        .map(|typed| {
            let fault: Option<Fault> = typed.parse().ok();
            fault.ok_or_else(|| wrong(Field::Fault, Problem::Invalid))
        });
    Ok(AnswerForm {
        score: score.transpose()?,
        fault: fault.transpose()?,
        words: text(values, "words"),
        reopen: chosen("reopen").map(|_| text(values, "reason")),
    })
}

/// What the page that follows says was done.
pub fn done(form: &AnswerForm) -> &'static str {
    match (form.score.is_some_and(Score::is_bad), &form.reopen) {
        (true, Some(_)) => "feedback-reopened",
        (true, None) => "feedback-bad",
        (false, _) => "feedback",
    }
}
