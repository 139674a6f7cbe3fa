use super::*;

#[tokio::test]
async fn only_a_user_with_the_role_user_is_removed_for_a_person() {
    for role in ["REMOTE_USER", "RESOURCE", "SYSTEM_USER", "SOMETHING_NEW"] {
        let company = Company::of([alice().with_role(role)]);
        let answer = ask(&company, person(&json!({"UserName": "alice"}))).await.unwrap();
        let held = outcome(ALICE, "Held", &because(&format!("its role is {role}")));
        assert_eq!(answer, report(true, &[held], &[]));
        assert_eq!(company.changes(), [""; 0]);
    }
}

#[tokio::test]
async fn a_system_user_and_one_whose_role_is_not_known_are_held_in_any_form() {
    for (role, reason) in [(Some("SYSTEM_USER"), "its role is SYSTEM_USER"), (None, "its role is not known")]
    {
        for request in [entity(ALICE), person(&json!({"UserName": "alice"}))] {
            let company = Company::of([Member { role, ..alice() }]);
            let answer = ask(&company, request).await.unwrap();
            assert_eq!(answer, report(true, &[outcome(ALICE, "Held", &because(reason))], &[]));
            assert_eq!(company.changes(), [""; 0]);
        }
    }
}

#[tokio::test]
async fn a_dry_run_plans_and_makes_no_changing_call() {
    for request in [entity(ALICE), person(&json!({"UserName": "alice"}))] {
        let company = Company::of([alice()]);
        let answer = ask_in([OF_THE_STACK], &company, request).await.unwrap();
        let mut expected = report(true, &[outcome(ALICE, "Planned", &Value::Null)], &[]);
        expected["DryRun"] = json!(true);
        assert_eq!(answer, expected);
        assert_eq!(company.changes(), [""; 0]);
    }
}

#[tokio::test]
async fn before_its_day_nothing_is_removed() {
    let company = Company::of([alice()]);
    let mut request = person(&json!({"UserName": "alice"}));
    request["EffectiveAt"] = json!("2027-01-31T13:00:00Z");
    let answer = ask(&company, request).await.unwrap();
    let early = because("its day, 2027-01-31T13:00:00Z, has not come");
    let note = "its day, 2027-01-31T13:00:00Z, has not come: nothing is removed before it";
    assert_eq!(answer, report(false, &[outcome(ALICE, "NotReady", &early)], &[note]));
    assert_eq!(company.changes(), [""; 0]);
}

#[tokio::test]
async fn near_the_deadline_nothing_is_begun() {
    let company = Company::of([alice()]);
    let soon = Duration::from_secs(1);
    let named = ask_within(soon, &company, [LIVE, OF_THE_STACK], entity(ALICE)).await.unwrap();
    let later = because("the invocation was about to end: nothing new was started");
    assert_eq!(named, report(false, &[outcome(ALICE, "NotReady", &later)], &[]));

    let person = person(&json!({"UserName": "alice"}));
    let answer = ask_within(soon, &company, [LIVE, OF_THE_STACK], person).await;
    assert_eq!(error(answer).0, "ServiceUnavailable");
    assert_eq!(company.calls(), [""; 0]);
}

#[tokio::test]
async fn a_setting_that_cannot_be_understood_stops_the_start() {
    let environment = Environment::from([("WORKMAIL_ORGANIZATION_ID", "example")]);
    let error = DeregisterFromWorkMail::new(&environment, Company::default().client()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "environment variable WORKMAIL_ORGANIZATION_ID must be an organization id: m- and 32 of 0-9 a-f"
    );
}
