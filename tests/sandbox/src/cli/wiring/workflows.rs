//! What starts each state machine, and what its tasks call.

use std::collections::BTreeSet;

use sandbox::engine::account;
use sandbox::stack::{Destination, Stack, StateMachine};
use sandbox::states::{Definition, Integration};

use crate::cli::failure::Failure;

/// A state machine among everything else. Resources go by their logical ids, buses by their names;
/// what a path in a definition names is not known before an execution.
#[derive(Debug)]
pub(super) struct Workflow {
    pub(super) logical_id: String,
    pub(super) name: String,
    pub(super) started_by: BTreeSet<String>,
    pub(super) functions: BTreeSet<String>,
    pub(super) state_machines: BTreeSet<String>,
    pub(super) buses: BTreeSet<String>,
    /// Operations of other services.
    pub(super) services: BTreeSet<String>,
}

impl Workflow {
    pub(super) fn all(stack: &Stack) -> Result<Vec<Self>, Failure> {
        let machines = stack.state_machines.iter();
        let mut workflows =
            machines.map(|machine| Self::of(machine, stack)).collect::<Result<Vec<_>, _>>()?;
        let starts = workflows.iter().flat_map(|workflow| {
            workflow.state_machines.iter().map(|id| (id.clone(), workflow.logical_id.clone()))
        });
        for (started, by) in starts.collect::<Vec<_>>() {
            let started = workflows.iter_mut().filter(|workflow| workflow.logical_id == started);
            started.for_each(|workflow| _ = workflow.started_by.insert(by.clone()));
        }
        Ok(workflows)
    }

    fn of(machine: &StateMachine, stack: &Stack) -> Result<Self, Failure> {
        let definition = Definition::parse(&machine.definition)
            .map_err(|error| Failure::input(&machine.logical_id, &error))?;
        let mut workflow = Self {
            logical_id: machine.logical_id.clone(),
            name: machine.name.clone(),
            started_by: starters(machine, stack),
            functions: BTreeSet::new(),
            state_machines: BTreeSet::new(),
            buses: BTreeSet::new(),
            services: BTreeSet::new(),
        };
        for task in definition.tasks() {
            let literal = |name: &str| task.parameters[name].as_str().unwrap_or_default();
            match task.integration {
                Integration::InvokeFunction => {
                    workflow.functions.extend(function(stack, literal("FunctionName")));
                }
                Integration::StartExecution => {
                    workflow.state_machines.extend(state_machine(stack, literal("StateMachineArn")));
                }
                Integration::PutEvents => {
                    let entries = task.parameters["Entries"].as_array().into_iter().flatten();
                    let buses = entries.filter_map(|entry| entry["EventBusName"].as_str());
                    workflow.buses.extend(buses.map(str::to_owned));
                }
                Integration::DescribeDirectories => {
                    workflow.services.insert("DescribeDirectories of Directory Service".to_owned());
                }
                Integration::DeleteDirectory => {
                    workflow.services.insert("DeleteDirectory of Directory Service".to_owned());
                }
            }
        }
        Ok(workflow)
    }
}

/// The rules and schedules with this state machine as their target.
fn starters(machine: &StateMachine, stack: &Stack) -> BTreeSet<String> {
    let this = Destination::StateMachine(machine.logical_id.clone());
    let rules = stack.rules.iter().filter(|rule| rule.targets.iter().any(|target| target.to == this));
    let schedules = stack.schedules.iter().filter(|schedule| schedule.to == this);
    let rules = rules.map(|rule| rule.logical_id.clone());
    rules.chain(schedules.map(|schedule| schedule.logical_id.clone())).collect()
}

fn function(stack: &Stack, name: &str) -> Option<String> {
    let called = |known: &str| known == name || account::function_arn(known) == name;
    let found = stack.functions.iter().find(|function| called(&function.name))?;
    Some(found.logical_id.clone())
}

fn state_machine(stack: &Stack, arn: &str) -> Option<String> {
    let mut machines = stack.state_machines.iter();
    let found = machines.find(|machine| account::state_machine_arn(&machine.name) == arn)?;
    Some(found.logical_id.clone())
}
