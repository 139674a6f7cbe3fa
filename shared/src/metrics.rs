//! The counts of one invocation as a CloudWatch embedded metric line, so that metrics cost no call
//! and no right of their own.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

const NAMESPACE: &str = "EucOffboarding";
const RETURNED_MESSAGES: &str = "ReturnedMessages";
const FAILED_MESSAGES: &str = "FailedMessages";
const NOT_LOOKED_UP: &str = "NotLookedUp";

/// How often each thing happened in one invocation.
#[derive(Debug, Clone)]
pub struct Tally {
    operation: &'static str,
    counts: Vec<(&'static str, usize)>,
}

impl Tally {
    /// All counts at zero. What did not happen is counted, too: an alarm needs its data.
    #[must_use]
    pub fn new(operation: &'static str, statuses: &[&'static str]) -> Self {
        let names = statuses.iter().copied().chain([RETURNED_MESSAGES, FAILED_MESSAGES, NOT_LOOKED_UP]);
        Self { operation, counts: names.map(|name| (name, 0)).collect() }
    }

    pub fn count(&mut self, status: &str) {
        self.add(status, 1);
    }

    pub fn not_looked_up(&mut self) {
        self.add(NOT_LOOKED_UP, 1);
    }

    /// Messages that go back to their queue.
    pub fn returned(&mut self, messages: usize) {
        self.add(RETURNED_MESSAGES, messages);
    }

    /// Messages whose request failed as a whole. Lambda counts no error for them: their batch succeeds.
    pub fn failed(&mut self, messages: usize) {
        self.add(FAILED_MESSAGES, messages);
    }

    fn add(&mut self, name: &str, by: usize) {
        if let Some((_, count)) = self.counts.iter_mut().find(|(counted, _)| *counted == name) {
            *count += by;
        }
    }

    /// The fields that make a log line an embedded metric line.
    #[must_use]
    pub fn embedded_metrics(&self, now: OffsetDateTime) -> Value {
        let metrics: Vec<Value> =
            self.counts.iter().map(|(name, _)| json!({"Name": name, "Unit": "Count"})).collect();
        let directive = json!({"Namespace": NAMESPACE, "Dimensions": [["Operation"]], "Metrics": metrics});
        let mut line = Map::new();
        let milliseconds = now.unix_timestamp() * 1000;
        line.insert("_aws".to_owned(), json!({"Timestamp": milliseconds, "CloudWatchMetrics": [directive]}));
        line.insert("Operation".to_owned(), self.operation.into());
        line.extend(self.counts.iter().map(|(name, count)| ((*name).to_owned(), json!(count))));
        Value::Object(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_is_there_even_at_zero() {
        let mut tally = Tally::new("deregister-device", &["Removed", "Held"]);
        tally.count("Removed");
        tally.count("Removed");
        tally.returned(3);
        tally.failed(1);
        assert_eq!(
            tally.embedded_metrics(OffsetDateTime::UNIX_EPOCH),
            json!({
                "_aws": {"Timestamp": 0, "CloudWatchMetrics": [{
                    "Namespace": "EucOffboarding", "Dimensions": [["Operation"]],
                    "Metrics": [{"Name": "Removed", "Unit": "Count"}, {"Name": "Held", "Unit": "Count"},
                                {"Name": "ReturnedMessages", "Unit": "Count"}, {"Name": "FailedMessages", "Unit": "Count"},
                                {"Name": "NotLookedUp", "Unit": "Count"}]
                }]},
                "Operation": "deregister-device", "Removed": 2, "Held": 0, "ReturnedMessages": 3, "FailedMessages": 1,
                "NotLookedUp": 0
            })
        );
    }
}
