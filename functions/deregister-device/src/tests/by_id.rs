use super::*;

#[tokio::test]
async fn a_registered_device_is_deregistered() {
    let fleet = Fleet::of(2);
    let answer = ask(&fleet, one(1)).await.unwrap();
    assert_eq!(answer, report(false, &[outcome(1, "Requested", &Value::Null)]));
    let id = id(1);
    assert_eq!(
        fleet.calls(),
        [
            format!("GetDevice {id}"),
            format!("ListTagsForResource arn:aws:thinclient:us-east-1:123456789012:device/{id}"),
            format!("DeregisterDevice {id} DEREGISTERED {id}-DEREGISTERED-HR-1"),
        ]
    );
}

#[tokio::test]
async fn asking_again_changes_nothing_more_and_says_so() {
    let fleet = Fleet::of(1);
    ask(&fleet, one(1)).await.unwrap();
    let under_way = ask(&fleet, one(1)).await.unwrap();
    fleet.set(1, "DEREGISTERED");
    let done = ask(&fleet, one(1)).await.unwrap();

    assert_eq!(under_way, report(false, &[outcome(1, "InProgress", &because("it is DEREGISTERING"))]));
    assert_eq!(done, report(true, &[outcome(1, "AlreadyGone", &because("it is DEREGISTERED"))]));
    assert_eq!(fleet.changes().len(), 1);
}

#[tokio::test]
async fn a_device_that_is_not_there_is_already_gone() {
    let fleet = Fleet::default();
    let answer = ask(&fleet, one(1)).await.unwrap();
    assert_eq!(answer, report(true, &[outcome(1, "AlreadyGone", &because("not found"))]));
}

#[tokio::test]
async fn a_device_that_vanishes_meanwhile_is_already_gone() {
    let fleet = Fleet::of(1);
    fleet.refuse("DeregisterDevice", 1, (404, "ResourceNotFoundException"));
    let answer = ask(&fleet, one(1)).await.unwrap();
    assert_eq!(answer, report(true, &[outcome(1, "AlreadyGone", &because("not found"))]));
}

#[tokio::test]
async fn archiving_is_tried_on_what_is_deregistered_and_on_nothing_that_is_archived() {
    let fleet = Fleet::of(1);
    let request = json!({"OffboardingId": "HR-1", "id": id(1), "targetDeviceStatus": "ARCHIVED"});
    fleet.set(1, "DEREGISTERED");
    let tried = ask(&fleet, request.clone()).await.unwrap();
    fleet.set(1, "ARCHIVED");
    let done = ask(&fleet, request).await.unwrap();
    let otherwise = ask(&fleet, one(1)).await.unwrap();

    assert_eq!(tried, report(false, &[outcome(1, "Requested", &Value::Null)]));
    let gone = report(true, &[outcome(1, "AlreadyGone", &because("it is ARCHIVED"))]);
    assert_eq!((done, otherwise), (gone.clone(), gone));
    assert_eq!(fleet.changes(), [format!("DeregisterDevice {0} ARCHIVED {0}-ARCHIVED-HR-1", id(1))]);
}

#[tokio::test]
async fn a_status_never_seen_before_is_left_to_aws() {
    let fleet = Fleet::of(1);
    fleet.set(1, "HIBERNATING");
    let answer = ask(&fleet, one(1)).await.unwrap();
    assert_eq!(answer, report(false, &[outcome(1, "Requested", &Value::Null)]));
}

#[tokio::test]
async fn after_a_conflict_a_second_look_tells() {
    for (meanwhile, expected) in [
        ("DEREGISTERING", outcome(1, "InProgress", &because("it is DEREGISTERING"))),
        ("DEREGISTERED", outcome(1, "AlreadyGone", &because("it is DEREGISTERED"))),
        ("REGISTERED", outcome(1, "Failed", &failed("ConflictException", true))),
    ] {
        let fleet = Fleet::of(1);
        fleet.refuse_while_it_becomes(1, meanwhile, (409, "ConflictException"));
        let answer = ask(&fleet, one(1)).await.unwrap();
        assert_eq!(answer["Outcomes"], json!([expected]), "{meanwhile}");
    }
}

#[tokio::test]
async fn what_aws_refuses_has_its_code_and_whether_asking_again_can_help() {
    for (status, code, retryable) in [
        (403, "AccessDeniedException", false),
        (400, "ValidationException", false),
        (429, "ThrottlingException", true),
        (500, "InternalServerException", true),
        (400, "SomethingNewException", true),
    ] {
        let fleet = Fleet::of(1);
        fleet.refuse("DeregisterDevice", 1, (status, code));
        let answer = ask(&fleet, one(1)).await.unwrap();
        assert_eq!(answer, report(!retryable, &[outcome(1, "Failed", &failed(code, retryable))]));
    }
}

#[tokio::test]
async fn a_device_that_cannot_be_looked_at_fails_the_request() {
    for (status, code, error_type) in [
        (403, "AccessDeniedException", "AccessDenied"),
        (429, "ThrottlingException", "Throttled"),
        (500, "InternalServerException", "ServiceUnavailable"),
        (400, "ValidationException", "InvalidRequest"),
    ] {
        let fleet = Fleet::of(1);
        fleet.refuse("GetDevice", 1, (status, code));
        let (given, message) = error(ask(&fleet, one(1)).await);
        assert_eq!(given, error_type);
        assert_eq!(message, format!("GetDevice: {code}: {code} of the test (request id aws-request-1)"));
    }
}

#[tokio::test]
async fn the_callers_own_token_is_used() {
    let fleet = Fleet::of(1);
    let request = json!({"id": id(1), "clientToken": "my token"});
    ask(&fleet, request).await.unwrap();
    assert_eq!(fleet.changes(), [format!("DeregisterDevice {} DEREGISTERED my token", id(1))]);
}

#[tokio::test]
async fn a_token_has_no_part_in_it_that_a_retry_would_not_have() {
    let fleet = Fleet::of(1);
    let answer = ask(&fleet, json!({"id": id(1)})).await.unwrap();
    assert_eq!(answer["OffboardingId"], "lambda-request-1");
    assert_eq!(fleet.changes(), [format!("DeregisterDevice {0} DEREGISTERED {0}-DEREGISTERED", id(1))]);
}

#[tokio::test]
async fn a_request_that_cannot_be_used_names_the_field() {
    let fleet = Fleet::of(1);
    for (request, message) in [
        (json!({"id": "short"}), "`id` must be a device id: 24 of 0-9 a-z A-Z"),
        (json!({"targetDeviceStatus": "ARCHIVED"}), "`id` is missing"),
        (
            json!({"id": id(1), "targetDeviceStatus": "archived"}),
            "`targetDeviceStatus` must be DEREGISTERED or ARCHIVED",
        ),
        (json!({"id": id(1), "clientToken": ""}), "`clientToken` must be 1 to 512 characters"),
        (json!({"id": id(1), "Id": id(1)}), "`Id` is not a field of this request"),
        (
            json!({"id": id(1), "User": {"UserName": "alice"}}),
            "the request must have `User` or `id`, not both",
        ),
        (json!({}), "the request must have `User` or `id`"),
    ] {
        assert_eq!(error(ask(&fleet, request).await), ("InvalidRequest", message.to_owned()));
    }
    assert_eq!(fleet.calls(), [""; 0]);
}
