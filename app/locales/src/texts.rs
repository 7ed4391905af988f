//! All texts in one language.

use crate::directory::absence::Absence;
use crate::directory::admin::Admin;
use crate::directory::beginning::Beginning;
use crate::directory::disruptions::Disruptions;
use crate::directory::people_import::PeopleImportTexts;
use crate::feedback::texts::FeedbackTexts;
use crate::governance::audit_texts::Audit;
use crate::governance::retention::Retention;
use crate::identity::Identity;
use crate::kernel::common::Common;
use crate::kernel::drafts::Drafts;
use crate::knowledge::Knowledge;
use crate::knowledge::search::Search;
use crate::knowledge::writing::Writing;
use crate::mail::inbound::Inbound;
use crate::notifications::Notifications;
use crate::recurrence::major::MajorTexts;
use crate::recurrence::telling::TellingTexts;
use crate::service_levels::texts::ServiceLevels;
use crate::tickets::call::Call;
use crate::tickets::desk::DeskTexts;
use crate::tickets::history::History;
use crate::tickets::merge::MergeTexts;
use crate::tickets::portal::Portal;
use guichet_domain::kernel::language::Language;

/// All texts in one language.
#[derive(Debug)]
pub struct Texts {
    pub language: Language,
    pub common: Common,
    pub portal: Portal,
    pub desk: DeskTexts,
    pub absence: Absence,
    pub admin: Admin,
    pub beginning: Beginning,
    pub disruptions: Disruptions,
    pub people_import: PeopleImportTexts,
    pub feedback: FeedbackTexts,
    pub audit: Audit,
    pub identity: Identity,
    pub call: Call,
    pub history: History,
    pub retention: Retention,
    pub drafts: Drafts,
    pub knowledge: Knowledge,
    pub writing: Writing,
    pub search: Search,
    pub inbound: Inbound,
    pub notifications: Notifications,
    pub service_levels: ServiceLevels,
    pub telling: TellingTexts,
    pub major: MajorTexts,
    pub merge: MergeTexts,
}

static FR: Texts = Texts {
    language: Language::Fr,
    common: Common::FR,
    portal: Portal::FR,
    desk: DeskTexts::FR,
    absence: Absence::FR,
    admin: Admin::FR,
    beginning: Beginning::FR,
    disruptions: Disruptions::FR,
    people_import: PeopleImportTexts::FR,
    feedback: FeedbackTexts::FR,
    audit: Audit::FR,
    identity: Identity::FR,
    call: Call::FR,
    history: History::FR,
    retention: Retention::FR,
    drafts: Drafts::FR,
    knowledge: Knowledge::FR,
    writing: Writing::FR,
    search: Search::FR,
    inbound: Inbound::FR,
    notifications: Notifications::FR,
    service_levels: ServiceLevels::FR,
    telling: TellingTexts::FR,
    major: MajorTexts::FR,
    merge: MergeTexts::FR,
};

static EN: Texts = Texts {
    language: Language::En,
    common: Common::EN,
    portal: Portal::EN,
    desk: DeskTexts::EN,
    absence: Absence::EN,
    admin: Admin::EN,
    beginning: Beginning::EN,
    disruptions: Disruptions::EN,
    people_import: PeopleImportTexts::EN,
    feedback: FeedbackTexts::EN,
    audit: Audit::EN,
    identity: Identity::EN,
    call: Call::EN,
    history: History::EN,
    retention: Retention::EN,
    drafts: Drafts::EN,
    knowledge: Knowledge::EN,
    writing: Writing::EN,
    search: Search::EN,
    inbound: Inbound::EN,
    notifications: Notifications::EN,
    service_levels: ServiceLevels::EN,
    telling: TellingTexts::EN,
    major: MajorTexts::EN,
    merge: MergeTexts::EN,
};

/// The texts of a language.
pub fn texts_in(language: Language) -> &'static Texts {
    match language {
        Language::Fr => &FR,
        Language::En => &EN,
    }
}
