//! Entries of the audit log as sentences.

use crate::kernel::both::pick;
use crate::kernel::format::{fill, plural};
use crate::texts::texts_in;
use crate::words;
use guichet_domain::governance::audit::{AuditEvent, AuditTopic, Denied};
use guichet_domain::governance::audit_page::{AuditLine, Audited, FieldChange, Saved};
use guichet_domain::identity::device::device;
use guichet_domain::identity::factor::Second;
use guichet_domain::identity::link::Purpose;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::language::{Label, Language};
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};

/// Name of a topic that the audit page can be filtered by.
pub fn topic(l: Language, topic: AuditTopic) -> &'static str {
    pick(
        l,
        match topic {
            AuditTopic::SignIns => ("Connexions et sessions", "Sign-ins and sessions"),
            AuditTopic::Denials => ("Connexions refusées", "Refused sign-ins"),
            AuditTopic::Credentials => (
                "Mots de passe et double authentification",
                "Passwords and second factors",
            ),
            AuditTopic::People => ("Personnes", "People"),
            AuditTopic::Organisation => ("Équipes et entités", "Teams and departments"),
            AuditTopic::Catalogue => ("Services et catalogue", "Services and catalogue"),
            AuditTopic::Disruptions => ("Perturbations", "Disruptions"),
            AuditTopic::Settings => ("Réglages", "Settings"),
            AuditTopic::Program => ("Imports et programme", "Imports and program"),
        },
    )
}

/// Browser and operating system of a user agent, in a few words.
pub fn device_name(l: Language, agent: &str) -> String {
    match device(agent) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => texts_in(l).identity.session_unknown.to_owned(),
    }
}

/// "de" and a name, as French writes it before a vowel or a silent h.
fn de(name: &str) -> String {
    let folded = guichet_domain::kernel::stemming::fold(name);
    let mut letters = folded.chars();
    let (first, second) = (letters.next(), letters.next());
    let is_vowel = |c: char| "aeiouy".contains(c);
    let elided = match first {
        // "Yves", but "de Yann": before a vowel it is a consonant.
        Some('y') => !second.is_some_and(is_vowel),
        Some(first) => is_vowel(first) || first == 'h',
        None => false,
    };
    if elided {
        format!("d’{name}")
    } else {
        format!("de {name}")
    }
}

/// One sentence for an entry of the audit log.
pub fn sentence(l: Language, line: &AuditLine) -> String {
    let t = &texts_in(l).audit;
    let by = line.by.as_ref().map_or(t.program, |(_, name)| name);
    match &line.what {
        Audited::Event(audited, about) => {
            let own = line.by.is_some() && line.by == *about;
            let who = about.as_ref().map(|(_, name)| name.as_str());
            let text = audit_text(l, audited, who.is_some(), own);
            let who = who.unwrap_or(t.somebody);
            fill(&text, &[("who", who), ("of", &de(who)), ("by", by)])
        }
        Audited::Saved(saved) => {
            let what = entry(l, saved);
            let text = match (saved.new, saved.changes.is_empty()) {
                (true, _) => t.added,
                (false, false) => t.changed,
                (false, true) => t.saved_same,
            };
            fill(text, &[("by", by), ("what", &what)])
        }
    }
}

