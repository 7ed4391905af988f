//! Figures: what came in and went out in a period, how long it took, and what is open.

pub mod facts;
pub mod flow;
pub mod period;
