//! A setting is in the README, in the template and in the function that reads it.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use end_to_end::workspace_root;

use crate::{folders, stack, table};

/// What the README says that a function reads.
fn documented(function: &str) -> BTreeSet<String> {
    let reads = |row: &Vec<String>| match row[2].strip_prefix("all but ") {
        Some(other) => other != function,
        None => row[2] == "all" || row[2].split(", ").any(|name| name == function),
    };
    table("## Settings").into_iter().filter(reads).map(|row| row[0].clone()).flat_map(names).collect()
}

/// A row may be about more than one variable.
fn names(cell: String) -> Vec<String> {
    cell.split(", ").map(str::to_owned).collect()
}

#[test]
fn the_template_sets_what_the_readme_says_that_a_function_reads() {
    for function in stack().functions {
        // The SDK's own are not the function's.
        let set: BTreeSet<String> =
            function.environment.into_keys().filter(|name| !name.starts_with("AWS_")).collect();
        let documented = documented(&function.binary);
        let optional = ["DIRECTORY_IDS", "WORKMAIL_ORGANIZATION_ID"].map(str::to_owned);
        let missing: Vec<_> = documented.difference(&set).filter(|name| !optional.contains(name)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", function.binary);
        let unknown: Vec<_> = set.difference(&documented).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", function.binary);
    }
}

/// A value that cannot be understood stops the start, naming the variable: so the function reads it.
/// (Any text is a tag's key.)
#[tokio::test]
async fn a_function_reads_what_the_readme_says() {
    let binaries = sandbox::build::functions(&workspace_root()).await.unwrap();
    for function in folders() {
        for name in documented(&function).into_iter().filter(|name| !name.ends_with("_TAG_KEY")) {
            let executable = binaries.join(format!("{function}{}", std::env::consts::EXE_SUFFIX));
            let output = Command::new(executable)
                .env_clear()
                .env(&name, "!")
                .env("AWS_REGION", "us-east-1")
                .stdin(Stdio::null())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert!(!output.status.success() && said.contains(&name), "{function} {name}: {said}");
        }
    }
}
