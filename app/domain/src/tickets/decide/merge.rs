//! Two people on one field.

use crate::kernel::refusal::Field;

/// Decides between what a form showed, if anything, what it wants, and what stands now: the new
/// value where this form changed the field, the current one where it did not; a conflict where
/// somebody else changed it to something else meanwhile.
pub(super) fn merge<T: PartialEq>(
    was: Option<&T>,
    wanted: T,
    current: T,
    field: Field,
    conflicts: &mut Vec<Field>,
) -> T {
    if was == Some(&wanted) {
        return current;
    }
    if was != Some(&current) && current != wanted {
        conflicts.push(field);
    }
    wanted
}
