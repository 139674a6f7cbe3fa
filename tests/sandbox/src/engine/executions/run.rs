//! An execution at work, with what is kept of it.

use serde_json::Value;
use time::OffsetDateTime;

use super::machine::Machine;
use super::record::{ExecutionRecord, Moment, status_name};
use crate::engine::account;
use crate::engine::happening::ExecutionName;
use crate::states::{About, Execution, Failure, Status, Step, Token};

#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) name: ExecutionName,
    pub(crate) arn: String,
    pub(crate) state_machine_arn: String,
    pub(crate) input: Value,
    pub(crate) started: OffsetDateTime,
    pub(crate) stopped: Option<OffsetDateTime>,
    execution: Execution,
    history: Vec<Moment>,
}

impl Run {
    pub(crate) fn start(machine: &Machine, name: &str, input: Value, now: OffsetDateTime) -> Self {
        let arn = account::execution_arn(&machine.spec.name, name);
        let about = About {
            execution_arn: arn.clone(),
            execution_name: name.to_owned(),
            started: now,
            state_machine_arn: machine.arn(),
            state_machine_name: machine.spec.name.clone(),
        };
        let execution = Execution::start(machine.definition.clone(), about, input.clone(), now);
        Self {
            name: ExecutionName { state_machine: machine.spec.logical_id.clone(), name: name.to_owned() },
            arn,
            state_machine_arn: machine.arn(),
            input,
            started: now,
            stopped: None,
            execution,
            history: Vec::new(),
        }
    }

    /// Goes on as far as it can by `now`, and says which way it went.
    pub(crate) fn go_on(&mut self, now: OffsetDateTime) -> Vec<Step> {
        if self.stopped.is_some() {
            return Vec::new();
        }
        let steps = self.execution.run(now);
        self.history.extend(steps.iter().map(|step| Moment { at: now, step: step.clone() }));
        if *self.execution.status() != Status::Running {
            self.stopped = Some(now);
        }
        steps
    }

    pub(crate) fn task_ended(&mut self, token: Token, result: Result<Value, Failure>) {
        self.execution.task_ended(token, result);
    }

    pub(crate) fn stop(&mut self, failure: Failure) {
        self.execution.stop(failure);
    }

    /// When it goes on by itself.
    pub(crate) fn due(&self) -> Option<OffsetDateTime> {
        self.execution.due().filter(|_| self.stopped.is_none())
    }

    pub(crate) fn status(&self) -> &Status {
        self.execution.status()
    }

    pub(crate) fn status_name(&self) -> &'static str {
        status_name(self.status())
    }

    pub(crate) fn record(&self) -> ExecutionRecord {
        ExecutionRecord {
            state_machine: self.name.state_machine.clone(),
            name: self.name.name.clone(),
            arn: self.arn.clone(),
            input: self.input.clone(),
            status: self.status().clone(),
            started: self.started,
            stopped: self.stopped,
            history: self.history.clone(),
        }
    }
}
