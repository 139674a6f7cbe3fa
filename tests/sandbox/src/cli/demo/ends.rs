//! Whether an act ended as it must, and what to show of that.

use sandbox::engine::inventory::Entry;

use super::acts::{Act, End};
use crate::cli::tables::{self, Note};

impl End {
    fn is_of(&self, entry: &Entry) -> bool {
        self.label == entry.label && self.id == entry.resource.id
    }
}

/// Where the end is not what it must be.
pub(super) fn surprises(act: &Act, before: &[Entry], after: &[Entry]) -> Vec<String> {
    let state = |entries: &[Entry], is_it: &dyn Fn(&Entry) -> bool| {
        let found = entries.iter().find(|entry| is_it(entry));
        found.map_or("gone", |entry| entry.state.as_str()).to_owned()
    };
    let ends = act.changed.iter().map(|end| {
        let is = state(after, &|entry| end.is_of(entry));
        (format!("{} {}", end.label, end.id), is, end.is.to_owned())
    });
    let others = before.iter().filter(|entry| act.changed.iter().all(|end| !end.is_of(entry)));
    let others = others.map(|entry| {
        let is = state(after, &|other| other.resource == entry.resource);
        (format!("{} {}", entry.label, entry.resource.id), is, entry.state.clone())
    });
    let wrong = ends.chain(others).filter(|(_, is, must)| is != must);
    wrong.map(|(what, is, must)| format!("{what} is {is}, not {must}")).collect()
}

/// What the act is about. Of everything else the number is enough.
pub(super) fn table(act: &Act, before: &[Entry], after: &[Entry]) -> String {
    let find = |entry: &Entry| act.changed.iter().chain(act.kept).find(|end| end.is_of(entry));
    let concerned = |entries: &[Entry]| {
        entries.iter().filter(|entry| find(entry).is_some()).cloned().collect::<Vec<Entry>>()
    };
    let note = |entry: &Entry, _: bool| {
        let kept = act.kept.iter().find(|end| end.is_of(entry));
        let text = kept.map_or_else(|| find(entry).map_or("", |end| end.note), |end| end.is);
        Note { kept: kept.is_some(), text: text.to_owned() }
    };
    let shown = concerned(before);
    let table = tables::before_and_after(&shown, &concerned(after), note);
    format!("{table}\n\nUntouched: {} others", before.len() - shown.len())
}

#[cfg(test)]
mod tests {
    use super::super::acts::ACTS;
    use super::*;
    use crate::cli::deployment;
    use sandbox::engine::inventory::inventory;

    #[test]
    fn every_end_is_that_of_a_resource_of_the_demonstration() {
        let before = inventory(&deployment::world(None).unwrap());
        for end in ACTS.iter().flat_map(|act| act.changed.iter().chain(act.kept)) {
            assert!(before.iter().any(|entry| end.is_of(entry)), "{} {}", end.label, end.id);
        }
    }

    #[test]
    fn what_does_not_change_although_it_must_is_a_surprise() {
        let before = inventory(&deployment::world(None).unwrap());
        for act in &ACTS {
            assert_eq!(surprises(act, &before, &before).len(), act.changed.len(), "{}", act.title);
        }
    }

    #[test]
    fn what_changes_although_it_must_not_is_a_surprise() {
        let before = inventory(&deployment::world(None).unwrap());
        let after: Vec<Entry> =
            before.iter().filter(|entry| entry.resource.id != "ws-caroldesk").cloned().collect();
        let surprises = surprises(&ACTS[2], &before, &after);
        assert!(
            surprises.contains(&"WorkSpace ws-caroldesk is gone, not STOPPED".to_owned()),
            "{surprises:?}"
        );
    }
}
