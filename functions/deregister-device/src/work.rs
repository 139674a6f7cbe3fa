//! One device to deregister, and doing it.

use aws_sdk_workspacesthinclient::Client;
use shared::aws::AwsError;
use shared::operation::{Job, Run};
use shared::report::Verdict;
use shared::request::{DeviceId, Form};

use crate::devices::{self, not_found};
use crate::request::{self, AskedDevice, Goal};

/// A device, the status in which it shall end, and the token that makes the request for it one and
/// the same whenever it is made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    id: DeviceId,
    arn: Option<String>,
    goal: Goal,
    client_token: String,
}

impl Work {
    pub(crate) fn new(job: &Job<Form<AskedDevice>>, id: DeviceId, arn: Option<String>) -> Self {
        Self { client_token: client_token(job, &id), goal: request::goal(&job.request), id, arn }
    }

    pub(crate) fn arn(&self) -> Option<&str> {
        self.arn.as_deref()
    }

    pub(crate) fn goal(&self) -> Goal {
        self.goal
    }

    /// Asks AWS to deregister the device.
    pub(crate) async fn carry_out(&self, client: &Client, run: &Run) -> Verdict {
        let call = client
            .deregister_device()
            .id(self.id.as_str())
            .target_device_status(self.goal.into())
            .client_token(&self.client_token);
        match run.call("DeregisterDevice", call.send()).await {
            Ok(_) => Verdict::Requested,
            Err(error) if error.is("ResourceNotFoundException") => not_found(),
            Err(error) if error.is("ConflictException") => self.after_conflict(client, run, &error).await,
            Err(error) => Verdict::from_error(&error),
        }
    }

    /// What causes a conflict is not documented. It may be another request that got there first: a
    /// second look tells.
    async fn after_conflict(&self, client: &Client, run: &Run, conflict: &AwsError) -> Verdict {
        let device = devices::get(client, run, &self.id).await;
        let settled = device.ok().and_then(|device| devices::settled(device.as_ref(), self.goal));
        settled.unwrap_or_else(|| Verdict::from_error(conflict))
    }
}

/// The caller's token, or one of what identifies the work. The SDK would make up a random one for
/// each call, and a retry by a later invocation would be another request. An `OffboardingId` that
/// Lambda made up differs between retries, and is left out. At most 118 of the 512 characters that
/// AWS takes.
fn client_token(job: &Job<Form<AskedDevice>>, id: &DeviceId) -> String {
    if let Form::Aws(AskedDevice { client_token: Some(token), .. }) = &job.request {
        return token.as_str().to_owned();
    }
    let work = format!("{id}-{}", request::goal(&job.request).as_str());
    if job.is_stable { format!("{work}-{}", job.offboarding_id) } else { work }
}
