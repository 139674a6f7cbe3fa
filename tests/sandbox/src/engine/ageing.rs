//! Letting time pass for functions that read the machine's clock.
//!
//! Their clock cannot be moved. So instead of moving the present forward, this moves the past back:
//! every date that is kept in a tag becomes older by the time that has passed.

use std::collections::BTreeMap;
use std::time::Duration;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::aws::World;

/// Makes every tag value that is an RFC 3339 date and time older by `by`.
pub(super) fn age(world: &mut World, by: Duration) {
    let tags = serde_json::to_value(&world.tags).and_then(serde_json::from_value);
    let Ok(mut tags): Result<BTreeMap<String, BTreeMap<String, String>>, _> = tags else { return };
    for value in tags.values_mut().flat_map(BTreeMap::values_mut) {
        if let Some(aged) = aged(value, by) {
            *value = aged;
        }
    }
    if let Ok(aged) = serde_json::to_value(tags).and_then(serde_json::from_value) {
        world.tags = aged;
    }
}

fn aged(value: &str, by: Duration) -> Option<String> {
    let at = OffsetDateTime::parse(value, &Rfc3339).ok()?;
    at.checked_sub(by.try_into().ok()?)?.format(&Rfc3339).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_older_and_everything_else_stays() {
        let mut world: World = r#"{
            "Directories": [{"DirectoryId": "d-9067000001"}],
            "Tags": {"d-9067000001": {"offboarding:idle-since": "2026-01-31T12:00:00Z", "owner": "it"}}
        }"#
        .parse()
        .unwrap();
        age(&mut world, Duration::from_hours(48));
        let tags = serde_json::to_value(&world.tags).unwrap();
        assert_eq!(tags["d-9067000001"]["offboarding:idle-since"], "2026-01-29T12:00:00Z");
        assert_eq!(tags["d-9067000001"]["owner"], "it");
    }
}
