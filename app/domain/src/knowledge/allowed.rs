//! Which actions a person has on an article.

use crate::kernel::actor::{Actor, Role};
use crate::kernel::article_action::{ArticleAction, ArticleWhy};
use crate::kernel::ids::{ServiceId, TeamId};
use crate::knowledge::article::{Article, ArticleState, FILES_MAX, TICKETS_MAX};
use crate::knowledge::content::Content;
use crate::knowledge::facts::ArticleFacts;
use crate::knowledge::view::works_on;
use serde::{Deserialize, Serialize};

/// An action to show to a person on an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllowedOnArticle {
    /// The action.
    pub action: ArticleAction,
    /// Why it cannot be taken now, if it cannot.
    pub why_not: Option<ArticleWhy>,
}

/// Returns the actions to show, in the order of [`ArticleAction::ALL`]. What is for others, or for
/// another state, is left out.
pub fn allowed_on_article(
    article: &Article,
    actor: &Actor,
    facts: &ArticleFacts,
) -> Vec<AllowedOnArticle> {
    let actions = ArticleAction::ALL.iter().map(|action| AllowedOnArticle {
        action: *action,
        why_not: why_not(*action, article, actor, facts),
    });
    let shown = actions.filter(|one| {
        !matches!(
            one.why_not,
            Some(ArticleWhy::NotInThisState | ArticleWhy::NotYours | ArticleWhy::NoDraft)
        )
    });
    shown.collect()
}

/// Returns why somebody cannot do this with the article now; `None` if they can.
pub fn why_not(
    action: ArticleAction,
    article: &Article,
    actor: &Actor,
    facts: &ArticleFacts,
) -> Option<ArticleWhy> {
    if !works_on(article, actor, &facts.restricted) {
        return Some(ArticleWhy::NotYours);
    }
    // Who moves an article to another service does not choose who publishes it.
    let spoken_for = || {
        let published = article.versions.last().map(|version| &version.content);
        article.latest().into_iter().chain(published)
    };
    let publisher = spoken_for().all(|content| publishes(content, actor, facts));
    let (draft, state) = (article.draft.as_ref(), article.state());
    let in_review = draft.is_some_and(|draft| draft.in_review.is_some());
    let unless = |holds: bool, why: ArticleWhy| (!holds).then_some(why);
    let has_draft = || unless(draft.is_some(), ArticleWhy::NoDraft);
    let revise = || {
        let is_there = state != ArticleState::Archived || draft.is_some();
        unless(is_there, ArticleWhy::NotInThisState)
            // What a reviewer reads does not change under their eyes, unless it is by one of them.
            .or_else(|| unless(!in_review || publisher, ArticleWhy::NotPublisher))
    };
    let files = article.latest().map_or(0, |content| content.files.len());
    match action {
        ArticleAction::Revise => revise(),
        ArticleAction::Submit => {
            has_draft().or_else(|| unless(!in_review, ArticleWhy::NotInThisState))
        }
        ArticleAction::SendBack => {
            let own = draft.is_some_and(|draft| draft.in_review.as_ref() == Some(&actor.who));
            has_draft()
                .or_else(|| unless(in_review, ArticleWhy::NotInThisState))
                .or_else(|| unless(publisher || own, ArticleWhy::NotPublisher))
        }
        ArticleAction::Publish => has_draft().or_else(|| {
            let is_unreviewed = |service: ServiceId| facts.unreviewed.contains(&service);
            let unreviewed = |content: &Content| content.service.is_some_and(is_unreviewed);
            let may = |content| unreviewed(content) || publishes(content, actor, facts);
            unless(spoken_for().all(may), ArticleWhy::NotPublisher)
        }),
        ArticleAction::Discard => {
            let given_up = article.archived && article.versions.is_empty();
            has_draft()
                .or_else(|| unless(!given_up, ArticleWhy::AlreadySo))
                .or_else(|| unless(!in_review || publisher, ArticleWhy::NotPublisher))
        }
        ArticleAction::Archive => {
            unless(state == ArticleState::Published, ArticleWhy::NotInThisState)
                .or_else(|| unless(draft.is_none(), ArticleWhy::HasDraft))
                .or_else(|| unless(publisher, ArticleWhy::NotPublisher))
        }
        ArticleAction::Restore => unless(!article.versions.is_empty(), ArticleWhy::NotInThisState)
            .or_else(|| unless(draft.is_none(), ArticleWhy::HasDraft)),
        ArticleAction::Own | ArticleAction::PlanReview | ArticleAction::Redact => None,
        // When it is due, the decider says.
        ArticleAction::Remind => unless(actor.is_system(), ArticleWhy::NotYours),
        ArticleAction::Link => unless(article.tickets.len() < TICKETS_MAX, ArticleWhy::Full),
        ArticleAction::Unlink => unless(!article.tickets.is_empty(), ArticleWhy::NotInThisState),
        ArticleAction::Attach => revise().or_else(|| unless(files < FILES_MAX, ArticleWhy::Full)),
        ArticleAction::Detach => revise().or_else(|| unless(files > 0, ArticleWhy::NotInThisState)),
    }
}

/// Whether somebody publishes what is about this: the lead of the service's team or whom they
/// named, support managers and administrators; what is about no service, every team lead.
pub fn publishes(content: &Content, actor: &Actor, facts: &ArticleFacts) -> bool {
    if actor.is_system() || actor.role >= Role::SupportManager {
        return true;
    }
    let Some(service) = content.service else {
        return actor.role == Role::TeamLead;
    };
    let leads = actor.role == Role::TeamLead
        && team_of(service, facts).is_some_and(|team| actor.teams.contains(&team));
    leads || actor.role.is_agent() && facts.publishes.contains(&service)
}

fn team_of(service: ServiceId, facts: &ArticleFacts) -> Option<TeamId> {
    facts.services.get(&service).map(|service| service.team)
}
