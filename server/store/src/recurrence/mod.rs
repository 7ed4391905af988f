//! Incidents that are compared with one another.

mod compared;
