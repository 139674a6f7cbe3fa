//! Tables.

use comfy_table::{Table, TableComponent, presets};
use sandbox::engine::inventory::Entry;

/// A table with a heading.
pub(super) fn table(heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_header(heading.iter().copied());
    table.remove_style(TableComponent::HorizontalLines).remove_style(TableComponent::MiddleIntersections);
    table.add_rows(rows);
    table.trim_fmt()
}

/// What was there before and what is there now, a row for each resource; `note` has the last word.
pub(super) fn before_and_after(
    before: &[Entry],
    after: &[Entry],
    note: impl Fn(&Entry, &str) -> String,
) -> String {
    let state = |entries: &[Entry], entry: &Entry| {
        let found = entries.iter().find(|other| other.resource == entry.resource);
        found.map(|found| found.state.clone())
    };
    let new = after.iter().filter(|entry| state(before, entry).is_none());
    let rows = before.iter().chain(new).map(|entry| {
        let now = state(after, entry).unwrap_or_else(|| "gone".to_owned());
        let then = state(before, entry).unwrap_or_else(|| "not there".to_owned());
        let note = note(entry, &now);
        let now = if now == then { "the same".to_owned() } else { now };
        vec![entry.label.to_owned(), entry.resource.id.clone(), entry.name.clone(), then, now, note]
    });
    table(&["", "id", "whose", "before", "after", ""], rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sandbox::engine::happening::Resource;

    fn entry(id: &str, state: &str) -> Entry {
        let resource = Resource { kind: "WorkSpace", id: id.to_owned() };
        Entry { resource, label: "WorkSpace", name: "alice".to_owned(), state: state.to_owned() }
    }

    #[test]
    fn what_is_gone_what_stays_and_what_is_new_have_a_row_each() {
        let before = [entry("ws-1", "AVAILABLE"), entry("ws-2", "STOPPED")];
        let after = [entry("ws-2", "STOPPED"), entry("ws-3", "PENDING")];
        let text = before_and_after(&before, &after, |_, now| now.to_lowercase());
        let row = |id: &str| text.lines().find(|line| line.contains(id)).unwrap().to_owned();
        assert!(row("ws-1").contains("gone"));
        assert!(row("ws-2").contains("the same"));
        assert!(row("ws-3").contains("not there"));
    }
}
