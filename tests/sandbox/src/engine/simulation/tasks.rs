//! What the tasks of state machines call. A function's answer comes later; everything else is done at
//! once.

use bytes::Bytes;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::finish::Purpose;
use super::{InvokeError, Simulation};
use crate::engine::access::Session;
use crate::engine::executions::Call;
use crate::engine::invocation::FunctionError;
use crate::engine::put_events::Entry;
use crate::iam::{AccessDenied, Authorize as _, Request};
use crate::states::{Failure, Integration, Place, Token};

type Outcome = Result<Value, Failure>;

impl Simulation {
    /// Does what a task asks for. None when the result comes later.
    pub(super) fn perform(
        &mut self,
        execution: usize,
        token: Token,
        state: &Place,
        integration: Integration,
        parameters: Value,
    ) -> Option<Outcome> {
        let call = match Call::read(integration, parameters) {
            Ok(call) => call,
            Err(failure) => return Some(Err(failure)),
        };
        match call {
            Call::Invoke(invoke) => {
                let purpose = Purpose::Task { execution, token, state: state.to_string() };
                let payload = Bytes::from(invoke.payload.to_string());
                self.invoke_for(execution, &invoke.function_name, payload, purpose).err().map(Err)
            }
            Call::PutEvents(put) => Some(self.put_for(execution, put.entries)),
            Call::Start(start) => {
                Some(self.start_for(execution, &start.state_machine_arn, start.name.as_deref(), start.input))
            }
            Call::Directory(operation, request) => {
                Some(self.directory_service(execution, operation, &request))
            }
        }
    }

    fn invoke_for(
        &mut self,
        execution: usize,
        name: &str,
        payload: Bytes,
        purpose: Purpose,
    ) -> Result<(), Failure> {
        let function = self.find_function(name).map_err(|error| refused(&error))?;
        let need = self.need_to_invoke(name).map_err(|error| refused(&error))?;
        self.session(execution).authorize(need).map_err(|denied| shut_out("Lambda.AWSLambda", denied))?;
        self.room_for(&function).map_err(|error| refused(&error))?;
        self.start(&function, Uuid::new_v4().to_string(), payload, purpose);
        Ok(())
    }

    /// Step Functions writes a detail that is an object as the text that `PutEvents` takes, and adds the
    /// ARNs of the execution and its state machine to the resources (developer guide, "Add events with
    /// `EventBridge`").
    fn put_for(&mut self, execution: usize, entries: Vec<Value>) -> Outcome {
        let run = &self.executions[execution];
        let arns = [json!(run.arn), json!(run.state_machine_arn)];
        let entries = entries.into_iter().map(|mut entry| {
            if entry["Detail"].is_object() {
                entry["Detail"] = json!(entry["Detail"].to_string());
            }
            let given = entry["Resources"].as_array().into_iter().flatten();
            entry["Resources"] = given.chain(&arns).cloned().collect();
            serde_json::from_value::<Entry>(entry)
        });
        let entries: Vec<Entry> = entries
            .collect::<Result<_, _>>()
            .map_err(|error| Failure::new("States.Runtime", format!("Parameters.Entries: {error}")))?;
        let needs = entries.iter().map(Entry::need);
        let allowed = needs.into_iter().try_for_each(|need| self.session(execution).authorize(need));
        allowed.map_err(|denied| shut_out("EventBridge.AmazonEventBridge", denied))?;
        let put = self.put_entries(entries, Some(execution));
        let put =
            put.map_err(|refused| Failure::new(format!("EventBridge.{}", refused.code), refused.message))?;
        let answer = put.answer();
        if put.failed() > 0 {
            return Err(Failure::new("EventBridge.FailedEntry", answer.to_string()));
        }
        Ok(answer)
    }

    /// How the date is written in the result is unverified.
    fn start_for(&mut self, execution: usize, machine: &str, name: Option<&str>, input: Value) -> Outcome {
        let need = Request::new("states:StartExecution", machine);
        let allowed = self.session(execution).authorize(need);
        allowed.map_err(|denied| shut_out("StepFunctions.AWSStepFunctions", denied))?;
        // The API takes the input as text, and so may a task.
        let input = match input {
            Value::String(text) => crate::json::parse(&text).map_err(|error| {
                Failure::new("StepFunctions.InvalidExecutionInputException", error.to_string())
            })?,
            input => input,
        };
        let started = self.start_execution(machine, name, input);
        let index = started.map_err(|refusal| {
            // An SDK gives every error the ending that some of them have already.
            let name = refusal.code().trim_end_matches("Exception");
            Failure::new(format!("StepFunctions.{name}Exception"), refusal.to_string())
        })?;
        let run = &self.executions[index];
        Ok(json!({
            "ExecutionArn": run.arn,
            "StartDate": run.started.format(&Rfc3339).unwrap_or_default(),
        }))
    }

    fn directory_service(&self, execution: usize, operation: &str, request: &Value) -> Outcome {
        let session = self.session(execution);
        let answer = self.aws.call("DirectoryService_20150416", operation, request, &session);
        // The service's model has an exception for a denial as well, unlike those of the others.
        answer.map_err(|refusal| Failure::new(format!("Directory.{}", refusal.code), refusal.message))
    }

    /// The state machine of an execution, in its role.
    fn session(&self, execution: usize) -> Session<'_> {
        let machine = &self.executions[execution].name.state_machine;
        let role_arn = self.state_machine(machine).map(|machine| machine.spec.role_arn.as_str());
        self.access.session(machine, role_arn)
    }

    /// A function that a task waited for has ended.
    pub(super) fn conclude_task(
        &mut self,
        execution: usize,
        token: Token,
        result: Result<Bytes, FunctionError>,
    ) {
        self.executions[execution].task_ended(token, answered(result));
    }
}

/// What the task of a function results in (developer guide, "Invoke an AWS Lambda function"). AWS adds
/// what its client heard, as `SdkHttpMetadata` and `SdkResponseMetadata`, which is left out here.
fn answered(result: Result<Bytes, FunctionError>) -> Outcome {
    match result {
        Ok(answer) => match serde_json::from_slice::<Value>(&answer) {
            Ok(payload) => Ok(json!({ "ExecutedVersion": "$LATEST", "Payload": payload, "StatusCode": 200 })),
            Err(error) => Err(Failure::new(UNKNOWN, format!("the function's answer is not JSON: {error}"))),
        },
        Err(error) => {
            let name = if error.error_type.is_empty() { UNKNOWN } else { &error.error_type };
            Err(Failure::new(name, String::from_utf8_lossy(&error.payload)))
        }
    }
}

/// "Lambda.Unknown": an error of which Lambda does not say more (developer guide, "Error names").
const UNKNOWN: &str = "Lambda.Unknown";

/// The models do not have the error, so the SDK of Step Functions gives it the name that stands for all of
/// the service's. (`Lambda.AWSLambdaException` has been seen in such executions, and
/// `StepFunctions.AWSStepFunctionsException` is caught in published ones; that of EventBridge is unverified.)
fn shut_out(service: &str, AccessDenied(message): AccessDenied) -> Failure {
    Failure::new(format!("{service}Exception"), message)
}

fn refused(error: &InvokeError) -> Failure {
    let name = match error {
        InvokeError::NotFound(_) => "Lambda.ResourceNotFoundException",
        InvokeError::Throttled => "Lambda.TooManyRequestsException",
    };
    Failure::new(name, error.to_string())
}
