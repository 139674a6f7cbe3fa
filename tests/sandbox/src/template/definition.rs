//! The file with a state machine's definition, and what the template puts into it.
//!
//! Source: `CloudFormation` template reference, `AWS::StepFunctions::StateMachine`,
//! `DefinitionSubstitutions`: every `${Name}` is replaced by its value before the text is read as JSON.
//! AWS leaves a `${Name}` that nobody gives as it is, and ignores a value that nothing asks for; both
//! are mistakes, so here they are errors.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::error::{Location, TemplateError};

/// Reads the definition, from a file beside the template.
pub(super) fn read(
    folder: &Path,
    file: &str,
    substitutions: &BTreeMap<String, String>,
    at: &Location,
) -> Result<Value, TemplateError> {
    let location_at = at.key("DefinitionS3Location");
    let text = std::fs::read_to_string(folder.join(file))
        .map_err(|error| location_at.error(format!("{file} cannot be read: {error}")))?;
    let text = substitute(&text, substitutions, file, at)?;
    crate::json::parse(&text).map_err(|error| location_at.error(format!("{file} is not JSON: {error}")))
}

/// What is put in is not looked through again: it may have a `${` of its own.
fn substitute(
    text: &str,
    values: &BTreeMap<String, String>,
    file: &str,
    at: &Location,
) -> Result<String, TemplateError> {
    let at = at.key("DefinitionSubstitutions");
    let mut substituted = String::new();
    let mut used = BTreeSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let name = after.split_once('}').map(|(name, _)| name).filter(|name| is_name(name));
        let name = name.ok_or_else(|| at.error(format!("{file} has a ${{ that begins no substitution")))?;
        let value = values
            .get(name)
            .ok_or_else(|| at.error(format!("{file} asks for ${{{name}}}, which is not given")))?;
        substituted.push_str(before);
        substituted.push_str(value);
        used.insert(name);
        rest = &after[name.len() + 1..];
    }
    substituted.push_str(rest);
    match values.keys().find(|name| !used.contains(name.as_str())) {
        Some(unused) => Err(at.key(unused).error(format!("{file} does not ask for it"))),
        None => Ok(substituted),
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn substituted(text: &str, values: &[(&str, &str)]) -> Result<String, String> {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        substitute(text, &values, "m.json", &Location::section("M")).map_err(|error| error.to_string())
    }

    #[test]
    fn every_place_gets_its_value_and_values_are_not_looked_through() {
        let values = [("Arn", "a ${Arn} and ${Other}"), ("DryRun", "true")];
        let text = substituted("${Arn} $ {} ${DryRun}, ${DryRun}", &values);
        assert_eq!(text.unwrap(), "a ${Arn} and ${Other} $ {} true, true");
    }

    #[test]
    fn what_is_not_given_not_asked_for_or_no_substitution_is_refused() {
        let at = "M.DefinitionSubstitutions";
        let refused = |text, values: &[(&str, &str)]| substituted(text, values).unwrap_err();
        assert_eq!(refused("${Arn}", &[]), format!("{at}: m.json asks for ${{Arn}}, which is not given"));
        assert_eq!(refused("", &[("Arn", "x")]), format!("{at}.Arn: m.json does not ask for it"));
        for text in ["${", "${}", "${a b}", "${!Arn}", "${A.Arn}"] {
            assert!(refused(text, &[]).ends_with("a ${ that begins no substitution"), "{text}");
        }
    }
}
