//! Addresses of the knowledge base that are neither pages nor server functions.

pub mod feedback;
pub mod files;
pub mod index;
pub mod offer;
