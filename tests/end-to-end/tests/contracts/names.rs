//! One name everywhere.

use std::collections::BTreeSet;

use serde_json::Value;
use shared::error::ErrorType;

use crate::{folders, stack, table};

/// `terminate-workspaces` is `TerminateWorkspaces` where a name cannot have hyphens.
fn pascal(name: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('-').map(word).collect()
}

#[test]
fn a_function_has_one_name_in_the_folder_the_template_and_the_readme() {
    let mut deployed: Vec<_> = stack().functions;
    deployed.sort_unstable_by(|one, other| one.binary.cmp(&other.binary));
    assert_eq!(
        deployed.iter().map(|function| &function.binary).collect::<Vec<_>>(),
        folders().iter().collect::<Vec<_>>()
    );
    for function in &deployed {
        assert_eq!(function.logical_id, pascal(&function.binary));
        assert!(function.name.ends_with(&format!("-{}", function.binary)), "{}", function.name);
    }
    let mut listed: Vec<String> = table("## The functions").into_iter().map(|row| row[0].clone()).collect();
    listed.sort_unstable();
    assert_eq!(
        listed,
        folders().iter().map(|name| format!("[{name}](functions/{name})")).collect::<Vec<_>>()
    );
}

#[test]
fn a_state_machine_has_one_name_in_its_file_and_the_template() {
    let folder = end_to_end::workspace_root().join("statemachines");
    let files =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<String> = files.map(|file| file.replace(".asl.json", "")).collect();
    files.sort_unstable();
    let mut machines = stack().state_machines;
    machines.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    assert_eq!(machines.len(), files.len());
    for (machine, file) in machines.iter().zip(&files) {
        assert_eq!(machine.logical_id, pascal(file));
        assert!(machine.name.ends_with(&format!("-{file}")), "{}", machine.name);
    }
}

#[test]
fn the_readme_has_every_error_and_no_other() {
    let listed: Vec<String> = table("### Errors").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(listed, ErrorType::ALL.map(ErrorType::as_str));
}

/// Every error that a definition's Retry, Catch or Choice names.
fn named_errors(definition: &Value, named: &mut BTreeSet<String>) {
    if let Some(errors) = definition["ErrorEquals"].as_array() {
        named.extend(errors.iter().map(|error| error.as_str().unwrap().to_owned()));
    }
    if definition["Variable"].as_str().is_some_and(|path| path.ends_with(".Error")) {
        named.extend(definition["StringEquals"].as_str().map(str::to_owned));
    }
    let members = definition.as_object().into_iter().flat_map(|object| object.values());
    for inner in members.chain(definition.as_array().into_iter().flatten()) {
        named_errors(inner, named);
    }
}

#[test]
fn the_errors_that_the_state_machines_name_are_those_of_the_functions_and_of_aws() {
    let mut named = BTreeSet::new();
    for machine in stack().state_machines {
        named_errors(&machine.definition, &mut named);
    }
    // What Step Functions, Lambda and Directory Service say; the sandbox plays them, too.
    let of_aws = |error: &String| {
        ["States.", "Lambda.", "Directory.", "StepFunctions."].iter().any(|prefix| error.starts_with(prefix))
            || ["Runtime.ExitError", "Sandbox.Timedout"].contains(&error.as_str())
    };
    let ours: BTreeSet<_> = named.into_iter().filter(|error| !of_aws(error)).collect();
    let known = ErrorType::ALL.map(|error| error.as_str().to_owned());
    assert!(ours.contains("Throttled") && ours.contains("AmbiguousUser"), "{ours:?}");
    assert_eq!(ours.iter().filter(|error| !known.contains(error)).collect::<Vec<_>>(), Vec::<&String>::new());
    let retryable = [ErrorType::Throttled, ErrorType::ServiceUnavailable].map(ErrorType::as_str);
    for machine in stack().state_machines {
        let text = machine.definition.to_string();
        let retries = text.matches("\"Lambda.TooManyRequestsException\"").count();
        for error in retryable {
            assert_eq!(text.matches(&format!("\"{error}\"")).count(), retries, "{}: {error}", machine.name);
        }
    }
}
