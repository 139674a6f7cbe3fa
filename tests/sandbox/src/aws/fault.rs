//! Errors on demand: the calls that a test wants to fail.

use std::time::Duration;

use http::StatusCode;
use serde_json::Value;
use time::OffsetDateTime;

use super::refusal::Refusal;

/// An operation that fails for a while, whatever it is asked.
///
/// ```
/// # use std::time::Duration;
/// # use sandbox::aws::Fault;
/// Fault::new("TerminateWorkspaces", 403, "AccessDeniedException", "a tag forbids it")
///     .on("ws-alice0001")
///     .after(Duration::from_secs(60))
///     .times(3);
/// ```
#[derive(Debug, Clone)]
pub struct Fault {
    pub(crate) operation: String,
    resource: Option<String>,
    after: Duration,
    times: u32,
    refusal: Refusal,
}

impl Fault {
    /// One failure of `operation` with an HTTP status, an error code and a message.
    /// A status that HTTP does not have becomes 500.
    #[must_use]
    pub fn new(operation: &str, status: u16, code: &str, message: &str) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            operation: operation.to_owned(),
            resource: None,
            after: Duration::ZERO,
            times: 1,
            refusal: Refusal::new(status, code, message),
        }
    }

    /// Only calls that name this resource, by its id or in an ARN, alone or among others.
    #[must_use]
    pub fn on(self, resource: &str) -> Self {
        Self { resource: Some(resource.to_owned()), ..self }
    }

    /// Not before this much of the sandbox's time has passed.
    #[must_use]
    pub fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }

    /// So many calls rather than one.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// Every call from then on.
    #[must_use]
    pub fn always(self) -> Self {
        self.times(u32::MAX)
    }

    fn concerns(&self, operation: &str, input: &Value) -> bool {
        self.operation == operation && self.resource.as_deref().is_none_or(|id| mentions(input, id))
    }
}

/// The faults that are still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Armed>);

#[derive(Debug)]
struct Armed {
    from: OffsetDateTime,
    fault: Fault,
}

impl Faults {
    pub(crate) fn arm(&mut self, fault: Fault, now: OffsetDateTime) {
        self.0.push(Armed { from: now + fault.after, fault });
    }

    /// The error that this call has to fail with, if any.
    pub(crate) fn strike(&mut self, operation: &str, input: &Value, now: OffsetDateTime) -> Option<Refusal> {
        let due = |armed: &&mut Armed| armed.from <= now && armed.fault.concerns(operation, input);
        let armed = self.0.iter_mut().find(due)?;
        let refusal = armed.fault.refusal.clone();
        if armed.fault.times != u32::MAX {
            armed.fault.times -= 1;
        }
        self.0.retain(|armed| armed.fault.times > 0);
        Some(refusal)
    }
}

fn mentions(input: &Value, id: &str) -> bool {
    match input {
        Value::String(text) => text.rsplit('/').next() == Some(id),
        Value::Array(elements) => elements.iter().any(|element| mentions(element, id)),
        Value::Object(fields) => fields.values().any(|field| mentions(field, id)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