fn audit_text(l: Language, audited: &AuditEvent, known: bool, own: bool) -> String {
    let t = &texts_in(l).audit;
    let count = |n: &u64| n.to_string();
    let text = match audited {
        AuditEvent::SignedIn { second: None } => t.signed_in,
        AuditEvent::SignedIn {
            second: Some(Second::Code),
        } => t.signed_in_code,
        AuditEvent::SignedIn {
            second: Some(Second::RecoveryCode),
        } => t.signed_in_recovery,
        AuditEvent::PasswordAccepted => t.password_accepted,
        AuditEvent::Denied { why } => match why {
            Denied::UnknownAddress => t.unknown_address,
            Denied::WrongPassword if own => t.wrong_password_inside,
            Denied::WrongPassword => t.wrong_password,
            Denied::NoAccount => t.no_account,
            Denied::WrongCode => t.wrong_code,
            Denied::UsedCode => t.used_code,
            Denied::TooManyAttempts if known => t.too_many,
            Denied::TooManyAttempts => t.too_many_unknown,
        },
        AuditEvent::SignedOut => t.signed_out,
        AuditEvent::SessionEnded if own => t.session_ended,
        AuditEvent::SessionEnded => t.session_ended_by,
        AuditEvent::SessionsEnded { count } => {
            let n = i64::try_from(*count).unwrap_or(i64::MAX);
            return if own {
                plural(l, n, t.sessions_ended_one, t.sessions_ended_many)
            } else {
                plural(l, n, t.sessions_ended_by_one, t.sessions_ended_by_many)
            };
        }
        AuditEvent::PasswordChanged => t.password_changed,
        AuditEvent::PasswordSet => t.password_set,
        AuditEvent::PasswordReset => t.password_reset,
        AuditEvent::FactorAdded => t.factor_added,
        AuditEvent::FactorReplaced => t.factor_replaced,
        AuditEvent::FactorRemoved if own => t.factor_removed,
        AuditEvent::FactorRemoved => t.factor_removed_by,
        AuditEvent::RecoveryCodesRenewed => t.recovery_renewed,
        AuditEvent::LinkMade { purpose } => match purpose {
            Purpose::Reset => t.reset_asked,
            Purpose::Invitation => t.invited,
            Purpose::Email => t.email_asked,
        },
        AuditEvent::LinkUsed { purpose } => match purpose {
            Purpose::Reset => t.reset_used,
            Purpose::Invitation => t.invitation_used,
            Purpose::Email => t.email_used,
        },
        AuditEvent::DataTaken if own => t.data_taken,
        AuditEvent::DataTaken => t.data_taken_by,
        AuditEvent::Forgotten => t.forgotten,
        AuditEvent::DemonstrationLoaded { tickets } => {
            return fill(t.demonstration, &[("n", &count(tickets))]);
        }
        AuditEvent::TicketsImported { events, unread } => {
            let values = [("n", &*count(events)), ("unread", &count(unread))];
            return fill(t.tickets_imported, &values);
        }
        AuditEvent::ArticlesImported { articles, unread } => {
            let values = [("n", &*count(articles)), ("unread", &count(unread))];
            return fill(t.articles_imported, &values);
        }
        AuditEvent::PeopleImported { people, unread } => {
            let values = [("n", &*count(people)), ("unread", &count(unread))];
            return fill(t.people_imported, &values);
        }
        AuditEvent::BackupMade { rows, files } => {
            let values = [("n", &*count(rows)), ("files", &count(files))];
            return fill(t.backup_made, &values);
        }
        AuditEvent::MessageRead { message } => {
            return fill(t.message_read, &[("n", &message.to_string())]);
        }
        AuditEvent::MessageDiscarded { message } => {
            return fill(t.message_discarded, &[("n", &message.to_string())]);
        }
        AuditEvent::MessageTaken { message, ticket } => {
            let message = message.to_string();
            return match ticket {
                Some(ticket) => fill(
                    t.message_taken,
                    &[("n", &message), ("ticket", &ticket.to_string())],
                ),
                None => fill(t.message_taken_hidden, &[("n", &message)]),
            };
        }
        AuditEvent::MailSentAgain { emails } => {
            return fill(t.mail_sent_again, &[("n", &count(emails))]);
        }
        AuditEvent::PromisesApplied { tickets } => {
            return fill(t.promises_applied, &[("n", &count(tickets))]);
        }
        AuditEvent::Restored { rows, files } => {
            let values = [("n", &*count(rows)), ("files", &count(files))];
            return fill(t.restored, &values);
        }
        AuditEvent::KeyRotated { secrets } => {
            return fill(t.key_rotated, &[("n", &count(secrets))]);
        }
        AuditEvent::KeyForgotten => t.key_forgotten,
        AuditEvent::Retained {
            tickets,
            feedback,
            files,
            sign_ins,
            mail,
            clients,
        } => {
            let values = [
                ("n", &*count(tickets)),
                ("said", &count(feedback)),
                ("files", &count(files)),
                ("sign_ins", &count(sign_ins)),
                ("mail", &count(mail)),
                ("clients", &count(clients)),
            ];
            return fill(t.retained, &values);
        }
    };
    text.to_owned()
}

