//! What a stack needs before it can run: everything that is referred to, and nothing that the
//! engine would have to ignore.

use std::path::{Path, PathBuf};

use crate::engine::account;
use crate::engine::executions::{self, Machine};
use crate::stack::{Destination, Stack};

/// Why a stack cannot run.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    #[error("{by} refers to {missing}, which the stack does not have")]
    Dangling { by: String, missing: String },
    #[error("{by} sends to {queue}, a FIFO queue: the message group that it needs is not known here")]
    NoMessageGroup { by: String, queue: String },
    #[error("{state_machine}, {state}: {problem}")]
    Task { state_machine: String, state: String, problem: String },
    #[error("{function} has no executable {}", .executable.display())]
    NoExecutable { function: String, executable: PathBuf },
}

pub(super) fn stack(stack: &Stack) -> Result<(), CheckError> {
    let checker = Checker(stack);
    for queue in &stack.queues {
        checker.queue(&queue.logical_id, queue.redrive.as_ref().map(|redrive| &redrive.dead_letter_queue))?;
    }
    for mapping in &stack.mappings {
        checker.queue(&mapping.logical_id, Some(&mapping.queue))?;
        checker.function(&mapping.logical_id, &mapping.function)?;
    }
    for function in &stack.functions {
        checker.plain_queue(&function.logical_id, function.on_failure_queue.as_ref())?;
    }
    for rule in &stack.rules {
        for target in &rule.targets {
            checker.destination(&rule.logical_id, &target.to)?;
            checker.plain_queue(&rule.logical_id, target.dead_letter_queue.as_ref())?;
        }
    }
    for schedule in &stack.schedules {
        checker.destination(&schedule.logical_id, &schedule.to)?;
        checker.plain_queue(&schedule.logical_id, schedule.dead_letter_queue.as_ref())?;
    }
    Ok(())
}

/// Every task must have what it calls.
pub(super) fn tasks(stack: &Stack, machines: &[Machine]) -> Result<(), CheckError> {
    for machine in machines {
        for task in machine.definition.tasks() {
            executions::check(task, |parameter, name| is_there(stack, machines, parameter, name)).map_err(
                |problem| CheckError::Task {
                    state_machine: machine.spec.logical_id.clone(),
                    state: task.state.to_owned(),
                    problem,
                },
            )?;
        }
    }
    Ok(())
}

/// Whether the stack has what a parameter of a task names.
fn is_there(stack: &Stack, machines: &[Machine], parameter: &str, name: &str) -> bool {
    match parameter {
        "FunctionName" => {
            let name = name.strip_suffix(":$LATEST").unwrap_or(name);
            let called = |known: &str| known == name || account::function_arn(known) == name;
            // What is left out is known to be, and a definition may have a state for when it is not.
            let left_out = stack.left_out.iter().map(String::as_str);
            stack.functions.iter().map(|function| function.name.as_str()).chain(left_out).any(called)
        }
        "StateMachineArn" => machines.iter().any(|machine| machine.arn() == name),
        "EventBusName" => {
            let name = account::event_bus_name(name);
            name == "default" || stack.buses.iter().any(|bus| bus.name == name)
        }
        _ => true,
    }
}

/// The executable of every function must be in `folder`.
pub(super) fn executables(stack: &Stack, folder: &Path) -> Result<(), CheckError> {
    for function in &stack.functions {
        let executable = executable(folder, &function.binary);
        if !executable.is_file() {
            return Err(CheckError::NoExecutable { function: function.logical_id.clone(), executable });
        }
    }
    Ok(())
}

pub(super) fn executable(folder: &Path, binary: &str) -> PathBuf {
    folder.join(format!("{binary}{}", std::env::consts::EXE_SUFFIX))
}

struct Checker<'s>(&'s Stack);

impl Checker<'_> {
    fn queue(&self, by: &str, queue: Option<&String>) -> Result<(), CheckError> {
        match queue {
            Some(name) if self.0.queues.iter().all(|queue| &queue.logical_id != name) => {
                Err(dangling(by, name))
            }
            _ => Ok(()),
        }
    }

    /// A queue that takes a message without a group.
    fn plain_queue(&self, by: &str, queue: Option<&String>) -> Result<(), CheckError> {
        self.queue(by, queue)?;
        match queue {
            Some(name) if self.0.queues.iter().any(|queue| &queue.logical_id == name && queue.fifo) => {
                Err(CheckError::NoMessageGroup { by: by.to_owned(), queue: name.clone() })
            }
            _ => Ok(()),
        }
    }

    fn function(&self, by: &str, name: &str) -> Result<(), CheckError> {
        let known = self.0.functions.iter().any(|function| function.logical_id == name);
        if known { Ok(()) } else { Err(dangling(by, name)) }
    }

    fn state_machine(&self, by: &str, name: &str) -> Result<(), CheckError> {
        let known = self.0.state_machines.iter().any(|machine| machine.logical_id == name);
        if known { Ok(()) } else { Err(dangling(by, name)) }
    }

    fn destination(&self, by: &str, to: &Destination) -> Result<(), CheckError> {
        match to {
            Destination::Queue(queue) => self.plain_queue(by, Some(queue)),
            Destination::Function(function) => self.function(by, function),
            Destination::StateMachine(machine) => self.state_machine(by, machine),
        }
    }
}

fn dangling(by: &str, missing: &str) -> CheckError {
    CheckError::Dangling { by: by.to_owned(), missing: missing.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{function, mapping, queue};
    use crate::stack;

    #[test]
    fn what_is_referred_to_must_be_there() {
        let mut stack = Stack { mappings: vec![mapping("Work", "Worker")], ..Stack::default() };
        let missing = |stack: &Stack| super::stack(stack).unwrap_err().to_string();
        assert_eq!(missing(&stack), "WorkToWorker refers to Work, which the stack does not have");
        stack.queues.push(queue("Work"));
        assert_eq!(missing(&stack), "WorkToWorker refers to Worker, which the stack does not have");
        stack.functions.push(function("Worker"));
        assert_eq!(super::stack(&stack), Ok(()));
    }

    #[test]
    fn nothing_may_be_sent_to_a_fifo_queue_without_a_message_group() {
        let fifo = stack::Queue { fifo: true, ..queue("Ordered") };
        let function = stack::Function { on_failure_queue: Some("Ordered".into()), ..function("Worker") };
        let stack = Stack { queues: vec![fifo], functions: vec![function], ..Stack::default() };
        assert!(super::stack(&stack).unwrap_err().to_string().contains("a FIFO queue"));
    }

    #[test]
    fn an_executable_that_was_not_built_is_named() {
        let stack = Stack { functions: vec![function("Worker")], ..Stack::default() };
        let error = executables(&stack, Path::new("/nowhere")).unwrap_err();
        assert!(error.to_string().starts_with("Worker has no executable /nowhere"), "{error}");
    }
}
