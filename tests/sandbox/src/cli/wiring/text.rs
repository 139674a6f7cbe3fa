//! The wiring as tables.

use sandbox::stack::{Queue, Stack};

use super::workflows::Workflow;
use crate::cli::tables;

pub(super) fn functions(stack: &Stack) -> String {
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

pub(super) fn rules(stack: &Stack) -> String {
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

pub(super) fn queues(stack: &Stack) -> String {
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

pub(super) fn schedules(stack: &Stack) -> String {
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

pub(super) fn workflows(workflows: &[Workflow]) -> String {
    let rows = workflows.iter().map(|workflow| {
        let started = workflow.started_by.iter().map(|by| format!("started by {by}"));
        let calls = [
            ("→", &workflow.functions),
            ("starts", &workflow.state_machines),
            ("puts events on", &workflow.buses),
            ("", &workflow.services),
        ];
        let calls = calls.iter().flat_map(|(what, names)| {
            names.iter().map(move |name| format!("{what} {name}").trim_start().to_owned())
        });
        vec![lines_of(std::iter::once(workflow.logical_id.clone()).chain(started)), lines_of(calls)]
    });
    tables::table(&["state machine", "tasks"], rows)
}
