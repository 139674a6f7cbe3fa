//! `AWS::StepFunctions::StateMachine`, whose definition is a file beside the template.
//!
//! Source: `CloudFormation` template reference. `DefinitionS3Location` is the path of a local file until
//! `sam deploy` has uploaded it. What the file says is read where the sandbox starts: [`crate::states`].

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::definition;
use super::super::directory::STATE_MACHINE;
use super::super::draft::Draft;
use super::super::error::TemplateError;
use super::super::trust::STEP_FUNCTIONS;
use super::super::values::{Flag, Text};
use super::naming::Naming;
use super::{Declared, ResourceType};
use crate::names::is_name;
use crate::stack::StateMachine;

const ARN: &str = "arn:{AWS::Partition}:states:{AWS::Region}:{AWS::AccountId}:stateMachine:{name}";

pub(super) const TYPE: ResourceType = ResourceType {
    kind: STATE_MACHINE,
    naming: Naming {
        name: Some("StateMachineName"),
        qualifier: None,
        reference: ARN,
        attributes: &[("Arn", ARN), ("Name", "{name}")],
    },
    read,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    _state_machine_name: Option<Text>,
    state_machine_type: Option<String>,
    #[serde(rename = "DefinitionS3Location")]
    definition_location: Text,
    #[serde(default)]
    definition_substitutions: BTreeMap<String, Text>,
    role_arn: Text,
    // How it is logged, traced, encrypted and described in AWS.
    _logging_configuration: Option<Logging>,
    _tracing_configuration: Option<Tracing>,
    _encryption_configuration: Option<IgnoredAny>,
    _tags: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Logging {
    _level: Option<Level>,
    _include_execution_data: Option<Flag>,
    _destinations: Option<[LogDestination; 1]>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Level {
    All,
    Error,
    Fatal,
    Off,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct LogDestination {
    _cloud_watch_logs_log_group: LogGroup,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct LogGroup {
    _log_group_arn: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Tracing {
    _enabled: Flag,
}

fn read(machine: &Declared, draft: &mut Draft) -> Result<(), TemplateError> {
    let properties: Properties = machine.decode()?;
    let name = &machine.identity.name;
    if !is_name(name) {
        return Err(machine
            .at
            .key("StateMachineName")
            .error(format!("{name} is no name for a state machine")));
    }
    if let Some(kind) = properties.state_machine_type.filter(|kind| kind != "STANDARD") {
        let problem = format!("the sandbox runs state machines of type STANDARD only, not {kind}");
        return Err(machine.at.key("StateMachineType").error(problem));
    }
    let substitutions = properties.definition_substitutions.into_iter();
    let substitutions = substitutions.map(|(name, Text(value))| (name, value)).collect();
    let Text(file) = properties.definition_location;
    let arn = &machine.identity.attributes["Arn"];
    let role_arn =
        draft.role_for(STEP_FUNCTIONS, Some(arn), &properties.role_arn.0, machine.at.key("RoleArn"))?;
    draft.stack.state_machines.push(StateMachine {
        logical_id: machine.logical_id.to_owned(),
        name: name.clone(),
        role_arn,
        definition: definition::read(&draft.folder, &file, &substitutions, &machine.at)?,
    });
    Ok(())
}
