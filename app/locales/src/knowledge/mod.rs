//! Texts of the knowledge base.

pub mod search;
pub mod writing;

use crate::kernel::both::pick;
use guichet_domain::kernel::article_action::ArticleWhy;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::article::ArticleState;
use guichet_domain::knowledge::content::{ArticleKind, Place};
use guichet_domain::knowledge::reading::NotHelpful;

texts! {
    /// Finding and reading articles.
    Knowledge {
        help_title: "Aide", "Help";
        question: "Que se passe-t-il\u{a0}? Que cherchez-vous\u{a0}?", "What is going on? What are you looking for?";
        search: "Chercher", "Search";
        answers: "Ce qui répond à «\u{a0}{question}\u{a0}»", "What answers “{question}”";
        no_answer: "Aucun article ne répond à «\u{a0}{question}\u{a0}».", "No article answers “{question}”.";
        no_answer_text: "Essayez d’autres mots, ou dites-nous ce qui se passe.", "Try other words, or tell us what is going on.";
        none: "Il n’y a pas encore d’article.", "There is no article yet.";
        none_text: "Dites-nous ce qui se passe\u{a0}: nous vous répondrons.", "Tell us what is going on: we will answer.";
        still_no: "Rien de tout cela\u{a0}?", "None of these?";
        report_it: "Signaler un incident", "Report an incident";
        cut: "Il y en a d’autres\u{a0}: cherchez-les.", "There are more: search for them.";
        by_service: "Par service", "By service";
        other: "Autres sujets", "Other topics";
        agents_only: "Réservé aux techniciens", "For agents only";
        other_language: "en anglais", "in French";
        only_in_other: "Cet article n’existe qu’en anglais.", "This article exists in French only.";
        contents: "Dans cet article", "In this article";
        published: "publié\u{a0}:", "published:";
        not_enough_text: "Racontez-nous ce que vous avez essayé\u{a0}: nous prenons la suite.", "Tell us what you have tried: we take it from there.";
        related: "Voir aussi", "See also";
        helpful: "Cet article vous a-t-il aidé\u{a0}?", "Was this article helpful?";
        solved: "Oui, c’est réglé", "Yes, this solved it";
        not_solved: "Non", "No";
        why_not: "Qu’est-ce qui n’a pas marché\u{a0}?", "What did not work?";
        why_words: "En un mot ou une phrase", "In a word or a sentence";
        why_hint: "Personne ne saura que c’est vous. N’y mettez pas de mot de passe.", "Nobody will know that it was you. Do not put a password here.";
        tell: "Le dire à l’équipe", "Tell the team";
        helped_title: "Tant mieux\u{a0}!", "Good to hear!";
        helped_text: "Merci de l’avoir dit\u{a0}: d’autres trouveront cet article plus facilement.", "Thank you for saying so: others will find this article more easily.";
        told_text: "Merci\u{a0}: l’équipe va revoir cet article.", "Thank you: the team will look at this article again.";
        suggested_one: "{n} réponse possible", "{n} possible answer";
        suggested_many: "{n} réponses possibles", "{n} possible answers";
        hide_suggestions: "Masquer", "Hide";
        offer_title: "Avant d’envoyer\u{a0}: la réponse est peut-être là", "Before you send it: the answer may be here";
        offer_text: "Sinon, envoyez tel quel\u{a0}: tout ce que vous avez écrit est ci-dessous.", "Otherwise, send it as it is: everything you wrote is below.";
        most_useful: "Ce qui aide le plus", "What helps most";
        all_articles: "Tous les articles", "All articles";
        other_question: "Chercher autre chose", "Look for something else";
    }
}

/// Name of a kind of article.
pub fn kind(l: Language, kind: ArticleKind) -> &'static str {
    pick(
        l,
        match kind {
            ArticleKind::Solution => ("Solution", "Solution"),
            ArticleKind::Guide => ("Mode d’emploi", "Guide"),
            ArticleKind::Faq => ("Question fréquente", "Frequent question"),
        },
    )
}

/// Heading of a place of an article, as readers see it.
pub fn place(l: Language, place: Place) -> &'static str {
    pick(
        l,
        match place {
            Place::Title => ("Titre", "Title"),
            Place::Keywords => ("Mots-clés", "Keywords"),
            Place::Symptom => ("Symptôme", "Symptom"),
            Place::Cause => ("Cause", "Cause"),
            Place::Workaround => ("En attendant", "Meanwhile"),
            Place::Fix => ("Pour régler le problème", "To put it right"),
            Place::Steps => ("Étapes", "Steps"),
            Place::Answer => ("Réponse", "Answer"),
        },
    )
}

/// Name of a state of an article.
pub fn state(l: Language, state: ArticleState) -> &'static str {
    pick(
        l,
        match state {
            ArticleState::Draft => ("Brouillon", "Draft"),
            ArticleState::InReview => ("En relecture", "In review"),
            ArticleState::Published => ("Publié", "Published"),
            ArticleState::Archived => ("Archivé", "Archived"),
        },
    )
}

/// What an agent must know of an article that readers do not see.
pub fn unread(l: Language, state: ArticleState) -> &'static str {
    pick(
        l,
        match state {
            ArticleState::Draft => (
                "Brouillon\u{a0}: seuls les techniciens le voient.",
                "Draft: only agents see it.",
            ),
            ArticleState::InReview => (
                "En relecture\u{a0}: seuls les techniciens le voient.",
                "In review: only agents see it.",
            ),
            ArticleState::Published => ("Publié.", "Published."),
            ArticleState::Archived => (
                "Archivé\u{a0}: les lecteurs ne le voient plus.",
                "Archived: readers no longer see it.",
            ),
        },
    )
}

/// Why an article did not help, as its reader chooses.
pub fn not_helpful(l: Language, reason: NotHelpful) -> &'static str {
    pick(
        l,
        match reason {
            NotHelpful::OtherProblem => ("Ce n’est pas mon problème", "It is not my problem"),
            NotHelpful::Unclear => ("Ce n’est pas clair", "It is not clear"),
            NotHelpful::DoesNotWork => (
                "Je l’ai fait, et cela ne marche toujours pas",
                "I did it, and it still does not work",
            ),
        },
    )
}

/// Why something is not possible on an article.
pub fn why(l: Language, why: ArticleWhy) -> &'static str {
    pick(
        l,
        match why {
            ArticleWhy::NotInThisState => (
                "Ce n’est pas possible dans l’état actuel de l’article.",
                "It is not possible in the article’s present state.",
            ),
            ArticleWhy::NotYours => (
                "Cet article est tenu par d’autres techniciens.",
                "This article is for other agents to work on.",
            ),
            ArticleWhy::NotPublisher => (
                "Cette action revient à qui publie les articles du service.",
                "This is for those who publish the articles of the service.",
            ),
            ArticleWhy::HasDraft => (
                "Un brouillon est en cours\u{a0}: publiez-le ou abandonnez-le d’abord.",
                "There is a draft: publish or discard it first.",
            ),
            ArticleWhy::NoDraft => ("Il n’y a pas de brouillon.", "There is no draft."),
            ArticleWhy::AlreadySo => ("C’est déjà le cas.", "Already done."),
            ArticleWhy::Full => (
                "La limite est atteinte\u{a0}: retirez un élément avant d’en ajouter un autre.",
                "The limit has been reached: remove one before you add another.",
            ),
        },
    )
}
