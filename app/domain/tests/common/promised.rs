//! A desk that promises times.

use guichet_domain::directory::opening::{Closure, Hours, OpenTime, Window};
use guichet_domain::directory::service_level::{PromiseRules, Scope, ServiceLevel, Step, Times};
use guichet_domain::kernel::ids::{CalendarId, ServiceLevelId};
use guichet_domain::kernel::language::Label;
use guichet_domain::kernel::priority::Priority;
use guichet_domain::kernel::promise::Rank;
use guichet_domain::kernel::reference::Kind;
use guichet_domain::kernel::time::Zone;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Monday to Friday, 9 to 12 and 14 to 18, without French holidays, in UTC.
pub fn office(closures: Vec<Closure>) -> OpenTime {
    let window = |from: u16, to: u16| Window {
        from: from * 60,
        to: to * 60,
    };
    let day = vec![window(9, 12), window(14, 18)];
    let week = std::array::from_fn(|weekday| if weekday < 5 { day.clone() } else { Vec::new() });
    OpenTime {
        zone: Zone::utc(),
        hours: Hours {
            week,
            french_holidays: true,
            closures,
        },
    }
}

/// 30 minutes to own and 4 hours to resolve, 8 hours for what is less than high; a request has 8.
pub fn level() -> ServiceLevel {
    let times = |kind, priority, own, resolve| Times {
        kind,
        priority,
        own,
        resolve: Some(resolve),
    };
    let step = |percent, to| Step { percent, to };
    let mut all = Vec::new();
    for priority in Priority::ALL {
        let high = *priority <= Priority::High;
        let resolve = if high { 240 } else { 480 };
        all.push(times(Kind::Incident, *priority, Some(30), resolve));
        all.push(times(Kind::Request, *priority, None, 480));
    }
    ServiceLevel {
        id: ServiceLevelId(1),
        name: Label::new("Standard", "Standard"),
        scope: Scope::Everything,
        calendar: CalendarId(1),
        times: all,
        pauses: BTreeSet::new(),
        steps: vec![
            step(75, Rank::Assignee),
            step(100, Rank::Assignee),
            step(100, Rank::Lead),
            step(150, Rank::Manager),
        ],
        active: true,
    }
}

pub fn rules() -> Arc<PromiseRules> {
    let open = BTreeMap::from([((CalendarId(1), 0), office(Vec::new()))]);
    Arc::new(PromiseRules::new([level()], open))
}
