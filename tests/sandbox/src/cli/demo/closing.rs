//! What a closing event says, a line for each resource.

use serde_json::Value;

/// Of an offboarding what was planned, said first and said last; of a clean-up the result.
pub(super) fn lines(detail: &Value) -> Vec<String> {
    let resources = list(&detail["Reports"]).flat_map(|reports| {
        let plan = list(&detail["Plan"]).find(|plan| plan["Operation"] == reports["Operation"]);
        let looks = [plan.unwrap_or(&Value::Null), &reports["First"], &reports["Last"]];
        list(&reports["Last"]["Outcomes"]).map(move |last| {
            let statuses = looks.map(|report| {
                let mut outcomes = list(&report["Outcomes"]);
                let found = outcomes.find(|outcome| outcome["ResourceId"] == last["ResourceId"]);
                found.map_or("–", |outcome| text(&outcome["Status"]))
            });
            let (kind, id) = (text(&last["ResourceType"]), text(&last["ResourceId"]));
            format!("{kind} {id}: {}", statuses.join(" → "))
        })
    });
    let directories = list(&detail["Directories"]).map(|directory| {
        format!("directory {}: {}", text(&directory["DirectoryId"]), text(&directory["Result"]))
    });
    resources.chain(directories).collect()
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

    #[test]
    fn the_course_of_every_resource_is_told_from_plan_to_proof() {
        let report = |status: &str| {
            let outcome = json!({ "ResourceType": "WorkSpace", "ResourceId": "ws-1", "Status": status });
            json!({ "Operation": "terminate-workspaces", "Outcomes": [outcome] })
        };
        let reports = json!({
            "Operation": "terminate-workspaces", "First": report("Requested"), "Last": report("AlreadyGone")
        });
        let detail = json!({ "Plan": [report("Planned")], "Reports": [reports] });
        assert_eq!(lines(&detail), ["WorkSpace ws-1: Planned → Requested → AlreadyGone"]);
    }

    #[test]
    fn the_result_of_every_directory_is_told() {
        let detail = json!({ "Directories": [{ "DirectoryId": "d-1", "Result": "Deleted" }] });
        assert_eq!(lines(&detail), ["directory d-1: Deleted"]);
    }
}
