//! Whole histories, imported or invented.
