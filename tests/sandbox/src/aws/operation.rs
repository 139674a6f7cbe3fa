//! The frame that every operation of every service fits into.

use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::access::{Asked, Needs};
use super::paging::Pages;
use super::refusal::Refusal;
use super::shape::{Shape, Violation, without_nulls};
use super::thin_client::Deregistrations;
use super::world::World;
use crate::iam::{AccessDenied, Authorize};

/// A service: how it speaks and what it can do.
pub(crate) struct Service {
    /// The prefix of `X-Amz-Target`, or the name of a service that has none.
    pub(crate) name: &'static str,
    /// What its actions begin with in IAM, and what its ARNs name it by.
    pub(crate) prefix: &'static str,
    pub(crate) protocol: Protocol,
    /// The error for a request whose members are out of bounds.
    pub(crate) invalid: &'static str,
    pub(crate) operations: &'static [Operation],
}

/// How requests and answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// awsJson1.1, with the name that the service's errors have for their message.
    AwsJson { message: &'static str },
    /// restJson1.
    RestJson,
}

/// One operation: what it takes, which rights it needs, what it does, and the HTTP status of its success.
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) input: Shape,
    pub(crate) needs: Needs,
    pub(crate) success: StatusCode,
    pub(crate) run: fn(&mut Context<'_>, Value) -> Result<Value, Refusal>,
}

/// What an operation works on.
pub(crate) struct Context<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) pages: &'a mut Pages,
    pub(crate) deregistrations: &'a mut Deregistrations,
    pub(crate) now: OffsetDateTime,
    pub(crate) account: &'a str,
    /// The Region that the request was signed for.
    pub(crate) region: &'a str,
    /// The Region of every resource that does not name its own.
    pub(crate) home: &'a str,
}

impl Context<'_> {
    /// Whether this request reaches a resource in `region`.
    pub(crate) fn reaches(&self, region: Option<&str>) -> bool {
        region.unwrap_or(self.home) == self.region
    }
}

impl Service {
    pub(crate) fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// Does what a request asks for, unless its input is not what the model says, or the caller may not.
    pub(crate) fn call(
        &self,
        operation: &Operation,
        context: &mut Context<'_>,
        input: Value,
        caller: &dyn Authorize,
    ) -> Result<Value, Refusal> {
        let input = without_nulls(input);
        let violations = operation.input.check(&input);
        if !violations.is_empty() {
            return Err(self.invalid(&violations));
        }
        let asked = Asked { service: self.prefix, operation: operation.name, context, input: &input };
        for need in (operation.needs)(&asked) {
            let need = need.with("aws:RequestedRegion", context.region);
            caller.authorize(need).map_err(|denied| self.denied(denied))?;
        }
        (operation.run)(context, input)
    }

    /// The models have the error, where they have it, without a status (which in awsJson is 400), and with
    /// 403 for the thin client.
    fn denied(&self, AccessDenied(message): AccessDenied) -> Refusal {
        let status = match self.protocol {
            Protocol::AwsJson { .. } => StatusCode::BAD_REQUEST,
            Protocol::RestJson => StatusCode::FORBIDDEN,
        };
        Refusal::new(status, Refusal::ACCESS_DENIED, message)
    }

    /// AWS tells what it cannot read from what it does not allow; restJson lists the members, too
    /// (`ValidationException` in the thin client's model).
    fn invalid(&self, violations: &[Violation]) -> Refusal {
        let said: Vec<_> = violations.iter().map(Violation::in_request).collect();
        if violations.iter().any(|violation| violation.problem.unreadable()) {
            return Refusal::unreadable(said.join("; "));
        }
        let errors = if said.len() == 1 { "error" } else { "errors" };
        let message = format!("{} validation {errors} detected: {}", said.len(), said.join("; "));
        let refusal = Refusal::bad_request(self.invalid, message);
        match self.protocol {
            Protocol::AwsJson { .. } => refusal,
            Protocol::RestJson => {
                let field =
                    |one: &Violation| json!({"name": one.path.to_string(), "message": one.in_request()});
                let fields = violations.iter().map(field).collect::<Value>();
                refusal.with("reason", "fieldValidationFailed").with("fieldList", fields)
            }
        }
    }
}

/// The request of an operation, as its own type.
pub(crate) fn read<T: DeserializeOwned>(input: Value) -> Result<T, Refusal> {
    serde_json::from_value(input).map_err(|error| Refusal::unreadable(error.to_string()))
}

/// The members of a resource, by AWS's names.
pub(crate) fn members(resource: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(resource) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}
