//! Every call is held against a role.

mod services;

use std::collections::BTreeSet;

use sandbox::engine::access::{AttachError, Denial};
use sandbox::engine::happening::What;
use sandbox::engine::message::Draft;
use sandbox::iam::Policy;
use sandbox::stack::{Function, ManagedPolicy, Role, Stack};
use serde_json::{Value, json};

use crate::front::post;
use crate::stand::{echo, function_alone, start, start_in, whole};

const ROLE: &str = "arn:aws:iam::123456789012:role/stack-role";
const DESCRIBE: &str = "WorkspacesService.DescribeWorkspaces";
const TERMINATE: &str = "WorkspacesService.TerminateWorkspaces";

/// A role that may do what these statements say.
fn role(statements: Value) -> Role {
    let policy = Policy::of_identity(&json!({ "Version": "2012-10-17", "Statement": statements }));
    Role {
        logical_id: "Role".into(),
        name: "stack-role".into(),
        arn: ROLE.into(),
        own_policies: vec![policy.unwrap()],
        managed_policies: BTreeSet::new(),
    }
}

fn allow(action: &str, resource: &str) -> Value {
    json!({ "Effect": "Allow", "Action": action, "Resource": resource })
}

/// The stack with its functions in the role.
fn in_role(statements: Value, mut stack: Stack) -> Stack {
    for function in &mut stack.functions {
        function.role_arn = Some(ROLE.into());
    }
    Stack { roles: vec![role(statements)], ..stack }
}

fn denial(by: &str, action: &str, resource: &str, explicit: bool) -> Denial {
    let (action, resource) = (action.to_owned(), resource.to_owned());
    Denial { by: by.into(), role: "Role".into(), action, resource, explicit }
}

fn queue(name: &str) -> String {
    format!("arn:aws:sqs:us-east-1:123456789012:stack-{name}")
}

const WORLD: &str = r#"{
    "Directories": [{"DirectoryId": "d-9067000001"}],
    "Workspaces": [
        {"WorkspaceId": "ws-alice0001", "DirectoryId": "d-9067000001", "UserName": "alice"},
        {"WorkspaceId": "ws-alice0002", "DirectoryId": "d-9067000001", "UserName": "alice"}
    ],
    "Tags": {"ws-alice0002": {"hold": "legal"}}
}"#;

#[tokio::test]
async fn a_function_may_do_what_its_role_allows_and_nothing_else() {
    let statements = json!([allow("workspaces:DescribeWorkspaces", "*")]);
    let sandbox = start_in(WORLD.parse().unwrap(), in_role(statements, function_alone(|_| ()))).await;
    let mut happenings = sandbox.happenings();
    let answer = sandbox.invoke("Echo", json!({ "call": [DESCRIBE, {}] })).await.unwrap();
    assert_eq!(answer["Workspaces"].as_array().unwrap().len(), 2);
    let input = json!({ "TerminateWorkspaceRequests": [{ "WorkspaceId": "ws-alice0001" }] });
    let answer = sandbox.invoke("Echo", json!({ "call": [TERMINATE, input] })).await.unwrap();
    let arn = "arn:aws:workspaces:us-east-1:123456789012:workspace/ws-alice0001";
    let message = format!(
        "User: arn:aws:sts::123456789012:assumed-role/stack-role/Echo is not authorized to perform: \
         workspaces:TerminateWorkspaces on resource: {arn} because no identity-based policy allows the \
         workspaces:TerminateWorkspaces action"
    );
    assert_eq!(answer, json!({ "__type": "AccessDeniedException", "message": message }));
    let denied = denial("Echo", "workspaces:TerminateWorkspaces", arn, false);
    assert_eq!(sandbox.denials(), std::slice::from_ref(&denied));
    let mut told = std::iter::from_fn(|| happenings.try_recv().ok());
    assert!(told.any(|happening| matches!(&happening.what, What::Denied(told) if *told == denied)));
    let used: Vec<_> = sandbox.uses().into_iter().map(|used| (used.role, used.by, used.action)).collect();
    assert_eq!(used, [("Role".into(), "Echo".into(), "workspaces:DescribeWorkspaces".into())]);
}

