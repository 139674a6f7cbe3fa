//! The evidence is small enough for the limits of Step Functions and EventBridge.

use end_to_end::{ALICE, Company, DIRECTORY, desktop, organization, world};
use sandbox::aws::Fault;
use serde_json::json;

use super::{alice_leaves_in, reports};

/// What Step Functions passes from state to state (quotas in its developer guide), in bytes.
const LIMIT: usize = 262_144;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_desktops_and_devices_that_aws_refuses_fit_into_it() {
    for message in ["is not authorized to perform this ", "\"", "ü"] {
        refused_with(&message.repeat(1000)).await;
    }
}

async fn refused_with(message: &str) {
    let mut world = world();
    let device = |n: usize| format!("alice{n:0>19}");
    world["Workspaces"] = (0..100).map(|n| desktop(&format!("ws-alice{n:0>8}"), ALICE, DIRECTORY)).collect();
    world["Devices"] = (0..100).map(|n| json!({"id": device(n), "status": "REGISTERED"})).collect();
    let company = Company::deployed(world, &[("DryRun", "false"), ("MaxResources", "100")]).await;
    for operation in ["TerminateWorkspaces", "DeregisterDevice"] {
        company.aws().fail(Fault::new(operation, 403, "AccessDeniedException", message).always());
    }
    let mut request = alice_leaves_in(&company, 1);
    request["User"] = json!({"UserName": ALICE, "OrganizationId": organization(), "DeviceIds": (0..100).map(device).collect::<Vec<_>>()});
    company.offboard(request).await;
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(closing["Reason"]["Error"], "Failed");
    let last = reports(&closing, "terminate-workspaces")["Last"]["Outcomes"].as_array().unwrap();
    assert!(last.len() == 100 && last.iter().all(|outcome| outcome["ErrorCode"] == "AccessDeniedException"));
    let size = closing.to_string().len();
    assert!(size < LIMIT * 9 / 10, "{size} bytes");
    company.close().await;
}
