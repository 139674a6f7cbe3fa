use serde_json::{Value, json};

use super::*;

fn read(value: Value) -> Result<(Common, Form<WorkspaceId>), Invalid> {
    let mut fields = Fields::of(value, "")?;
    let common = Common::take(&mut fields)?;
    let form = Form::take(&mut fields, &["WorkspaceId"], |fields| {
        required(fields.text("WorkspaceId")?, "WorkspaceId")
    })?;
    fields.finish()?;
    Ok((common, form))
}

fn problem(value: Value) -> String {
    read(value).unwrap_err().to_string()
}

#[test]
fn a_person_is_read_whole() {
    let (common, form) = read(json!({
        "DryRun": true, "OffboardingId": "HR-1", "EffectiveAt": "2027-01-31T18:00:00+01:00",
        "RequestedBy": "HR", "Reason": "leaves",
        "User": {"UserName": "alice", "Email": "alice@example.com", "DirectoryIds": ["d-0123456789"],
                 "OrganizationId": "m-0123456789abcdef0123456789abcdef", "DeviceIds": ["0123456789abcdefghijklmn"]}
    }))
    .unwrap();
    assert_eq!(crate::clock::rfc3339(common.effective_at.unwrap()), "2027-01-31T17:00:00Z");
    assert!(common.dry_run && common.offboarding_id.is_some());
    let Form::Person(person) = form else { panic!("not a person") };
    assert_eq!(person.user_name.unwrap().as_str(), "alice");
    assert_eq!(person.directory_ids.unwrap().len(), 1);
    assert!(person.email.is_some() && person.organization_id.is_some() && person.device_ids.is_some());
}

#[test]
fn exactly_one_form_is_asked_for() {
    assert_eq!(problem(json!({})), "the request must have `User` or `WorkspaceId`");
    assert_eq!(
        problem(json!({"User": {"UserName": "alice"}, "WorkspaceId": "ws-12345678"})),
        "the request must have `User` or `WorkspaceId`, not both"
    );
    assert!(read(json!({"User": null, "WorkspaceId": "ws-12345678"})).is_ok());
}

#[test]
fn an_empty_person_is_nobody() {
    for user in [json!({}), json!({"UserName": null}), json!({"Name": null})] {
        assert_eq!(problem(json!({"User": user})), "`User` must say something of the person");
    }
}

#[test]
fn what_is_wrong_is_named_and_its_value_is_not() {
    for (request, field) in [
        (json!({"User": {"UserName": "x".repeat(64)}}), "`User.UserName`"),
        (json!({"User": {"UserName": 7}}), "`User.UserName`"),
        (json!({"User": {"Email": ""}}), "`User.Email`"),
        (json!({"User": {"UserName": "a", "DirectoryIds": ["x"]}}), "`User.DirectoryIds[0]`"),
        (json!({"User": {"UserName": "a", "DirectoryIds": []}}), "`User.DirectoryIds`"),
        (json!({"User": "alice"}), "`User`"),
        (json!({"User": {"UserName": "a"}, "EffectiveAt": "tomorrow"}), "`EffectiveAt`"),
        (json!({"User": {"UserName": "a"}, "DryRun": "false"}), "`DryRun`"),
        (json!({"User": {"UserName": "a"}, "Reason": "x".repeat(257)}), "`Reason`"),
        (json!({"User": {"UserName": "a"}, "dryRun": true}), "`dryRun`"),
        (json!([]), "the request"),
    ] {
        assert!(problem(request.clone()).starts_with(field), "{} for {request}", problem(request.clone()));
    }
}

#[test]
fn a_log_does_not_get_a_name_that_the_caller_chose() {
    let invalid = read(json!({"User": {"UserName": "a", "alice@example.com": 1}})).unwrap_err();
    assert_eq!(invalid.to_string(), "`User.alice@example.com` is not a field of this request");
    assert_eq!(invalid.for_log(), "`User` has a field that is not one of this request");
}

#[test]
fn a_retention_period_keeps_back_only_what_goes_last() {
    let due = |goes_last| {
        let request = json!({"WorkspaceId": "ws-12345678", "EffectiveAt": "2027-01-31T18:00:00Z", "RetentionSeconds": 604_800});
        crate::clock::rfc3339(read(request).unwrap().0.due(goes_last).unwrap())
    };
    assert_eq!((due(false).as_str(), due(true).as_str()), ("2027-01-31T18:00:00Z", "2027-02-07T18:00:00Z"));
}

#[test]
fn a_retention_period_counts_from_a_date_and_is_a_number_of_seconds() {
    let request = |day: Value, seconds: Value| json!({"WorkspaceId": "ws-12345678", "EffectiveAt": day, "RetentionSeconds": seconds});
    assert_eq!(
        problem(request(json!(null), json!(0))),
        "`RetentionSeconds` needs an `EffectiveAt` to count from"
    );
    for seconds in [json!(-1), json!(1.5), json!("604800"), json!(31_104_001)] {
        assert_eq!(
            problem(request(json!("2027-01-31T18:00:00Z"), seconds)),
            "`RetentionSeconds` must be a whole number from 0 to 31104000"
        );
    }
}