#[tokio::test]
async fn a_denial_for_one_resource_denies_the_call_for_all() {
    let hold = json!({
        "Effect": "Deny", "Action": "workspaces:TerminateWorkspaces", "Resource": "*",
        "Condition": { "Null": { "aws:ResourceTag/hold": "false" } }
    });
    let statements =
        json!([hold, allow("workspaces:TerminateWorkspaces", "arn:aws:workspaces:*:*:workspace/*")]);
    let sandbox = start_in(WORLD.parse().unwrap(), in_role(statements, function_alone(|_| ()))).await;
    let before = sandbox.world();
    let requests = ["ws-alice0001", "ws-alice0002"].map(|id| json!({ "WorkspaceId": id }));
    let both = json!({ "call": [TERMINATE, { "TerminateWorkspaceRequests": requests }] });
    let answer = sandbox.invoke("Echo", both).await.unwrap();
    assert!(
        answer["message"].as_str().unwrap().ends_with("with an explicit deny in an identity-based policy")
    );
    assert_eq!(sandbox.world(), before);
    assert!(sandbox.denials()[0].explicit);
    let one = json!({ "call": [TERMINATE, { "TerminateWorkspaceRequests": [requests[0]] }] });
    assert_eq!(sandbox.invoke("Echo", one).await.unwrap(), json!({ "FailedRequests": [] }));
}

#[tokio::test]
async fn a_function_cannot_call_without_its_credentials_and_everybody_else_is_the_administrator() {
    let sandbox = start(in_role(json!([]), function_alone(|_| ()))).await;
    let status = sandbox.invoke("Echo", json!({ "get": "http://aws.test/devices" })).await.unwrap();
    assert_eq!(status, "HTTP/1.1 403 Forbidden");
    assert_eq!(post(&sandbox, DESCRIBE, "{}").await.status, 200);
    assert_eq!(sandbox.denials(), []);
}

#[tokio::test]
async fn the_other_services_ask_for_rights_as_well() {
    let sandbox = start(in_role(json!([]), whole())).await;
    let url = "http://localhost/123456789012/stack-Aside";
    let entry =
        json!({ "Source": "mine", "DetailType": "Done", "Detail": "{}", "EventBusName": "stack-bus" });
    for (operation, input) in [
        ("AmazonSQS.SendMessage", json!({ "QueueUrl": url, "MessageBody": "x" })),
        ("AWSEvents.PutEvents", json!({ "Entries": [entry] })),
        ("AWSStepFunctions.ListStateMachines", json!({})),
    ] {
        let answer = sandbox.invoke("Echo", json!({ "call": [operation, input] })).await.unwrap();
        assert!(answer["__type"].as_str().unwrap().ends_with("AccessDeniedException"), "{answer}");
    }
    let bus = "arn:aws:events:us-east-1:123456789012:event-bus/stack-bus";
    let denials = sandbox.denials().into_iter().filter(|denial| denial.by == "Echo");
    assert_eq!(
        denials.collect::<Vec<_>>(),
        [
            denial("Echo", "sqs:SendMessage", &queue("Aside"), false),
            denial("Echo", "events:PutEvents", bus, false),
            denial("Echo", "states:ListStateMachines", "*", false),
        ]
    );
    assert!(sandbox.messages("Aside").await.is_empty());
}

#[tokio::test]
async fn the_policy_of_a_queue_has_its_say_too() {
    let mut stack = in_role(json!([]), whole());
    stack.schedules.clear();
    let to_role = |effect: &str, action: &str| json!({ "Effect": effect, "Principal": { "AWS": ROLE }, "Action": action, "Resource": "*" });
    let policy = json!({ "Statement": [to_role("Allow", "sqs:*"), to_role("Deny", "sqs:PurgeQueue")] });
    stack.resource_policies.insert(queue("Aside"), Policy::of_resource(&policy).unwrap());
    let sandbox = start(stack).await;
    let url = "http://localhost/123456789012/stack-Aside";
    let send = json!({ "call": ["AmazonSQS.SendMessage", { "QueueUrl": url, "MessageBody": "x" }] });
    sandbox.invoke("Echo", send).await.unwrap();
    assert_eq!(sandbox.messages("Aside").await.len(), 1);
    let purge = json!({ "call": ["AmazonSQS.PurgeQueue", { "QueueUrl": url }] });
    let answer = sandbox.invoke("Echo", purge).await.unwrap();
    assert!(
        answer["message"].as_str().unwrap().ends_with("with an explicit deny in a resource-based policy")
    );
}

