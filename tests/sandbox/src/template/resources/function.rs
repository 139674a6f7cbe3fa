//! `AWS::Lambda::Function`, as SAM makes it of `AWS::Serverless::Function`.
//! Bounds and defaults: `CreateFunction` in the Lambda API reference.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::directory::FUNCTION;
use super::super::document::decode;
use super::super::draft::Draft;
use super::super::error::{Location, TemplateError};
use super::super::trust::LAMBDA;
use super::super::values::{Text, Whole};
use super::naming::Naming;
use super::{Declared, ResourceType};
use crate::stack::Function;

pub(super) const TYPE: ResourceType = ResourceType {
    kind: FUNCTION,
    naming: Naming {
        name: Some("FunctionName"),
        qualifier: None,
        reference: "{name}",
        attributes: &[("Arn", "arn:{AWS::Partition}:lambda:{AWS::Region}:{AWS::AccountId}:function:{name}")],
    },
    read,
};

/// Lambda's own variables that a function may not set (Lambda guide, "Defined runtime environment
/// variables"), and what the sandbox needs to stay between the function and AWS.
const RESERVED_VARIABLES: [&str; 8] = [
    "_HANDLER",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_TASK_ROOT",
];

/// The invocation's retries where no `EventInvokeConfig` says otherwise.
const DEFAULT_RETRIES: u32 = 2;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    _function_name: Option<Text>,
    _runtime: Runtime,
    _handler: Text,
    role: Text,
    _architectures: Option<[Architecture; 1]>,
    timeout: Option<Whole<1, 900>>,
    memory_size: Option<Whole<128, 10_240>>,
    environment: Option<Environment>,
    reserved_concurrent_executions: Option<Whole<0, { u32::MAX }>>,
    dead_letter_config: Option<DeadLetterConfig>,
    // How it is described, logged, traced, encrypted and connected in AWS.
    _code_signing_config_arn: Option<Text>,
    _description: Option<Text>,
    _ephemeral_storage: Option<IgnoredAny>,
    _kms_key_arn: Option<Text>,
    _logging_config: Option<IgnoredAny>,
    _recursive_loop: Option<Text>,
    _runtime_management_config: Option<IgnoredAny>,
    _tags: Option<IgnoredAny>,
    _tracing_config: Option<IgnoredAny>,
    _vpc_config: Option<IgnoredAny>,
}

#[derive(Deserialize)]
enum Runtime {
    #[serde(rename = "provided.al2023")]
    ProvidedAl2023,
    #[serde(rename = "provided.al2")]
    ProvidedAl2,
}

#[derive(Deserialize)]
enum Architecture {
    #[serde(rename = "arm64")]
    Arm64,
    #[serde(rename = "x86_64")]
    X86,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Environment {
    #[serde(default)]
    variables: BTreeMap<String, Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct DeadLetterConfig {
    target_arn: String,
}

/// How SAM builds the function; what else a resource's metadata says is for other tools.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Build {
    #[serde(rename = "BuildMethod")]
    _method: BuildMethod,
    build_properties: BuildProperties,
}

#[derive(Deserialize)]
enum BuildMethod {
    #[serde(rename = "rust-cargolambda")]
    CargoLambda,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BuildProperties {
    binary: String,
}

fn read(function: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = function.decode()?;
    let metadata_at = Location::section("Resources").key(function.logical_id).key("Metadata");
    let build: Build = decode(function.resource.metadata.clone(), &metadata_at)?;
    let dead_letter_queue = match &properties.dead_letter_config {
        Some(config) => {
            let at = function.at.key("DeadLetterConfig").key("TargetArn");
            Some(draft.directory.queue(&config.target_arn, &at)?)
        }
        None => None,
    };
    let role_arn = draft.role_for(LAMBDA, None, &properties.role.0, function.at.key("Role"))?;
    draft.stack.functions.push(Function {
        logical_id: function.logical_id.to_owned(),
        name: function.identity.name.clone(),
        binary: build.build_properties.binary,
        environment: variables(properties.environment, &function.at)?,
        timeout: Duration::from_secs(properties.timeout.map_or(3, |Whole(seconds)| seconds).into()),
        memory_mb: properties.memory_size.map_or(128, |Whole(megabytes)| megabytes),
        maximum_retry_attempts: DEFAULT_RETRIES,
        on_failure_queue: dead_letter_queue,
        reserved_concurrency: properties.reserved_concurrent_executions.map(|Whole(limit)| limit),
        role_arn: Some(role_arn),
    });
    Ok(())
}

fn variables(
    environment: Option<Environment>,
    at: &Location,
) -> Result<BTreeMap<String, String>, TemplateError> {
    let at = at.key("Environment").key("Variables");
    let variables = environment.map(|environment| environment.variables).unwrap_or_default();
    variables
        .into_iter()
        .map(|(name, Text(value))| {
            if RESERVED_VARIABLES.contains(&name.as_str()) {
                return Err(at.key(&name).error("this variable is Lambda's own"));
            }
            Ok((name, value))
        })
        .collect()
}
