//! How much a stem says about an article: what BM25F (Robertson, Zaragoza, Taylor, 2004) gives but
//! for the weight of the stem itself, which depends on the question alone.

use crate::knowledge::index::analysis::{FIELDS, Field};

/// Speed at which a stem that is repeated says no more (`k1` of BM25).
const SATURATION: f32 = 1.2;

/// Levels that an impact is written in.
pub(super) const LEVELS: f32 = 15.0;

/// Weight of a field, and how far its length counts (`b` of BM25).
const fn weight(field: Field) -> (f32, f32) {
    match field {
        Field::Title => (5.0, 0.4),
        Field::Keywords => (4.0, 0.3),
        Field::Headings => (1.8, 0.4),
        Field::Symptom => (2.5, 0.5),
        Field::Body => (0.7, 0.6),
    }
}

/// Returns the impact in 0 to 15 of a stem that occurs `counts` times in the fields of an article
/// with these `lengths`, where fields have the `usual` lengths.
pub(super) fn impact(counts: [u16; FIELDS], lengths: [u32; FIELDS], usual: [f32; FIELDS]) -> u8 {
    let mut sum = 0.0;
    for field in Field::ALL {
        let at = *field as usize;
        let (weight, normal) = weight(*field);
        let length = lengths[at] as f32 / usual[at].max(1.0);
        sum += weight * f32::from(counts[at]) / (1.0 - normal + normal * length);
    }
    let level = (sum / (SATURATION + sum) * LEVELS).round();
    level.clamp(0.0, LEVELS) as u8
}

/// Returns the weight of a stem that occurs in `some` of `all` articles (the `idf` of BM25).
pub(super) fn rarity(some: usize, all: usize) -> f32 {
    let (some, all) = (some as f32, all as f32);
    (1.0 + (all - some + 0.5) / (some + 0.5)).ln()
}