fn entry(l: Language, saved: &Saved) -> String {
    let t = &texts_in(l).audit;
    let text = match saved.kind.as_str() {
        "person" => t.person,
        "team" => t.team,
        "department" => t.department,
        "service" => t.service,
        "category" => t.category,
        "item" => t.item,
        "disruption" => t.disruption,
        "settings" => t.settings,
        _ => t.other,
    };
    fill(text, &[("name", saved.name.in_language(l))])
}

/// A changed field, with its old and new value if the log has both.
pub fn change(l: Language, change: &FieldChange) -> String {
    let name = field(l, &change.field);
    let (Some(from), Some(to)) = (&change.from, &change.to) else {
        return name;
    };
    let shown = |values: &[Label]| {
        let one = |label: &Label| value_name(l, &change.field, label.said_in(l).0);
        let all: Vec<String> = values.iter().map(one).collect();
        if all.is_empty() {
            pick(l, ("rien", "nothing")).to_owned()
        } else {
            all.join(", ")
        }
    };
    let colon = pick(l, ("\u{a0}: ", ": "));
    format!("{name}{colon}{} → {}", shown(from), shown(to))
}

fn value_name(l: Language, field: &str, value: &str) -> String {
    let role = |value: &str| serde_json::from_value::<Role>(value.into()).ok();
    let priority = |value: &str| serde_json::from_value::<Priority>(value.into()).ok();
    match (field, value) {
        (_, "true") => texts_in(l).common.yes.to_owned(),
        (_, "false") => texts_in(l).common.no.to_owned(),
        ("role" | "second_factor", value) => {
            role(value).map_or(value.to_owned(), |role| words::role(l, role).to_owned())
        }
        (cell, value) if cell.starts_with("matrix ") => {
            priority(value).map_or(value.to_owned(), |p| words::priority(l, p).to_owned())
        }
        (_, value) => value.to_owned(),
    }
}

/// Label of a field of an entry, by its name in the log.
fn field(l: Language, name: &str) -> String {
    if let Some(cell) = name
        .strip_prefix("matrix ")
        .and_then(|cell| cell_name(l, cell))
    {
        return cell;
    }
    let words = pick(
        l,
        match name {
            "name" => ("nom", "name"),
            "email" => ("adresse électronique", "e-mail address"),
            "role" => ("rôle", "role"),
            "teams" => ("équipes", "teams"),
            "team" => ("équipe", "team"),
            "department" => ("entité", "department"),
            "telephone" => ("téléphone", "telephone"),
            "place" => ("lieu", "place"),
            "computer" => ("ordinateur", "computer"),
            "language" => ("langue", "language"),
            "zone" => ("fuseau horaire", "time zone"),
            "active" => ("actif", "active"),
            "manager" => ("responsable", "manager"),
            "parent" => ("rattachement", "part of"),
            "restricted" => ("réservé à l’équipe", "restricted to the team"),
            "unreviewed" => ("articles sans relecture", "articles without a review"),
            "publishers" => ("publie les articles", "publishes the articles"),
            "open_articles" => ("articles ouverts à tous", "articles open to all"),
            "synonyms" => ("synonymes", "synonyms"),
            "service" => ("service", "service"),
            "description" => ("description", "description"),
            "fields" => ("questions posées", "questions asked"),
            "approval" => ("approbation", "approval"),
            "standard" => ("évaluation standard", "standard evaluation"),
            "title" => ("titre", "title"),
            "message" => ("message", "message"),
            "since" => ("début", "beginning"),
            "until" => ("fin prévue", "expected end"),
            "ended" => ("fin", "end"),
            "maintenance" => ("maintenance", "maintenance"),
            "updates" => ("nouvelles", "updates"),
            "last_word" => ("dernier mot", "last word"),
            "tickets" => ("tickets liés", "linked tickets"),
            "close_after_working_days" => ("jours avant clôture", "days before closing"),
            "reopen_within_days" => ("jours pour rouvrir", "days to reopen"),
            "calendar" => ("jours fériés", "public holidays"),
            "first_team" => ("équipe par défaut", "default team"),
            "invitation_days" => ("validité des invitations", "days an invitation is good"),
            "may_join" => (
                "premier mot de passe en libre-service",
                "first password by themselves",
            ),
            "mail_senders" => ("automates admis", "programs let in"),
            "second_factor" => ("rôles à double authentification", "roles with two factors"),
            other => return other.to_owned(),
        },
    );
    words.to_owned()
}

