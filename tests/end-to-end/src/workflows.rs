//! What tests ask of the state machines.

use std::time::Duration;

use sandbox::engine::executions::ExecutionRecord;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use crate::Company;

/// The source of the events with which the state machines close.
const OWN_SOURCE: &str = "euc-offboarding";

impl Company {
    /// The time that is so far ahead on the sandbox's clock.
    #[must_use]
    pub fn ahead(&self, by: Duration) -> String {
        (self.clock().now() + by).truncate_to_second().format(&Rfc3339).unwrap()
    }

    /// The detail-type and the detail of every event that the state machines put on the bus.
    pub async fn told(&self) -> Vec<(String, Value)> {
        let events = self.events().await.into_iter().map(|put| put.event);
        let own = events.filter(|event| event.source() == OWN_SOURCE);
        own.map(|event| (event.detail_type().to_owned(), event.json()["detail"].clone())).collect()
    }

    /// The detail of the only event that the state machines put on the bus.
    pub async fn closing(&self, detail_type: &str) -> Value {
        let mut told = self.told().await;
        assert_eq!(
            told.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(),
            [detail_type],
            "{told:#?}"
        );
        told.remove(0).1
    }

    /// The executions of one state machine.
    pub async fn executions_of(&self, state_machine: &str) -> Vec<ExecutionRecord> {
        let mut executions = self.executions().await;
        executions.retain(|execution| execution.state_machine == state_machine);
        executions
    }

    /// The only execution of one state machine.
    pub async fn execution_of(&self, state_machine: &str) -> ExecutionRecord {
        let mut executions = self.executions_of(state_machine).await;
        assert_eq!(executions.len(), 1, "{executions:#?}");
        executions.remove(0)
    }

    /// Starts an offboarding by hand and waits until all is done.
    pub async fn offboard_by_hand(&self, name: &str, request: Value) {
        self.start_execution("OffboardUser", Some(name), json!({"Request": request})).await.unwrap();
        self.settle().await.unwrap();
    }
}
