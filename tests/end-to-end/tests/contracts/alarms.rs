//! Somebody is told: which alarms there are, whom they tell, and what they say.

use std::collections::{BTreeMap, BTreeSet};

use end_to_end::workspace_root;
use serde_json::Value;

use crate::{made, stack};

fn alarms(parameters: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let alarms = made(parameters).into_iter().filter(|made| made.kind == "AWS::CloudWatch::Alarm");
    alarms.map(|alarm| (alarm.logical_id, alarm.properties)).collect()
}

/// Every metric that an alarm watches: its namespace, its name, and the value of its last dimension.
fn watched(alarm: &Value) -> Vec<(String, String, String)> {
    let of = |metric: &Value| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let dimensions = metric["Dimensions"].as_array().unwrap();
        let named = dimensions.iter().find(|one| one["Name"] != "EventBusName").unwrap();
        (text(&metric["Namespace"]), text(&metric["MetricName"]), text(&named["Value"]))
    };
    match alarm["Metrics"].as_array() {
        None => vec![of(alarm)],
        Some(metrics) => {
            metrics.iter().filter_map(|one| one.get("MetricStat")).map(|stat| of(&stat["Metric"])).collect()
        }
    }
}

/// Whoever watches this, by name.
#[track_caller]
fn assert_watched(alarms: &BTreeMap<String, Value>, metric: (&str, &str, &str)) {
    let (namespace, name, of) = metric;
    let wanted = (namespace.to_owned(), name.to_owned(), of.to_owned());
    assert!(alarms.values().any(|alarm| watched(alarm).contains(&wanted)), "nobody watches {metric:?}");
}

#[test]
fn every_function_is_watched_for_errors_throttles_and_its_time() {
    let alarms = alarms(&[]);
    for function in stack().functions {
        for metric in ["Errors", "Throttles", "Duration"] {
            assert_watched(&alarms, ("AWS/Lambda", metric, &function.name));
        }
        let duration = &alarms[&format!("{}DurationAlarm", function.logical_id)];
        let nine_tenths = function.timeout * 9 / 10;
        assert_eq!(
            duration["Threshold"].as_u64().map(u128::from),
            Some(nine_tenths.as_millis()),
            "{duration}"
        );
    }
}

/// The README's table of statuses has the names under which outcomes are counted.
#[test]
fn every_operation_that_removes_is_watched_for_failures_and_for_too_many_removals() {
    let alarms = alarms(&[]);
    for mapping in stack().mappings {
        let functions = stack().functions;
        let function = functions.iter().find(|function| function.logical_id == mapping.function).unwrap();
        for metric in ["Failed", "FailedMessages", "Requested", "Removed"] {
            assert_watched(&alarms, ("EucOffboarding", metric, &function.binary));
        }
        let removals = &alarms[&format!("{}RemovalsAlarm", function.logical_id)];
        assert_eq!(removals["Threshold"], "50", "the parameter's default");
    }
    assert_watched(&alarms, ("EucOffboarding", "Unknown", "find-idle-directories"));
    for operation in ["terminate-workspaces", "deregister-device", "deregister-from-workmail"] {
        assert_watched(&alarms, ("EucOffboarding", "NotLookedUp", operation));
    }
}

#[test]
fn every_queue_is_watched_for_messages_that_wait_for_somebody_or_for_a_function() {
    let (stack, alarms) = (stack(), alarms(&[]));
    for queue in &stack.queues {
        let is_read = stack.mappings.iter().any(|mapping| mapping.queue == queue.logical_id);
        let metric =
            if is_read { "ApproximateAgeOfOldestMessage" } else { "ApproximateNumberOfMessagesVisible" };
        assert_watched(&alarms, ("AWS/SQS", metric, &queue.name));
    }
}

#[test]
fn every_state_machine_and_every_rule_that_offboards_is_watched() {
    let (stack, alarms) = (stack(), alarms(&[]));
    for machine in &stack.state_machines {
        let arn = sandbox::engine::account::state_machine_arn(&machine.name);
        for metric in ["ExecutionsFailed", "ExecutionsTimedOut"] {
            assert_watched(&alarms, ("AWS/States", metric, &arn));
        }
    }
    for rule in stack.rules.iter().filter(|rule| rule.logical_id.ends_with("OffboardingRule")) {
        assert_watched(&alarms, ("AWS/Events", "FailedInvocations", &rule.name));
    }
    for _ in &stack.schedules {
        assert_watched(&alarms, ("AWS/Scheduler", "InvocationDroppedCount", "euc-offboarding"));
    }
    for rule in &stack.rules {
        assert_watched(&alarms, ("AWS/Events", "InvocationsFailedToBeSentToDlq", &rule.name));
    }
}

/// EventBridge user guide, "Monitoring Amazon EventBridge": the metrics of the default bus are without its name.
#[test]
fn a_rule_is_watched_under_the_dimensions_of_its_bus() {
    for (bus, dimensions) in [("", vec!["RuleName", "EventBusName"]), ("default", vec!["RuleName"])] {
        let alarm = &alarms(&[("EventBusName", bus)])["RulesAlarm"];
        let metrics = alarm["Metrics"].as_array().unwrap();
        for stat in metrics.iter().filter_map(|one| one.get("MetricStat")) {
            let named: Vec<_> = stat["Metric"]["Dimensions"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["Name"].as_str().unwrap())
                .collect();
            assert_eq!(named, dimensions, "bus {bus:?}");
        }
    }
}

/// The name under which a heading of a page can be linked to.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || " -".contains(*letter));
    kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
}

#[test]
fn every_alarm_tells_somebody_what_to_do_and_where_the_runbook_says_more() {
    let runbook = std::fs::read_to_string(workspace_root().join("docs/operations.md")).unwrap();
    let headings: BTreeSet<String> = runbook
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| anchor(line.trim_start_matches('#')))
        .collect();
    let everything = [("AlarmTopicArn", "arn:aws:sns:us-east-1:123456789012:on-call")];
    for (name, alarm) in alarms(&everything) {
        assert_eq!(
            alarm["AlarmActions"],
            serde_json::json!(["arn:aws:sns:us-east-1:123456789012:on-call"]),
            "{name}"
        );
        let says = alarm["AlarmDescription"].as_str().unwrap();
        // PutMetricAlarm takes 1024.
        assert!(says.len() <= 1024, "{name}");
        let (_, section) =
            says.split_once("Runbook: docs/operations.md#").unwrap_or_else(|| panic!("{name}"));
        assert!(headings.contains(section), "{name}: the runbook has no section {section}");
    }
}

#[test]
fn what_is_left_out_is_not_watched_and_nothing_else_is_missing() {
    let names = |parameters: &[(&str, &str)]| alarms(parameters).into_keys().collect::<BTreeSet<_>>();
    let (all, fewer) = (names(&[]), names(&[("EnableWorkMail", "false"), ("EnableThinClient", "false")]));
    let missing: Vec<_> = all.difference(&fewer).collect();
    assert!(
        missing
            .iter()
            .all(|name| name.starts_with("DeregisterFromWorkmail") || name.starts_with("DeregisterDevice")),
        "{missing:?}"
    );
    assert_eq!(missing.len(), 2 * 8);
}
