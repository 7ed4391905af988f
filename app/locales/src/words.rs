//! The words of the field: states, priorities, roles, reasons, refusals.

use crate::feedback;
use crate::kernel::both::pick;
use crate::kernel::format::fill;
use crate::knowledge;
use crate::texts::{Texts, texts_in};
use guichet_domain::kernel::action::Action;
use guichet_domain::kernel::actor::Role;
use guichet_domain::kernel::channel::Channel;
use guichet_domain::kernel::failure::Failure;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::priority::{Impact, Priority, Urgency};
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::refusal::{Field, FieldError, Problem, Refusal, Why};
use guichet_domain::queue::query::View;
use guichet_domain::tickets::hold::HoldReason;
use guichet_domain::tickets::link::Relation;
use guichet_domain::tickets::resolution::{Permanence, ResolutionCode};
use guichet_domain::tickets::workflow::State;

pub fn kind(l: Language, kind: Kind) -> &'static str {
    pick(
        l,
        match kind {
            Kind::Incident => ("Incident", "Incident"),
            Kind::Request => ("Demande de service", "Service request"),
            Kind::Problem => ("Problème", "Problem"),
        },
    )
}

pub fn state(l: Language, state: State) -> &'static str {
    pick(
        l,
        match state {
            State::New => ("Nouveau", "New"),
            State::Categorised => ("Catégorisé", "Categorised"),
            State::Diagnosing => ("Diagnostic", "Diagnosis"),
            State::UnderEvaluation => ("Évaluation", "Evaluation"),
            State::AwaitingApproval => ("En attente d’approbation", "Awaiting approval"),
            // Also where nobody had to approve.
            State::Approved => ("À réaliser", "To be fulfilled"),
            State::InFulfilment => ("Mise en œuvre", "Fulfilment"),
            State::RootCauseAnalysis => ("Analyse des causes", "Root cause analysis"),
            State::KnownError => ("Erreur connue", "Known error"),
            State::FixInProgress => ("Correction en cours", "Fix in progress"),
            State::OnHold => ("En attente", "On hold"),
            State::Resolved => ("Résolu", "Resolved"),
            State::Fulfilled => ("Réalisée", "Fulfilled"),
            State::RiskAccepted => ("Risque accepté", "Risk accepted"),
            State::Closed => ("Clos", "Closed"),
            State::Refused => ("Refusée", "Refused"),
            State::Cancelled => ("Annulé", "Cancelled"),
            State::Merged => ("Regroupé", "Merged"),
        },
    )
}

/// Names of the steps on the progress line.
pub fn steps(l: Language, kind: Kind) -> [&'static str; 5] {
    match (l, kind) {
        (Language::Fr, Kind::Incident) => [
            "Enregistrement",
            "Catégorisation",
            "Diagnostic",
            "Résolution",
            "Clôture",
        ],
        (Language::En, Kind::Incident) => [
            "Recording",
            "Categorisation",
            "Diagnosis",
            "Resolution",
            "Closure",
        ],
        (Language::Fr, Kind::Request) => [
            "Enregistrement",
            "Évaluation",
            "Approbation",
            "Mise en œuvre",
            "Clôture",
        ],
        (Language::En, Kind::Request) => [
            "Recording",
            "Evaluation",
            "Approval",
            "Fulfilment",
            "Closure",
        ],
        (Language::Fr, Kind::Problem) => [
            "Enregistrement",
            "Analyse",
            "Erreur connue",
            "Correction",
            "Clôture",
        ],
        (Language::En, Kind::Problem) => ["Recording", "Analysis", "Known error", "Fix", "Closure"],
    }
}

pub fn priority(l: Language, priority: Priority) -> &'static str {
    pick(
        l,
        match priority {
            Priority::Critical => ("Critique", "Critical"),
            Priority::High => ("Haute", "High"),
            Priority::Moderate => ("Moyenne", "Moderate"),
            Priority::Low => ("Basse", "Low"),
            Priority::VeryLow => ("Très basse", "Very low"),
        },
    )
}

