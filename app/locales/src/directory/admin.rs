//! Administration.

texts! {
    /// The administrators' pages.
    Admin {
        title: "Administration", "Administration";
        lead: "Ce que le service informatique prend en charge, qui s’en occupe, et selon quelles règles.",
            "What the service desk supports, who takes care of it, and by which rules.";
        sections: "Rubriques", "Sections";
        services: "Services", "Services";
        services_lead: "Ce que les utilisateurs emploient, et l’équipe qui s’en charge.",
            "What people use, and the team that takes care of it.";
        services_new: "Nouveau service", "New service";
        categories: "Catégories", "Categories";
        categories_lead: "La nature des incidents, service par service.",
            "The nature of incidents, service by service.";
        categories_new: "Nouvelle catégorie", "New category";
        teams: "Équipes", "Teams";
        teams_lead: "Les groupes de techniciens à qui vont les tickets.",
            "The groups of agents that tickets go to.";
        teams_new: "Nouvelle équipe", "New team";
        people: "Personnes", "People";
        people_lead: "Qui appelle, qui répond, et ce que chacun peut faire.",
            "Who calls, who answers, and what each may do.";
        people_new: "Nouvelle personne", "New person";
        departments: "Entités", "Departments";
        departments_lead: "L’organisation et ses responsables\u{a0}: les approbations suivent cette voie.",
            "The organisation and its managers: approvals go this way.";
        departments_new: "Nouvelle entité", "New department";
        items: "Catalogue", "Catalogue";
        items_lead: "Ce que l’on peut demander, ce qu’il faut en savoir et qui l’approuve.",
            "What people can ask for, what is to be known of it, and who approves it.";
        items_new: "Nouvel article", "New item";
        matrix: "Priorités", "Priorities";
        matrix_lead: "L’impact et l’urgence donnent la priorité d’un incident.",
            "Impact and urgency give the priority of an incident.";
        settings: "Réglages", "Settings";
        settings_lead: "Délais, jours fériés, équipe par défaut, double authentification, automates admis.",
            "Times, public holidays, default team, two-factor sign-in, programs let in.";
        import_lead: "Ajouter ou mettre à jour beaucoup de personnes d’un coup, depuis un tableur.",
            "Add or update many people at once, from a spreadsheet.";
        saved: "C’est enregistré.", "Saved.";
        filter: "Filtrer la liste", "Filter the list";
        shown_one: "{n} ligne.", "{n} row.";
        shown_many: "{n} lignes.", "{n} rows.";
        rows_shown: "{from} à {to} sur {n}", "{from} to {to} of {n}";
        pages: "Pages", "Pages";
        page_before: "Précédents", "Previous";
        page_after: "Suivants", "Next";
        nothing: "Rien ne correspond.", "Nothing matches.";
        empty: "Rien encore. Commencez par le premier.", "Nothing yet. Start with the first one.";
        name: "Nom", "Name";
        name_fr: "Nom en français", "Name in French";
        name_en: "Nom en anglais", "Name in English";
        name_en_hint: "Laissé vide, le nom français en tient lieu.", "Left empty, the French name stands in.";
        state: "État", "State";
        active: "Actif", "Active";
        active_label: "Actif\u{a0}: proposé dans les formulaires", "Active: offered in forms";
        inactive: "Inactif", "Inactive";
        email: "Adresse électronique", "E-mail address";
        role: "Rôle", "Role";
        team: "Équipe", "Team";
        service: "Service", "Service";
        members: "Membres", "Members";
        manager: "Responsable hiérarchique", "Line manager";
        own_manager_hint: "Laissez vide si c’est le responsable de son entité.", "Leave it empty if it is the manager of their department.";
        place_hint: "Site, étage, bureau.", "Site, floor, office.";
        computer_hint: "Nom ou numéro d’inventaire.", "Name or inventory number.";
        manager_hint: "Seules les personnes qui ont une adresse peuvent approuver.",
            "Only people with an address can approve.";
        parent: "Rattachée à", "Part of";
        department: "Entité", "Department";
        restricted: "Réservé\u{a0}: seule l’équipe en voit les tickets", "Restricted: only the team sees its tickets";
        open_articles: "Les articles pour tout le monde se lisent sans se connecter", "Articles for everybody are read without signing in";
        synonyms: "Mots qui veulent dire la même chose", "Words that mean the same";
        synonyms_hint: "Une ligne par groupe, avec = entre les mots\u{a0}: la recherche d’articles les traite comme équivalents.", "A group a line, with = between the words: the search of articles takes one for the other.";
        invitation_days: "Validité d’une invitation, en jours", "Days for which an invitation is good";
        invitation_days_hint: "De 1 à 30 jours. Tant que la personne n’a pas choisi son mot de passe, elle peut être invitée de nouveau.",
            "From 1 to 30 days. As long as somebody has not chosen a password, they can be invited again.";
        may_join: "Peut choisir son premier mot de passe avec «\u{a0}Mot de passe oublié\u{a0}?\u{a0}»", "May choose a first password with “Forgotten your password?”";
        uninvited_one: "{n} personne n’a pas encore de mot de passe.", "{n} person has no password yet.";
        uninvited_many: "{n} personnes n’ont pas encore de mot de passe.", "{n} people have no password yet.";
        invite_all: "Les inviter par courriel", "Invite them by e-mail";
        invited_all: "Invitations envoyées\u{a0}: {n}.", "Invitations sent: {n}.";
        senders: "Automates admis", "Programs let in";
        senders_hint: "Les messages qu’aucune personne n’a écrits sont mis de côté. Ceux de ces adresses, par exemple d’un système de supervision, deviennent des tickets\u{a0}; rien n’est jamais envoyé à ces adresses.",
            "Messages that no person wrote are set aside. Those from these addresses, such as a monitoring system’s, become tickets; nothing is ever sent to these addresses.";
        sender_n: "Automate {n}", "Program {n}";
        sender_address: "Adresse d’expédition", "Address it writes from";
        sender_channel: "Canal", "Channel";
        add_sender: "Ajouter un automate", "Add a program";
        unreviewed: "Ses techniciens publient des articles sans relecture", "Its agents publish articles without a review";
        publishers: "Qui publie ses articles", "Who publishes its articles";
        publishers_hint: "En plus du responsable de l’équipe.", "Beside the lead of the team.";
        publisher_n: "Technicien {n}", "Agent {n}";
        add_publisher: "Ajouter un technicien", "Add an agent";
        files_itself: "Classer sans technicien les incidents qui en relèvent très probablement",
            "Categorise incidents that are most likely about it without an agent";
        files_itself_hint: "Seulement quand au moins {n}\u{a0}propositions sur 100 de ce genre étaient justes, et que la personne a dit l’effet et l’urgence. L’historique le dit, et chacun peut corriger.",
            "Only where at least {n} of 100 such proposals were right, and the person said how they are affected. The history says so, and every agent can correct it.";
        restricted_tag: "Réservé", "Restricted";
        email_hint: "Sans adresse, la personne ne peut pas se connecter. L’invitation lui permet de choisir son mot de passe.",
            "Without an address the person cannot sign in. They choose their password through the invitation.";
        language: "Langue", "Language";
        language_fr: "Français", "Français";
        language_en: "English", "English";
        zone: "Fuseau horaire", "Time zone";
        zone_hint: "Nom de la base IANA, par exemple Europe/Paris. Vide\u{a0}: celui de Guichet.",
            "IANA name, for example Europe/Paris. Empty: that of the desk.";
        person_active: "Active\u{a0}: peut se connecter et demander de l’aide", "Active: can sign in and ask for help";
        last_administrator: "Il faut qu’il reste au moins un administrateur.", "At least one administrator must remain.";
        description_fr: "Description en français", "Description in French";
        description_en: "Description en anglais", "Description in English";
        fields: "Questions posées", "Questions asked";
        field_quantity: "C’est une quantité\u{a0}: le coût est multiplié par elle", "It is a quantity: the cost is multiplied by it";
        asks_cause: "Demander la cause racine quand un incident est résolu", "Ask for the root cause when an incident is resolved";
        item_impact: "Impact des demandes", "Impact of its requests";
        item_urgency: "Urgence des demandes", "Urgency of its requests";
        item_rating_hint: "Impact et urgence donnent la priorité de chaque demande.", "Impact and urgency give each request its priority.";
        fields_hint: "En plus de l’objet et de la description. Leur ordre est celui du formulaire.",
            "Beside subject and description. Their order is that of the form.";
        field_n: "Question {n}", "Question {n}";
        field_fr: "Question en français", "Question in French";
        field_en: "Question en anglais", "Question in English";
        field_kind: "Type de réponse", "Kind of answer";
        kind_text: "Texte", "Text";
        kind_choice: "Choix", "Choice";
        kind_number: "Nombre", "Number";
        kind_date: "Date", "Date";
        field_required: "Réponse obligatoire", "An answer is required";
        choices_fr: "Choix en français, un par ligne", "Choices in French, one per line";
        choices_en: "Choix en anglais, dans le même ordre", "Choices in English, in the same order";
        min: "Au moins", "At least";
        max: "Au plus", "At most";
        add_field: "Ajouter une question", "Add a question";
        up: "Monter", "Move up";
        down: "Descendre", "Move down";
        remove: "Retirer", "Remove";
        approval: "Approbation", "Approval";
        approval_nobody: "Personne\u{a0}: la demande part sans approbation", "Nobody: the request goes on without approval";
        approval_manager: "Le responsable hiérarchique de la personne concernée", "The affected person’s line manager";
        approval_people: "Des personnes désignées", "Named people";
        rule: "Accord nécessaire", "Who must agree";
        rule_one: "Une seule de ces personnes suffit", "One of these people is enough";
        rule_all: "Toutes ces personnes", "All of these people";
        approvers: "Approbateurs", "Approvers";
        approver_n: "Approbateur {n}", "Approver {n}";
        add_approver: "Ajouter un approbateur", "Add an approver";
        standard: "Évaluation standard", "Standard evaluation";
        standard_label: "Cet article est déjà évalué\u{a0}: pas d’étude à chaque demande",
            "This item is evaluated already: no study for each request";
        cost: "Coût en euros", "Cost in euros";
        cost_hint: "Par exemple 240 ou 12,50. Vide\u{a0}: sans coût.", "For example 240 or 12.50. Empty: no cost.";
        impact: "Impact de la demande", "Impact of the request";
        urgency_of: "Urgence {level}", "{level} urgency";
        impact_of: "Impact {level}", "{level} impact";
        close_after: "Clôture sans réponse, en jours ouvrés", "Closing without an answer, in working days";
        close_after_hint: "Un ticket résolu se clôt de lui-même après ce délai.",
            "A resolved ticket closes by itself after this time.";
        remind_after: "Rappel aux approbateurs après, en jours ouvrés", "Reminder to approvers after, in working days";
        remind_after_hint: "0\u{a0}: aucun rappel.", "0: no reminder.";
        remind_user_after: "Rappel à l’utilisateur dont on attend la réponse, en jours ouvrés", "Reminder to a user whose answer is awaited, in working days";
        remind_user_after_hint: "Deux rappels, puis une proposition de clôture. 0\u{a0}: aucun rappel.", "Two reminders, then an offer to close. 0: no reminder.";
        reopen_within: "Réouverture possible après la clôture, en jours", "Reopening possible after closure, in days";
        reopen_within_hint: "Ensuite, un nouveau ticket fait suite à l’ancien.",
            "After that a new ticket follows up the old one.";
        first_team: "Équipe par défaut", "Default team";
        first_team_hint: "Reçoit ce qui ne relève d’aucun service.", "Gets what belongs to no service.";
        holidays: "Jours fériés", "Public holidays";
        holidays_hint: "Ces jours-là, comme les samedis et dimanches, ne comptent pas comme jours ouvrés.",
            "These days, like Saturdays and Sundays, are no working days.";
        holiday_n: "Jour férié {n}", "Public holiday {n}";
        holiday_rule: "Récurrence", "Recurs";
        holiday_fixed: "Chaque année à la même date", "Every year on the same date";
        holiday_easter: "Selon la date de Pâques", "With the date of Easter";
        holiday_once: "Une seule fois", "Only once";
        day: "Jour", "Day";
        month: "Mois", "Month";
        year: "Année", "Year";
        after_easter: "Jours après le dimanche de Pâques", "Days after Easter Sunday";
        easter_hint: "1\u{a0}: lundi de Pâques\u{a0}; 39\u{a0}: Ascension\u{a0}; 50\u{a0}: lundi de Pentecôte\u{a0}; −2\u{a0}: Vendredi saint.",
            "1: Easter Monday; 39: Ascension Day; 50: Whit Monday; −2: Good Friday.";
        add_holiday: "Ajouter un jour férié", "Add a public holiday";
        months: "janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre",
            "January,February,March,April,May,June,July,August,September,October,November,December";
    }
}
