//! Tables, no wider than the screen.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, TableComponent, presets};
use sandbox::engine::inventory::Entry;

use super::screen::{TITLE, paint, width};

/// A table with a heading.
pub(super) fn table(heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_header(heading.iter().copied());
    table.set_style(TableComponent::MiddleIntersections, '─');
    table.add_rows(rows);
    fitted(table, 1, width())
}

/// Every column is as wide as it needs but the last, which gets what is left.
fn fitted(mut table: Table, gap: u16, width: u16) -> String {
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    let last = table.column_count().saturating_sub(1);
    for (index, column) in table.column_iter_mut().enumerate() {
        if index < last {
            column.set_padding((0, gap)).set_constraint(ColumnConstraint::ContentWidth);
        } else {
            column.set_padding((0, 0));
        }
    }
    table.trim_fmt()
}

/// What is said about a resource.
pub(super) struct Note {
    /// Something decided that it stays: it was not merely left alone.
    pub(super) kept: bool,
    pub(super) text: String,
}

/// What became of every resource, by what happened to it. `note` is told whether it changed.
pub(super) fn before_and_after(
    before: &[Entry],
    after: &[Entry],
    note: impl Fn(&Entry, bool) -> Note,
) -> String {
    let mut sections: [(&str, Vec<Vec<String>>); 3] =
        ["Changed", "Kept, and why", "Untouched"].map(|title| (title, Vec::new()));
    let new = after.iter().filter(|entry| state(before, entry).is_none());
    for entry in before.iter().chain(new) {
        let (then, now) = (state(before, entry).unwrap_or("new"), state(after, entry).unwrap_or("gone"));
        let Note { kept, text } = note(entry, now != then);
        let mut row = vec![entry.label.to_owned(), entry.resource.id.clone(), then.to_owned()];
        let section = match (now == then, kept) {
            (false, _) => {
                row.push(format!("→ {now}"));
                0
            }
            (true, true) => 1,
            (true, false) => 2,
        };
        row.push(text);
        sections[section].1.push(row);
    }
    let filled = sections.into_iter().filter(|(_, rows)| !rows.is_empty());
    filled.map(|(title, rows)| section(title, rows)).collect::<Vec<_>>().join("\n\n")
}

fn section(title: &str, rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).add_rows(rows);
    let indented = fitted(table, 2, width().saturating_sub(2)).replace('\n', "\n  ");
    format!("{}\n  {indented}", paint(TITLE, title))
}

fn state<'e>(entries: &'e [Entry], entry: &Entry) -> Option<&'e str> {
    let found = entries.iter().find(|other| other.resource == entry.resource);
    found.map(|found| found.state.as_str())
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
    fn every_resource_is_told_under_what_happened_to_it() {
        let before = [entry("ws-1", "AVAILABLE"), entry("ws-2", "STOPPED"), entry("ws-3", "STOPPED")];
        let after = [entry("ws-2", "STOPPED"), entry("ws-3", "STOPPED"), entry("ws-4", "PENDING")];
        let note = |entry: &Entry, _: bool| Note {
            kept: entry.resource.id == "ws-2",
            text: format!("note on {}", entry.resource.id),
        };
        let text = anstream::adapter::strip_str(&before_and_after(&before, &after, note)).to_string();
        let expected = "\
Changed
  WorkSpace  ws-1  AVAILABLE  → gone     note on ws-1
  WorkSpace  ws-4  new        → PENDING  note on ws-4

Kept, and why
  WorkSpace  ws-2  STOPPED  note on ws-2

Untouched
  WorkSpace  ws-3  STOPPED  note on ws-3";
        assert_eq!(text, expected);
    }

    #[test]
    fn only_the_last_column_is_folded() {
        let mut table = Table::new();
        table.load_preset(presets::NOTHING).add_row(["an-id-that-is-long", "a note that is long, too"]);
        assert_eq!(fitted(table, 2, 32), "an-id-that-is-long  a note that\n                    is long, too");
    }
}
