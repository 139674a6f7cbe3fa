//! Values that the engine's unit tests share.

use std::time::Duration;

use time::OffsetDateTime;
use time::macros::datetime;

use crate::stack;

pub(crate) fn epoch() -> OffsetDateTime {
    datetime!(2026-01-01 00:00 UTC)
}

pub(crate) fn queue(logical_id: &str) -> stack::Queue {
    stack::Queue {
        logical_id: logical_id.to_owned(),
        name: format!("stack-{logical_id}"),
        fifo: false,
        visibility_timeout: Duration::from_secs(30),
        retention: Duration::from_hours(96),
        delay: Duration::ZERO,
        redrive: None,
    }
}

pub(crate) fn mapping(queue: &str, function: &str) -> stack::EventSourceMapping {
    stack::EventSourceMapping {
        logical_id: format!("{queue}To{function}"),
        function: function.to_owned(),
        queue: queue.to_owned(),
        batch_size: 10,
        batching_window: Duration::ZERO,
        report_batch_item_failures: true,
        maximum_concurrency: None,
        enabled: true,
    }
}

pub(crate) fn function(logical_id: &str) -> stack::Function {
    stack::Function {
        logical_id: logical_id.to_owned(),
        name: format!("stack-{logical_id}"),
        binary: "echo".to_owned(),
        environment: std::collections::BTreeMap::new(),
        timeout: Duration::from_secs(10),
        memory_mb: 128,
        maximum_retry_attempts: 2,
        on_failure_queue: None,
        reserved_concurrency: None,
        role_arn: None,
    }
}
