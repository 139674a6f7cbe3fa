//! What is not done.

use super::*;

const OF_TODAY: &[(&str, &str)] = &[(CLOCK, NOW)];

/// What is read of two directories: one seen empty for the first time, one in use again.
fn reads() -> [Rule; 6] {
    [
        listing(&[directory(ID), directory(OTHER)]),
        tags(ID, &[]),
        workspaces(ID, 0),
        pools(&[]),
        tags(OTHER, OF_TODAY),
        workspaces(OTHER, 1),
    ]
}

#[tokio::test]
async fn a_dry_run_touches_no_clock_and_says_so() {
    let found = ask([], Duration::from_mins(1), &reads(), json!({})).await.unwrap();
    let first = format!("{FIRST_SEEN}; its clock was not set: this is a dry run");
    let second = "it has WorkSpaces; its clock was not removed: this is a dry run";
    let directories = json!([finding(ID, "Watching", None, &first), finding(OTHER, "InUse", None, second)]);
    let mut expected = answer(&directories, &[]);
    expected["DryRun"] = json!(true);
    assert_eq!(found, expected);
}

#[tokio::test]
async fn before_its_day_a_request_touches_no_clock_and_is_not_done() {
    let request = json!({"EffectiveAt": "2027-02-01T00:00:00Z"});
    let found = find(&reads(), request.clone()).await;
    let first = format!("{FIRST_SEEN}; its clock was not set: its day has not come");
    let second = "it has WorkSpaces; its clock was not removed: its day has not come";
    let directories = json!([finding(ID, "Watching", None, &first), finding(OTHER, "InUse", None, second)]);
    assert_eq!(found, answer(&directories, &[]));

    let event = json!({"detail-type": "Check", "source": "test", "id": "e", "time": NOW, "detail": request});
    let error = ask(LIVE, Duration::from_mins(1), &reads(), event).await.unwrap_err();
    assert_eq!(error.error_type().as_str(), "Incomplete");
}

#[tokio::test]
async fn one_on_hold_is_never_idle_and_its_clock_does_not_start() {
    let calls = [
        listing(&[directory(ID), directory(OTHER)]),
        tags(ID, &[("offboarding:hold", "no"), (CLOCK, TWO_WEEKS_AGO)]),
        workspaces(ID, 0),
        pools(&[]),
        tags(OTHER, &[("offboarding:hold", "")]),
        workspaces(OTHER, 0),
    ];
    let reason = "it has the tag offboarding:hold";
    let found = json!([finding(ID, "Held", None, reason), finding(OTHER, "Held", None, reason)]);
    assert_eq!(find(&calls, json!({})).await, answer(&found, &[]));
}

#[tokio::test]
async fn the_clock_of_one_on_hold_does_not_run_while_it_is_used() {
    let calls = [
        listing(&[directory(ID)]),
        tags(ID, &[("offboarding:hold", ""), (CLOCK, TWO_WEEKS_AGO)]),
        workspaces(ID, 1),
        remove_clock(ID),
    ];
    let found = json!([finding(ID, "Held", None, "it has the tag offboarding:hold")]);
    assert_eq!(find(&calls, json!({})).await, answer(&found, &[]));
}

#[tokio::test]
async fn more_idle_directories_than_the_limit_are_refused_whole() {
    let third = "d-0000000003";
    let calls = [
        listing(&[directory(ID), directory(OTHER), directory(third)]),
        tags(ID, &[(CLOCK, TWO_WEEKS_AGO)]),
        workspaces(ID, 0),
        pools(&[]),
        tags(OTHER, &[(CLOCK, TWO_WEEKS_AGO)]),
        workspaces(OTHER, 0),
        tags(third, &[]),
        workspaces(third, 0),
    ];
    let environment = [("DRY_RUN", "false"), ("MAX_RESOURCES", "1")];
    let error = ask(environment, Duration::from_mins(1), &calls, json!({})).await.unwrap_err();
    assert_eq!(error, Error::TooManyResources { found: 2, limit: 1 });
}
