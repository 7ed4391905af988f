//! The steps from an empty desk to one that people can use, in words.

use crate::kernel::format::plural;
use crate::texts::texts_in;
use guichet_domain::directory::beginning::{Lack, Standing, Step};
use guichet_domain::kernel::language::Language;

/// Name of a step, and what it is for.
pub fn step(l: Language, step: Step) -> (&'static str, &'static str) {
    let t = &texts_in(l).beginning;
    match step {
        Step::Teams => (t.teams, t.teams_why),
        Step::People => (t.people, t.people_why),
        Step::Services => (t.services, t.services_why),
        Step::Catalogue => (t.catalogue, t.catalogue_why),
        Step::Mail => (t.mail, t.mail_why),
        Step::Approvals => (t.approvals, t.approvals_why),
        Step::Calendar => (t.calendar, t.calendar_why),
        Step::Invitations => (t.invitations, t.invitations_why),
    }
}

fn counted(l: Language, number: usize, one: &str, many: &str) -> String {
    plural(l, i64::try_from(number).unwrap_or(i64::MAX), one, many)
}

/// What is there of a step.
pub fn there(l: Language, standing: &Standing) -> String {
    let t = &texts_in(l).beginning;
    let (one, many) = match standing.step {
        Step::Teams => (t.teams_one, t.teams_many),
        Step::People => (t.agents_one, t.agents_many),
        Step::Services => (t.services_one, t.services_many),
        Step::Catalogue => (t.items_one, t.items_many),
        Step::Mail => {
            let said = match standing.there {
                0 => t.mail_none,
                1 => t.mail_half,
                _ => t.mail_ready,
            };
            return said.to_owned();
        }
        Step::Approvals => (t.managers_one, t.managers_many),
        Step::Calendar => (t.holidays_one, t.holidays_many),
        Step::Invitations => (t.ready_one, t.ready_many),
    };
    counted(l, standing.there, one, many)
}

/// What a step lacks.
pub fn lack(l: Language, lack: Lack) -> String {
    let t = &texts_in(l).beginning;
    let count = |number: usize, one, many| counted(l, number, one, many);
    let said = match lack {
        Lack::NoTeam => t.no_team,
        Lack::EmptyTeams(n) => return count(n, t.empty_teams_one, t.empty_teams_many),
        Lack::Alone => t.alone,
        Lack::OneAgent => t.one_agent,
        Lack::Teamless(n) => return count(n, t.teamless_one, t.teamless_many),
        Lack::NoService => t.no_service,
        Lack::WithoutCategory(n) => {
            return count(n, t.without_category_one, t.without_category_many);
        }
        Lack::NoItem => t.no_item,
        Lack::NoMailIn => t.no_mail_in,
        Lack::NoMailOut => t.no_mail_out,
        Lack::NoManager => t.no_manager,
        Lack::Unmanaged(n) => return count(n, t.unmanaged_one, t.unmanaged_many),
        Lack::WithoutApprover(n) => {
            return count(n, t.without_approver_one, t.without_approver_many);
        }
        Lack::NoHoliday => t.no_holiday,
        Lack::Uninvited(n) => return count(n, t.uninvited_one, t.uninvited_many),
    };
    said.to_owned()
}
