//! What keeps a directory.

use super::*;

#[tokio::test]
async fn a_dry_run_plans_and_deregisters_nothing() {
    let answer =
        ask([], Duration::from_mins(1), &empty_and_free(), json!({"DirectoryId": ID})).await.unwrap();
    let mut planned = report(true, &json!({"Status": "Planned"}));
    planned["DryRun"] = json!(true);
    assert_eq!(answer, planned);
}

#[tokio::test]
async fn a_dry_run_says_what_is_in_the_way() {
    let calls = [registered(), workspaces(ID, 1, None, ""), tags(ID, &[])];
    let request = json!({"DirectoryId": ID, "DryRun": true});
    let answer = ask(LIVE, Duration::from_mins(1), &calls, request).await.unwrap();
    let mut waiting = report(false, &json!({"Status": "NotReady", "Reason": "it has WorkSpaces"}));
    waiting["DryRun"] = json!(true);
    assert_eq!(answer, waiting);
}

#[tokio::test]
async fn one_on_hold_stays() {
    let calls = [registered(), no_workspaces(ID), no_pools(), tags(ID, &["team", "offboarding:hold"])];
    let outcome = json!({"Status": "Held", "Reason": "it has the tag offboarding:hold"});
    assert_eq!(deregister(&calls).await.unwrap(), report(true, &outcome));
}

#[tokio::test]
async fn nobody_waits_for_one_on_hold_to_be_empty() {
    let calls = [registered(), workspaces(ID, 1, None, ""), tags(ID, &["offboarding:hold"])];
    let outcome = json!({"Status": "Held", "Reason": "it has the tag offboarding:hold"});
    assert_eq!(deregister(&calls).await.unwrap(), report(true, &outcome));
}

#[tokio::test]
async fn without_a_hold_tag_no_tags_are_read() {
    let calls = [registered(), no_workspaces(ID), no_pools(), accept(ID)];
    let environment = [("DRY_RUN", "false"), ("HOLD_TAG_KEY", "")];
    let answer = ask(environment, Duration::from_mins(1), &calls, json!({"DirectoryId": ID})).await.unwrap();
    assert_eq!(answer, report(false, &json!({"Status": "Requested"})));
}

#[tokio::test]
async fn one_whose_tags_cannot_be_read_stays() {
    let calls =
        [registered(), no_workspaces(ID), no_pools(), refuse!(describe_tags, "AccessDeniedException")];
    let outcome = json!({
        "Status": "Failed", "ErrorCode": "AccessDeniedException", "ErrorMessage": "AWS says no", "Retryable": false
    });
    assert_eq!(deregister(&calls).await.unwrap(), report(true, &outcome));
}

#[tokio::test]
async fn a_denied_removal_was_a_hold_if_it_has_the_tag_by_now() {
    let denied = || refuse!(deregister_workspace_directory, "AccessDeniedException");
    let calls = then(empty_and_free(), denied());
    let held: Vec<Rule> = calls.into_iter().chain([tags(ID, &["offboarding:hold"])]).collect();
    let outcome = json!({"Status": "Held", "Reason": "it has the tag offboarding:hold"});
    assert_eq!(deregister(&held).await.unwrap(), report(true, &outcome));

    let calls = then(empty_and_free(), denied());
    let free: Vec<Rule> = calls.into_iter().chain([tags(ID, &[])]).collect();
    let outcome = json!({
        "Status": "Failed", "ErrorCode": "AccessDeniedException", "ErrorMessage": "AWS says no", "Retryable": false
    });
    assert_eq!(deregister(&free).await.unwrap(), report(true, &outcome));
}

#[tokio::test]
async fn before_its_day_it_stays() {
    let calls = [registered(), no_workspaces(ID), no_pools()];
    let request = json!({"DirectoryId": ID, "EffectiveAt": "2027-02-01T00:00:00Z"});
    let answer = ask(LIVE, Duration::from_mins(1), &calls, request).await.unwrap();
    let reason = "its day, 2027-02-01T00:00:00Z, has not come";
    let mut early = report(false, &json!({"Status": "NotReady", "Reason": reason}));
    early["Notes"] = json!(["its day, 2027-02-01T00:00:00Z, has not come: nothing is removed before it"]);
    assert_eq!(answer, early);
}

#[tokio::test]
async fn near_the_end_of_the_invocation_nothing_is_begun() {
    let answer = ask(LIVE, Duration::from_secs(1), &[], json!({"DirectoryId": ID})).await.unwrap();
    let reason = "the invocation was about to end: nothing new was started";
    assert_eq!(answer, report(false, &json!({"Status": "NotReady", "Reason": reason})));
}
