//! Metrics of the running program, in the format of Prometheus (text format 1.0.0).

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    /// Address as the route table names it, without ticket numbers.
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Commanded {
    command: String,
    outcome: &'static str,
}

/// Histogram buckets in seconds, from a list read from memory to an upload over a slow line.
const SECONDS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0,
];

pub struct Meters {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Asked, Histogram>,
    refusals: Family<Reason, Counter>,
    commands: Family<Commanded, Counter>,
    pub connections: Gauge,
    pub streams: Gauge,
    sessions: Gauge,
    queue: Gauge,
    commits: Counter,
}

/// Values from other parts of the program, read when somebody requests the metrics.
pub struct Now {
    pub sessions: i64,
    pub queue: i64,
    pub commits: u64,
    /// Command, outcome, count.
    pub commands: Vec<(String, &'static str, u64)>,
}

impl Meters {
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("guichet");
        let meters = Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            refusals: Family::default(),
            commands: Family::default(),
            connections: Gauge::default(),
            streams: Gauge::default(),
            sessions: Gauge::default(),
            queue: Gauge::default(),
            commits: Counter::default(),
            registry: Registry::default(),
        };
        registry.register(
            "http_requests",
            "Requests answered",
            meters.requests.clone(),
        );
        registry.register(
            "http_request_seconds",
            "Seconds until the head of the answer was there",
            meters.seconds.clone(),
        );
        registry.register(
            "refusals",
            "Requests and connections beyond a limit",
            meters.refusals.clone(),
        );
        registry.register(
            "commands",
            "Commands on tickets since the start, by what came of them",
            meters.commands.clone(),
        );
        registry.register(
            "http_connections",
            "Connections open",
            meters.connections.clone(),
        );
        registry.register("live_streams", "Live streams open", meters.streams.clone());
        registry.register("sessions", "Browsers signed in", meters.sessions.clone());
        registry.register(
            "writer_queue",
            "Jobs that wait for the writer",
            meters.queue.clone(),
        );
        registry.register(
            "writer_commits",
            "Transactions since the start",
            meters.commits.clone(),
        );
        Self { registry, ..meters }
    }

    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let labels = Answered {
            method: method.to_owned(),
            route: route.to_owned(),
            status,
        };
        self.requests.get_or_create(&labels).inc();
        let labels = Asked {
            route: route.to_owned(),
        };
        self.seconds
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
    }

    pub fn refused(&self, reason: &'static str) {
        self.refusals.get_or_create(&Reason { reason }).inc();
    }

    /// All metrics in the format of Prometheus.
    pub fn text(&self, now: Now) -> String {
        self.sessions.set(now.sessions);
        self.queue.set(now.queue);
        reach(&self.commits, now.commits);
        for (command, outcome, n) in now.commands {
            reach(
                &self.commands.get_or_create(&Commanded { command, outcome }),
                n,
            );
        }
        let mut text = String::new();
        // Writing to a String does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Raises a counter to a value counted elsewhere.
fn reach(counter: &Counter, n: u64) {
    counter.inc_by(n.saturating_sub(counter.get()));
}

impl Default for Meters {
    fn default() -> Self {
        Self::new()
    }
}
