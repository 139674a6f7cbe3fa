//! What tests of definitions and executions share: a machine in JSON, and somebody who drives it.

use std::sync::Arc;

use serde_json::{Value, json};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::{About, Definition, Execution, Failure, Status, Step, Token};

pub(crate) const START: OffsetDateTime = datetime!(2030-01-31 08:00 UTC);

/// An execution with the time and everything it told.
pub(crate) struct Run {
    pub(crate) execution: Execution,
    pub(crate) now: OffsetDateTime,
    pub(crate) steps: Vec<Step>,
}

/// A machine whose only state is this one, called `Only`.
pub(crate) fn only(state: Value) -> Value {
    json!({"StartAt": "Only", "States": {"Only": state}})
}

/// A Task state that invokes a function, with these fields besides.
pub(crate) fn task(more: Value) -> Value {
    let mut task = json!({
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "worker", "Payload.$": "$"},
    });
    if more.get("Next").is_none() {
        task["End"] = json!(true);
    }
    for (name, value) in more.as_object().expect("fields are an object") {
        task[name] = value.clone();
    }
    task
}

pub(crate) fn about() -> About {
    About {
        execution_arn: "arn:aws:states:eu-west-1:111122223333:execution:machine:alice".to_owned(),
        execution_name: "alice".to_owned(),
        started: START,
        state_machine_arn: "arn:aws:states:eu-west-1:111122223333:stateMachine:machine".to_owned(),
        state_machine_name: "machine".to_owned(),
    }
}

impl Run {
    /// Starts a machine and lets it go as far as it can.
    pub(crate) fn of(definition: &Value, input: Value) -> Self {
        let definition = Arc::new(Definition::parse(definition).expect("the definition is valid"));
        let execution = Execution::start(definition, about(), input, START);
        let mut run = Self { execution, now: START, steps: Vec::new() };
        run.on(Duration::ZERO);
        run
    }

    /// Lets time pass and the machine go on.
    pub(crate) fn on(&mut self, by: Duration) -> &mut Self {
        self.now += by;
        self.steps.extend(self.execution.run(self.now));
        self
    }

    /// Ends the latest task of a state.
    pub(crate) fn end(&mut self, state: &str, result: Result<Value, Failure>) -> &mut Self {
        let token = self.tasks_of(state).pop().expect("the state asked for a task");
        self.execution.task_ended(token, result);
        self.on(Duration::ZERO)
    }

    pub(crate) fn succeed(&mut self, state: &str, result: Value) -> &mut Self {
        self.end(state, Ok(result))
    }

    pub(crate) fn fail(&mut self, state: &str, error: &str) -> &mut Self {
        self.end(state, Err(Failure::new(error, "it broke")))
    }

    /// The tokens of a state's tasks, oldest first.
    pub(crate) fn tasks_of(&self, wanted: &str) -> Vec<Token> {
        let tasks = self.steps.iter().filter_map(|step| match step {
            Step::Task { token, state, .. } if state.to_string() == wanted => Some(*token),
            _ => None,
        });
        tasks.collect()
    }

    /// The states that were entered, in order.
    pub(crate) fn entered(&self) -> Vec<String> {
        let entered = self.steps.iter().filter_map(|step| match step {
            Step::Entered { state, .. } => Some(state.to_string()),
            _ => None,
        });
        entered.collect()
    }

    /// The time until it has something to do by itself.
    pub(crate) fn due_in(&self) -> Option<Duration> {
        self.execution.due().map(|due| due - self.now)
    }

    pub(crate) fn output(&self) -> &Value {
        match self.execution.status() {
            Status::Succeeded(output) => output,
            other => panic!("expected success, found {other:?}"),
        }
    }

    /// The name of the error that the execution failed with.
    pub(crate) fn error(&self) -> &str {
        match self.execution.status() {
            Status::Failed(failure) => &failure.error,
            other => panic!("expected failure, found {other:?}"),
        }
    }

    pub(crate) fn is_running(&self) -> bool {
        *self.execution.status() == Status::Running
    }
}
