//! Exports the agents' list as comma-separated values (RFC 4180), for a spreadsheet.

use crate::kernel::answer::Failed;
use crate::kernel::served::Served;
use crate::kernel::{held, rejection};
use crate::tickets::files::AGAIN;
use axum::body::Body;
use axum::extract::{Extension, Query, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::stream;
use guichet_desk::{Caller, DeskError, Export, Exported};
use guichet_domain::Timestamp;
use guichet_domain::kernel::language::Language;
use guichet_domain::kernel::refusal::Field;
use guichet_domain::kernel::time::Zone;
use guichet_locales::{texts_in, words};

/// Byte order mark: without it spreadsheets do not read the file as UTF-8.
const MARK: &str = "\u{feff}";

pub async fn download(
    Served(state): Served,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Query(asked): Query<Vec<(String, String)>>,
    request: Request,
) -> Response {
    let Some(place) = state.downloads.take(caller.person) else {
        return rejection::busy(&state, &request, "downloads", AGAIN);
    };
    let query = guichet_app::queue_query(asked);
    let begun = async {
        let export = state.desk.export(caller, query).await?;
        Ok::<_, DeskError>((export, state.desk.me(caller).await?.zone))
    };
    let (export, zone) = match begun.await {
        Ok(begun) => begun,
        Err(error) => return Failed(error.into()).into_response(),
    };
    let table = Table { language, zone };
    let head = table.rows([table.head()]);
    let head = head.map(|head| [MARK.as_bytes(), &head].concat());
    let rows = stream::unfold(Some((export, table)), next);
    let body = stream::StreamExt::chain(stream::iter([head]), rows);
    // What compresses it asks once more after the end.
    let body = stream::StreamExt::fuse(body);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"tickets.csv\"",
        ),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    held::until_sent((headers, Body::from_stream(body)).into_response(), place)
}

type Left = Option<(Export, Table)>;

/// Error that breaks an export off.
type Broken = Box<dyn std::error::Error + Send + Sync>;

/// Reads the rows of the next part. An error breaks the body off, which browsers notice.
async fn next(left: Left) -> Option<(Result<Vec<u8>, Broken>, Left)> {
    let (mut export, table) = left?;
    let part = match export.next().await {
        Ok(part) => {
            let part = part?;
            table.rows(part.iter().map(|one| table.cells(one)))
        }
        Err(error) => Err(error.into()),
    };
    match part {
        Ok(rows) => Some((Ok(rows), Some((export, table)))),
        Err(error) => {
            tracing::warn!(%error, "an export was broken off");
            Some((Err(error), None))
        }
    }
}

struct Table {
    language: Language,
    zone: Zone,
}

impl Table {
    fn head(&self) -> Vec<String> {
        let (l, t) = (self.language, texts_in(self.language));
        [
            t.desk.ticket,
            t.desk.kind,
            t.desk.state,
            words::field(l, Field::Priority),
            words::field(l, Field::Subject),
            words::field(l, Field::Affected),
            words::field(l, Field::Service),
            words::field(l, Field::Category),
            t.desk.item,
            words::field(l, Field::Team),
            words::field(l, Field::Assignee),
            t.desk.channel,
            words::field(l, Field::Impact),
            words::field(l, Field::Urgency),
            words::field(l, Field::Code),
            t.desk.reopened_times,
            t.desk.recorded,
            t.desk.updated,
            t.desk.finished,
        ]
        .map(str::to_owned)
        .to_vec()
    }

    fn cells(&self, exported: &Exported) -> Vec<String> {
        let Exported {
            line,
            team,
            category,
            details,
        } = exported;
        let (l, summary) = (self.language, &line.summary);
        let label = |label: &Option<guichet_domain::kernel::language::Label>| {
            label
                .as_ref()
                .map_or("", |label| label.in_language(l))
                .to_owned()
        };
        vec![
            summary.reference.to_string(),
            words::kind(l, summary.reference.kind).to_owned(),
            words::state(l, summary.state).to_owned(),
            words::priority(l, summary.priority).to_owned(),
            summary.subject.clone(),
            line.affected.clone(),
            label(&line.service),
            label(category),
            label(&line.item),
            label(team),
            line.assignee.clone().unwrap_or_default(),
            self.channel(exported),
            details
                .impact
                .map_or("", |impact| words::impact(l, impact))
                .to_owned(),
            details
                .urgency
                .map_or("", |urgency| words::urgency(l, urgency))
                .to_owned(),
            details
                .code
                .map_or("", |code| words::resolution_code(l, code))
                .to_owned(),
            summary.reopenings.to_string(),
            self.time(Some(summary.recorded_at)),
            self.time(Some(summary.updated_at)),
            self.time(summary.done_at),
        ]
    }

    /// Channel of the ticket, with a remark if it came by mail from an unproven sender.
    fn channel(&self, exported: &Exported) -> String {
        let channel = words::channel(self.language, exported.details.channel);
        match exported.line.summary.claimed {
            true => format!("{channel} ({})", texts_in(self.language).inbound.unverified),
            false => channel.to_owned(),
        }
    }

    /// Time in the reader's zone, in a form that sorts and that every spreadsheet knows (ISO 8601).
    fn time(&self, at: Option<Timestamp>) -> String {
        at.map_or(String::new(), |at| {
            self.zone.civil(at).strftime("%Y-%m-%d %H:%M").to_string()
        })
    }

    /// Rows of the table. Cells are separated by semicolons where a comma is the decimal sign, as
    /// spreadsheets expect.
    fn rows(&self, rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, Broken> {
        let between = match self.language {
            Language::Fr => b';',
            Language::En => b',',
        };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(between)
            .quote_style(csv::QuoteStyle::Always)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        for row in rows {
            writer.write_record(row.iter().map(|cell| harmless(cell)))?;
        }
        Ok(writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?)
    }
}

/// Puts an apostrophe before a cell that a spreadsheet would take for a formula and run (OWASP, CSV
/// injection).
fn harmless(cell: &str) -> String {
    let bare = cell.trim_start_matches([' ', '\u{a0}']);
    match bare.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{cell}")
        }
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn formulas_are_text() {
        for formula in [
            "=1+1", "+33 1 23", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1",
        ] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for text in ["Word", "a=b", "'x", "", "1-2"] {
            assert_eq!(harmless(text), text);
        }
        let table = |language| Table {
            language,
            zone: Zone::utc(),
        };
        let cells = || [vec!["a\"b;\r\n".to_owned(), "=1".to_owned()]];
        let (fr, en) = (table(Language::Fr), table(Language::En));
        assert_eq!(fr.rows(cells()).unwrap(), b"\"a\"\"b;\r\n\";\"'=1\"\r\n");
        assert_eq!(en.rows(cells()).unwrap(), b"\"a\"\"b;\r\n\",\"'=1\"\r\n");
    }
}
