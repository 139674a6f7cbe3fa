//! The emergency stop: no removal, no lost message.

use std::time::Duration;

use end_to_end::{ALICE, Company, person, world};
use serde_json::{Value, json};

use crate::offboarding::{alice, alice_is_gone};

/// A queue holds its messages while nobody reads it, this long and longer.
const A_DAY: Duration = Duration::from_hours(24);

async fn waiting(company: &Company) -> Vec<String> {
    let mut waiting = Vec::new();
    for queue in ["DeregisterDeviceQueue", "DeregisterFromWorkmailQueue", "TerminateWorkspacesQueue"] {
        waiting.push(format!("{queue} {}", company.messages(queue).await.len()));
    }
    waiting
}

const ALL_WAIT: [&str; 3] =
    ["DeregisterDeviceQueue 1", "DeregisterFromWorkmailQueue 1", "TerminateWorkspacesQueue 1"];

/// The policy in the command that the stack hands out, as a shell would read it.
fn policy_of_the_command(company: &Company) -> String {
    let command = &company.stack().outputs["EmergencyStopCommand"];
    assert!(command.starts_with("aws iam create-policy-version --set-as-default --policy-arn arn:aws:iam::"));
    let quoted: Vec<&str> = command.split('\'').collect();
    assert_eq!((quoted.len(), quoted[2]), (3, ""), "{command}");
    quoted[1].to_owned()
}

/// The policy as the template has it.
fn policy_of_the_template(parameters: &[(&str, &str)]) -> Value {
    let given = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let path = end_to_end::workspace_root().join("template.yaml");
    let made = sandbox::template::resources(&path, &given).unwrap();
    let policy = made.into_iter().find(|made| made.logical_id == "EmergencyStopPolicy").unwrap();
    policy.properties["PolicyDocument"].clone()
}

#[test]
fn the_command_and_the_parameter_say_the_same() {
    let stopped = policy_of_the_template(&[("EmergencyStop", "true")]);
    let command = policy_of_the_template(&[]);
    assert_ne!(stopped, command);
    let path = end_to_end::workspace_root().join("template.yaml");
    let stack = sandbox::template::load(&path, &std::collections::BTreeMap::new()).unwrap();
    let quoted = stack.outputs["EmergencyStopCommand"].split('\'').nth(1).unwrap().to_owned();
    assert_eq!(serde_json::from_str::<Value>(&quoted).unwrap(), stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_stops_every_removal_at_once_and_what_waits_is_done_when_it_ends() {
    let company = Company::live(world()).await;
    company.set_policy("EmergencyStopPolicy", &policy_of_the_command(&company)).unwrap();
    company.offboard(alice()).await;
    company.advance(A_DAY).await;
    assert_eq!(company.changes(), Vec::<String>::new());
    assert_eq!(waiting(&company).await, ALL_WAIT);
    assert_eq!(company.kept().await, Vec::<String>::new());

    let before = policy_of_the_template(&[]).to_string();
    company.set_policy("EmergencyStopPolicy", &before).unwrap();
    company.settle().await.unwrap();
    assert_eq!(company.changes(), alice_is_gone());
    assert_eq!(company.kept().await, Vec::<String>::new());
    assert!(company.denials().iter().all(|denial| denial.action == "sqs:ReceiveMessage"));
    company.close_stopped().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn during_the_command_a_direct_call_and_a_workflow_are_refused_and_say_so() {
    let company = Company::live(world()).await;
    company.set_policy("EmergencyStopPolicy", &policy_of_the_command(&company)).unwrap();
    let request = json!({"TerminateWorkspaceRequests": [{"WorkspaceId": person(ALICE).desktop}]});
    let report = company.report("TerminateWorkspaces", request).await;
    assert_eq!(report["Outcomes"][0]["Status"], "Failed");
    assert!(report["Outcomes"][0]["ErrorCode"].as_str().unwrap().starts_with("AccessDenied"), "{report}");

    company.offboard_by_hand("during-the-stop", alice()).await;
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(closing["Reason"]["Error"], "Failed");
    assert_eq!(company.changes(), Vec::<String>::new());
    company.close_stopped().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_parameter_queues_are_not_read_and_nothing_is_removed() {
    let company = Company::deployed(world(), &[("DryRun", "false"), ("EmergencyStop", "true")]).await;
    company.offboard(alice()).await;
    company.advance(A_DAY).await;
    assert_eq!(waiting(&company).await, ALL_WAIT);
    let request = json!({"TerminateWorkspaceRequests": [{"WorkspaceId": person(ALICE).desktop}]});
    let report = company.report("TerminateWorkspaces", request).await;
    assert_eq!(report["Outcomes"][0]["Status"], "Failed");
    assert_eq!(company.changes(), Vec::<String>::new());
    company.close_stopped().await;
}
