use std::cell::RefCell;

use bytes::Bytes;
use http::Request as Call;
use serde_json::json;

use crate::aws::testing::{Account, REGION, aws_json};
use crate::iam::{AccessDenied, Authorize, Policy, Principal, Request, decide};

const DEVICE: &str = "AAAAAAAAAAAAAAAAAAAAAAAA";
const ORGANIZATION: &str = "m-0123456789abcdef0123456789abcdef";

/// Somebody who may do everything, and of whom everything is remembered.
#[derive(Default)]
struct Watched(RefCell<Vec<Request>>);

impl Authorize for Watched {
    fn authorize(&self, asked: Request) -> Result<(), AccessDenied> {
        self.0.borrow_mut().push(asked);
        Ok(())
    }
}

/// Somebody who may do nothing.
struct Nobody;

impl Authorize for Nobody {
    fn authorize(&self, asked: Request) -> Result<(), AccessDenied> {
        Err(AccessDenied(format!("not {}", asked.action)))
    }
}

fn account() -> Account {
    Account::with(json!({
        "Directories": [{"DirectoryId": "d-9067000001"}, {"DirectoryId": "d-9067000002", "Region": "us-east-1"}],
        "Workspaces": [
            {"WorkspaceId": "ws-alice0001", "DirectoryId": "d-9067000001", "UserName": "alice"},
            {"WorkspaceId": "ws-alice0002", "DirectoryId": "d-9067000002", "UserName": "alice"},
        ],
        "DirectoryServiceDirectories": [{"DirectoryId": "d-9067000003"}],
        "Devices": [{"id": DEVICE}],
        "Organizations": [{"OrganizationId": ORGANIZATION}],
        "Tags": {
            "ws-alice0001": {"hold": "1"}, "ws-alice0002": {"hold": "2"}, "d-9067000001": {"hold": "3"}, DEVICE: {"hold": "4"}
        }
    }))
}

fn needs(call: &Call<Bytes>) -> Vec<Request> {
    let watched = Watched::default();
    account().send_as(call, &watched);
    watched.0.into_inner()
}

/// Actions and resources.
fn asked(call: &Call<Bytes>) -> Vec<(String, String)> {
    needs(call).into_iter().map(|need| (need.action, need.resource)).collect()
}

fn rest(method: &str, path: &str) -> Call<Bytes> {
    Call::builder().method(method).uri(path).body(Bytes::new()).unwrap()
}

/// Whether a request has this value of a condition key.
fn has(need: &Request, key: &str, value: &str) -> bool {
    let policy = json!({ "Statement": {
        "Effect": "Allow", "Action": "*", "Resource": "*",
        "Condition": { "ForAnyValue:StringEquals": { key: value } }
    } });
    let policy = Policy::of_identity(&policy).unwrap();
    decide(Principal::Role("arn:aws:iam::111122223333:role/r"), need, [&policy], None).is_ok()
}

#[test]
fn looking_and_tagging_in_workspaces_cannot_be_limited_to_a_resource() {
    for operation in ["DescribeWorkspaceDirectories", "DescribeWorkspaces", "DescribeWorkspacesPools"] {
        let call = aws_json(&format!("WorkspacesService.{operation}"), REGION, &json!({}));
        assert_eq!(asked(&call), [(format!("workspaces:{operation}"), "*".to_owned())]);
    }
    let tag = json!({"ResourceId": "d-9067000001", "Tags": [{"Key": "clock", "Value": "now"}]});
    let tag = &needs(&aws_json("WorkspacesService.CreateTags", REGION, &tag))[0];
    assert_eq!((tag.action.as_str(), tag.resource.as_str()), ("workspaces:CreateTags", "*"));
    assert!(has(tag, "aws:TagKeys", "clock") && has(tag, "aws:RequestTag/clock", "now"));
    let untag = json!({"ResourceId": "d-9067000001", "TagKeys": ["clock", "hold"]});
    let untag = &needs(&aws_json("WorkspacesService.DeleteTags", REGION, &untag))[0];
    assert!(has(untag, "aws:TagKeys", "clock") && has(untag, "aws:TagKeys", "hold"));
}

