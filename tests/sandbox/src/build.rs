//! Building the functions, so that one command is enough.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde::Deserialize;
use tokio::process::Command;

use crate::stack::Stack;
use crate::template::{self, TemplateError};

/// Why the functions were not built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error("the template cannot be used")]
    Template(#[from] TemplateError),
    #[error("cargo cannot be run")]
    Cargo(#[from] std::io::Error),
    #[error("cargo build ended with {0}")]
    Failed(std::process::ExitStatus),
    #[error("cargo built no executable {0}")]
    Missing(String),
    #[error("cargo put the executables into more than one folder")]
    Scattered,
}

/// Builds the functions of the `template.yaml` in `root`, a workspace, for development. Answers the
/// folder that has the executables.
pub async fn functions(root: &Path) -> Result<PathBuf, BuildError> {
    let stack = template::load(&root.join("template.yaml"), &std::collections::BTreeMap::new())?;
    binaries(root, &stack, "dev").await
}

/// Builds the binaries of a stack's functions with a cargo profile. A function's package has the
/// name of its binary.
///
/// Cargo shows its progress on a terminal; elsewhere it is quiet unless something is wrong. What it
/// says goes to standard error.
pub async fn binaries(root: &Path, stack: &Stack, profile: &str) -> Result<PathBuf, BuildError> {
    let binaries: BTreeSet<&str> = stack.functions.iter().map(|function| function.binary.as_str()).collect();
    let mut cargo = Command::new(cargo());
    cargo.current_dir(root).args(["build", "--message-format=json-render-diagnostics", "--profile", profile]);
    if !std::io::stderr().is_terminal() {
        cargo.arg("--quiet");
    }
    for binary in &binaries {
        cargo.args(["--package", binary, "--bin", binary]);
    }
    // Not `output()`, which would pipe standard error as well: progress and errors are for people.
    cargo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit()).kill_on_drop(true);
    let built = cargo.spawn()?.wait_with_output().await?;
    if !built.status.success() {
        return Err(BuildError::Failed(built.status));
    }
    let executables = executables(&String::from_utf8_lossy(&built.stdout));
    folder(&binaries, &executables)
}

/// The cargo that runs us, where one does.
#[expect(clippy::disallowed_methods, reason = "cargo tells its path here, and nobody else reads it")]
fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// A line that cargo writes; only those about something that was built tell an executable.
#[derive(Deserialize)]
struct Line {
    executable: Option<PathBuf>,
}

fn executables(lines: &str) -> Vec<PathBuf> {
    let line = |line: &str| serde_json::from_str::<Line>(line).ok()?.executable;
    lines.lines().filter_map(line).collect()
}

fn folder(binaries: &BTreeSet<&str>, executables: &[PathBuf]) -> Result<PathBuf, BuildError> {
    let folder_of = |binary: &str| {
        let built = executables.iter().find(|path| path.file_stem().is_some_and(|stem| stem == binary));
        built.and_then(|path| path.parent()).ok_or_else(|| BuildError::Missing(binary.to_owned()))
    };
    let folders = binaries.iter().map(|binary| folder_of(binary)).collect::<Result<BTreeSet<_>, _>>()?;
    let mut folders = folders.into_iter();
    match (folders.next(), folders.next()) {
        (Some(folder), None) => Ok(folder.to_owned()),
        (None, _) => Ok(PathBuf::new()),
        (Some(_), Some(_)) => Err(BuildError::Scattered),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = r#"{"reason":"compiler-artifact","target":{"name":"shared"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"one"},"executable":"/target/debug/one"}
{"reason":"build-finished","success":true}"#;

    #[test]
    fn the_folder_is_where_cargo_says_that_the_executables_are() {
        let folder = folder(&BTreeSet::from(["one"]), &executables(LINES)).unwrap();
        assert_eq!(folder, Path::new("/target/debug"));
    }

    #[test]
    fn an_executable_that_was_not_built_is_named() {
        let error = folder(&BTreeSet::from(["one", "two"]), &executables(LINES)).unwrap_err();
        assert_eq!(error.to_string(), "cargo built no executable two");
    }
}
