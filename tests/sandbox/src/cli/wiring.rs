//! `sandbox wiring`: what the template connects to what.

use std::process::ExitCode;

use clap::Args;
use sandbox::stack::{Destination, Queue, Stack};
use serde_json::{Value, json};

use super::deployment::Deployment;
use super::failure::Failure;
use super::screen::{TITLE, paint, say};
use super::{Report, tables};

#[derive(Debug, Args)]
pub(super) struct Wiring {
    /// How to tell it
    #[arg(long, value_enum, default_value_t)]
    report: Report,
}

impl Wiring {
    pub(super) fn execute(&self, deployment: &Deployment) -> Result<ExitCode, Failure> {
        let stack = deployment.stack()?;
        match self.report {
            Report::Json => say(&format!("{:#}", document(&stack))),
            Report::Text => {
                for (title, table) in [
                    ("Functions", functions(&stack)),
                    ("Rules", rules(&stack)),
                    ("Queues", queues(&stack)),
                    ("Schedules", schedules(&stack)),
                ] {
                    say(&format!("{}\n{table}\n", paint(TITLE, title)));
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn functions(stack: &Stack) -> String {
    let rows = stack.functions.iter().map(|function| {
        let settings = function.environment.iter().map(|(name, value)| format!("{name}={value}"));
        vec![
            function.logical_id.clone(),
            function.binary.clone(),
            format!("{} s, {} MB", function.timeout.as_secs(), function.memory_mb),
            or_dash(function.on_failure_queue.as_deref()),
            settings.collect::<Vec<_>>().join("\n"),
        ]
    });
    tables::table(&["function", "binary", "limits", "on failure", "settings"], rows)
}

fn rules(stack: &Stack) -> String {
    let rows = stack.rules.iter().map(|rule| {
        let targets = rule.targets.iter().map(|target| name(&target.to));
        vec![
            rule.logical_id.clone(),
            rule.bus.clone(),
            rule.pattern.to_string(),
            targets.collect::<Vec<_>>().join("\n"),
        ]
    });
    tables::table(&["rule", "bus", "pattern", "targets"], rows)
}

fn queues(stack: &Stack) -> String {
    let rows = stack.queues.iter().map(|queue| {
        let redrive = queue.redrive.as_ref();
        vec![
            queue.logical_id.clone(),
            format!("{} s", queue.visibility_timeout.as_secs()),
            or_dash(
                redrive
                    .map(|to| format!("{} after {}", to.dead_letter_queue, to.max_receive_count))
                    .as_deref(),
            ),
            or_dash(reader(stack, queue).as_deref()),
        ]
    });
    tables::table(&["queue", "visibility", "gives up to", "read by"], rows)
}

fn reader(stack: &Stack, queue: &Queue) -> Option<String> {
    let mapping =
        stack.mappings.iter().find(|mapping| mapping.enabled && mapping.queue == queue.logical_id)?;
    let concurrency =
        mapping.maximum_concurrency.map(|most| format!(", {most} at a time")).unwrap_or_default();
    Some(format!("{}, up to {} messages{concurrency}", mapping.function, mapping.batch_size))
}

fn schedules(stack: &Stack) -> String {
    let rows = stack.schedules.iter().map(|schedule| {
        vec![
            schedule.logical_id.clone(),
            schedule.expression.clone(),
            if schedule.enabled { "on" } else { "off" }.to_owned(),
            name(&schedule.to),
            schedule.input.to_string(),
        ]
    });
    tables::table(&["schedule", "when", "", "target", "input"], rows)
}

fn name(to: &Destination) -> String {
    match to {
        Destination::Queue(name) | Destination::Function(name) => name.clone(),
    }
}

fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("–").to_owned()
}

fn document(stack: &Stack) -> Value {
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
        let targets = rule.targets.iter().map(|target| name(&target.to));
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
            "Enabled": schedule.enabled, "Target": name(&schedule.to), "Input": schedule.input,
        })
    });
    json!({
        "Functions": functions.collect::<Vec<_>>(), "Rules": rules.collect::<Vec<_>>(),
        "Queues": queues.collect::<Vec<_>>(), "Mappings": mappings.collect::<Vec<_>>(),
        "Schedules": schedules.collect::<Vec<_>>(),
        "Buses": stack.buses.iter().map(|bus| &bus.name).collect::<Vec<_>>(),
    })
}
