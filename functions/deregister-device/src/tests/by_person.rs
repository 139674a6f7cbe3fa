use super::*;

const NOT_LOOKED_UP: &str = "no device ids, and no matching by last user";

fn not_looked_up() -> Value {
    let mut report = report(true, &[]);
    report["LookedUp"] = json!(false);
    report["Notes"] = json!([NOT_LOOKED_UP]);
    report
}

/// Devices that alice, somebody else and alice's address used last.
fn used() -> Fleet {
    Fleet::default()
        .used_by(1, "ALICE")
        .used_by(2, "alice2")
        .used_by(3, "Alice@Example.com")
        .used_by(4, "alice")
}

#[tokio::test]
async fn a_persons_devices_are_those_that_are_named_in_that_order() {
    let fleet = used();
    let user = json!({"UserName": "alice", "DeviceIds": [id(3), id(2), id(3)]});
    let answer = ask(&fleet, person(&user)).await.unwrap();
    let requested = |number| outcome(number, "Requested", &Value::Null);
    assert_eq!(answer, report(false, &[requested(3), requested(2)]));
    assert!(!fleet.calls().contains(&"ListDevices".to_owned()));
}

#[tokio::test]
async fn without_ids_or_matching_a_person_was_not_looked_up() {
    let fleet = used();
    let answer = ask(&fleet, person(&json!({"UserName": "alice", "Email": "alice@example.com"}))).await;
    assert_eq!(answer.unwrap(), not_looked_up());
    assert_eq!(fleet.calls(), [""; 0]);
}

#[tokio::test]
async fn matching_needs_a_name_or_an_address() {
    let fleet = used();
    let user = json!({"DirectoryIds": ["d-0123456789"]});
    assert_eq!(ask_in([LIVE, BY_LAST_USER], &fleet, person(&user)).await.unwrap(), not_looked_up());
}

#[tokio::test]
async fn where_allowed_devices_match_by_last_user_through_all_pages_after_those_named() {
    let fleet = used();
    let user = json!({"UserName": "Alice", "Email": "alice@example.com", "DeviceIds": [id(4)]});
    let answer = ask_in([LIVE, BY_LAST_USER], &fleet, person(&user)).await.unwrap();
    let requested = |number| outcome(number, "Requested", &Value::Null);
    assert_eq!(answer, report(false, &[requested(4), requested(1), requested(3)]));
    assert_eq!(fleet.calls().iter().filter(|call| *call == "ListDevices").count(), 7);
}

#[tokio::test]
async fn a_person_who_used_no_device_was_looked_up_and_has_nothing() {
    let fleet = Fleet::of(2);
    let answer = ask_in([LIVE, BY_LAST_USER], &fleet, person(&json!({"UserName": "alice"}))).await;
    assert_eq!(answer.unwrap(), report(true, &[]));
}

#[tokio::test]
async fn a_listing_that_fails_fails_the_request() {
    let fleet = used();
    fleet.refuse("ListDevices", 0, (403, "AccessDeniedException"));
    let user = json!({"UserName": "alice", "DeviceIds": [id(4)]});
    let (error_type, message) = error(ask_in([LIVE, BY_LAST_USER], &fleet, person(&user)).await);
    assert_eq!(error_type, "AccessDenied");
    assert!(message.starts_with("ListDevices: AccessDeniedException"), "{message}");
    assert_eq!(fleet.changes(), [""; 0]);
}

#[tokio::test]
async fn a_device_that_cannot_be_looked_at_leaves_its_siblings_alone() {
    let fleet = Fleet::of(2);
    fleet.refuse("GetDevice", 1, (403, "AccessDeniedException"));
    let answer = ask(&fleet, person(&json!({"DeviceIds": [id(1), id(2)]}))).await.unwrap();
    let denied = outcome(1, "Failed", &failed("AccessDeniedException", false));
    assert_eq!(answer, report(false, &[denied, outcome(2, "Requested", &Value::Null)]));
}

#[tokio::test]
async fn where_none_can_be_looked_at_the_request_fails_with_the_first_error() {
    let fleet = Fleet::of(2);
    fleet.refuse("GetDevice", 1, (429, "ThrottlingException"));
    fleet.refuse("GetDevice", 2, (403, "AccessDeniedException"));
    let answer = ask(&fleet, person(&json!({"DeviceIds": [id(1), id(2)]}))).await;
    assert_eq!(error(answer).0, "Throttled");
}

#[tokio::test]
async fn more_devices_than_the_limit_are_refused_whole_without_a_look() {
    let fleet = Fleet::of(3);
    let ids: Vec<_> = (1..=3).map(id).collect();
    let limited = [LIVE, ("MAX_RESOURCES", "2")];
    let answer = ask_in(limited, &fleet, person(&json!({"DeviceIds": ids}))).await;
    assert_eq!(error(answer).0, "TooManyResources");
    assert_eq!(fleet.calls(), [""; 0]);
}
