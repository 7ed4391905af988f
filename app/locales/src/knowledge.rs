//! Texts of the knowledge base.

use crate::kernel::both::pick;
use guichet_domain::kernel::article_action::ArticleWhy;
use guichet_domain::kernel::language::Language;

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
            ArticleWhy::AlreadySo => ("C’est déjà le cas.", "It is so already."),
            ArticleWhy::Full => (
                "L’article en a déjà autant qu’il peut en avoir.",
                "The article has as many as it can have.",
            ),
        },
    )
}
