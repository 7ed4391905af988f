//! What a reader says of an article.

use crate::kernel::answer::Failed;
use crate::kernel::form::{SubmittedForm, seen, text};
use crate::kernel::language::asked_language;
use crate::kernel::served::Served;
use axum::extract::{Extension, Path};
use axum::response::{IntoResponse, Response};
use guichet_app::in_query;
use guichet_desk::Caller;
use guichet_domain::ArticleId;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::knowledge::reading::Verdict;

pub async fn judge(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Path(article): Path<String>,
    SubmittedForm { request, values }: SubmittedForm,
) -> Response {
    let Ok(id) = article.parse::<ArticleId>() else {
        return Failed(Failure::NotFound).into_response();
    };
    let (question, from) = (text(&values, "q"), text(&values, "from"));
    let (verdict, done) = match text(&values, "verdict").as_str() {
        "helped" => {
            let question = question.clone();
            (Verdict::Helped { question }, "helped")
        }
        _ => {
            let verdict = Verdict::DidNot {
                question: question.clone(),
                reason: text(&values, "reason").parse().ok(),
                why: text(&values, "why"),
            };
            (verdict, "told")
        }
    };
    let language = asked_language(request.headers());
    match state
        .desk
        .judge_article(caller, id, verdict, language)
        .await
    {
        Ok(()) => {
            let (question, from) = (in_query(&question), in_query(&from));
            seen(format!("/help/{id}?q={question}&from={from}&done={done}"))
        }
        Err(error) => Failed(error.into()).into_response(),
    }
}
