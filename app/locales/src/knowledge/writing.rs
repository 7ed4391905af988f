//! Texts of the pages where agents write articles.

use crate::kernel::both::pick;
use guichet_domain::kernel::article_action::ArticleAction;
use guichet_domain::kernel::language::Language;
use guichet_domain::knowledge::content::Readership;
use guichet_domain::knowledge::reading::GapReason;
use guichet_domain::knowledge::workspace::ArticleView;

texts! {
    /// Writing, reviewing and publishing articles.
    Writing {
        title: "Base de connaissances", "Knowledge base";
        lead: "Écrivez une fois la réponse que vous donnez souvent.", "Write the answer once that you give often.";
        views: "Listes d’articles", "Lists of articles";
        new: "Écrire un article", "Write an article";
        none: "Aucun article dans cette liste.", "No article in this list.";
        column_title: "Titre", "Title";
        column_state: "État", "State";
        column_readers: "Lecteurs", "Readers";
        column_review: "À réviser le", "Review on";
        has_draft: "modification en cours", "change under way";
        kind: "De quoi s’agit-il\u{a0}?", "What is it about?";
        language: "Langue du texte", "Language of the text";
        keywords_hint: "Les mots des utilisateurs\u{a0}: «\u{a0}ne s’ouvre plus\u{a0}», «\u{a0}mdp\u{a0}», le nom affiché à l’écran…", "The users’ own words: “won’t open”, “pwd”, the name on the screen…";
        title_hint: "Comme un utilisateur le dirait.", "As a user would put it.";
        markdown_hint: "Titres avec ##, listes avec - ou 1., touches avec <kbd>, remarques avec > [!NOTE] ou > [!WARNING], images collées ou déposées.", "Headings with ##, lists with - or 1., keys with <kbd>, remarks with > [!NOTE] or > [!WARNING], pictures pasted or dropped.";
        readers: "Qui peut le lire", "Who may read it";
        categories: "Catégories", "Categories";
        save: "Enregistrer le brouillon", "Save the draft";
        create: "Créer le brouillon", "Create the draft";
        saved: "Le brouillon est enregistré.", "The draft is saved.";
        nothing_changed: "Rien n’a changé depuis le dernier enregistrement.", "Nothing has changed since it was last saved.";
        save_first: "Enregistrez d’abord ce que vous avez changé.", "Save what you have changed first.";
        preview: "Aperçu", "Preview";
        preview_empty: "L’article apparaîtra ici à mesure que vous l’écrivez.", "The article will show here as you write it.";
        internal_title: "Ce que l’utilisateur n’a pas lu", "What the user has not read";
        internal_text: "Relisez ces notes internes avant de les insérer\u{a0}: les lecteurs de l’article les verront.", "Look through these internal notes before you insert them: readers of the article will see them.";
        insert_into: "Insérer dans «\u{a0}{place}\u{a0}»", "Insert into “{place}”";
        inserted: "Inséré. Relisez l’article avant de l’enregistrer.", "Inserted. Read the article again before you save it.";
        from_ticket: "Tiré de {ref}, auquel l’article sera lié.", "Made of {ref}, which the article will be linked to.";
        make_article: "En faire un article", "Make an article of this";
        articles: "Articles", "Articles";
        none_beside: "Aucun article ne ressemble à ce ticket.", "No article resembles this ticket.";
        is_linked: "lié", "linked";
        was_read: "lu par l’utilisateur", "read by the user";
        was_offered: "proposé à l’utilisateur", "offered to the user";
        insert_link: "Insérer le lien", "Insert the link";
        insert_text: "Insérer le texte", "Insert the text";
        link_it: "Lier", "Link";
        of_article: "{what}\u{a0}: {title}", "{what}: {title}";
        put_in: "Inséré dans la réponse.", "Put into the answer.";
        no_answer_now: "On ne peut plus répondre à ce ticket.", "This ticket can no longer be answered.";
        steps: "Suite", "Next";
        draft_by: "Modifié\u{a0}:", "Changed:";
        author: "Auteur", "Author";
        owner: "Responsable", "Owner";
        nobody: "Personne", "Nobody";
        review_on: "À réviser le", "Review on";
        never: "Jamais", "Never";
        tickets: "Tickets liés", "Linked tickets";
        tickets_hint: "Seuls les techniciens les voient.", "Only agents see them.";
        no_tickets: "Aucun ticket lié.", "No linked ticket.";
        ticket_ref: "Référence du ticket", "Reference of the ticket";
        unlink: "Retirer le lien vers {ref}", "Remove the link to {ref}";
        sent_back: "À retravailler\u{a0}:", "Changes asked for:";
        why: "Pourquoi\u{a0}?", "Why?";
        published_is: "Les lecteurs voient la version {n}.", "Readers see version {n}.";
        see_published: "Voir l’article publié", "See the published article";
        versions: "Versions", "Versions";
        version_n: "Version {n}", "Version {n}";
        draft: "Brouillon", "Draft";
        compare: "Comparer", "Compare";
        compare_from: "De", "From";
        compare_to: "À", "To";
        alone: "(rien\u{a0}: montrer le texte seul)", "(nothing: show the text alone)";
        same: "Ces deux versions disent la même chose.", "These two versions say the same.";
        restore: "Repartir de cette version", "Start again from this version";
        added: "ajouté", "added";
        removed: "retiré", "removed";
        gaps: "Questions sans réponse", "Unanswered questions";
        gaps_lead: "Ce que des personnes ont cherché en vain depuis 90 jours, sans qu’on sache qui.", "What people looked for in vain in the last 90 days, without knowing who.";
        no_gaps: "Personne n’a rien cherché en vain.", "Nobody looked for anything in vain.";
        gap_of: "On cherchait\u{a0}: {question}", "Looked for: {question}";
        has_errors: "à corriger", "to be corrected";
        gap_asked: "Question", "Question";
        gap_why: "Ce qui manque", "What is missing";
        gap_times: "Fois", "Times";
        gap_last: "Dernière fois", "Last time";
        write_it: "Écrire", "Write";
        take: "M’en charger", "Take it";
        release: "Laisser", "Let go";
        settle: "C’est fait", "Done";
        column_useful: "90 derniers jours", "Last 90 days";
        views_one: "{n} lecture", "{n} view";
        views_many: "{n} lectures", "{n} views";
        helpful_one: "a aidé {n} fois", "helped once";
        helpful_many: "a aidé {n} fois", "helped {n} times";
        unhelpful_one: "n’a pas aidé {n} fois", "did not help once";
        unhelpful_many: "n’a pas aidé {n} fois", "did not help {n} times";
        deflections_one: "{n} ticket évité", "{n} ticket avoided";
        deflections_many: "{n} tickets évités", "{n} tickets avoided";
        edit: "Modifier l’article", "Edit the article";
        done_submit: "L’article attend sa relecture.", "The article waits for its review.";
        done_send_back: "L’article est renvoyé pour modification.", "The article was sent back for changes.";
        done_publish: "L’article est publié\u{a0}: les lecteurs le trouvent dès maintenant.", "The article is published: readers find it from now on.";
        done_discard: "Le brouillon est abandonné.", "The draft was dropped.";
        done_archive: "L’article est archivé\u{a0}: les lecteurs ne le voient plus.", "The article is archived: readers no longer see it.";
        done_own: "Le responsable est changé.", "The owner was changed.";
        done_plan: "La date de révision est changée.", "The date of the review was changed.";
        done_link: "Le ticket est lié.", "The ticket is linked.";
        done_unlink: "Le lien est retiré.", "The link was removed.";
        done_detach: "Le fichier est retiré du brouillon.", "The file was taken out of the draft.";
        files: "Fichiers et images", "Files and pictures";
        choose_files: "Ajouter des fichiers", "Add files";
        files_hint: "Une image se colle ou se dépose aussi dans un texte. 20\u{a0}Mo au plus par fichier.", "A picture can also be pasted or dropped into a text. At most 20 MB a file.";
        files_wait: "Joints dès que le brouillon sera créé\u{a0}: {names}", "Attached once the draft is created: {names}";
        file_added: "{name} est joint au brouillon.", "{name} is attached to the draft.";
        file_failed: "{name} n’a pas été joint. {why}", "{name} was not attached. {why}";
        put_in_text: "Insérer {name} dans le texte", "Insert {name} into the text";
        put_in_short: "Insérer", "Insert";
        remove_file: "Retirer {name}", "Remove {name}";
        picture_words: "Ce que montre l’image", "What the picture shows";
        theirs_in: "{place} ({language})", "{place} ({language})";
    }
}

