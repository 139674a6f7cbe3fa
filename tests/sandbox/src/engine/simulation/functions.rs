//! Starting functions: who asked, and whether there is room.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::events::Way;
use super::finish::{Finished, Purpose, Reply};
use super::{Simulation, What};
use crate::engine::account;
use crate::engine::asynchronous::{Condition, Waiting, failure_record};
use crate::engine::invocation::{FunctionError, Trigger};
use crate::engine::process::{Invocation, Launcher, Process};
use crate::iam::Request;
use crate::stack::{Destination, Function};

const LATEST: &str = ":$LATEST";

/// The processes of one function.
#[derive(Debug)]
pub(crate) struct Fleet {
    pub(super) launcher: Launcher,
    pub(super) idle: Vec<Process>,
    pub(super) running: u32,
}

/// Why an invocation was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvokeError {
    #[error("Function not found: {}", account::function_arn(.0))]
    NotFound(String),
    #[error("Rate Exceeded.")]
    Throttled,
}

impl Fleet {
    pub(crate) fn new(launcher: Launcher) -> Self {
        Self { launcher, idle: Vec::new(), running: 0 }
    }

    pub(super) fn function(&self) -> &Arc<Function> {
        &self.launcher.function
    }

    /// Without a reservation there is no bound: the account's own, 1000, is far away.
    pub(super) fn has_room(&self) -> bool {
        self.function().reserved_concurrency.is_none_or(|reserved| self.running < reserved)
    }

    fn is_shut(&self) -> bool {
        self.function().reserved_concurrency == Some(0)
    }
}

impl Simulation {
    /// The logical id of a function that is called by its physical name, logical id, binary or ARN.
    pub(crate) fn find_function(&self, name: &str) -> Result<String, InvokeError> {
        let plain = name.strip_suffix(LATEST).unwrap_or(name);
        let plain = plain.rsplit(':').next().unwrap_or(plain);
        let known = |fleet: &&Fleet| {
            let function = fleet.function();
            [&function.name, &function.logical_id, &function.binary].into_iter().any(|known| known == plain)
        };
        let found = self.fleets.values().find(known).map(|fleet| fleet.function().logical_id.clone());
        found.ok_or_else(|| InvokeError::NotFound(plain.to_owned()))
    }

    /// What invoking a function needs the right to: to name a version is to name another resource.
    pub(crate) fn need_to_invoke(&self, name: &str) -> Result<Request, InvokeError> {
        let function = self.find_function(name)?;
        let arn = self.fleets.get(&function).map(|fleet| account::function_arn(&fleet.function().name));
        let version = if name.ends_with(LATEST) { LATEST } else { "" };
        Ok(Request::new("lambda:InvokeFunction", arn.unwrap_or_default() + version))
    }

    /// Invokes a function for somebody who waits.
    pub(crate) fn invoke(
        &mut self,
        name: &str,
        payload: Bytes,
    ) -> Result<oneshot::Receiver<Reply>, InvokeError> {
        let function = self.find_function(name)?;
        self.room_for(&function)?;
        let (reply, answer) = oneshot::channel();
        self.start(&function, Uuid::new_v4().to_string(), payload, Purpose::Direct(reply));
        Ok(answer)
    }

    pub(super) fn room_for(&self, function: &str) -> Result<(), InvokeError> {
        let has_room = self.fleets.get(function).is_some_and(Fleet::has_room);
        if has_room { Ok(()) } else { Err(InvokeError::Throttled) }
    }

    /// Keeps an event for a function and says under which request id.
    pub(crate) fn invoke_async(&mut self, name: &str, payload: Bytes) -> Result<String, InvokeError> {
        let function = self.find_function(name)?;
        let request_id = Uuid::new_v4().to_string();
        let due = self.clock.now();
        self.waiting.push(Waiting { function, request_id: request_id.clone(), payload, attempt: 1, due });
        Ok(request_id)
    }

    /// Starts the asynchronous invocations that are due, as far as there is room.
    pub(super) fn start_waiting(&mut self) {
        let now = self.clock.now();
        let due: Vec<Waiting> = self.waiting.extract_if(.., |waiting| waiting.due <= now).collect();
        for waiting in due {
            match self.fleets.get(&waiting.function) {
                Some(fleet) if fleet.is_shut() => {
                    self.give_up(&waiting, Condition::ZeroReservedConcurrency, None);
                }
                Some(fleet) if fleet.has_room() => {
                    let (function, payload) = (waiting.function.clone(), waiting.payload.clone());
                    self.start(
                        &function,
                        waiting.request_id.clone(),
                        payload,
                        Purpose::Asynchronous(waiting),
                    );
                }
                // It stays due, and is looked at again when an invocation has ended.
                _ => self.waiting.push(waiting),
            }
        }
    }

    /// Sends what an asynchronous invocation could not do to where the function sends its failures.
    pub(super) fn give_up(&mut self, event: &Waiting, condition: Condition, error: Option<&FunctionError>) {
        let Some(fleet) = self.fleets.get(&event.function) else { return };
        let function = Arc::clone(fleet.function());
        match &function.on_failure_queue {
            Some(queue) => {
                let record = failure_record(event, &function, condition, error, self.clock.now());
                let (by, role_arn) = (function.logical_id.as_str(), function.role_arn.as_deref());
                let to = Destination::Queue(queue.clone());
                self.deliver(&Way { by, role_arn, to: &to }, None, &record);
            }
            None => self.lose(
                format!("asynchronous invocation {} of {}", event.request_id, event.function),
                "it failed, and the function has no destination for that".to_owned(),
            ),
        }
    }

    /// Starts an invocation; [`Simulation::finish`] gets what came of it.
    pub(super) fn start(&mut self, function: &str, request_id: String, payload: Bytes, purpose: Purpose) {
        let Some(fleet) = self.fleets.get_mut(function) else { return };
        fleet.running += 1;
        let (launcher, idle) = (fleet.launcher.clone(), fleet.idle.pop());
        let trigger = self.trigger(&purpose);
        let started = self.clock.now();
        self.tell(What::Invoked {
            function: function.to_owned(),
            request_id: request_id.clone(),
            trigger: trigger.clone(),
        });
        let function = function.to_owned();
        self.running.spawn(async move {
            let invocation = Invocation { request_id, payload };
            let ended = launcher.run(idle, &invocation).await;
            Finished { function, invocation, trigger, purpose, started, ended }
        });
    }

    fn trigger(&self, purpose: &Purpose) -> Trigger {
        match purpose {
            Purpose::Direct(_) => Trigger::Direct,
            Purpose::Asynchronous(waiting) => Trigger::Asynchronous { attempt: waiting.attempt },
            Purpose::Task { execution, state, .. } => {
                Trigger::Task { execution: self.executions[*execution].arn.clone(), state: state.clone() }
            }
            Purpose::Batch { poller, messages } => Trigger::Queue {
                queue: self.pollers[*poller].spec().queue.clone(),
                message_ids: messages.iter().map(|held| held.message.message_id.clone()).collect(),
            },
        }
    }
}
