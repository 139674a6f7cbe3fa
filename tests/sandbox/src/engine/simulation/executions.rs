//! State machines at work: executions that start, go on and end.

use serde_json::Value;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{Simulation, What};
use crate::engine::executions::{Machine, Run, StartRefusal};
use crate::names::{has_name_length, is_name};
use crate::states::{Failure, Status, Step};

/// 256 KiB: what a state machine takes as its input (quotas in the developer guide).
const LARGEST_INPUT: usize = 262_144;
/// For so long after its end an execution keeps its name to itself (API reference, `StartExecution`).
const NAME_IS_KEPT: Duration = Duration::days(90);

impl Simulation {
    /// The state machine that is called by this logical id, name or ARN.
    pub(crate) fn state_machine(&self, name: &str) -> Option<&Machine> {
        self.machines.iter().find(|machine| machine.answers_to(name))
    }

    /// Starts an execution and says which; with no name it gets one at random. The index of one that
    /// runs already is the answer to the same request again (API reference, `StartExecution`).
    pub(crate) fn start_execution(
        &mut self,
        machine: &str,
        name: Option<&str>,
        input: Value,
    ) -> Result<usize, StartRefusal> {
        let now = self.clock.now();
        let name = name.map_or_else(|| Uuid::new_v4().to_string(), str::to_owned);
        let Some(machine) = self.state_machine(machine) else {
            return Err(StartRefusal::NoSuchMachine(machine.to_owned()));
        };
        if !has_name_length(&name) {
            return Err(StartRefusal::NameLength);
        }
        if !is_name(&name) {
            return Err(StartRefusal::InvalidName(name));
        }
        let size = input.to_string().len();
        if size > LARGEST_INPUT {
            return Err(StartRefusal::InputTooLarge(size));
        }
        let run = Run::start(machine, &name, input, now);
        if let Some(index) = self.execution(&run.arn) {
            let other = &self.executions[index];
            if other.stopped.is_none() && other.input == run.input {
                return Ok(index);
            }
            if other.stopped.is_none_or(|stopped| now - stopped < NAME_IS_KEPT) {
                return Err(StartRefusal::AlreadyExists(run.arn));
            }
        }
        self.tell(What::ExecutionStarted { execution: run.name.clone(), input: run.input.clone() });
        self.executions.push(run);
        Ok(self.executions.len() - 1)
    }

    /// The execution with this ARN; the last one, where the name was given again.
    pub(crate) fn execution(&self, arn: &str) -> Option<usize> {
        self.executions.iter().rposition(|run| run.arn == arn)
    }

    /// Ends an execution where it is. One that has ended stays as it is.
    pub(crate) fn stop_execution(&mut self, index: usize, failure: Failure) {
        if *self.executions[index].status() == Status::Running {
            self.executions[index].stop(failure);
            self.run_execution(index, self.clock.now());
        }
    }

    /// Lets all executions do what they can by `now`. One may start others.
    pub(super) fn run_executions(&mut self, now: OffsetDateTime) {
        let mut index = 0;
        while index < self.executions.len() {
            self.run_execution(index, now);
            index += 1;
        }
    }

    fn run_execution(&mut self, index: usize, now: OffsetDateTime) {
        loop {
            let steps = self.executions[index].go_on(now);
            if steps.is_empty() {
                return;
            }
            let execution = self.executions[index].name.clone();
            self.tell(What::ExecutionWentOn { execution, steps: steps.clone() });
            for step in steps {
                self.follow(index, step);
            }
        }
    }

    /// A task that is done at once has its result at once.
    fn follow(&mut self, index: usize, step: Step) {
        let Step::Task { token, state, integration, parameters } = step else { return };
        if let Some(result) = self.perform(index, token, &state, integration, parameters) {
            self.executions[index].task_ended(token, result);
        }
    }
}
