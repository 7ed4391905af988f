//! SQL beside the store: to look at what stands, and to damage it.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

pub enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

macro_rules! on {
    ($raw:expr, $c:ident => $do:expr) => {
        match $raw {
            Raw::Sqlite($c) => $do,
            Raw::Postgres($c) => $do,
        }
    };
}

impl Raw {
    pub async fn connect(url: &str) -> Self {
        if url.starts_with("sqlite:") {
            Self::Sqlite(SqliteConnection::connect(url).await.unwrap())
        } else {
            Self::Postgres(PgConnection::connect(url).await.unwrap())
        }
    }

    /// Runs one statement or several.
    pub async fn run(&mut self, sql: &str) {
        let sql = sql.to_owned();
        on!(self, c => c.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(drop)).unwrap();
    }

    /// The first column of every row, which must be text.
    pub async fn texts(&mut self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        on!(self, c => sqlx::query_scalar(sql).fetch_all(c).await).unwrap()
    }

    /// A number.
    pub async fn number(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        on!(self, c => sqlx::query_scalar(sql).fetch_one(c).await).unwrap()
    }

    /// Everything in every table, whatever it is: to see that nothing has changed at all.
    pub async fn everything(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for table in self.tables().await {
            let sql = match self {
                Self::Postgres(_) => format!("SELECT t::text FROM \"{table}\" t ORDER BY 1"),
                Self::Sqlite(_) => {
                    let columns = format!("SELECT name FROM pragma_table_info('{table}')");
                    let columns = self.texts(&columns).await;
                    let quoted: Vec<String> =
                        columns.iter().map(|c| format!("quote(\"{c}\")")).collect();
                    format!(
                        "SELECT {} FROM \"{table}\" ORDER BY 1",
                        quoted.join(" || ',' || ")
                    )
                }
            };
            lines.extend(
                self.texts(&sql)
                    .await
                    .into_iter()
                    .map(|line| format!("{table}: {line}")),
            );
        }
        lines
    }

    async fn tables(&mut self) -> Vec<String> {
        let sql = match self {
            Self::Postgres(_) => {
                "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            }
            // The full text is in ordinary tables beside its virtual one; statistics are no content.
            Self::Sqlite(_) => {
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'ticket_text'
                 AND name NOT LIKE 'sqlite_stat%' ORDER BY 1"
            }
        };
        self.texts(sql).await
    }
}