pub fn impact(l: Language, impact: Impact) -> &'static str {
    pick(
        l,
        match impact {
            Impact::High => ("Haut", "High"),
            Impact::Medium => ("Moyen", "Medium"),
            Impact::Low => ("Bas", "Low"),
        },
    )
}

pub fn urgency(l: Language, urgency: Urgency) -> &'static str {
    pick(
        l,
        match urgency {
            Urgency::High => ("Haute", "High"),
            Urgency::Medium => ("Moyenne", "Medium"),
            Urgency::Low => ("Basse", "Low"),
        },
    )
}

pub fn hold_reason(l: Language, reason: HoldReason) -> &'static str {
    pick(
        l,
        match reason {
            HoldReason::User => ("de l’utilisateur", "for the user"),
            HoldReason::Vendor => ("du fournisseur", "for the vendor"),
            HoldReason::Change => ("d’un changement", "for a change"),
            HoldReason::Problem => ("d’un problème", "for a problem"),
        },
    )
}

pub fn permanence(l: Language, permanence: Permanence) -> &'static str {
    pick(
        l,
        match permanence {
            Permanence::Permanent => ("Définitive", "For good"),
            Permanence::Workaround => ("Solution de contournement", "Workaround"),
        },
    )
}

pub fn resolution_code(l: Language, code: ResolutionCode) -> &'static str {
    pick(
        l,
        match code {
            ResolutionCode::Configuration => ("Configuration modifiée", "Configuration changed"),
            ResolutionCode::SoftwareFix => ("Logiciel corrigé", "Software fixed"),
            ResolutionCode::HardwareReplaced => ("Matériel remplacé", "Hardware replaced"),
            ResolutionCode::AccessRestored => ("Accès rétabli", "Access restored"),
            ResolutionCode::UserGuidance => ("Utilisateur accompagné", "Guidance given"),
            ResolutionCode::VendorFix => ("Corrigé par le fournisseur", "Fixed by the vendor"),
            ResolutionCode::NotReproducible => ("Non reproductible", "Not reproducible"),
            ResolutionCode::Duplicate => ("Doublon", "Duplicate"),
            ResolutionCode::Other => ("Autre", "Other"),
        },
    )
}

pub fn channel(l: Language, channel: Channel) -> &'static str {
    pick(
        l,
        match channel {
            Channel::Portal => ("Portail", "Portal"),
            Channel::Phone => ("Téléphone", "Phone"),
            Channel::Email => ("Courriel", "E-mail"),
            Channel::InPerson => ("Sur place", "In person"),
            Channel::Chat => ("Messagerie instantanée", "Chat"),
            Channel::Monitoring => ("Supervision", "Monitoring"),
            Channel::Desk => ("Bureau des techniciens", "Agents’ desk"),
        },
    )
}

pub fn relation(l: Language, relation: Relation) -> &'static str {
    pick(
        l,
        match relation {
            Relation::RelatedTo => ("lié à", "related to"),
            Relation::CausedBy => ("causé par", "caused by"),
            Relation::Causes => ("cause de", "cause of"),
            Relation::DuplicateOf => ("doublon de", "duplicate of"),
            Relation::HasDuplicate => ("a pour doublon", "has the duplicate"),
            Relation::FollowsUp => ("fait suite à", "follows up"),
            Relation::ChildOf => ("rattaché à", "child of"),
            Relation::ParentOf => ("regroupe", "parent of"),
        },
    )
}

pub fn role(l: Language, role: Role) -> &'static str {
    pick(
        l,
        match role {
            Role::User => ("Utilisateur", "User"),
            Role::Agent => ("Technicien", "Agent"),
            Role::TeamLead => ("Responsable d’équipe", "Team lead"),
            Role::SupportManager => ("Responsable du support", "Support manager"),
            Role::Administrator => ("Administrateur", "Administrator"),
        },
    )
}

