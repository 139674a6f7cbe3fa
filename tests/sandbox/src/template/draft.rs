//! The stack while it is being read, with what is checked once everything is known.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::delivery::{self, Delivery};
use super::directory::Directory;
use super::error::{Location, TemplateError};
use super::resources::{InvokeConfig, Permission};
use super::trust::{self, Assumption};
use super::wiring;
use crate::iam::Policy;
use crate::stack::Stack;

#[derive(Debug)]
pub(super) struct Draft {
    /// Where the template is, and the files that it names.
    pub(super) folder: PathBuf,
    pub(super) directory: Directory,
    pub(super) stack: Stack,
    /// By the ARN of the role.
    pub(super) trust_policies: BTreeMap<String, Policy>,
    /// Every role that a service takes on.
    pub(super) assumptions: Vec<Assumption>,
    /// Managed policies that name their roles themselves: logical ids of the role and the policy.
    pub(super) attachments: Vec<(String, String)>,
    pub(super) permissions: Vec<Permission>,
    pub(super) invoke_configs: Vec<InvokeConfig>,
    /// Everything that a rule sends somewhere.
    pub(super) deliveries: Vec<Delivery>,
    /// Where each event source mapping and each redrive policy is written, by logical id.
    pub(super) written: BTreeMap<String, Location>,
}

impl Draft {
    pub(super) fn new(folder: &Path, directory: Directory) -> Self {
        Self {
            folder: folder.to_owned(),
            directory,
            stack: Stack::default(),
            trust_policies: BTreeMap::new(),
            assumptions: Vec::new(),
            attachments: Vec::new(),
            permissions: Vec::new(),
            invoke_configs: Vec::new(),
            deliveries: Vec::new(),
            written: BTreeMap::new(),
        }
    }

    /// Joins what belongs together and checks what concerns more than one resource.
    pub(super) fn finish(mut self) -> Result<Stack, TemplateError> {
        wiring::apply_invoke_configs(&mut self)?;
        wiring::add_buses(&mut self.stack);
        wiring::attach_policies(&mut self);
        wiring::check_redrives(&self)?;
        wiring::check_visibility(&self)?;
        delivery::check(&self)?;
        trust::check(&self)?;
        Ok(self.stack)
    }
}
