//! The example in docs/workflows.md, executed.

use end_to_end::{ALICE, Company, DIRECTORY, person, workspace_root, world};
use sandbox::aws::Fault;
use sandbox::stack::StateMachine;
use serde_json::{Value, json};

/// The state machine in the docs.
fn example() -> Value {
    let docs = std::fs::read_to_string(workspace_root().join("docs/workflows.md")).unwrap();
    let blocks = docs.split("```json\n").skip(1).filter_map(|block| block.split("```").next());
    let mut machines = blocks.filter(|block| block.contains("\"StartAt\""));
    let machine = machines.next().unwrap_or_else(|| panic!("the docs have no state machine"));
    serde_json::from_str(machine).unwrap()
}

async fn company(parameters: &[(&str, &str)]) -> Company {
    let theirs = StateMachine {
        logical_id: "Theirs".into(),
        name: "theirs".into(),
        role_arn: "arn:aws:iam::123456789012:role/theirs".into(),
        definition: example(),
    };
    Company::with(world(), parameters, |stack| stack.state_machines.push(theirs)).await
}

const LIVE: [(&str, &str); 1] = [("DryRun", "false")];

#[tokio::test(flavor = "multi_thread")]
async fn the_example_ends_a_persons_desktops_and_sees_them_gone() {
    let company = company(&LIVE).await;
    company
        .aws()
        .fail(Fault::new("DescribeWorkspaces", 400, "ThrottlingException", "Rate exceeded").times(6));
    let input = json!({"User": {"UserName": ALICE, "DirectoryIds": [DIRECTORY]}});
    company.start_execution("Theirs", Some("leaver-7"), input).await.unwrap();
    company.settle().await.unwrap();
    let execution = company.execution_of("Theirs").await;
    assert_eq!(execution.status_name(), "SUCCEEDED", "{execution:#?}");
    assert_eq!(company.changes(), [format!("- {} AVAILABLE", person(ALICE).desktop)]);
    let answer = company.deliveries_of("terminate-workspaces").await.pop().unwrap();
    assert_eq!(answer.payload["OffboardingId"], "leaver-7");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_asks_somebody_where_the_function_refuses() {
    let company = company(&LIVE).await;
    for user in [json!({"Name": "alice"}), json!({"Email": "alice@example.com"})] {
        company.start_execution("Theirs", None, json!({"User": user})).await.unwrap();
    }
    company.settle().await.unwrap();
    for execution in company.executions_of("Theirs").await {
        assert_eq!(execution.failure().unwrap().error, "NotOffboarded");
    }
    assert_eq!(company.changes(), Vec::<String>::new());
    company.close().await;
}