fn deny(action: &str) -> Value {
    json!({ "Effect": "Deny", "Action": action, "Resource": "*" })
}

/// The whole stack, with a managed policy that can be attached to the role, which has the right to everything.
fn managed(statements: Value) -> Stack {
    let mut stack = in_role(json!([allow("*", "*")]), whole());
    stack.schedules.clear();
    let policy = Policy::of_identity(&json!({ "Statement": statements })).unwrap();
    stack.policies.push(ManagedPolicy { logical_id: "Stop".into(), policy });
    stack
}

#[tokio::test]
async fn a_policy_counts_while_it_is_attached() {
    let sandbox = start(managed(json!([deny("workspaces:*")]))).await;
    let look = json!({ "call": [DESCRIBE, {}] });
    assert!(sandbox.invoke("Echo", look.clone()).await.unwrap()["Workspaces"].is_array());
    sandbox.attach_policy("Role", "Stop").unwrap();
    assert_eq!(sandbox.invoke("Echo", look.clone()).await.unwrap()["__type"], "AccessDeniedException");
    sandbox.detach_policy("Role", "Stop").unwrap();
    assert!(sandbox.invoke("Echo", look).await.unwrap()["Workspaces"].is_array());
    assert_eq!(
        sandbox.attach_policy("Role", "Other").unwrap_err(),
        AttachError::NoSuchPolicy("Other".into())
    );
    assert_eq!(sandbox.attach_policy("Other", "Stop").unwrap_err(), AttachError::NoSuchRole("Other".into()));
}

#[tokio::test]
async fn a_queue_that_the_role_may_not_read_is_not_read_until_it_may() {
    let sandbox = start(managed(json!([deny("sqs:ReceiveMessage")]))).await;
    sandbox.attach_policy("Role", "Stop").unwrap();
    sandbox.send_message("Work", Draft::new("{}")).await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!(sandbox.messages("Work").await.len(), 1, "it waits");
    assert!(sandbox.deliveries().await.is_empty());
    assert_eq!(sandbox.denials(), [denial("WorkToEcho", "sqs:ReceiveMessage", &queue("Work"), true)]);
    sandbox.detach_policy("Role", "Stop").unwrap();
    sandbox.settle().await.unwrap();
    assert!(sandbox.messages("Work").await.is_empty());
    assert_eq!(sandbox.deliveries().await.len(), 1);
}

#[tokio::test]
async fn a_mapping_that_is_disabled_leaves_messages_in_the_queue_until_it_is_enabled() {
    let sandbox = start(managed(json!([]))).await;
    sandbox.enable_mapping("WorkToEcho", false).await.unwrap();
    sandbox.send_message("Work", Draft::new("{}")).await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!((sandbox.messages("Work").await.len(), sandbox.deliveries().await.len()), (1, 0));
    sandbox.enable_mapping("WorkToEcho", true).await.unwrap();
    sandbox.settle().await.unwrap();
    assert_eq!((sandbox.messages("Work").await.len(), sandbox.deliveries().await.len()), (0, 1));
    assert!(sandbox.enable_mapping("Other", true).await.is_err());
}

#[tokio::test]
async fn what_a_role_may_not_keep_of_failed_invocations_is_lost() {
    let mut stack = in_role(json!([allow("sqs:SendMessage", &queue("Dead"))]), whole());
    (stack.mappings, stack.schedules) = (Vec::new(), Vec::new());
    let failing = |queue: &str| Function {
        on_failure_queue: Some(queue.into()),
        maximum_retry_attempts: 0,
        role_arn: Some(ROLE.into()),
        ..echo()
    };
    for (queue, kept) in [("Dead", 1), ("Aside", 0)] {
        stack.functions = vec![failing(queue)];
        let sandbox = start(stack.clone()).await;
        sandbox.invoke_async("Echo", json!({ "fail": "Incomplete" })).await.unwrap();
        sandbox.settle().await.unwrap();
        assert_eq!(sandbox.messages(queue).await.len(), kept);
        assert_eq!(sandbox.lost().await.len(), 1 - kept);
    }
}