pub fn view(l: Language, view: View) -> &'static str {
    pick(
        l,
        match view {
            View::ToDo => ("À faire", "To do"),
            View::Unassigned => ("Non attribués", "Unassigned"),
            View::MyTeams => ("Mes équipes", "My teams"),
            View::Mine => ("À ma charge", "Assigned to me"),
            View::OnHold => ("En attente", "On hold"),
            View::ToEvaluate => ("À évaluer", "To evaluate"),
            View::Open => ("Tous ouverts", "All open"),
            View::Done => ("Terminés", "Closed"),
            View::All => ("Tous les tickets", "All tickets"),
        },
    )
}

/// Label of an action's button. The portal has labels of its own for users' buttons.
pub fn action(l: Language, action: Action) -> &'static str {
    pick(
        l,
        match action {
            Action::Categorise => ("Catégoriser", "Categorise"),
            Action::Diagnose => ("Commencer le diagnostic", "Start diagnosis"),
            Action::AddFinding => ("Ajouter un constat", "Add a finding"),
            Action::RecordCause => ("Noter la cause", "Record the cause"),
            Action::Resolve => ("Résoudre", "Resolve"),
            Action::ResolveAtFirstContact => {
                ("Résoudre au premier contact", "Resolve at first contact")
            }
            Action::TellUser => ("Prévenir l’utilisateur", "Tell the user"),
            Action::ResolveWithCause => ("Résoudre avec sa cause", "Resolve with its cause"),
            Action::ResolveWithParent => (
                "Résoudre avec l’incident majeur",
                "Resolve with the major incident",
            ),
            Action::DeclareMajor => ("Déclarer un incident majeur", "Declare a major incident"),
            Action::UpdateMajor => ("Donner des nouvelles", "Post an update"),
            Action::GiveTask => ("Confier une action", "Assign an action"),
            Action::StepDownMajor => (
                "Mettre fin à l’incident majeur",
                "Step the major incident down",
            ),
            Action::ReviewMajor => ("Faire le bilan", "Write the review"),
            Action::Evaluate => ("Commencer l’évaluation", "Start evaluation"),
            Action::SubmitEvaluation => ("Évaluer", "Evaluate"),
            Action::ReviseCost => ("Modifier le coût", "Change the cost"),
            Action::Approve => ("Approuver", "Approve"),
            Action::Refuse => ("Refuser", "Refuse"),
            Action::AskBack => ("Poser une question", "Ask a question"),
            Action::NameApprover => ("Désigner un autre approbateur", "Name another approver"),
            Action::ChangeItem => ("Changer d’article", "Change the item"),
            Action::Fulfil => ("Commencer la mise en œuvre", "Start fulfilment"),
            Action::Complete => ("Déclarer réalisée", "Mark as fulfilled"),
            Action::AskToCancel => ("Demander l’annulation", "Ask to cancel"),
            Action::Analyse => ("Analyser les causes", "Analyse the causes"),
            Action::RecordWorkaround => {
                ("Noter une solution de contournement", "Record a workaround")
            }
            Action::DeclareKnownError => ("Déclarer une erreur connue", "Declare a known error"),
            Action::StartFix => ("Lancer la correction", "Start the fix"),
            Action::AcceptRisk => ("Accepter le risque", "Accept the risk"),
            Action::Take => ("Prendre en charge", "Take"),
            Action::Assign => ("Attribuer", "Assign"),
            Action::GiveBack => ("Rendre à l’équipe", "Give back to the team"),
            Action::HandOver => ("Transférer", "Hand over"),
            Action::Hold => ("Mettre en attente", "Put on hold"),
            Action::Resume => ("Reprendre", "Resume"),
            Action::Confirm => ("C’est réglé", "It is solved"),
            Action::Close => ("Clore", "Close"),
            Action::Reopen => ("Rouvrir", "Reopen"),
            Action::Cancel => ("Annuler le ticket", "Cancel the ticket"),
            Action::Comment => ("Répondre", "Reply"),
            Action::Note => ("Note interne", "Internal note"),
            Action::MarkRead => ("Marquer comme lu", "Mark as read"),
            Action::Attach => ("Joindre un fichier", "Attach a file"),
            Action::Watch => ("Ajouter un observateur", "Add a watcher"),
            Action::Unwatch => ("Retirer un observateur", "Remove a watcher"),
            Action::Link => ("Lier à des tickets", "Link to tickets"),
            Action::Unlink => ("Retirer le lien", "Remove the link"),
            Action::Merge => (
                "Regrouper avec un autre ticket",
                "Merge into another ticket",
            ),
            Action::Unmerge => ("Annuler le regroupement", "Undo the merge"),
            Action::ChangeAffected => {
                ("Changer l’utilisateur concerné", "Change the affected user")
            }
            Action::MakeConfidential => ("Rendre confidentiel", "Make confidential"),
            Action::EndConfidentiality => ("Lever la confidentialité", "End confidentiality"),
            Action::Edit => ("Modifier le texte", "Edit the text"),
            Action::Redact => ("Effacer un contenu", "Remove content"),
            Action::Convert => ("Changer de nature", "Change the kind"),
        },
    )
}

