//! What the end-to-end tests share: a small company, and a stack deployed for it.
//!
//! The functions are the real binaries, `template.yaml` wires them, and only AWS is the sandbox. Every
//! test ends with [`Company::close`], which looks for what must never happen in any of them.

#![allow(clippy::missing_panics_doc, clippy::unwrap_used, clippy::panic, reason = "this is test code")]

mod company;
mod workflows;
mod world;

use std::path::{Path, PathBuf};

use serde_json::Value;

pub use company::Company;
pub use world::{ALICE, DIRECTORY, Person, desktop, organization, person, world};

/// The folder that holds `template.yaml`.
#[must_use]
pub fn workspace_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or_else(|| panic!("{} is not in a workspace", here.display())).to_owned()
}

/// A fixture of `tests/events`.
#[must_use]
pub fn event(name: &str) -> Value {
    let path = workspace_root().join("tests/events").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The time that was so long ago, as EventBridge writes it.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "events happen in the present of the machine that the functions read"
)]
pub fn ago(age: std::time::Duration) -> String {
    let when = time::OffsetDateTime::now_utc() - age;
    when.truncate_to_second().format(&time::format_description::well_known::Rfc3339).unwrap()
}
