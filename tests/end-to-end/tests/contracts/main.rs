//! What several files say of the same thing: the template, the crates, the README.

#![allow(clippy::unwrap_used, clippy::panic, reason = "this is test code")]

mod alarms;
mod names;
mod queues;
mod settings;

use std::collections::BTreeMap;

use end_to_end::workspace_root;
use sandbox::stack::Stack;
use sandbox::template::{self, Made};

/// The stack that the template's own defaults deploy.
fn stack() -> Stack {
    template::load(&workspace_root().join("template.yaml"), &BTreeMap::new()).unwrap()
}

/// The resources that the template makes with these parameters.
fn made(parameters: &[(&str, &str)]) -> Vec<Made> {
    let given = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    template::resources(&workspace_root().join("template.yaml"), &given).unwrap()
}

/// The rows of the README's table below this heading, cell by cell, without the code marks.
fn table(heading: &str) -> Vec<Vec<String>> {
    let readme = std::fs::read_to_string(workspace_root().join("README.md")).unwrap();
    let (_, section) = readme.split_once(&format!("\n{heading}\n")).unwrap();
    let rows = section.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let rows: Vec<Vec<String>> = rows
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().replace('`', "")).collect())
        .collect();
    assert!(!rows.is_empty(), "{heading} has no table");
    rows
}

/// The folders of the functions.
fn folders() -> Vec<String> {
    let entries = std::fs::read_dir(workspace_root().join("functions")).unwrap();
    let mut folders: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    folders.sort_unstable();
    folders
}
