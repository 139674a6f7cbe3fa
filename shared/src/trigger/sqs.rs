//! A batch of messages, each answered on its own.
//!
//! A message is acknowledged only when its work is proved done. What is not goes back to the queue,
//! which brings it again and in the end keeps it in its dead-letter queue.

use std::collections::HashSet;

use aws_lambda_events::sqs::SqsBatchResponse;
use serde_json::Value;

use super::{Desk, Received, eventbridge};
use crate::error::Error;
use crate::operation::{Answer, Operation};
use crate::request::{Invalid, json};

/// A record that can be answered: it has a message id.
struct Record {
    message_id: String,
    received: Result<Received, Error>,
    /// The message group whose order is kept, in a FIFO queue.
    group: Option<String>,
}

impl<O: Operation> Desk<'_, O> {
    pub(super) async fn answer_batch(&mut self, mut payload: Value) -> Result<Value, Error> {
        let Value::Array(records) = payload["Records"].take() else {
            return Err(Invalid::new("Records", "must be a list").into());
        };
        let nameless = records.iter().filter(|record| message_id(record).is_none()).count();
        if nameless > 0 {
            // SQS sends none. It can neither be answered nor may it fail its neighbours.
            let invalid = Invalid::new(
                "Records",
                format!("has {nameless} without messageId: nothing was done for them"),
            );
            self.log.error(&self.own_id, &invalid.into());
            self.tally.failed(nameless);
        }
        let back = self.answer_records(records.iter().filter_map(record).collect()).await;
        self.tally.returned(back.len());
        let mut answer = SqsBatchResponse::default();
        answer.set_failures(back);
        serde_json::to_value(answer).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Answers records in rounds, of which each has at most one record of a message group: after
    /// one that goes back, the rest of its group goes back untouched. Without groups there is one
    /// round.
    async fn answer_records(&mut self, mut left: Vec<Record>) -> Vec<String> {
        let mut back = Vec::new();
        let mut stopped = HashSet::new();
        while !left.is_empty() {
            let mut begun = HashSet::new();
            let starts = |record: &Record| record.group.clone().is_none_or(|group| begun.insert(group));
            let (round, rest) = left.into_iter().partition::<Vec<_>, _>(starts);
            left = rest;
            let waits = |record: &Record| record.group.as_ref().is_some_and(|group| stopped.contains(group));
            let (untouched, round) = round.into_iter().partition::<Vec<_>, _>(waits);
            back.extend(untouched.into_iter().map(|record| record.message_id));
            for (message_id, group) in self.answer_round(round).await {
                back.push(message_id);
                stopped.extend(group);
            }
        }
        back
    }

    /// Answers records together and returns those that go back, with their groups.
    async fn answer_round(&mut self, round: Vec<Record>) -> Vec<(String, Option<String>)> {
        let (names, received): (Vec<_>, Vec<_>) =
            round.into_iter().map(|record| ((record.message_id, record.group), record.received)).unzip();
        let mut back = Vec::new();
        for (name, answered) in names.into_iter().zip(self.answer_all(received).await) {
            if let Err(error) = &answered.answer {
                self.log.error(&answered.offboarding_id, error);
                self.tally.failed(1);
            }
            if !answered.answer.is_ok_and(|answer| answer.is_done()) {
                self.log.returned(&answered.offboarding_id, &name.0);
                back.push(name);
            }
        }
        back
    }
}

fn message_id(record: &Value) -> Option<&str> {
    record["messageId"].as_str().filter(|id| !id.is_empty())
}

fn record(record: &Value) -> Option<Record> {
    let message_id = message_id(record)?.to_owned();
    // Standard queues that use fair queuing have message groups, too, and keep no order.
    let is_fifo = record["eventSourceARN"].as_str().is_some_and(|arn| arn.rsplit('.').next() == Some("fifo"));
    let group = || record["attributes"]["MessageGroupId"].as_str().unwrap_or_default().to_owned();
    Some(Record { received: receive(record, &message_id), group: is_fifo.then(group), message_id })
}

fn receive(record: &Value, message_id: &str) -> Result<Received, Error> {
    let body = json::parse(super::text(record, "body")?)?;
    let received = eventbridge::receive(body)?;
    Ok(Received { id: received.id.or_else(|| Some(message_id.to_owned())), ..received })
}
