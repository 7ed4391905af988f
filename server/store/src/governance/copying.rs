//! Rows as JSON objects, written and read the same way by SQLite and PostgreSQL.

use crate::governance::table_class::{DataSource, class_of};
use crate::kernel::conn::{Conn, change, on};
use crate::kernel::error::StoreError;
use futures::TryFutureExt;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

/// Maximum number of rows inserted by one statement.
const ROWS: usize = 500;

/// Maximum size of one such statement's JSON, in bytes, about.
const BYTES: usize = 4 << 20;

/// A table and its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Name of the table.
    pub name: String,
    /// Its columns, in the order of the table's definition.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name of the column.
    pub name: String,
    /// How its values are written as JSON.
    pub kind: Kind,
}

/// How the values of a column are written as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number or a text.
    Plain,
    /// `true` or `false`.
    Boolean,
    /// Bytes, as `\x` followed by hexadecimal digits.
    Bytes,
}

impl Kind {
    fn of(declared: &str) -> Self {
        match declared.to_lowercase().as_str() {
            "boolean" => Self::Boolean,
            "blob" | "bytea" => Self::Bytes,
            _ => Self::Plain,
        }
    }
}

impl Conn {
    /// The tables a copy of the desk consists of.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer; the same for the functions below.
    pub async fn tables(&mut self) -> Result<Vec<Table>, StoreError> {
        let mut tables = self.every_table().await?;
        // One that nobody has classified is of an earlier version, and its own truth.
        let copied = |origin| matches!(origin, DataSource::Log | DataSource::Own);
        tables.retain(|table| class_of(&table.name).is_none_or(|class| copied(class.source)));
        Ok(tables)
    }

    /// All tables, including those a copy leaves out.
    ///
    /// # Errors
    /// [`StoreError`] if the database does not answer.
    pub async fn every_table(&mut self) -> Result<Vec<Table>, StoreError> {
        let sql = if self.is_postgres() {
            "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
             WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        } else {
            "SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.name, c.cid"
        };
        let rows: Vec<(String, String, String)> =
            on!(self, c => sqlx::query_as(sql).fetch_all(c).await?);
        let mut tables: Vec<Table> = Vec::new();
        for (table, name, declared) in rows {
            let kind = Kind::of(&declared);
            let column = Column { name, kind };
            match tables.last_mut().filter(|last| last.name == table) {
                Some(last) => last.columns.push(column),
                None => tables.push(Table {
                    name: table,
                    columns: vec![column],
                }),
            }
        }
        Ok(tables)
    }

    /// All rows of a table, each as a JSON object.
    pub fn rows(&mut self, table: &Table) -> BoxStream<'_, Result<String, StoreError>> {
        self.rows_where(table, "true")
    }

    /// Same as [`Conn::rows`], for the rows that satisfy `condition`, which is SQL for both
    /// databases and contains no user input.
    pub(crate) fn rows_where(
        &mut self,
        table: &Table,
        condition: &str,
    ) -> BoxStream<'_, Result<String, StoreError>> {
        let name = &table.name;
        let sql = if self.is_postgres() {
            format!("SELECT row_to_json(t)::text FROM \"{name}\" t WHERE {condition}")
        } else {
            let pairs: Vec<String> = table.columns.iter().map(json_pair).collect();
            format!(
                "SELECT json_object({}) FROM \"{name}\" WHERE {condition}",
                pairs.join(", ")
            )
        };
        let rows = async move {
            Ok(
                on!(self, c => sqlx::query_as::<_, (String,)>(AssertSqlSafe(sql)).fetch(c)
                .map_ok(|(row,)| row).map_err(StoreError::from).boxed()),
            )
        };
        rows.try_flatten_stream().boxed()
    }

    /// Inserts rows, each a JSON object, into a table.
    pub async fn put_rows(&mut self, table: &Table, rows: &[String]) -> Result<(), StoreError> {
        let names: Vec<String> = table
            .columns
            .iter()
            .map(|c| format!("\"{}\"", c.name))
            .collect();
        let (name, names) = (&table.name, names.join(", "));
        let sql = if self.is_postgres() {
            format!(
                "INSERT INTO \"{name}\" ({names}) SELECT {names} FROM json_populate_recordset((SELECT t FROM \"{name}\" t WHERE false), $1::json)"
            )
        } else {
            let values: Vec<String> = table.columns.iter().map(from_json).collect();
            format!(
                "INSERT INTO \"{name}\" ({names}) SELECT {} FROM json_each($1)",
                values.join(", ")
            )
        };
        let mut rows = rows.iter().peekable();
        while rows.peek().is_some() {
            let mut part = String::from("[");
            for n in 0..ROWS {
                let Some(row) = rows.next_if(|_| part.len() < BYTES) else {
                    break;
                };
                if n > 0 {
                    part.push(',');
                }
                part.push_str(row);
            }
            part.push(']');
            change!(self, c => sqlx::query(AssertSqlSafe(sql.as_str())).bind(&part).execute(c).await?.rows_affected());
        }
        Ok(())
    }

    /// Copies all rows of a table from another transaction.
    pub(crate) async fn take_rows(
        &mut self,
        from: &mut Conn,
        table: &Table,
    ) -> Result<(), StoreError> {
        let mut rows = from.rows(table);
        let mut part = Vec::with_capacity(ROWS);
        while let Some(row) = rows.try_next().await? {
            part.push(row);
            if part.len() == ROWS {
                self.put_rows(table, &part).await?;
                part.clear();
            }
        }
        self.put_rows(table, &part).await
    }
}

fn json_pair(column: &Column) -> String {
    let name = &column.name;
    match column.kind {
        Kind::Plain => format!("'{name}', \"{name}\""),
        Kind::Boolean => {
            format!(
                "'{name}', json(CASE WHEN \"{name}\" THEN 'true' WHEN NOT \"{name}\" THEN 'false' END)"
            )
        }
        Kind::Bytes => format!("'{name}', '\\x' || lower(hex(\"{name}\"))"),
    }
}

fn from_json(column: &Column) -> String {
    let name = &column.name;
    match column.kind {
        Kind::Plain | Kind::Boolean => format!("value->>'{name}'"),
        Kind::Bytes => format!("unhex(substr(value->>'{name}', 3))"),
    }
}