#[test]
fn every_workspace_of_a_call_is_asked_for_with_its_tags_in_the_region_of_the_call() {
    let ids = ["ws-alice0001", "ws-alice0002"].map(|id| json!({"WorkspaceId": id}));
    let input = json!({"TerminateWorkspaceRequests": ids});
    let needs = |region| needs(&aws_json("WorkspacesService.TerminateWorkspaces", region, &input));
    let here = needs(REGION);
    let arn = |region: &str, id: &str| format!("arn:aws:workspaces:{region}:111122223333:workspace/{id}");
    let arns: Vec<_> = here.iter().map(|need| need.resource.clone()).collect();
    assert_eq!(arns, [arn(REGION, "ws-alice0001"), arn(REGION, "ws-alice0002")]);
    assert!(has(&here[0], "aws:ResourceTag/hold", "1") && has(&here[0], "aws:RequestedRegion", REGION));
    assert!(!has(&here[1], "aws:ResourceTag/hold", "2"), "it is in the other Region");
    let there = needs("us-east-1");
    assert_eq!(there[1].resource, arn("us-east-1", "ws-alice0002"));
    assert!(
        has(&there[1], "aws:ResourceTag/hold", "2") && has(&there[1], "aws:RequestedRegion", "us-east-1")
    );
}

#[test]
fn a_directory_is_asked_for_with_its_tags() {
    let input = json!({"DirectoryId": "d-9067000001"});
    let need = &needs(&aws_json("WorkspacesService.DeregisterWorkspaceDirectory", REGION, &input))[0];
    assert_eq!(need.resource, format!("arn:aws:workspaces:{REGION}:111122223333:directory/d-9067000001"));
    assert!(has(need, "aws:ResourceTag/hold", "3"));
}

#[test]
fn thin_client_asks_for_devices_and_workmail_for_the_organization() {
    let device = format!("arn:aws:thinclient:{REGION}:111122223333:device/{DEVICE}");
    let tags = format!("/tags/{}", device.replace('/', "%2F"));
    for (call, action) in [
        (rest("GET", &format!("/devices/{DEVICE}")), "thinclient:GetDevice"),
        (rest("POST", &format!("/deregister-device/{DEVICE}")), "thinclient:DeregisterDevice"),
        (rest("GET", &tags), "thinclient:ListTagsForResource"),
    ] {
        let need = &needs(&call)[0];
        assert_eq!((need.action.as_str(), &need.resource), (action, &device));
        assert!(has(need, "aws:ResourceTag/hold", "4"), "{action}");
    }
    assert_eq!(asked(&rest("GET", "/devices")), [("thinclient:ListDevices".to_owned(), "*".to_owned())]);
    let input = json!({"OrganizationId": ORGANIZATION, "UserId": "alice"});
    let arn = format!("arn:aws:workmail:{REGION}:111122223333:organization/{ORGANIZATION}");
    let call = aws_json("WorkMailService.DescribeUser", REGION, &input);
    assert_eq!(asked(&call), [("workmail:DescribeUser".to_owned(), arn)]);
}

#[test]
fn deleting_a_directory_takes_its_network_down_in_the_callers_name() {
    let input = json!({"DirectoryId": "d-9067000003"});
    let needs = needs(&aws_json("DirectoryService_20150416.DeleteDirectory", REGION, &input));
    assert_eq!(needs[0].resource, format!("arn:aws:ds:{REGION}:111122223333:directory/d-9067000003"));
    let network: Vec<&str> = needs[1..].iter().map(|need| need.action.as_str()).collect();
    assert!(
        network.contains(&"ec2:DeleteSecurityGroup") && network.contains(&"ec2:DescribeNetworkInterfaces")
    );
    assert!(needs[1..].iter().all(|need| has(need, "aws:CalledVia", "ds.amazonaws.com")));
}

#[test]
fn a_denial_is_worded_as_the_service_words_its_errors_and_nothing_is_done() {
    let account = account();
    let before = account.aws.world();
    let input = json!({"DirectoryId": "d-9067000001"});
    let answer =
        account.send_as(&aws_json("WorkspacesService.DeregisterWorkspaceDirectory", REGION, &input), &Nobody);
    assert_eq!(answer.refused(), (400, "AccessDeniedException"));
    assert_eq!(answer.body["message"], "not workspaces:DeregisterWorkspaceDirectory");
    let answer = account.send_as(&rest("POST", &format!("/deregister-device/{DEVICE}")), &Nobody);
    assert_eq!(answer.refused(), (403, "AccessDeniedException"));
    assert_eq!(account.aws.world(), before);
}

#[test]
fn what_cannot_be_read_is_refused_before_anybody_asks_for_a_right() {
    let call = aws_json("WorkspacesService.DeregisterWorkspaceDirectory", REGION, &json!({}));
    assert_eq!(account().send_as(&call, &Nobody).refused().1, "ValidationException");
}
