//! The page that leads through what an empty desk needs, and what leads there.

texts! {
    /// Setting an empty desk up, step by step.
    Beginning {
        title: "Mise en route", "Getting started";
        lead: "Ce qu’il faut à un service tout neuf pour que chacun puisse s’en servir, dans l’ordre.",
            "What a new service desk needs before people can use it, in order.";
        card: "Ce qu’il faut mettre en place, dans l’ordre, et ce qui manque encore.",
            "What has to be set up, in order, and what is still missing.";
        unfinished: "La mise en place n’est pas terminée\u{a0}: il manque encore de quoi travailler.",
            "The desk is not set up yet: something it cannot work without is missing.";
        unfinished_go: "Voir ce qui manque", "See what is missing";
        all_done: "Tout est en place.", "Everything is in place.";
        left_one: "Il reste {n} étape.", "{n} step is left.";
        left_many: "Il reste {n} étapes.", "{n} steps are left.";
        done: "Fait", "Done";
        to_do: "À faire", "To do";
        open: "Ouvrir «\u{a0}{step}\u{a0}»", "Open “{step}”";

        teams: "Équipes", "Teams";
        teams_why: "Chaque ticket va à une équipe, dont les techniciens le prennent en charge.",
            "Every ticket goes to a team, whose agents take care of it.";
        people: "Personnes", "People";
        people_why: "Les utilisateurs demandent de l’aide, les techniciens y répondent au sein des équipes.",
            "Users ask for help; agents, in their teams, give it.";
        services: "Services et catégories", "Services and categories";
        services_why: "Le service dit à quelle équipe va un incident, la catégorie en précise la nature.",
            "The service says which team an incident goes to, the category what kind it is.";
        catalogue: "Catalogue", "Catalogue";
        catalogue_why: "Les demandes partent d’un article, qui dit ce qu’il faut savoir et qui approuve.",
            "Requests start from an item, which says what has to be known and who approves.";
        mail: "Courriel", "E-mail";
        mail_why: "On peut écrire au service, et chacun est prévenu de ce qui avance.",
            "People can write to the desk, and everybody is told of what moves on.";
        approvals: "Approbations", "Approvals";
        approvals_why: "Le responsable hiérarchique approuve ce qui coûte ou donne un accès.",
            "Line managers approve what costs money or gives access.";
        calendar: "Jours fériés", "Public holidays";
        calendar_why: "Les délais comptent en jours ouvrés, du lundi au vendredi hors jours fériés.",
            "Times count in working days: Monday to Friday, without public holidays.";
        invitations: "Invitations", "Invitations";
        invitations_why: "Une invitation permet de choisir son mot de passe et de se connecter.",
            "An invitation lets somebody choose a password and sign in.";

        teams_one: "{n} équipe.", "{n} team.";
        teams_many: "{n} équipes.", "{n} teams.";
        agents_one: "{n} technicien, administrateurs compris.", "{n} agent, administrators included.";
        agents_many: "{n} techniciens, administrateurs compris.", "{n} agents, administrators included.";
        services_one: "{n} service.", "{n} service.";
        services_many: "{n} services.", "{n} services.";
        items_one: "{n} article.", "{n} item.";
        items_many: "{n} articles.", "{n} items.";
        mail_ready: "Les courriels arrivent et partent.", "E-mails come in and go out.";
        mail_half: "Les courriels ne passent que dans un sens.", "E-mails go one way only.";
        mail_none: "Aucun courriel n’arrive ni ne part.", "No e-mail comes in or goes out.";
        managers_one: "{n} responsable hiérarchique.", "{n} line manager.";
        managers_many: "{n} responsables hiérarchiques.", "{n} line managers.";
        holidays_one: "{n} jour férié.", "{n} public holiday.";
        holidays_many: "{n} jours fériés.", "{n} public holidays.";
        ready_one: "{n} personne a un mot de passe.", "{n} person has a password.";
        ready_many: "{n} personnes ont un mot de passe.", "{n} people have a password.";

        no_team: "Il n’y a aucune équipe active.", "There is no active team.";
        empty_teams_one: "{n} équipe n’a aucun technicien.", "{n} team has no agent.";
        empty_teams_many: "{n} équipes n’ont aucun technicien.", "{n} teams have no agent.";
        alone: "Personne d’autre que vous ne peut se connecter.", "Nobody but you can sign in.";
        one_agent: "Une seule personne traite les tickets.", "Only one person works on tickets.";
        teamless_one: "{n} technicien n’est dans aucune équipe active.", "{n} agent is in no active team.";
        teamless_many: "{n} techniciens ne sont dans aucune équipe active.", "{n} agents are in no active team.";
        no_service: "Il n’y a aucun service.", "There is no service.";
        without_category_one: "{n} service n’a aucune catégorie.", "{n} service has no category.";
        without_category_many: "{n} services n’ont aucune catégorie.", "{n} services have no category.";
        no_item: "Le catalogue est vide.", "The catalogue is empty.";
        no_mail_in: "Aucune boîte n’est relevée\u{a0}: indiquez-la dans la configuration du programme (imap).",
            "No mailbox is read: name it in the configuration of the program (imap).";
        no_mail_out: "Rien n’est envoyé\u{a0}: indiquez le serveur d’envoi dans la configuration du programme (smtp).",
            "Nothing is sent: name the mail server in the configuration of the program (smtp).";
        no_manager: "Personne n’a de responsable hiérarchique\u{a0}: les demandes à approuver iront aux administrateurs.",
            "Nobody has a line manager: requests to approve will go to the administrators.";
        unmanaged_one: "{n} personne n’a pas de responsable hiérarchique\u{a0}: ses demandes à approuver iront aux administrateurs.",
            "{n} person has no line manager: their requests to approve will go to the administrators.";
        unmanaged_many: "{n} personnes n’ont pas de responsable hiérarchique\u{a0}: leurs demandes à approuver iront aux administrateurs.",
            "{n} people have no line manager: their requests to approve will go to the administrators.";
        without_approver_one: "{n} article nomme des approbateurs dont aucun ne peut se connecter.",
            "{n} item names approvers of whom none can sign in.";
        without_approver_many: "{n} articles nomment des approbateurs dont aucun ne peut se connecter.",
            "{n} items name approvers of whom none can sign in.";
        no_holiday: "Le calendrier n’a aucun jour férié.", "The calendar has no public holiday.";
        uninvited_one: "{n} personne n’a pas encore de mot de passe.", "{n} person has no password yet.";
        uninvited_many: "{n} personnes n’ont pas encore de mot de passe.", "{n} people have no password yet.";

        set_title: "Partir d’un jeu de base", "Begin with a starting set";
        set_lead: "Des services courants avec leurs catégories et un petit catalogue, en français et en anglais, confiés à l’équipe par défaut. Tout se modifie ensuite.",
            "Usual services with their categories and a small catalogue, in French and English, given to the default team. Everything can be changed afterwards.";
        set_services: "{n} services et {categories} catégories\u{a0}: {names}.", "{n} services and {categories} categories: {names}.";
        set_items: "{n} articles du catalogue\u{a0}: {names}.", "{n} items of the catalogue: {names}.";
        set_begin: "Ajouter le jeu de base", "Add the starting set";
        set_confirm: "Oui, tout ajouter", "Yes, add all of it";
        set_added: "C’est ajouté\u{a0}: {services} services, {categories} catégories, {items} articles.",
            "Added: {services} services, {categories} categories, {items} items.";
        already_begun: "Le guichet a déjà des services ou un catalogue\u{a0}: le jeu de base n’a pas été ajouté.",
            "The desk has services or a catalogue already: the starting set was not added.";

        portal_none: "Vous administrez ce guichet\u{a0}: c’est à vous de le remplir.", "You administer this desk: it is yours to fill.";
        portal_go: "Mettre en place le catalogue", "Set up the catalogue";
        call_no_item: "Le catalogue est vide\u{a0}: enregistrez ce que l’on vous demande comme incident.",
            "The catalogue is empty: record what you are asked for as an incident.";
        call_no_service: "Aucun service n’est encore défini\u{a0}: les tickets vont à l’équipe par défaut.",
            "No service is set up yet: tickets go to the default team.";
    }
}