/// What is done with an article, as on a button.
pub fn action(l: Language, action: ArticleAction) -> &'static str {
    pick(
        l,
        match action {
            ArticleAction::Revise => ("Modifier", "Edit"),
            ArticleAction::Submit => ("Demander une relecture", "Ask for a review"),
            ArticleAction::SendBack => ("Demander des modifications", "Ask for changes"),
            ArticleAction::Publish => ("Publier", "Publish"),
            ArticleAction::Discard => ("Abandonner le brouillon", "Drop the draft"),
            ArticleAction::Archive => ("Archiver", "Archive"),
            ArticleAction::Restore => ("Repartir d’une version", "Start again from a version"),
            ArticleAction::Own => ("Changer de responsable", "Change the owner"),
            ArticleAction::PlanReview => ("Planifier la révision", "Plan the next review"),
            ArticleAction::Link => ("Lier un ticket", "Link a ticket"),
            ArticleAction::Unlink => ("Retirer un lien", "Remove a link"),
            ArticleAction::Attach => ("Joindre un fichier", "Attach a file"),
            ArticleAction::Detach => ("Retirer un fichier", "Remove a file"),
            ArticleAction::Remind => ("Rappeler une relecture", "Remind of a review"),
            ArticleAction::Redact => ("Effacer définitivement", "Erase for good"),
        },
    )
}

