//! The page that imports people.

texts! {
    /// The page that imports people.
    PeopleImportTexts {
        title: "Importer des utilisateurs", "Import people";
        link: "Importer depuis un fichier", "Import from a file";
        lead: "Un fichier de tableur (CSV)\u{a0}: une ligne d’en-tête, puis une personne par ligne. Les colonnes e-mail et nom sont nécessaires\u{a0}; prénom, rôle, équipe, entité, responsable, téléphone, lieu, ordinateur et langue sont facultatives. Une cellule vide ne change rien.",
            "A spreadsheet file (CSV): a line of headings, then one person a line. The columns e-mail and name are needed; first name, role, team, department, manager, telephone, place, computer and language are optional. An empty cell changes nothing.";
        file: "Fichier", "File";
        create: "Créer les entités qui n’existent pas encore", "Make departments that are not there yet";
        preview: "Voir ce qui changera", "See what will change";
        import: "Importer", "Import";
        working: "Lecture du fichier…", "Reading the file…";
        would: "Rien n’est encore enregistré. Vérifiez, puis importez.", "Nothing is saved yet. Check it, then import.";
        done: "C’est importé.", "Imported.";
        added: "{n} à ajouter", "{n} to add";
        changed: "{n} à modifier", "{n} to change";
        same: "{n} déjà à jour", "{n} up to date";
        wrong: "{n} à corriger", "{n} to correct";
        done_added: "Ajouts\u{a0}: {n}", "{n} added";
        done_changed: "modifications\u{a0}: {n}", "{n} changed";
        done_wrong: "lignes non reprises\u{a0}: {n}", "{n} not imported";
        departments: "Entités qui n’existent pas encore\u{a0}: {names}", "Departments that are not there yet: {names}";
        columns: "Colonnes non reconnues, laissées de côté\u{a0}: {names}", "Columns that are not known, left out: {names}";
        line: "Ligne", "Line";
        what: "Ce qui change", "What changes";
        more: "Lignes non affichées\u{a0}: {n}.", "Lines not shown: {n}.";
        back: "Retour aux utilisateurs", "Back to people";
    }
}
