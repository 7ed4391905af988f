use crate::cli::{CliError, open};
use crate::kernel::config::Config;
use clap::{Args, ValueEnum};
use guichet_desk::{DeskError, Flow};
use guichet_domain::TeamId;
use guichet_domain::figures::flow::FlowDay;
use guichet_domain::figures::period::Period;
use guichet_domain::kernel::time::written;
use serde_json::json;
use std::process::ExitCode;

/// Prints figures, counted from the log; changes nothing.
#[derive(Args, Debug)]
pub struct Report {
    /// Which figures
    name: Name,
    /// Period: 2026-11-23, 2026-W48, 2026-11, 2026-Q4, 2026, or 2026-11-01..2026-11-10
    #[arg(long, value_parser = period)]
    period: Period,
    /// Number of a team: what was recorded for it, done by it, and open in its charge
    #[arg(long, value_name = "TEAM")]
    team: Option<i64>,
    /// How they are printed
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Name {
    /// Recorded, ended and open, day by day
    Flow,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

fn period(text: &str) -> Result<Period, String> {
    let read = text.parse();
    read.map_err(|_| "no period of at most ten years, like 2026-W48 or 2026-11".into())
}

impl Report {
    pub async fn run(self, config: Config) -> Result<ExitCode, CliError> {
        let desk = open(&config).await?;
        let Name::Flow = self.name;
        let team = self.team.map(TeamId);
        let flow = match desk.flow(self.period, team).await {
            Err(DeskError::NotFound) => return Err("there is no team of this number".into()),
            flow => flow?,
        };
        let printed = match self.format {
            Format::Text => text(self.period, &flow),
            Format::Csv => csv(&flow)?,
            Format::Json => json(self.period, team, &flow),
        };
        println!("{}", printed.trim_end());
        if flow.unreadable > 0 {
            eprintln!(
                "{} tickets could not be read and are not counted.",
                flow.unreadable
            );
            return Ok(ExitCode::FAILURE);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Sums of a period: recorded, ended, and open at its end.
fn sums(days: &[FlowDay]) -> (u32, u32, u32) {
    let sum = |of: fn(&FlowDay) -> u32| days.iter().map(of).sum();
    let open = days.last().map_or(0, |day| day.open);
    (sum(|day| day.recorded), sum(|day| day.ended), open)
}

fn text(period: Period, flow: &Flow) -> String {
    let line = |name: &str, (recorded, ended, open): (u32, u32, u32)| {
        format!("{name:<24}{recorded:>9}{ended:>9}{open:>9}\n")
    };
    let mut text = format!("{:<24}{:>9}{:>9}{:>9}\n", "", "recorded", "ended", "open");
    for day in &flow.days {
        text += &line(&written(day.day), (day.recorded, day.ended, day.open));
    }
    text += &line(&period.to_string(), sums(&flow.days));
    text += &line(&period.before().to_string(), sums(&flow.before));
    text
}

fn csv(flow: &Flow) -> Result<String, CliError> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["day", "recorded", "ended", "open"])?;
    for day in &flow.days {
        let numbers = [day.recorded, day.ended, day.open].map(|n| n.to_string());
        rows.write_record([written(day.day)].iter().chain(&numbers))?;
    }
    Ok(String::from_utf8(rows.into_inner()?)?)
}

fn json(period: Period, team: Option<TeamId>, flow: &Flow) -> String {
    let day = |day: &FlowDay| json!({"day": written(day.day), "recorded": day.recorded, "ended": day.ended, "open": day.open});
    let days: Vec<_> = flow.days.iter().map(day).collect();
    json!({"report": "flow", "period": period.to_string(), "team": team, "days": days}).to_string()
}
