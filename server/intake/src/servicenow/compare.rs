//! Makes one event of each difference in people, groups and categories between two rows of an
//! incident.

use super::row::Row;
use super::step::Steps;
use guichet_domain::tickets::classification::Classification;
use guichet_domain::tickets::command::{Categorisation, Command};
use guichet_domain::tickets::event::{Event, Imported};
use guichet_domain::tickets::workflow::State;

impl Steps<'_> {
    /// Applies what the first row says beyond what the recording could hold.
    pub fn first(&mut self, row: &Row) {
        if row.category.is_some() {
            self.categorise(row);
        }
        self.own(row);
        self.state(row);
        self.count(row);
    }

    pub fn compare(&mut self, before: &Row, row: &Row) {
        if before.caller != row.caller {
            let person = self.names.caller(row);
            self.imported("caller", Imported::Affected { person });
        }
        // A ticket is taken up again before it changes hands, and changes hands before it ends.
        let reopens = !self.ticket.state.is_open() && row.state.is_open();
        if reopens {
            self.state(row);
        }
        if (&before.group, &before.assignee) != (&row.group, &row.assignee) {
            self.own(row);
        }
        if (&before.category, &before.subcategory) != (&row.category, &row.subcategory) {
            self.categorise(row);
        }
        if (before.impact, before.urgency, before.priority)
            != (row.impact, row.urgency, row.priority)
        {
            self.rate(row);
        }
        self.state(row);
        for (column, now) in &row.rest {
            let then = before.rest.get(column).cloned().flatten();
            if then != *now {
                let known = |value: &Option<String>| value.clone().unwrap_or_else(|| "?".into());
                let text = format!("{column}: {} → {}", known(&then), known(now));
                self.note(&format!("column {column}"), text);
            }
        }
        self.count(row);
    }

    fn note(&mut self, change: &str, text: String) {
        self.push(change, self.by, |texts| {
            let text = texts.add(text);
            Event::Imported {
                change: Imported::Note { text },
            }
        });
    }

    /// The command that categorises; `None` while the ticket and the row are both new, since
    /// categorising would move the ticket on.
    pub fn form(&self, row: &Row, wanted: Classification) -> Option<Command> {
        if self.ticket.state == State::New && row.state == State::New {
            return None;
        }
        Some(Command::Categorise(Categorisation {
            service: Some(wanted.service),
            category: Some(wanted.category),
            impact: Some(wanted.impact),
            urgency: Some(wanted.urgency),
            priority: row.priority,
            reason: "ServiceNow".into(),
            was: self.ticket.classification(),
            was_priority: self.ticket.other_priority(),
        }))
    }

    fn classified(&mut self, change: &str, row: &Row, wanted: Option<Classification>) -> bool {
        let Some(command) = wanted.and_then(|wanted| self.form(row, wanted)) else {
            return false;
        };
        let leads_to = match self.ticket.state {
            State::New => State::Categorised,
            other => other,
        };
        self.try_to(change, command, leads_to)
    }

    fn categorise(&mut self, row: &Row) {
        let (service, category) = (self.names.service(row), self.names.category(row));
        let wanted = || {
            Some(Classification {
                service: service?,
                category: category?,
                impact: self.ticket.impact?,
                urgency: self.ticket.urgency?,
            })
        };
        let wanted = wanted();
        if !self.classified("category", row, wanted) {
            self.imported("category", Imported::Category { service, category });
        }
    }

    fn rate(&mut self, row: &Row) {
        let (Some(impact), Some(urgency), Some(priority)) = (row.impact, row.urgency, row.priority)
        else {
            return self.note("rating", "impact / urgency / priority: ?".into());
        };
        let wanted = self.ticket.service.zip(self.ticket.category);
        let wanted = wanted.map(|(service, category)| Classification {
            service,
            category,
            impact,
            urgency,
        });
        if !self.classified("rating", row, wanted) {
            let rating = Imported::Rating {
                impact,
                urgency,
                priority,
            };
            self.imported("rating", rating);
        }
    }

    /// Changes group and assignee. A hand-over in the workflow always counts and empties the
    /// assignee.
    fn own(&mut self, row: &Row) {
        let team = self.names.team(row);
        let assignee = self.names.person(row.assignee.as_ref());
        let moved = team != self.ticket.team;
        let counted = row.hand_overs > self.ticket.hand_overs;
        let stays = assignee.is_some() && assignee == self.ticket.assignee;
        let state = self.ticket.state;
        if moved {
            let was = self.ticket.team;
            let by_workflow = counted
                && !stays
                && team.is_some_and(|team| {
                    let note = String::new();
                    self.try_to("group", Command::HandOver { team, note, was }, state)
                });
            if !by_workflow {
                let assignee = if stays { assignee } else { None };
                let handed_over = counted;
                self.imported(
                    "group",
                    Imported::Owner {
                        team,
                        assignee,
                        handed_over,
                    },
                );
            }
        }
        if assignee == self.ticket.assignee {
            return;
        }
        let was = self.ticket.assignee;
        let by_workflow = assignee.is_some_and(|to| {
            let itself = Some(to) == self.by;
            let assign = Command::Assign { to, was };
            let command = if itself {
                Command::Take { was }
            } else {
                assign
            };
            self.try_to("assignee", command, state)
        });
        if !by_workflow {
            let handed_over = false;
            self.imported(
                "assignee",
                Imported::Owner {
                    team,
                    assignee,
                    handed_over,
                },
            );
        }
    }

    /// Takes over the counts of the source.
    fn count(&mut self, row: &Row) {
        if (self.ticket.hand_overs, self.ticket.reopenings) != (row.hand_overs, row.reopenings) {
            let counted = Imported::Counted {
                hand_overs: row.hand_overs,
                reopenings: row.reopenings,
            };
            self.imported("counted", counted);
        }
    }
}
