//! A way through the states of one scope.

use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;

use super::pending::Pending;
use super::step::{Token, Within};
use super::turn::Turn;
use super::visit::{Exit, Visit};
use crate::states::Failure;
use crate::states::definition::{Scope, Target};

/// How far the way through a scope has come.
#[derive(Debug)]
pub(super) struct Branch {
    scope: Arc<Scope>,
    surroundings: Surroundings,
    position: Position,
}

/// What a scope is inside of.
#[derive(Debug, Clone, Default)]
pub(super) struct Surroundings {
    pub(super) within: Vec<Within>,
    /// `$$.Map` of the innermost item.
    pub(super) map: Option<Value>,
}

#[derive(Debug)]
enum Position {
    Before(Target, Value),
    In(Box<Visit>),
    Ended(Result<Value, Failure>),
}

impl Branch {
    pub(super) fn new(scope: &Arc<Scope>, surroundings: Surroundings, input: Value) -> Self {
        let position = Position::Before(scope.start.clone(), input);
        Self { scope: Arc::clone(scope), surroundings, position }
    }

    /// Goes on until a task or a timer holds it up, or the way has ended.
    pub(super) fn advance(&mut self, turn: &mut Turn) {
        loop {
            self.position = match &mut self.position {
                Position::Ended(_) => return,
                Position::Before(target, input) => {
                    let state = self.scope.state(target);
                    Position::In(Box::new(Visit::enter(state, &self.surroundings, input.take(), turn)))
                }
                Position::In(visit) => match visit.advance(turn) {
                    None => return,
                    Some(Ok(Exit { output, next: Some(next) })) => Position::Before(next, output),
                    Some(Ok(Exit { output, next: None })) => Position::Ended(Ok(output)),
                    Some(Err(failure)) => Position::Ended(Err(failure)),
                },
            }
        }
    }

    /// How the way ended, if it has.
    pub(super) fn ended(&self) -> Option<&Result<Value, Failure>> {
        match &self.position {
            Position::Ended(result) => Some(result),
            Position::Before(..) | Position::In(_) => None,
        }
    }

    /// When there is something to do; `now` where there already is.
    pub(super) fn due(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        match &self.position {
            Position::Before(..) => Some(now),
            Position::In(visit) => visit.due(now),
            Position::Ended(_) => None,
        }
    }

    /// The task of this token, while it is waited for.
    pub(super) fn task(&mut self, token: Token) -> Option<&mut Pending> {
        match &mut self.position {
            Position::In(visit) => visit.task(token),
            Position::Before(..) | Position::Ended(_) => None,
        }
    }
}
