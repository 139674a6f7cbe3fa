//! What a request for devices says.

use std::str::FromStr;

use aws_sdk_workspacesthinclient::types::TargetDeviceStatus;
use shared::request::{ClientToken, DeviceId, Fields, Form, Invalid, required};

/// The AWS operation's own request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedDevice {
    pub id: DeviceId,
    pub goal: Goal,
    pub client_token: Option<ClientToken>,
}

/// The status in which a device shall end. Where a request does not say, the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Goal {
    #[default]
    Deregistered,
    Archived,
}

impl Goal {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deregistered => "DEREGISTERED",
            Self::Archived => "ARCHIVED",
        }
    }
}

impl FromStr for Goal {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Deregistered, Self::Archived]
            .into_iter()
            .find(|goal| goal.as_str() == text)
            .ok_or("must be DEREGISTERED or ARCHIVED")
    }
}

impl From<Goal> for TargetDeviceStatus {
    fn from(goal: Goal) -> Self {
        match goal {
            Goal::Deregistered => Self::Deregistered,
            Goal::Archived => Self::Archived,
        }
    }
}

pub(crate) fn read(fields: &mut Fields) -> Result<Form<AskedDevice>, Invalid> {
    Form::take(fields, &["id", "targetDeviceStatus", "clientToken"], |fields| {
        Ok(AskedDevice {
            id: required(fields.text("id")?, "id")?,
            goal: fields.text("targetDeviceStatus")?.unwrap_or_default(),
            client_token: fields.text("clientToken")?,
        })
    })
}

/// The status that a request wants; a person's devices are deregistered.
pub(crate) fn goal(request: &Form<AskedDevice>) -> Goal {
    match request {
        Form::Aws(device) => device.goal,
        Form::Person(_) => Goal::default(),
    }
}
