//! `AWS::Serverless::StateMachine`, whose definition is a file beside the template.
//!
//! Source: SAM developer guide, "`AWS::Serverless::StateMachine`". What the file says is read where the
//! sandbox starts: [`crate::states`].

use std::collections::BTreeMap;

use serde::Deserialize;

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
        name: Some("Name"),
        qualifier: None,
        reference: ARN,
        attributes: &[("Arn", ARN), ("Name", "{name}")],
    },
    read,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Properties {
    _name: Option<Text>,
    #[serde(rename = "Type")]
    kind: Option<String>,
    definition_uri: Text,
    #[serde(default)]
    definition_substitutions: BTreeMap<String, Text>,
    /// SAM would make one of its own, which could do more than it must.
    role: Text,
    // How it is logged, traced and described in AWS.
    _logging: Option<Logging>,
    _tracing: Option<Tracing>,
    _tags: Option<BTreeMap<String, Text>>,
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
        return Err(machine.at.key("Name").error(format!("{name} is no name for a state machine")));
    }
    if let Some(kind) = properties.kind.filter(|kind| kind != "STANDARD") {
        let problem = format!("the sandbox runs state machines of type STANDARD only, not {kind}");
        return Err(machine.at.key("Type").error(problem));
    }
    let substitutions = properties.definition_substitutions.into_iter();
    let substitutions = substitutions.map(|(name, Text(value))| (name, value)).collect();
    let Text(file) = properties.definition_uri;
    let arn = &machine.identity.attributes["Arn"];
    let role_arn = draft.role_for(STEP_FUNCTIONS, Some(arn), &properties.role.0, machine.at.key("Role"))?;
    draft.stack.state_machines.push(StateMachine {
        logical_id: machine.logical_id.to_owned(),
        name: name.clone(),
        role_arn,
        definition: definition::read(&draft.folder, &file, &substitutions, &machine.at)?,
    });
    Ok(())
}
