//! State machines of a sandbox, and the events that were put on its buses.

use serde_json::Value;

use super::Sandbox;
use crate::engine::event::PutEvent;
use crate::engine::executions::{ExecutionRecord, Run, StartRefusal};
use crate::states::Failure;

/// There is no execution with that ARN.
#[derive(Debug, thiserror::Error)]
#[error("there is no execution {0}")]
pub struct NoSuchExecution(String);

impl Sandbox {
    /// Starts an execution of a state machine (logical id, name or ARN) and answers its ARN.
    pub async fn start_execution(
        &self,
        state_machine: &str,
        name: Option<&str>,
        input: Value,
    ) -> Result<String, StartRefusal> {
        let (machine, name) = (state_machine.to_owned(), name.map(str::to_owned));
        self.simulation
            .call(move |simulation| {
                let index = simulation.start_execution(&machine, name.as_deref(), input)?;
                Ok(simulation.executions[index].arn.clone())
            })
            .await
    }

    /// Ends an execution where it is, with an error and a cause. One that has ended stays as it is.
    pub async fn stop_execution(&self, arn: &str, failure: Failure) -> Result<(), NoSuchExecution> {
        let arn = arn.to_owned();
        self.simulation
            .call(move |simulation| {
                let index = simulation.execution(&arn).ok_or(NoSuchExecution(arn))?;
                simulation.stop_execution(index, failure);
                Ok(())
            })
            .await
    }

    /// Every execution, running or over, in the order in which they were started.
    pub async fn executions(&self) -> Vec<ExecutionRecord> {
        self.simulation.call(|simulation| simulation.executions.iter().map(Run::record).collect()).await
    }

    /// Every event that was put on a bus, whether a rule wanted it or not.
    pub async fn events(&self) -> Vec<PutEvent> {
        self.simulation.call(|simulation| simulation.events.clone()).await
    }
}
