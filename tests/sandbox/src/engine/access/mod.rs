//! Who may do what in the account, and who did: the roles of the stack at work.
//!
//! Each call of a function, and whatever a service does in a role, is held against the role's policies
//! and the policy of the resource. Whoever has no role of the stack is the account's administrator, who
//! may do everything.

mod record;
mod session;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::account;
use super::happening::{Announcer, What};
use crate::clock::Clock;
use crate::iam::{Decision, Policy, Principal, Request, decide};
use crate::stack::{Role, Stack};

pub use record::{Denial, Use};
pub(crate) use session::Session;

/// The access key ids of temporary credentials begin so; here the rest is the function's logical id.
const KEY_PREFIX: &str = "ASIA";

/// The access key id that the processes of a function get.
pub(crate) fn access_key(function: &str) -> String {
    format!("{KEY_PREFIX}{function}")
}

pub(crate) struct Access {
    clock: Arc<Clock>,
    announcer: Announcer,
    /// By ARN.
    roles: BTreeMap<String, Role>,
    /// Name and role of every function, by logical id.
    functions: BTreeMap<String, (String, Option<String>)>,
    of_resources: BTreeMap<String, Policy>,
    /// By logical id.
    managed: BTreeMap<String, Policy>,
    /// The managed policies that each role has, by its ARN: others can be attached at any time.
    attached: Mutex<BTreeMap<String, BTreeSet<String>>>,
    denials: Mutex<Vec<Denial>>,
    uses: Mutex<BTreeSet<Use>>,
}

/// Why a policy was neither attached nor detached.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttachError {
    #[error("the stack has no managed policy {0}")]
    NoSuchPolicy(String),
    #[error("the stack has no role {0}")]
    NoSuchRole(String),
}

impl Access {
    pub(crate) fn new(stack: &Stack, clock: Arc<Clock>, announcer: Announcer) -> Self {
        let functions = stack.functions.iter().map(|function| {
            (function.logical_id.clone(), (function.name.clone(), function.role_arn.clone()))
        });
        let managed =
            stack.policies.iter().map(|managed| (managed.logical_id.clone(), managed.policy.clone()));
        Self {
            clock,
            announcer,
            roles: stack.roles.iter().map(|role| (role.arn.clone(), role.clone())).collect(),
            functions: functions.collect(),
            of_resources: stack.resource_policies.clone(),
            managed: managed.collect(),
            attached: Mutex::new(
                stack.roles.iter().map(|role| (role.arn.clone(), role.managed_policies.clone())).collect(),
            ),
            denials: Mutex::default(),
            uses: Mutex::default(),
        }
    }

    /// Somebody, by logical id, in a role, if it has one of the stack.
    pub(crate) fn session(&self, by: &str, role_arn: Option<&str>) -> Session<'_> {
        let role = role_arn.and_then(|arn| self.roles.get(arn));
        Session { access: self, by: by.to_owned(), role, source_function: None }
    }

    /// The code of a function, known by the access key that its process has.
    pub(crate) fn code(&self, access_key: &str) -> Option<Session<'_>> {
        let (function, (name, role_arn)) =
            self.functions.get_key_value(access_key.strip_prefix(KEY_PREFIX)?)?;
        let session = self.session(function, role_arn.as_deref());
        Some(Session { source_function: Some(account::function_arn(name)), ..session })
    }

    /// What Lambda itself does in the role of a function.
    pub(crate) fn lambda(&self, by: &str, function: &str) -> Session<'_> {
        let role_arn = self.functions.get(function).and_then(|(_, role_arn)| role_arn.as_deref());
        self.session(by, role_arn)
    }

    /// Attaches a managed policy to a role (logical ids), or detaches it.
    pub(crate) fn attach(&self, role: &str, policy: &str, attached: bool) -> Result<(), AttachError> {
        if !self.managed.contains_key(policy) {
            return Err(AttachError::NoSuchPolicy(policy.to_owned()));
        }
        let missing = || AttachError::NoSuchRole(role.to_owned());
        let role = self.roles.values().find(|known| known.logical_id == role).ok_or_else(missing)?;
        let mut of_roles = lock(&self.attached);
        let of_role = of_roles.entry(role.arn.clone()).or_default();
        let _ = if attached { of_role.insert(policy.to_owned()) } else { of_role.remove(policy) };
        Ok(())
    }

    /// What was denied, in that order.
    pub(crate) fn denials(&self) -> Vec<Denial> {
        lock(&self.denials).clone()
    }

    pub(crate) fn uses(&self) -> BTreeSet<Use> {
        lock(&self.uses).clone()
    }

    fn decide(&self, role: &Role, asked: &Request) -> Decision {
        let attached = lock(&self.attached);
        let of_role = attached.get(&role.arn).into_iter().flatten().filter_map(|id| self.managed.get(id));
        let of_role = role.own_policies.iter().chain(of_role);
        decide(Principal::Role(&role.arn), asked, of_role, self.of_resources.get(&asked.resource))
    }

    fn used(&self, used: Use) {
        lock(&self.uses).insert(used);
    }

    fn denied(&self, denial: Denial) {
        lock(&self.denials).push(denial.clone());
        self.announcer.tell(self.clock.now(), What::Denied(denial));
    }
}

/// A test that panicked elsewhere must not hide what was recorded.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