pub fn why(l: Language, why: Why) -> &'static str {
    pick(
        l,
        match why {
            Why::NotInThisState => (
                "Ce n’est plus possible dans l’état actuel du ticket.",
                "It is no longer possible in the ticket’s present state.",
            ),
            Why::NotYours => (
                "Cette action revient à quelqu’un d’autre.",
                "This is for somebody else to do.",
            ),
            Why::OwnRequest => (
                "Personne ne décide de sa propre demande.",
                "Nobody decides on their own request.",
            ),
            Why::AlreadyDecided => (
                "Vous avez déjà rendu votre décision.",
                "You have already decided.",
            ),
            Why::NeedsCategory => (
                "Le ticket doit d’abord être catégorisé.",
                "The ticket must be categorised first.",
            ),
            Why::NeedsAssignee => (
                "Quelqu’un doit d’abord prendre le ticket en charge.",
                "Somebody must take the ticket first.",
            ),
            Why::AlreadySo => ("C’est déjà le cas.", "Already done."),
            Why::TooLate => (
                "Le délai de réouverture est passé\u{a0}: ouvrez un nouveau ticket, il sera lié à celui-ci.",
                "The time to reopen has passed: open a new ticket, it will be linked to this one.",
            ),
            Why::NeedsEvaluation => (
                "La demande n’a pas encore été évaluée.",
                "The request has not been evaluated yet.",
            ),
            Why::NobodyToApprove => (
                "Il ne reste personne pour approuver\u{a0}: prévenez un administrateur.",
                "Nobody is left to approve: tell an administrator.",
            ),
            Why::NotInItsTeam => (
                "Seul un technicien de l’équipe du ticket peut le rendre confidentiel\u{a0}: elle seule le verra.",
                "Only an agent of the ticket’s team can make it confidential: nobody else will see it.",
            ),
            Why::OnlyForItsTeam => (
                "Seule son équipe voit ce ticket\u{a0}: tout le monde en entendrait parler.",
                "Only its team sees this ticket: everybody would hear of it.",
            ),
            Why::IsMajor => (
                "C’est un incident majeur, annoncé à tous\u{a0}: mettez-y d’abord fin.",
                "It is a major incident, announced to everybody: step it down first.",
            ),
            Why::IsMerged => (
                "Ce ticket est regroupé avec un autre\u{a0}: c’est là que tout se passe.",
                "This ticket is merged into another one: work on that one.",
            ),
            Why::NotForTheSame => (
                "L’un des deux tickets n’est visible que de son équipe\u{a0}: indiquez plutôt que c’est un doublon.",
                "Only its team sees one of the two tickets: say that it is a duplicate instead.",
            ),
            Why::HasMerged => (
                "D’autres tickets sont regroupés avec celui-ci\u{a0}: regroupez plutôt l’autre ticket avec lui.",
                "Other tickets are merged into this one: merge the other ticket into it instead.",
            ),
            Why::Full => (
                "La limite est atteinte\u{a0}: retirez un élément avant d’en ajouter un autre.",
                "The limit has been reached: remove one before you add another.",
            ),
        },
    )
}

