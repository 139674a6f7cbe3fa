//! What the closing events of the state machines say.

use sandbox::engine::event::PutEvent;
use serde_json::Value;

use super::screen::{QUIET, TITLE, paint, say, say_folded};

/// What the state machines of this project put their events on a bus as.
const SOURCE: &str = "euc-offboarding";

/// Tells each of these events that is one. Of an offboarding the plan and the first and the last report,
/// of a clean-up the result.
pub(super) fn tell(events: &[PutEvent]) {
    for put in events.iter().filter(|put| put.event.source() == SOURCE) {
        let detail = &put.event.json()["detail"];
        let legend = if detail["Plan"].is_array() { " (plan → first report → last report)" } else { "" };
        let title = paint(TITLE, format!("The closing event: {}", put.event.detail_type()));
        say(&format!("\n{title}{}", paint(QUIET, legend)));
        for line in lines(detail) {
            say_folded(&format!("  {line}"), 4);
        }
    }
}

fn lines(detail: &Value) -> Vec<String> {
    let offboarding = list(&detail["Plan"]).flat_map(|plan| {
        let operation = text(&plan["Operation"]);
        let reports = list(&detail["Reports"]).find(|reports| reports["Operation"] == plan["Operation"]);
        of_operation(operation, plan, reports.unwrap_or(&Value::Null))
    });
    let directories = list(&detail["Directories"]).map(|directory| {
        format!("directory {}: {}", text(&directory["DirectoryId"]), text(&directory["Result"]))
    });
    let failures = ["Reason", "Failure"].into_iter().filter_map(|member| failure(&detail[member]));
    offboarding.chain(directories).chain(failures).collect()
}

/// From plan to proof, a line for each resource.
fn of_operation(operation: &str, plan: &Value, reports: &Value) -> Vec<String> {
    if let Some(failure) = failure(&plan["Failure"]) {
        return vec![format!("{operation} has no plan: {failure}")];
    }
    if plan["LeftOut"] == true {
        return vec![format!("{operation} is left out")];
    }
    let looks = [plan, &reports["First"], &reports["Last"]];
    let known = looks.into_iter().rfind(|report| report.is_object()).unwrap_or(plan);
    let mut lines: Vec<String> = list(&known["Outcomes"])
        .map(|outcome| {
            let statuses = looks.map(|report| {
                let mut outcomes = list(&report["Outcomes"]);
                let found = outcomes.find(|other| other["ResourceId"] == outcome["ResourceId"]);
                found.map_or("–", |outcome| text(&outcome["Status"]))
            });
            let (kind, id) = (kind(text(&outcome["ResourceType"])), text(&outcome["ResourceId"]));
            format!("{kind} {id}: {}", statuses.join(" → "))
        })
        .collect();
    if lines.is_empty() {
        lines.push(format!("{operation} found nothing"));
    }
    lines.extend(failure(&reports["Failure"]).map(|failure| format!("{operation} met {failure}")));
    lines
}

/// What the tables call it.
fn kind(resource_type: &str) -> &str {
    match resource_type {
        "ThinClientDevice" => "device",
        "WorkMailEntity" => "mailbox",
        other => other,
    }
}

/// An error and its cause; of the error of a function, which is JSON, its message.
fn failure(failure: &Value) -> Option<String> {
    let cause = text(&failure["Cause"]);
    let function: Value = serde_json::from_str(cause).unwrap_or_default();
    let cause = function["errorMessage"].as_str().unwrap_or(cause);
    failure.is_object().then(|| format!("{}: {cause}", text(&failure["Error"])))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("–")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(status: &str) -> Value {
        let outcome = json!({ "ResourceType": "WorkMailEntity", "ResourceId": "m-1", "Status": status });
        json!({ "Operation": "deregister-from-workmail", "Outcomes": [outcome] })
    }

    #[test]
    fn the_course_of_every_resource_is_told_from_plan_to_proof() {
        let reports = json!({
            "Operation": "deregister-from-workmail", "First": report("Removed"), "Last": report("AlreadyGone"),
            "Failure": null,
        });
        let detail = json!({ "Plan": [report("Planned")], "Reports": [reports] });
        assert_eq!(lines(&detail), ["mailbox m-1: Planned → Removed → AlreadyGone"]);
    }

    #[test]
    fn what_was_not_found_or_not_done_is_told() {
        let refusal =
            json!({ "Error": "Expired", "Cause": r#"{"errorType":"Expired","errorMessage":"too old"}"# });
        let detail = json!({
            "Plan": [
                { "Operation": "deregister-device", "Outcomes": [] },
                { "Operation": "deregister-from-workmail", "LeftOut": true },
                { "Operation": "terminate-workspaces", "Failure": refusal },
                report("Planned"),
            ],
            "Reports": [{ "Operation": "deregister-from-workmail", "First": null, "Last": null, "Failure": refusal }],
            "Reason": { "Error": "NoReport", "Cause": "see Reports" },
        });
        assert_eq!(
            lines(&detail),
            [
                "deregister-device found nothing",
                "deregister-from-workmail is left out",
                "terminate-workspaces has no plan: Expired: too old",
                "mailbox m-1: Planned → – → –",
                "deregister-from-workmail met Expired: too old",
                "NoReport: see Reports",
            ]
        );
    }

    #[test]
    fn the_result_of_every_directory_is_told() {
        let detail =
            json!({ "Directories": [{ "DirectoryId": "d-1", "Result": "Deleted" }], "Failure": null });
        assert_eq!(lines(&detail), ["directory d-1: Deleted"]);
    }
}
