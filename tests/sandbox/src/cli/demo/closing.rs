//! What a closing event says, a line for each resource.

use serde_json::Value;

/// Of an offboarding what was planned, said first and said last; of a clean-up the result.
pub(super) fn lines(detail: &Value) -> Vec<String> {
    let reports = detail["Reports"].as_object().into_iter().flatten();
    let resources = reports.flat_map(|(operation, reports)| {
        outcomes(&reports["Last"]).map(move |last| {
            let id = &last["ResourceId"];
            let looks = [&detail["Plan"][operation], &reports["First"], &reports["Last"]];
            let statuses = looks.map(|report| {
                let mut outcomes = outcomes(report);
                outcomes
                    .find(|outcome| outcome["ResourceId"] == *id)
                    .map_or("–", |outcome| text(&outcome["Status"]))
            });
            format!("{} {}: {}", text(&last["ResourceType"]), text(id), statuses.join(" → "))
        })
    });
    let directories = detail["Directories"].as_array().into_iter().flatten();
    let directories = directories.map(|directory| {
        format!("directory {}: {}", text(&directory["DirectoryId"]), text(&directory["Result"]))
    });
    resources.chain(directories).collect()
}

fn outcomes(report: &Value) -> impl Iterator<Item = &Value> {
    report["Outcomes"].as_array().into_iter().flatten()
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
            json!({ "Outcomes": [outcome] })
        };
        let detail = json!({
            "Plan": { "Desktops": report("Planned") },
            "Reports": { "Desktops": { "First": report("Requested"), "Last": report("AlreadyGone") } }
        });
        assert_eq!(lines(&detail), ["WorkSpace ws-1: Planned → Requested → AlreadyGone"]);
    }

    #[test]
    fn the_result_of_every_directory_is_told() {
        let detail = json!({ "Directories": [{ "DirectoryId": "d-1", "Result": "Deleted" }] });
        assert_eq!(lines(&detail), ["directory d-1: Deleted"]);
    }
}
