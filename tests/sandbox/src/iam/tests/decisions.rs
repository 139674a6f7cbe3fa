use serde_json::{Value, json};

use super::super::{Decision, Policy, Principal, Refused, Request, decide};
use super::{DESKTOP, ROLE, decided, statement, terminate};

#[test]
fn what_nothing_allows_is_not_allowed() {
    assert_eq!(decided(json!([]), &terminate()), Err(Refused::NotAllowed));
    let other = json!({ "Effect": "Allow", "Action": "workspaces:Describe*", "Resource": "*" });
    assert_eq!(decided(other, &terminate()), Err(Refused::NotAllowed));
}

#[test]
fn a_denial_outweighs_what_is_allowed_wherever_it_stands() {
    let on_hold = json!({ "Null": { "aws:ResourceTag/hold": "false" } });
    let statements = json!([statement("Deny", on_hold), statement("Allow", json!({}))]);
    assert_eq!(decided(statements.clone(), &terminate()), Ok(()));
    let held = terminate().with("aws:ResourceTag/hold", "legal");
    assert_eq!(decided(statements, &held), Err(Refused::DeniedToIdentity));
}

#[test]
fn actions_have_no_case_and_wildcards_and_resources_have_a_case() {
    let may = |action: &str, resource: &str| {
        decided(json!({ "Effect": "Allow", "Action": action, "Resource": resource }), &terminate()).is_ok()
    };
    assert!(may("WorkSpaces:terminate*", DESKTOP));
    assert!(may("workspaces:TerminateWorkspace?", "arn:aws:workspaces:*:123456789012:workspace/*"));
    assert!(!may("workspaces:TerminateWorkspaces", &DESKTOP.replace("ws-1", "WS-1")));
    assert!(!may("workspaces:TerminateWorkspaces", "arn:aws:workspaces:eu-west-1:123456789012:workspace/*"));
}

#[test]
fn an_action_that_cannot_be_limited_is_not_met_by_a_statement_about_resources() {
    let look = Request::new("workspaces:DescribeWorkspaces", "*");
    let about = |resource: &str| json!({ "Effect": "Allow", "Action": "workspaces:*", "Resource": resource });
    assert!(decided(about("*"), &look).is_ok());
    assert!(decided(about("arn:aws:workspaces:*:*:*"), &look).is_err());
}

fn at_queue(statements: Value, who: Principal) -> Decision {
    let policy = Policy::of_resource(&json!({ "Statement": statements })).unwrap();
    let send = Request::new("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:work");
    decide(who, &send, [], Some(&policy))
}

#[test]
fn a_resource_lets_in_whom_its_policy_names() {
    let to = |principal: Value, effect: &str| json!({ "Effect": effect, "Principal": principal, "Action": "sqs:*", "Resource": "*" });
    let (role, events) = (Principal::Role(ROLE), Principal::Service("events.amazonaws.com"));
    assert_eq!(at_queue(to(json!("*"), "Allow"), role), Ok(()));
    assert_eq!(at_queue(to(json!({ "AWS": "*" }), "Allow"), events), Ok(()));
    assert_eq!(at_queue(to(json!({ "AWS": ROLE }), "Allow"), role), Ok(()));
    assert_eq!(at_queue(to(json!({ "Service": "events.amazonaws.com" }), "Allow"), events), Ok(()));
    assert_eq!(
        at_queue(to(json!({ "Service": "sns.amazonaws.com" }), "Allow"), events),
        Err(Refused::NotAllowed)
    );
    assert_eq!(
        at_queue(to(json!({ "Service": "events.amazonaws.com" }), "Allow"), role),
        Err(Refused::NotAllowed)
    );
}

#[test]
fn naming_an_account_shuts_its_roles_out_and_leaves_letting_them_in_to_the_account() {
    for account in ["123456789012", "arn:aws:iam::123456789012:root"] {
        let to = |effect: &str| json!({ "Effect": effect, "Principal": { "AWS": account }, "Action": "sqs:*", "Resource": "*" });
        assert_eq!(at_queue(to("Allow"), Principal::Role(ROLE)), Err(Refused::NotAllowed));
        assert_eq!(at_queue(to("Deny"), Principal::Role(ROLE)), Err(Refused::DeniedByResource));
    }
}

#[test]
fn a_trust_policy_says_who_takes_the_role_on() {
    let trust = json!({ "Statement": {
        "Effect": "Allow", "Principal": { "Service": "states.amazonaws.com" }, "Action": "sts:AssumeRole",
        "Condition": { "StringEquals": { "aws:SourceAccount": "123456789012" } }
    } });
    let trust = Policy::of_trust(&trust).unwrap();
    let asked = Request::new("sts:AssumeRole", ROLE);
    let states = Principal::Service("states.amazonaws.com");
    assert_eq!(decide(states, &asked, [], Some(&trust)), Err(Refused::NotAllowed));
    let asked = asked.with("aws:SourceAccount", "123456789012");
    assert_eq!(decide(states, &asked, [], Some(&trust)), Ok(()));
    assert_eq!(
        decide(Principal::Service("lambda.amazonaws.com"), &asked, [], Some(&trust)),
        Err(Refused::NotAllowed)
    );
}

#[test]
fn the_allowed_actions_of_a_policy_can_be_listed() {
    let policy = json!({ "Statement": [
        { "Effect": "Allow", "Action": ["a:B", "a:C*"], "Resource": "*" },
        { "Effect": "Deny", "Action": "a:D", "Resource": "*" },
    ] });
    let policy = Policy::of_identity(&policy).unwrap();
    assert_eq!(policy.allowed_actions().collect::<Vec<_>>(), ["a:B", "a:C*"]);
}
