//! The operation on the real SDK client, against Regions that answer as AWS does.

mod by_id;
mod by_person;
mod region;
mod standby;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use shared::error::Error;
use shared::settings::Environment;
use shared::trigger::{Invocation, handle};

use self::region::Region;
use crate::{Clients, TerminateWorkspaces};

/// The operation in a Region, with others beside it.
fn operation<const N: usize>(
    home: &Region,
    others: &[(&'static str, &Region)],
    environment: [(&str, &str); N],
) -> TerminateWorkspaces {
    let others: BTreeMap<_, _> = others.iter().map(|(name, region)| (*name, region.client())).collect();
    let elsewhere = Box::new(move |name: &str| others[name].clone());
    let clients = Clients::new(home.client(), Some("us-east-1".to_owned()), elsewhere);
    TerminateWorkspaces::new(&Environment::from(environment), clients).unwrap()
}

const LIVE: [(&str, &str); 1] = [("DRY_RUN", "false")];

async fn ask_within(
    operation: &TerminateWorkspaces,
    left: Duration,
    payload: &Value,
) -> Result<Value, Error> {
    let invocation = Invocation::lasting(left, "request-1");
    handle(operation, &payload.to_string(), &invocation).await
}

async fn ask(operation: &TerminateWorkspaces, payload: Value) -> Result<Value, Error> {
    ask_within(operation, Duration::from_mins(1), &payload).await
}

/// A request for the WorkSpaces that these numbers stand for.
fn ids(numbers: impl IntoIterator<Item = usize>) -> Value {
    let requests: Vec<Value> = numbers.into_iter().map(|n| json!({"WorkspaceId": id(n)})).collect();
    json!({"TerminateWorkspaceRequests": requests})
}

fn id(number: usize) -> String {
    format!("ws-{number:08}")
}

/// `number status`, for each outcome.
fn outcomes(report: &Value) -> Vec<String> {
    let line = |outcome: &Value| {
        let id = outcome["ResourceId"].as_str().unwrap().trim_start_matches("ws-").trim_start_matches('0');
        format!("{id} {}", outcome["Status"].as_str().unwrap())
    };
    report["Outcomes"].as_array().unwrap().iter().map(line).collect()
}

fn error(result: Result<Value, Error>) -> (&'static str, String) {
    let error = result.unwrap_err();
    (error.error_type().as_str(), error.to_string())
}
