//! State machines, as the command tells them.

use serde_json::{Value, json};

use crate::{Scratch, sandbox, text};

fn due(scratch: &Scratch, detail: &Value) -> String {
    let event = json!({ "source": "com.example.calendar", "detail-type": "Due", "detail": detail });
    scratch.write("due.json", &event.to_string())
}

#[test]
fn the_story_has_the_tasks_the_waits_and_the_closing_event_of_a_state_machine() {
    let scratch = Scratch::new("workflow");
    let event = due(&scratch, &json!({ "UserName": "alice" }));
    let output = sandbox(&["run", &event]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let story = text(&output.stdout);
    let mut rest = story.as_str();
    for line in [
        "0:00:00  workflow Workflow begins\n",
        "0:00:00  wait     Workflow: UntilItsDay until 20",
        "10d 0:00:00  step     Workflow: Ask\n",
        "10d 0:00:00  event    Done, from workflow\n",
        "10d 0:00:00  workflow Workflow has ended\n",
        "Settled: everything is done.\n",
    ] {
        let (_, after) = rest.split_once(line).unwrap_or_else(|| panic!("no {line:?} in {story}"));
        rest = after;
    }
}

#[test]
fn a_workflow_that_does_not_succeed_is_told() {
    let scratch = Scratch::new("workflow-fails");
    let event = due(&scratch, &json!({ "fail": "Throttled" }));
    let output = sandbox(&["run", &event]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let story = text(&output.stdout);
    assert!(story.contains("retry    Workflow: Ask again at 10d 0:01:00: Throttled: as asked\n"), "{story}");
    assert!(story.contains("10d 0:01:00  workflow Workflow failed: Throttled: as asked\n"), "{story}");
    assert!(story.ends_with("Settled: 1 workflow did not succeed.\n"), "{story}");
}

#[test]
fn the_document_has_every_execution_and_every_event() {
    let scratch = Scratch::new("workflow-document");
    let event = due(&scratch, &json!({ "UserName": "alice" }));
    let output = sandbox(&["run", "--report", "json", &event]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let execution = &document["Executions"][0];
    assert_eq!((&execution["StateMachine"], &execution["Status"]), (&json!("Workflow"), &json!("SUCCEEDED")));
    assert_eq!(execution["Input"], json!({ "Request": { "UserName": "alice" } }));
    let closing = &document["Events"][1]["Event"];
    assert_eq!(
        (&closing["detail-type"], &closing["detail"]["Answer"]["UserName"]),
        (&json!("Done"), &json!("alice"))
    );
    assert_eq!(document["Deliveries"][0]["Trigger"]["Task"]["State"], "Ask");
    assert_eq!(document["Unmatched"], json!([]));
    assert_eq!(document["Denials"], json!([]));
}

#[test]
fn the_wiring_has_what_starts_a_state_machine_and_what_it_calls() {
    let table = text(&sandbox(&["wiring"]).stdout);
    for part in ["started by OnItsDay", "→ Echo", "puts events on bus"] {
        assert!(table.contains(part), "{part} in {table}");
    }
    let document: Value = serde_json::from_slice(&sandbox(&["wiring", "--report", "json"]).stdout).unwrap();
    let workflow = &document["StateMachines"][0];
    assert_eq!((&workflow["StartedBy"], &workflow["Functions"]), (&json!(["OnItsDay"]), &json!(["Echo"])));
}
