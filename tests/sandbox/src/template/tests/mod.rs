mod evaluation;
mod invariants;
mod policies;
mod properties;
mod references;
mod roles;
mod sample;
mod state_machines;
mod syntax;

use std::collections::BTreeMap;
use std::path::Path;

use super::parse;
use crate::stack::Stack;

const HEAD: &str = "Transform: AWS::Serverless-2016-10-31\nResources:\n";

/// A function that works, for templates in which something else is the point.
const FUNCTION: &str = "
  F:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: rust-cargolambda, BuildProperties: { Binary: f } }
    Properties: { CodeUri: ., Handler: bootstrap, Runtime: provided.al2023, Role: !GetAtt FRole.Arn }
  FRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: { Effect: Allow, Principal: { Service: [lambda.amazonaws.com, scheduler.amazonaws.com] }, Action: sts:AssumeRole } }
";

fn parameters(given: &[(&str, &str)]) -> BTreeMap<String, String> {
    given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn load(yaml: &str) -> Stack {
    parse(yaml, Path::new(""), &BTreeMap::new()).unwrap_or_else(|error| panic!("{error}"))
}

/// Asserts that the template is refused with this message, or one that begins like it.
#[track_caller]
fn assert_refused(yaml: &str, message: &str) {
    let error = parse(yaml, Path::new(""), &BTreeMap::new()).expect_err("the template is wrong").to_string();
    assert!(error.starts_with(message), "{error}");
}

/// The same for a template that consists of these resources.
#[track_caller]
fn assert_resources_refused(resources: &str, message: &str) {
    assert_refused(&format!("{HEAD}{resources}"), message);
}