/// Who may read an article.
pub fn readers(l: Language, readers: Readership) -> &'static str {
    pick(
        l,
        match readers {
            Readership::Everybody => ("Tout le monde", "Everybody"),
            Readership::SignedIn => ("Toute personne connectée", "Everybody who signed in"),
            Readership::Agents => ("Les techniciens seulement", "Agents only"),
        },
    )
}

/// Name of a list of articles.
pub fn view(l: Language, view: ArticleView) -> &'static str {
    pick(
        l,
        match view {
            ArticleView::All => ("Tous", "All"),
            ArticleView::Drafts => ("Brouillons", "Drafts"),
            ArticleView::InReview => ("À relire", "To review"),
            ArticleView::Mine => ("Les miens", "Mine"),
            ArticleView::Due => ("À réviser", "Due for review"),
            ArticleView::Archived => ("Archivés", "Archived"),
        },
    )
}

/// Why something is missing from the knowledge base.
pub fn gap(l: Language, reason: GapReason) -> &'static str {
    pick(
        l,
        match reason {
            GapReason::NothingFound => ("Aucun article trouvé", "No article found"),
            GapReason::NotOpened => (
                "Rien d’ouvert parmi les réponses",
                "None of the answers opened",
            ),
            GapReason::Unhelpful => ("L’article n’a pas aidé", "The article did not help"),
            GapReason::NoArticle => ("Ticket sans article", "Ticket without an article"),
        },
    )
}

/// Name of a language, in the reader's.
pub fn language(l: Language, language: Language) -> &'static str {
    pick(
        l,
        match language {
            Language::Fr => ("Français", "French"),
            Language::En => ("Anglais", "English"),
        },
    )
}
