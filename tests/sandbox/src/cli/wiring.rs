//! `sandbox wiring`: what the template connects to what.

use std::process::ExitCode;

use clap::Args;
use sandbox::stack::{Queue, Stack};
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
        let failures = function.on_failure_queue.as_ref();
        let lines = [
            Some(function.logical_id.clone()),
            Some(function.binary.clone()),
            Some(format!("{} s, {} MB", function.timeout.as_secs(), function.memory_mb)),
            failures.map(|queue| format!("failures to {queue}")),
        ];
        let settings = function.environment.iter().map(|(name, value)| format!("{name}={value}"));
        vec![lines_of(lines.into_iter().flatten()), lines_of(settings)]
    });
    tables::table(&["function", "settings"], rows)
}

fn rules(stack: &Stack) -> String {
    let rows = stack.rules.iter().map(|rule| {
        let targets = rule.targets.iter().map(|target| format!("→ {}", target.to.logical_id()));
        let members = rule.pattern.as_object().into_iter().flatten();
        let head = [rule.logical_id.clone(), format!("bus {}", rule.bus)];
        vec![
            lines_of(head.into_iter().chain(targets)),
            lines_of(members.map(|(member, pattern)| format!("{member} {pattern}"))),
        ]
    });
    tables::table(&["rule", "pattern"], rows)
}

fn queues(stack: &Stack) -> String {
    let rows = stack.queues.iter().map(|queue| {
        let redrive = queue.redrive.as_ref();
        let gives_up = redrive.map(|to| format!("→ {} after {}", to.dead_letter_queue, to.max_receive_count));
        let lines = [Some(queue.logical_id.clone()), reader(stack, queue), gives_up];
        vec![lines_of(lines.into_iter().flatten()), format!("{} s", queue.visibility_timeout.as_secs())]
    });
    tables::table(&["queue", "visibility"], rows)
}

fn reader(stack: &Stack, queue: &Queue) -> Option<String> {
    let mut mappings = stack.mappings.iter();
    let mapping = mappings.find(|mapping| mapping.enabled && mapping.queue == queue.logical_id)?;
    let most = mapping.maximum_concurrency.map(|most| format!(", {most} at a time")).unwrap_or_default();
    Some(format!("read by {} in batches of {}{most}", mapping.function, mapping.batch_size))
}

fn lines_of(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn schedules(stack: &Stack) -> String {
    let rows = stack.schedules.iter().map(|schedule| {
        vec![
            schedule.logical_id.clone(),
            schedule.expression.clone(),
            if schedule.enabled { "on" } else { "off" }.to_owned(),
            schedule.to.logical_id().to_owned(),
            schedule.input.to_string(),
        ]
    });
    tables::table(&["schedule", "when", "", "target", "input"], rows)
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
        let targets = rule.targets.iter().map(|target| target.to.logical_id());
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
            "Enabled": schedule.enabled, "Target": schedule.to.logical_id(), "Input": schedule.input,
        })
    });
    json!({
        "Functions": functions.collect::<Vec<_>>(), "Rules": rules.collect::<Vec<_>>(),
        "Queues": queues.collect::<Vec<_>>(), "Mappings": mappings.collect::<Vec<_>>(),
        "Schedules": schedules.collect::<Vec<_>>(),
        "Buses": stack.buses.iter().map(|bus| &bus.name).collect::<Vec<_>>(),
    })
}