fn cell_name(l: Language, cell: &str) -> Option<String> {
    let (row, column) = cell.split_once(' ')?;
    let impact = Impact::ALL.get(row.parse::<usize>().ok()?)?;
    let urgency = Urgency::ALL.get(column.parse::<usize>().ok()?)?;
    let words = pick(
        l,
        (
            "priorité pour impact {impact}, urgence {urgency}",
            "priority for impact {impact}, urgency {urgency}",
        ),
    );
    let impact = words::impact(l, *impact).to_lowercase();
    let urgency = words::urgency(l, *urgency).to_lowercase();
    Some(fill(words, &[("impact", &impact), ("urgency", &urgency)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_domain::{PersonId, Timestamp};

    fn said(l: Language, by: Option<&str>, audited: AuditEvent, about: Option<&str>) -> String {
        let named = |name: &str| (PersonId(name.len() as i64), name.to_owned());
        let line = AuditLine {
            at: Timestamp(0),
            by: by.map(named),
            what: Audited::Event(audited, about.map(named)),
            client: None,
        };
        sentence(l, &line)
    }

    #[test]
    fn sentences_say_who_and_what() {
        let signed_in = AuditEvent::SignedIn {
            second: Some(Second::Code),
        };
        let (fr, en) = (Language::Fr, Language::En);
        assert_eq!(
            said(fr, Some("Agnès"), signed_in.clone(), Some("Agnès")),
            "Connexion d’Agnès, avec un code."
        );
        assert_eq!(
            said(en, Some("Agnès"), signed_in, Some("Agnès")),
            "Agnès signed in, with a code."
        );
        let removed = AuditEvent::FactorRemoved;
        assert_eq!(
            said(fr, Some("Agnès R."), removed.clone(), Some("Claire")),
            "Agnès R. a retiré la double authentification de Claire."
        );
        assert_eq!(
            said(fr, Some("Claire"), removed, Some("Claire")),
            "Claire a désactivé la double authentification."
        );
        let denied = AuditEvent::Denied {
            why: Denied::UnknownAddress,
        };
        assert_eq!(
            said(en, None, denied, None),
            "Sign-in refused: unknown e-mail address."
        );
    }

    #[test]
    fn a_change_shows_its_values_where_they_say_something() {
        let labels = |values: &[&str]| {
            let one = |value: &&str| Label::new(*value, *value);
            Some(values.iter().map(one).collect())
        };
        let changed = |field: &str, from: &[&str], to: &[&str]| {
            let field = field.into();
            let (from, to) = (labels(from), labels(to));
            change(Language::Fr, &FieldChange { field, from, to })
        };
        assert_eq!(
            changed("role", &["user"], &["agent"]),
            "rôle\u{a0}: Utilisateur → Technicien"
        );
        assert_eq!(
            changed("active", &["true"], &["false"]),
            "actif\u{a0}: Oui → Non"
        );
        assert_eq!(
            changed("email", &[], &["a@b.fr"]),
            "adresse électronique\u{a0}: rien → a@b.fr"
        );
        assert_eq!(
            changed("teams", &["Réseau"], &["Réseau", "Postes"]),
            "équipes\u{a0}: Réseau → Réseau, Postes"
        );
        assert_eq!(
            changed("second_factor", &[], &["administrator"]),
            "rôles à double authentification\u{a0}: rien → Administrateur"
        );
        assert_eq!(
            changed("matrix 0 2", &["moderate"], &["high"]),
            "priorité pour impact haut, urgence basse\u{a0}: Moyenne → Haute"
        );
        let long = FieldChange {
            field: "fields".into(),
            from: None,
            to: None,
        };
        assert_eq!(change(Language::Fr, &long), "questions posées");
    }
}
