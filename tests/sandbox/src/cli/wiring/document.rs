//! The wiring as JSON.

use sandbox::stack::Stack;
use serde_json::{Value, json};

use super::workflows::Workflow;

pub(super) fn document(stack: &Stack, workflows: &[Workflow]) -> Value {
    let functions = stack.functions.iter().map(|function| {
        json!({
            "LogicalId": function.logical_id, "Name": function.name, "Binary": function.binary,
            "Timeout": function.timeout.as_secs(), "MemorySize": function.memory_mb,
            "Environment": function.environment, "OnFailure": function.on_failure_queue,
            "MaximumRetryAttempts": function.maximum_retry_attempts,
            "ReservedConcurrentExecutions": function.reserved_concurrency,
        })
    });
    let rules = stack.rules.iter().map(|rule| {
        let targets = rule.targets.iter().map(|target| {
            json!({
                "Id": target.id, "To": target.to.logical_id(), "DeadLetterQueue": target.dead_letter_queue,
            })
        });
        json!({
            "LogicalId": rule.logical_id, "Bus": rule.bus, "Enabled": rule.enabled,
            "Pattern": rule.pattern, "Targets": targets.collect::<Vec<_>>(),
        })
    });
    let queues = stack.queues.iter().map(|queue| {
        let redrive = queue.redrive.as_ref();
        json!({
            "LogicalId": queue.logical_id, "Name": queue.name, "Fifo": queue.fifo,
            "VisibilityTimeout": queue.visibility_timeout.as_secs(),
            "MessageRetentionPeriod": queue.retention.as_secs(), "DelaySeconds": queue.delay.as_secs(),
            "DeadLetterQueue": redrive.map(|redrive| &redrive.dead_letter_queue),
            "MaxReceiveCount": redrive.map(|redrive| redrive.max_receive_count),
        })
    });
    let mappings = stack.mappings.iter().map(|mapping| {
        json!({
            "LogicalId": mapping.logical_id, "Queue": mapping.queue, "Function": mapping.function,
            "BatchSize": mapping.batch_size, "BatchingWindow": mapping.batching_window.as_secs(),
            "ReportBatchItemFailures": mapping.report_batch_item_failures,
            "MaximumConcurrency": mapping.maximum_concurrency, "Enabled": mapping.enabled,
        })
    });
    let schedules = stack.schedules.iter().map(|schedule| {
        json!({
            "LogicalId": schedule.logical_id, "Expression": schedule.expression,
            "Enabled": schedule.enabled, "Target": schedule.to.logical_id(), "Input": schedule.input,
            "DeadLetterQueue": schedule.dead_letter_queue,
        })
    });
    let workflows = workflows.iter().map(|workflow| {
        json!({
            "LogicalId": workflow.logical_id, "Name": workflow.name, "StartedBy": workflow.started_by,
            "Functions": workflow.functions, "StateMachines": workflow.state_machines,
            "Buses": workflow.buses, "Services": workflow.services,
        })
    });
    json!({
        "StateMachines": workflows.collect::<Vec<_>>(),
        "Functions": functions.collect::<Vec<_>>(), "Rules": rules.collect::<Vec<_>>(),
        "Queues": queues.collect::<Vec<_>>(), "Mappings": mappings.collect::<Vec<_>>(),
        "Schedules": schedules.collect::<Vec<_>>(),
        "Buses": stack.buses.iter().map(|bus| &bus.name).collect::<Vec<_>>(),
    })
}
