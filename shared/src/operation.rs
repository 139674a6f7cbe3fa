//! What an operation is to the triggers: something that reads requests and answers them.

use std::future::Future;
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::request_id::RequestId;
use serde::Serialize;
use time::OffsetDateTime;
use tokio::time::Instant;

use crate::aws::AwsError;
use crate::error::Error;
use crate::request::{Fields, Invalid, OffboardingId};
use crate::settings::Settings;

/// One operation of this project, and one Lambda function.
pub trait Operation {
    /// Folder = package = binary = `Operation` in every report.
    const NAME: &'static str;
    /// The names under which its answers count in CloudWatch.
    const COUNTS: &'static [&'static str];
    /// Whether it waits out a request's retention period: what it removes cannot be brought back.
    const GOES_LAST: bool = false;
    type Request;
    type Answer: Answer;

    fn settings(&self) -> &Settings;

    /// Reads the operation's own fields; the common ones are taken, what it leaves is refused.
    ///
    /// # Errors
    /// Names the field that cannot be used.
    fn read(&self, fields: &mut Fields) -> Result<Self::Request, Invalid>;

    /// Answers the requests of one invocation, each on its own, in their order. All have the same
    /// [`Effect`], so that they may share AWS calls.
    fn answer(
        &self,
        run: &Run,
        jobs: &[Job<Self::Request>],
    ) -> impl Future<Output = Vec<Result<Self::Answer, Error>>>;
}

/// What an operation says of one request.
pub trait Answer: Serialize {
    /// Whether its work is proved done, so that a queue may forget the message.
    fn is_done(&self) -> bool;
    /// Whether an event that was delivered straight, which nobody brings again, must fail for it.
    fn is_wanting(&self) -> bool;
    /// Whether there was anything to look the person up by.
    fn looked_up(&self) -> bool;
    /// A line for each resource.
    fn entries(&self) -> impl Iterator<Item = Entry<'_>>;
}

/// One resource in an answer, as it is logged and counted.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry<'a> {
    pub resource_type: &'static str,
    /// AWS's own id; none where it was not resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<&'a str>,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<&'a str>,
    /// Why, in this project's own words: never AWS's, which may name the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
}

/// A request, and what it is tied to.
#[derive(Debug, Clone)]
pub struct Job<R> {
    pub offboarding_id: OffboardingId,
    /// Whether `offboarding_id` is the same whenever this request comes again. One that Lambda made
    /// up for the invocation is not.
    pub is_stable: bool,
    /// Before this nothing is done.
    pub due: Option<OffsetDateTime>,
    pub effect: Effect,
    pub request: R,
}

/// What a request may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Remove.
    Live,
    /// Nothing: a dry run, which says what it would do.
    DryRun,
    /// Nothing yet: it is not due.
    Early,
}

/// One invocation: its present, its end and its calls to AWS.
#[derive(Debug, Clone)]
pub struct Run {
    /// The effect that all jobs of this call have.
    pub effect: Effect,
    /// The present, read once.
    pub now: OffsetDateTime,
    deadline: Instant,
}

/// With less than this left, no call is begun: one that AWS accepts and that is cut off on this
/// side would be work without evidence. A call takes well under a second as a rule.
const NOTHING_BEGINS_WITHIN: Duration = Duration::from_secs(2);
/// A call still under way with this left is given up, to have the time to say so.
const ANSWERING_TAKES: Duration = Duration::from_millis(500);

impl Run {
    #[must_use]
    pub fn new(now: OffsetDateTime, deadline: Instant) -> Self {
        Self { effect: Effect::Live, now, deadline }
    }

    #[must_use]
    pub(crate) fn with(&self, effect: Effect) -> Self {
        Self { effect, ..self.clone() }
    }

    /// Makes one AWS call (the SDK retries it), unless the invocation is about to end.
    ///
    /// # Errors
    /// What AWS said, or [`crate::aws::Trouble::Deadline`] where the call was not made.
    pub async fn call<T, E>(
        &self,
        call: &'static str,
        send: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<T, AwsError>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        SdkError<E, HttpResponse>: RequestId,
    {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left < NOTHING_BEGINS_WITHIN {
            return Err(AwsError::deadline(call));
        }
        // Boxed: the SDK's futures are some kilobytes each, in every future around them.
        match tokio::time::timeout(left.saturating_sub(ANSWERING_TAKES), Box::pin(send)).await {
            Ok(answer) => answer.map_err(|error| AwsError::read(call, &error)),
            Err(_) => Err(AwsError::cut_off(call)),
        }
    }
}
