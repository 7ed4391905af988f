//! Figures, counted from the log.

pub mod flow;
