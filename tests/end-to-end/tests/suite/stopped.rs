//! The emergency stop: no removal, no lost message.

use std::collections::BTreeSet;
use std::time::Duration;

use end_to_end::{ALICE, Company, person, world};
use serde_json::json;

use crate::offboarding::{alice, alice_is_gone};

/// A queue holds its messages while nobody reads it, this long and longer.
const A_DAY: Duration = Duration::from_hours(24);

/// What every role that removes may call.
const REMOVALS: [&str; 5] = [
    "ds:DeleteDirectory",
    "thinclient:DeregisterDevice",
    "workmail:DeregisterFromWorkMail",
    "workspaces:DeregisterWorkspaceDirectory",
    "workspaces:TerminateWorkspaces",
];

/// Does what a command of the stack's outputs does, as a shell would read it.
async fn run(company: &Company, output: &str) {
    let command = &company.stack().outputs[output];
    let parts: Vec<&str> = command.split("; ").collect();
    let [roles, attach, "done", mappings, enable, "done"] = parts[..] else { panic!("{command}") };
    let words = |list: &str, of: &str| {
        let words = list.strip_prefix(of).unwrap_or_else(|| panic!("{list}")).split(' ');
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    for role in words(roles, "for role in ") {
        let done = match attach.split(' ').nth(3) {
            Some("attach-role-policy") => company.attach_policy(&role, "EmergencyStopPolicy"),
            Some("detach-role-policy") => company.detach_policy(&role, "EmergencyStopPolicy"),
            _ => panic!("{attach}"),
        };
        done.unwrap();
        assert!(attach.ends_with(":policy/EmergencyStopPolicy --role-name \"$role\""), "{attach}");
    }
    for mapping in words(mappings, "for mapping in ") {
        assert!(enable.contains("do aws lambda update-event-source-mapping "), "{enable}");
        assert!(enable.contains("--uuid \"$mapping\""), "{enable}");
        company.enable_mapping(&mapping, enable.contains(" --enabled ")).await.unwrap();
    }
}

async fn waiting(company: &Company) -> Vec<String> {
    let mut waiting = Vec::new();
    for queue in ["DeregisterDeviceQueue", "DeregisterFromWorkmailQueue", "TerminateWorkspacesQueue"] {
        waiting.push(format!("{queue} {}", company.messages(queue).await.len()));
    }
    waiting
}

const ALL_WAIT: [&str; 3] =
    ["DeregisterDeviceQueue 1", "DeregisterFromWorkmailQueue 1", "TerminateWorkspacesQueue 1"];

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_are_about_every_role_that_removes_and_every_queue_that_is_read() {
    for left_out in [vec![], vec![("EnableWorkMail", "false"), ("EnableThinClient", "false")]] {
        let parameters = [vec![("DryRun", "false"), ("DeleteDirectories", "true")], left_out].concat();
        let company = Company::deployed(world(), &parameters).await;
        let stack = company.stack();
        let removes = |role: &&sandbox::stack::Role| {
            let allowed = stack.allowed_actions(&role.logical_id);
            REMOVALS.iter().any(|removal| allowed.contains(*removal))
        };
        let roles: BTreeSet<_> =
            stack.roles.iter().filter(removes).map(|role| role.logical_id.clone()).collect();
        let mappings: BTreeSet<_> = stack.mappings.iter().map(|mapping| mapping.logical_id.clone()).collect();
        for output in ["EmergencyStopCommand", "EmergencyStopEndCommand"] {
            let parts: Vec<&str> = stack.outputs[output].split("; ").collect();
            let listed = |part: &str| part.split(' ').skip(3).map(str::to_owned).collect::<BTreeSet<_>>();
            assert_eq!((listed(parts[0]), listed(parts[3])), (roles.clone(), mappings.clone()), "{output}");
        }
        company.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_stops_every_removal_at_once_and_what_waits_is_done_when_it_ends() {
    let company = Company::live(world()).await;
    run(&company, "EmergencyStopCommand").await;
    company.offboard(alice()).await;
    company.advance(A_DAY).await;
    assert_eq!(company.changes(), Vec::<String>::new());
    assert_eq!(waiting(&company).await, ALL_WAIT);
    assert_eq!(company.kept().await, Vec::<String>::new());

    run(&company, "EmergencyStopEndCommand").await;
    company.settle().await.unwrap();
    assert_eq!(company.changes(), alice_is_gone());
    assert_eq!(company.kept().await, Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn during_the_stop_a_direct_call_and_a_workflow_are_refused_and_say_so() {
    let company = Company::live(world()).await;
    run(&company, "EmergencyStopCommand").await;
    let request = json!({"TerminateWorkspaceRequests": [{"WorkspaceId": person(ALICE).desktop}]});
    let report = company.report("TerminateWorkspaces", request).await;
    assert_eq!(report["Outcomes"][0]["Status"], "Failed");
    assert!(report["Outcomes"][0]["ErrorCode"].as_str().unwrap().starts_with("AccessDenied"), "{report}");

    company.offboard_by_hand("during-the-stop", alice()).await;
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(closing["Reason"]["Error"], "Failed");
    assert_eq!(company.changes(), Vec::<String>::new());
    assert!(company.denials().iter().all(|denial| REMOVALS.contains(&denial.action.as_str())));
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
