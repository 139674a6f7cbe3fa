//! How a function was invoked, recognised by the fields that tell, never by the first type that
//! happens to parse.
//!
//! | payload | recognised by | the request is |
//! |---|---|---|
//! | SQS batch | `Records[0].eventSource` is `aws:sqs` | each body, or the detail of the event in it |
//! | EventBridge event | `detail-type` and `source` | its `detail` |
//! | direct | anything else | the payload |

mod eventbridge;
pub(crate) mod panic;
mod sqs;

use std::time::Duration;

use serde_json::Value;
use time::OffsetDateTime;
use tokio::time::Instant;

use crate::clock;
use crate::error::Error;
use crate::guards;
use crate::logging::Log;
use crate::metrics::Tally;
use crate::operation::{Answer, Effect, Job, Operation, Run};
use crate::request::{Common, Fields, Invalid, OffboardingId, json};

/// What Lambda says of an invocation.
#[derive(Debug, Clone)]
pub struct Invocation {
    pub request_id: String,
    pub now: OffsetDateTime,
    pub deadline: Instant,
}

impl Invocation {
    /// One that begins now and ends after `left`.
    #[must_use]
    pub fn lasting(left: Duration, request_id: impl Into<String>) -> Self {
        Self { request_id: request_id.into(), now: clock::now(), deadline: Instant::now() + left }
    }
}

/// Answers one invocation, whichever way it came.
///
/// # Errors
/// An [`Error`] where the request failed as a whole, an event that was delivered straight is not
/// done, or the operation panicked. The messages of a queue are answered one by one instead.
pub async fn handle<O: Operation>(
    operation: &O,
    payload: &str,
    invocation: &Invocation,
) -> Result<Value, Error> {
    let mut desk = Desk {
        operation,
        run: Run::new(invocation.now, invocation.deadline),
        own_id: OffboardingId::from_request_id(&invocation.request_id),
        log: Log::new(O::NAME, &invocation.request_id),
        tally: Tally::new(O::NAME, O::COUNTS),
    };
    let answer = panic::catch(Box::pin(desk.answer(payload))).await;
    if let Err(error) = &answer {
        desk.log.error(&desk.own_id, error);
    }
    desk.log.metrics(&desk.own_id, &desk.tally, invocation.now);
    answer
}

/// Where the requests of one invocation come in and their answers go out.
struct Desk<'a, O> {
    operation: &'a O,
    run: Run,
    /// What the invocation as a whole is tied to: its one request's id, or Lambda's own for many.
    own_id: OffboardingId,
    log: Log<'a>,
    tally: Tally,
}

/// The answer to a request, and what it is tied to.
struct Answered<A> {
    offboarding_id: OffboardingId,
    answer: Result<A, Error>,
}

/// A request as it came, before it is read.
struct Received {
    request: Value,
    /// What to tie it to where the request does not say: the event's or the message's id.
    id: Option<String>,
    /// When its event happened, where it came as one.
    event_time: Option<OffsetDateTime>,
}

impl<O: Operation> Desk<'_, O> {
    async fn answer(&mut self, payload: &str) -> Result<Value, Error> {
        let payload = json::parse(payload)?;
        if payload["Records"][0]["eventSource"] == "aws:sqs" {
            return self.answer_batch(payload).await;
        }
        let from_event = eventbridge::is_event(&payload);
        let answer = self.answer_one(eventbridge::receive(payload)?).await?;
        let report = serde_json::to_value(&answer).map_err(|error| Error::Internal(error.to_string()))?;
        if from_event && answer.is_wanting() {
            Err(Error::Incomplete(report.to_string()))
        } else {
            Ok(report)
        }
    }

    async fn answer_one(&mut self, received: Received) -> Result<O::Answer, Error> {
        let Some(answered) = self.answer_all(vec![Ok(received)]).await.pop() else { return unanswered() };
        self.own_id = answered.offboarding_id;
        answered.answer
    }

    /// Answers each request on its own, in their order. Those that may do the same share a call of
    /// the operation; live ones never with dry or early ones.
    async fn answer_all(&mut self, received: Vec<Result<Received, Error>>) -> Vec<Answered<O::Answer>> {
        let mut answers = Vec::with_capacity(received.len());
        let mut jobs = Vec::with_capacity(received.len());
        for (index, received) in received.into_iter().enumerate() {
            let offboarding_id = self.offboarding_id(received.as_ref().ok());
            match received.and_then(|received| self.read(received, &offboarding_id)) {
                Ok(job) => jobs.push((index, job)),
                Err(error) => answers.push((index, Answered { offboarding_id, answer: Err(error) })),
            }
        }
        for effect in [Effect::Live, Effect::DryRun, Effect::Early] {
            let (indexes, jobs): (Vec<_>, Vec<_>) =
                jobs.extract_if(.., |(_, job)| job.effect == effect).unzip();
            if jobs.is_empty() {
                continue;
            }
            // Boxed: the triggers' futures and an operation's nest deeper than rustc follows.
            let done = Box::pin(self.operation.answer(&self.run.with(effect), &jobs)).await;
            let mut done = done.into_iter();
            for (index, job) in indexes.into_iter().zip(jobs) {
                let answer = done.next().unwrap_or_else(unanswered);
                self.account(&job.offboarding_id, &answer);
                answers.push((index, Answered { offboarding_id: job.offboarding_id, answer }));
            }
        }
        answers.sort_unstable_by_key(|(index, _)| *index);
        answers.into_iter().map(|(_, answered)| answered).collect()
    }

    /// What a request is tied to: what it says itself, else its event or message, else the
    /// invocation. Known before the rest of it is read, for the sake of what is wrong there.
    fn offboarding_id(&self, received: Option<&Received>) -> OffboardingId {
        let own = received.and_then(|received| received.request["OffboardingId"].as_str()?.parse().ok());
        let given = || received?.id.as_ref()?.parse().ok();
        own.or_else(given).unwrap_or_else(|| self.own_id.clone())
    }

    fn read(&self, received: Received, offboarding_id: &OffboardingId) -> Result<Job<O::Request>, Error> {
        let settings = self.operation.settings();
        let mut fields = Fields::of(received.request, "")?;
        let common = Common::take(&mut fields)?;
        let request = self.operation.read(&mut fields)?;
        fields.finish()?;
        let (due, now) = (common.due(O::GOES_LAST), self.run.now);
        guards::within_reach(&common, now)?;
        for made_at in [received.event_time, common.requested_at].into_iter().flatten() {
            guards::fresh(settings, made_at, due, now)?;
        }
        Ok(Job {
            is_stable: *offboarding_id != self.own_id,
            offboarding_id: offboarding_id.clone(),
            due,
            effect: guards::effect(settings, &common, due, now),
            request,
        })
    }

    fn account(&mut self, offboarding_id: &OffboardingId, answer: &Result<O::Answer, Error>) {
        let Ok(answer) = answer else { return };
        for entry in answer.entries() {
            self.tally.count(entry.status);
            self.log.outcome(offboarding_id, &entry);
        }
        if !answer.looked_up() {
            self.tally.not_looked_up();
            self.log.not_looked_up(offboarding_id);
        }
    }
}

fn unanswered<T>() -> Result<T, Error> {
    Err(Error::Internal("the request was not answered".to_owned()))
}

/// A field of an envelope that must be there as text.
fn text<'a>(envelope: &'a Value, name: &str) -> Result<&'a str, Invalid> {
    envelope[name].as_str().ok_or_else(|| Invalid::new(name, "must be text"))
}

#[cfg(test)]
mod tests;
