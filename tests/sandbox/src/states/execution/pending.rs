//! A task that was asked for and whose end is waited for.

use serde_json::Value;
use time::OffsetDateTime;

use super::step::Token;
use crate::states::Failure;
use crate::states::failure::TIMEOUT;

#[derive(Debug)]
pub(super) struct Pending {
    token: Token,
    deadline: Option<OffsetDateTime>,
    result: Option<Result<Value, Failure>>,
}

impl Pending {
    pub(super) fn new(token: Token, deadline: Option<OffsetDateTime>) -> Self {
        Self { token, deadline, result: None }
    }

    pub(super) fn has(&self, token: Token) -> bool {
        self.token == token
    }

    /// Takes down how the task ended. It ends once: what is said later changes nothing.
    pub(super) fn end(&mut self, result: Result<Value, Failure>) {
        self.result.get_or_insert(result);
    }

    /// How the task ended, if it has; its time being over is an end, too.
    pub(super) fn ended(&mut self, now: OffsetDateTime) -> Option<Result<Value, Failure>> {
        self.result.take().or_else(|| {
            let deadline = self.deadline.filter(|deadline| *deadline <= now)?;
            Some(Err(Failure::new(TIMEOUT, format!("the task did not end by {deadline}"))))
        })
    }

    pub(super) fn due(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        if self.result.is_some() { Some(now) } else { self.deadline }
    }
}
