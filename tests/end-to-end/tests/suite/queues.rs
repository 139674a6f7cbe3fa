//! Messages: each answered on its own, none lost.

use end_to_end::{ALICE, Company, event, person, world};
use serde_json::{Value, json};

use crate::offboarding::now;

fn terminate(id: &str) -> Value {
    json!({"TerminateWorkspaceRequests": [{"WorkspaceId": id}]})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poison_message_is_kept_while_its_neighbours_are_done_and_seen_gone() {
    let company = Company::live(world()).await;
    let poison = json!({"TerminateWorkspaceRequests": [{"WorkspaceId": "ws-nobodys00"}], "Force": true});
    let bodies = [terminate(&person(ALICE).desktop), poison.clone(), terminate(&person("bob").desktop)];
    company.send("TerminateWorkspacesQueue", &bodies).await;
    company.settle().await.unwrap();
    assert_eq!(
        company.changes(),
        [format!("- {} AVAILABLE", person(ALICE).desktop), format!("- {} AVAILABLE", person("bob").desktop)]
    );
    let dead = company.dead_letters().await;
    let dead = &dead["TerminateWorkspacesDeadLetterQueue"];
    assert_eq!(dead.iter().map(|message| &message.body).collect::<Vec<_>>(), [&poison.to_string()]);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_batch_ends_its_desktops_with_one_call() {
    let company = Company::live(world()).await;
    let bodies = [
        terminate(&person(ALICE).desktop),
        terminate(&person("bob").desktop),
        terminate(&person(ALICE).desktop),
    ];
    company.send("TerminateWorkspacesQueue", &bodies).await;
    company.settle().await.unwrap();
    assert_eq!(company.changing_calls(), ["TerminateWorkspaces"]);
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desktop_that_is_suspended_at_first_is_ended_when_it_can_be() {
    let mut world = world();
    world["Workspaces"][0]["State"] = "SUSPENDED".into();
    let company = Company::live(world).await;
    company.send("TerminateWorkspacesQueue", &[terminate(&person(ALICE).desktop)]).await;
    company.settle().await.unwrap();
    assert_eq!(company.changes(), [format!("- {} SUSPENDED", person(ALICE).desktop)]);
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_json_or_no_request_is_kept_too() {
    let company = Company::live(world()).await;
    for queue in [
        "TerminateWorkspacesQueue",
        "DeregisterDeviceQueue",
        "DeregisterFromWorkmailQueue",
        "DeregisterWorkspaceDirectoryQueue",
    ] {
        company.send(queue, &[json!("alice"), json!({}), json!({"User": {}})]).await;
    }
    company.settle().await.unwrap();
    let kept: Vec<String> =
        ["DeregisterDevice", "DeregisterFromWorkmail", "DeregisterWorkspaceDirectory", "TerminateWorkspaces"]
            .iter()
            .map(|name| format!("{name}DeadLetterQueue 3"))
            .collect();
    assert_eq!((company.kept().await, company.calls()), (kept, Vec::new()));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fixtures_are_what_the_functions_understand() {
    let company = Company::deployed(world(), &[]).await;
    for function in [
        "terminate-workspaces",
        "deregister-device",
        "deregister-from-workmail",
        "deregister-workspace-directory",
        "find-idle-directories",
    ] {
        let report = company.report(function, event(&format!("{function}/direct.json"))).await;
        assert_eq!(report["Operation"], function);
        let answer = company.report(function, event(&format!("{function}/sqs.json"))).await;
        assert_eq!(answer, json!({"batchItemFailures": []}), "{function}");
    }
    for function in ["terminate-workspaces", "deregister-device", "deregister-from-workmail"] {
        let person = company.report(function, event(&format!("{function}/person.json"))).await;
        let mut straight = event(&format!("{function}/eventbridge.json"));
        straight["time"] = now().into();
        let straight = company.report(function, straight).await;
        assert_eq!(person["Outcomes"], straight["Outcomes"]);
        assert_eq!(person["Outcomes"][0]["Status"], "Planned");
        for batch in [&format!("{function}/sqs-eventbridge.json"), "aws/sqs.json", "aws/sqs-fifo.json"] {
            let answer = company.report(function, as_if_new(event(batch))).await;
            assert_eq!(answer, json!({"batchItemFailures": []}), "{function} {batch}");
        }
        let report = company.report(function, as_if_new(event("aws/eventbridge.json"))).await;
        assert_eq!(report["Operation"], function);
    }
    assert_eq!(company.changes(), Vec::<String>::new());
    company.close().await;
}

/// The same event, or batch of messages, of this moment.
fn as_if_new(mut payload: Value) -> Value {
    if payload["time"].is_string() {
        payload["time"] = now().into();
    }
    for record in payload["Records"].as_array_mut().into_iter().flatten() {
        let inner = serde_json::from_str(record["body"].as_str().unwrap()).unwrap();
        record["body"] = as_if_new(inner).to_string().into();
    }
    payload
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_other_systems_are_refused_by_every_function() {
    let company = Company::live(world()).await;
    let queues = company.stack().mappings.iter().map(|mapping| mapping.function.clone()).collect::<Vec<_>>();
    for name in ["okta-user-deactivated", "identity-store-user-deleted", "scim-user-patched"] {
        let foreign = as_if_new(event(&format!("other-systems/{name}.json")));
        for function in company.stack().functions.clone() {
            let (error, _) = company.refusal(&function.logical_id, foreign.clone()).await;
            assert_eq!(error, "InvalidRequest", "{} {name}", function.binary);
        }
        for function in &queues {
            let record = json!({"messageId": "1", "eventSource": "aws:sqs", "body": foreign.to_string()});
            let answer = company.report(function, json!({"Records": [record]})).await;
            assert_eq!(answer, json!({"batchItemFailures": [{"itemIdentifier": "1"}]}), "{function} {name}");
        }
    }
    assert_eq!((company.changes(), company.calls()), (Vec::new(), Vec::new()));
    company.close().await;
}
