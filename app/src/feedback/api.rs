//! Server functions about feedback.

#[cfg(feature = "ssr")]
use crate::kernel::error::answer;
use crate::kernel::error::{Answer, ApiError};
use crate::kernel::json::Body;
#[cfg(feature = "ssr")]
use crate::kernel::server::{anybody, caller, desk};
use guichet_domain::TicketId;
use guichet_domain::feedback::command::FeedbackCommandEnvelope;
use guichet_domain::feedback::page::{FeedbackPage, FeedbackQuery, Question, TicketFeedback};
use leptos::prelude::*;

/// The question behind a signed link, for whoever has it.
#[server(name = ReadQuestion, endpoint = "feedback-question", input = Body, output = Body)]
pub async fn question(token: String) -> Result<Question, ApiError> {
    Ok(desk()?.question_by_link(&token, anybody()).await?)
}

/// What somebody sees of how the user of a ticket was served.
#[server(endpoint = "feedback-of-ticket", input = Body, output = Body)]
pub async fn feedback_of_ticket(id: TicketId) -> Result<TicketFeedback, ApiError> {
    Ok(desk()?.feedback_of_ticket(caller()?, id).await?)
}

/// A list of feedback, for agents.
#[server(name = ReadFeedback, endpoint = "feedback", input = Body, output = Body)]
pub async fn feedback(query: FeedbackQuery) -> Result<FeedbackPage, ApiError> {
    Ok(desk()?.feedback(caller()?, query).await?)
}

/// Reviews a bad mark, settles a measure, or removes words, for agents.
#[server(endpoint = "change-feedback", input = Body, output = Body)]
pub async fn change_feedback(command: FeedbackCommandEnvelope) -> Answer<()> {
    answer(desk()?.change_feedback(caller()?, command).await)
}