pub fn field(l: Language, field: Field) -> &'static str {
    pick(
        l,
        match field {
            Field::Leader => ("Pilote", "Leader"),
            Field::NextUpdate => ("Prochaines nouvelles", "Next update"),
            Field::Task => ("Que faire", "What to do"),
            Field::Happened => ("Ce qui s’est passé", "What happened"),
            Field::Helped => ("Ce qui a aidé", "What helped"),
            Field::Subject => ("Objet", "Subject"),
            Field::Title => ("Titre", "Title"),
            Field::Keywords => ("Mots-clés", "Keywords"),
            Field::Symptom => ("Symptôme", "Symptom"),
            Field::Workaround => ("Solution de contournement", "Workaround"),
            Field::Fix => ("Correction", "Fix"),
            Field::Steps => ("Étapes", "Steps"),
            Field::Answer => ("Réponse", "Answer"),
            Field::Readers => ("Lecteurs", "Readers"),
            Field::Owner => ("Responsable", "Owner"),
            Field::Description => ("Description", "Description"),
            Field::Affected => ("Utilisateur concerné", "Affected user"),
            Field::NoticedAt => ("Constaté le", "Noticed at"),
            Field::Service => ("Service", "Service"),
            Field::Category => ("Catégorie", "Category"),
            Field::Impact => ("Impact", "Impact"),
            Field::Urgency => ("Urgence", "Urgency"),
            Field::Priority => ("Priorité", "Priority"),
            Field::Reason => ("Motif", "Reason"),
            Field::Text => ("Texte", "Text"),
            Field::Internal => ("Note interne", "Internal note"),
            Field::Notes => ("Message à l’utilisateur", "Message to the user"),
            Field::Cause => ("Cause racine", "Root cause"),
            Field::From => ("À partir du", "From"),
            Field::Until => ("Jusqu’au", "Until"),
            Field::HoldReason => ("En attente de", "Waiting for"),
            Field::Assignee => ("Technicien", "Agent"),
            Field::Team => ("Équipe", "Team"),
            Field::Item => ("Article du catalogue", "Catalogue item"),
            Field::ItemField => ("Champ", "Field"),
            Field::Cost => ("Coût", "Cost"),
            Field::Feasible => ("Faisabilité", "Feasibility"),
            Field::Person => ("Personne", "Person"),
            Field::Approver => ("Approbateur", "Approver"),
            Field::Link => ("Ticket lié", "Linked ticket"),
            Field::File => ("Fichier", "File"),
            Field::Manager => ("Responsable hiérarchique", "Line manager"),
            Field::Telephone => ("Téléphone", "Telephone"),
            Field::Place => ("Lieu", "Place"),
            Field::Computer => ("Ordinateur", "Computer"),
            Field::Department => ("Entité", "Department"),
            Field::Role => ("Rôle", "Role"),
            Field::Language => ("Langue", "Language"),
            Field::Email => ("Adresse électronique", "E-mail address"),
            Field::Password => ("Mot de passe", "Password"),
            Field::Name => ("Nom", "Name"),
            Field::TimeZone => ("Fuseau horaire", "Time zone"),
            Field::Hours => ("Horaires", "Hours"),
            Field::DaysOff => ("Jours de fermeture", "Days off"),
            Field::Calendar => ("Calendrier", "Calendar"),
            Field::Times => ("Délais", "Times"),
            Field::Escalation => ("Alertes", "Alerts"),
            Field::Active => ("Désactivation", "Deactivation"),
            Field::Confirmation => ("Confirmation", "Confirmation"),
            Field::Value => ("Valeur", "Value"),
            Field::Code => ("Code", "Code"),
            Field::Score => ("Note", "Mark"),
            Field::Fault => ("Ce qui n’allait pas", "What went wrong"),
            Field::Measure => ("Action", "Action"),
        },
    )
}

