//! Texts of the search for agents.

texts! {
    /// One search over tickets, articles and people.
    Search {
        title: "Rechercher", "Search";
        label: "Un ticket, un article, une personne…", "A ticket, an article, a person…";
        go: "Chercher", "Search";
        tickets: "Tickets", "Tickets";
        articles: "Articles", "Articles";
        people: "Personnes", "People";
        more: "Voir tous les tickets trouvés", "See all tickets found";
        nothing: "Rien ne correspond à «\u{a0}{question}\u{a0}».", "Nothing matches “{question}”.";
        nothing_text: "Essayez avec moins de mots, ou la référence d’un ticket.", "Try fewer words, or the reference of a ticket.";
    }
}
