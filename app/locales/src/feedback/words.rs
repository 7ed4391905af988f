//! Words for marks, faults, causes, and what is not possible.

use crate::kernel::both::pick;
use crate::kernel::format::fill;
use crate::texts::Texts;
use guichet_domain::feedback::event::Occasion;
use guichet_domain::feedback::fault::{Cause, Fault};
use guichet_domain::feedback::page::FeedbackView;
use guichet_domain::feedback::score::Score;
use guichet_domain::kernel::feedback_why::FeedbackWhy;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::reference::Kind;

/// Returns what a mark means.
pub fn score(l: Language, score: Score) -> &'static str {
    pick(
        l,
        match score.number() {
            1 => ("Très mal", "Very badly"),
            2 => ("Mal", "Badly"),
            3 => ("Ni bien ni mal", "So-so"),
            4 => ("Bien", "Well"),
            _ => ("Très bien", "Very well"),
        },
    )
}

/// Returns the question after the end of a ticket.
pub fn question(l: Language, occasion: Occasion, kind: Kind) -> &'static str {
    pick(
        l,
        match (occasion, kind) {
            (Occasion::Refused, _) => (
                "Votre demande a été refusée. Comment l’avons-nous traitée\u{a0}?",
                "Your request was refused. How did we handle it?",
            ),
            (Occasion::Closed, Kind::Request) => (
                "Comment avons-nous traité votre demande\u{a0}?",
                "How did we handle your request?",
            ),
            (Occasion::Closed, _) => (
                "Comment avons-nous traité votre ticket\u{a0}?",
                "How did we handle your ticket?",
            ),
        },
    )
}

/// Returns what was wrong, as a user says it.
pub fn fault(l: Language, fault: Fault) -> &'static str {
    pick(
        l,
        match fault {
            Fault::NotSolved => (
                "Je n’ai pas eu ce dont j’avais besoin",
                "I did not get what I needed",
            ),
            Fault::TooLong => ("C’était trop long", "It took too long"),
            Fault::SaidAgain => (
                "J’ai dû répéter la même chose",
                "I had to say the same thing again",
            ),
            Fault::Unclear => (
                "Les réponses n’étaient pas claires",
                "The answers were not clear",
            ),
            Fault::Unfriendly => ("L’accueil laissait à désirer", "People were not friendly"),
        },
    )
}

/// Returns why a bad mark was given, as the desk found.
pub fn cause(l: Language, cause: Cause) -> &'static str {
    pick(
        l,
        match cause {
            Cause::Knowledge => (
                "Connaissance ou formation manquante",
                "Missing knowledge or training",
            ),
            Cause::Procedure => (
                "Procédure absente ou inadaptée",
                "Missing or unsuitable procedure",
            ),
            Cause::Workload => ("Charge de travail", "Workload"),
            Cause::Communication => ("Information mal transmise", "Information not passed on"),
            Cause::Technology => (
                "Panne ou défaut d’un fournisseur",
                "Failure of a system or supplier",
            ),
            Cause::Expectation => (
                "Attente hors de notre offre",
                "Expectation beyond what we offer",
            ),
        },
    )
}

/// Returns the name of a list.
pub fn view(l: Language, view: FeedbackView) -> &'static str {
    pick(
        l,
        match view {
            FeedbackView::ToReview => ("À examiner", "To review"),
            FeedbackView::ToDo => ("Actions à faire", "Open actions"),
            FeedbackView::Answers => ("Avis reçus", "Answers"),
            FeedbackView::Measures => ("Causes et actions", "Reasons and actions"),
        },
    )
}

/// Returns why something is not possible.
pub fn why(l: Language, why: FeedbackWhy) -> &'static str {
    pick(
        l,
        match why {
            FeedbackWhy::NotYours => (
                "Cette question a été posée à quelqu’un d’autre.",
                "This question was asked of somebody else.",
            ),
            FeedbackWhy::Over => (
                "Le délai de réponse est passé.",
                "The time to answer has passed.",
            ),
            FeedbackWhy::TooOften => (
                "Vous avez déjà modifié votre avis de nombreuses fois\u{a0}: il reste tel quel.",
                "You have changed your feedback many times already: it stays as it is.",
            ),
            FeedbackWhy::NothingToReview => (
                "Il n’y a pas de mauvaise note à examiner\u{a0}: l’avis a changé.",
                "There is no bad mark to review: the answer has changed.",
            ),
            FeedbackWhy::AlreadySo => ("C’est déjà le cas.", "Already done."),
        },
    )
}

/// Returns who reads an answer, in a sentence.
pub fn readers(texts: &Texts, agent: Option<&str>, team: Option<&Label>) -> String {
    let t = &texts.feedback;
    let agent = agent.map(|name| fill(t.reads_agent, &[("name", name)]));
    let team = team.map(|team| {
        let team = team.in_language(texts.language);
        fill(t.reads_leads, &[("team", team)])
    });
    let first: Vec<String> = agent.into_iter().chain(team).collect();
    let who = if first.is_empty() {
        t.reads_managers.to_owned()
    } else {
        let values = [("first", &*first.join(", ")), ("last", t.reads_managers)];
        fill(t.and, &values)
    };
    fill(t.read_by, &[("who", &who)])
}