pub fn problem(l: Language, problem: Problem) -> String {
    let n = match problem {
        Problem::TooLong(n) | Problem::TooShort(n) | Problem::TooMany(n) => n.to_string(),
        _ => String::new(),
    };
    let text = pick(
        l,
        match problem {
            Problem::Missing => ("À remplir.", "Please fill this in."),
            Problem::TooLong(_) => (
                "Trop long\u{a0}: {n} caractères au plus.",
                "Too long: {n} characters at most.",
            ),
            Problem::TooShort(_) => (
                "Trop court\u{a0}: {n} caractères au moins.",
                "Too short: at least {n} characters.",
            ),
            Problem::TooMany(_) => ("{n} au plus.", "{n} at most."),
            Problem::Invalid => ("Valeur incorrecte.", "Not a valid value."),
            Problem::Unknown => ("Introuvable.", "Not found."),
            Problem::InTheFuture => (
                "Cette date est dans l’avenir.",
                "This date is in the future.",
            ),
            Problem::InThePast => ("Cette date est passée.", "This date has passed."),
            Problem::Taken => ("Déjà utilisé.", "Already in use."),
            Problem::TooCommon => (
                "Trop facile à deviner\u{a0}: choisissez plusieurs mots sans rapport.",
                "Too easy to guess: choose several unrelated words.",
            ),
            Problem::FirstTeam => (
                "C’est l’équipe qui reçoit les nouveaux tickets\u{a0}: choisissez-en d’abord une autre dans les réglages.",
                "New tickets arrive at this team: choose another one in the settings first.",
            ),
            Problem::Wrong => ("Incorrect.", "Wrong."),
            Problem::Used => (
                "Ce code a déjà servi. Attendez le suivant.",
                "This code was used already. Wait for the next one.",
            ),
        },
    );
    fill(text, &[("n", &n)])
}

pub fn field_error(l: Language, error: &FieldError) -> String {
    problem(l, error.problem)
}

/// A failure in words: what went wrong, whether anything was lost, what to do next.
pub fn failure(l: Language, failure: &Failure) -> String {
    let t: &Texts = texts_in(l);
    match failure {
        Failure::Refused(Refusal::Impossible { why: reason, .. }) => why(l, *reason).to_owned(),
        Failure::Refused(Refusal::ArticleImpossible { why, .. }) => {
            knowledge::why(l, *why).to_owned()
        }
        Failure::Refused(Refusal::FeedbackImpossible(why)) => {
            feedback::words::why(l, *why).to_owned()
        }
        Failure::Refused(Refusal::Invalid(errors)) => errors
            .iter()
            .map(|error| {
                let colon = pick(l, ("\u{a0}: ", ": "));
                format!(
                    "{}{colon}{}",
                    field(l, error.field),
                    problem(l, error.problem)
                )
            })
            .collect::<Vec<_>>()
            .join(" "),
        Failure::Refused(Refusal::Conflict(fields)) => {
            let names: Vec<&str> = fields.iter().map(|f| field(l, *f)).collect();
            fill(t.common.conflict, &[("fields", &names.join(", "))])
        }
        Failure::Refused(Refusal::AlreadyBegun) => t.beginning.already_begun.to_owned(),
        Failure::Refused(Refusal::AskServer) | Failure::Internal => t.common.internal.to_owned(),
        Failure::NotFound => t.common.not_found.to_owned(),
        Failure::Forbidden => t.common.forbidden.to_owned(),
        Failure::SignedOut => t.common.signed_out.to_owned(),
        Failure::WrongPassword => t.common.wrong_password.to_owned(),
        Failure::Throttled(seconds) => fill(t.common.throttled, &[("n", &seconds.to_string())]),
        Failure::NoRoom => t.retention.no_room.to_owned(),
        Failure::TooLarge => t.common.too_large.to_owned(),
        Failure::Reused(Some(before)) => {
            fill(t.common.reused_on, &[("reference", &before.to_string())])
        }
        Failure::Reused(None) => t.common.reused.to_owned(),
        Failure::Network(_) => t.common.network.to_owned(),
        Failure::Outdated(_) => t.drafts.outdated.to_owned(),
    }
}
