//! A statement of a policy: for whom, what, on what, under which conditions.

use serde::Deserialize;

use super::condition::Condition;
use super::principal::{Principal, Principals};
use super::request::Request;
use super::wildcard::{arn_like, like_ignoring_case};

/// The greater one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(super) enum Effect {
    Allow,
    Deny,
}

#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) effect: Effect,
    /// Absent in an identity's policy, which is about its identity.
    pub(super) principals: Option<Principals>,
    pub(super) actions: Vec<String>,
    /// Absent in a trust policy, which is about its role.
    pub(super) resources: Option<Vec<String>>,
    pub(super) conditions: Vec<Condition>,
}

impl Statement {
    pub(super) fn is_about(&self, who: Principal, asked: &Request) -> bool {
        let denies = self.effect == Effect::Deny;
        self.principals.as_ref().is_none_or(|principals| principals.include(who, denies))
            && self.actions.iter().any(|action| like_ignoring_case(action, &asked.action))
            && self.reaches(&asked.resource)
            && self.conditions.iter().all(|condition| condition.holds(asked))
    }

    /// An action that cannot be limited to a resource is only met by a statement about everything.
    fn reaches(&self, resource: &str) -> bool {
        let mut patterns = self.resources.iter().flatten();
        self.resources.is_none() || patterns.any(|pattern| arn_like(pattern, resource))
    }
}
