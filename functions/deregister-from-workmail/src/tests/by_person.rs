use super::*;

fn user(name: Option<&str>, address: Option<&str>) -> Value {
    person(&json!({"UserName": name, "Email": address}))
}

fn nobody(notes: &[&str]) -> Value {
    report(true, &[], notes)
}

#[tokio::test]
async fn a_person_is_found_by_name_by_address_and_by_both() {
    for (name, address) in [
        (Some("alice"), None),
        (Some("ALICE"), None),
        (None, Some("alice@example.com")),
        (Some("alice"), Some("alice@example.com")),
    ] {
        let company = Company::of([alice(), bob(), group(), room()]);
        let answer = ask(&company, user(name, address)).await.unwrap();
        assert_eq!(answer, removed(ALICE), "{name:?} {address:?}");
        assert_eq!(company.changes(), [format!("DeregisterFromWorkMail {ALICE}")]);
    }
}

#[tokio::test]
async fn asking_again_for_a_person_changes_nothing_more_and_says_so() {
    let company = Company::of([alice()]);
    ask(&company, user(Some("alice"), None)).await.unwrap();
    let again = ask(&company, user(Some("alice"), None)).await.unwrap();
    assert_eq!(again, report(true, &[outcome(ALICE, "AlreadyGone", &because("it is DISABLED"))], &[]));
    assert_eq!(company.changes().len(), 1);
}

#[tokio::test]
async fn a_person_whom_workmail_does_not_know_has_nothing() {
    let company = Company::of([bob()]);
    let answer = ask(&company, user(Some("alice"), Some("alice@example.com"))).await.unwrap();
    assert_eq!(answer, nobody(&[]));
}

#[tokio::test]
async fn a_group_of_the_leavers_name_is_never_touched() {
    let company = Company::of([group()]);
    assert_eq!(ask(&company, user(Some("alice"), None)).await.unwrap(), nobody(&[]));
}

#[tokio::test]
async fn a_group_or_room_of_the_leavers_address_is_never_touched() {
    let company = Company::of([group(), room()]);
    for (address, note) in [
        ("team@example.com", "the address belongs to a group, which was left alone"),
        ("room@example.com", "the address belongs to a resource, which was left alone"),
    ] {
        assert_eq!(ask(&company, user(None, Some(address))).await.unwrap(), nobody(&[note]));
    }
    assert_eq!(company.changes(), [""; 0]);
}

#[tokio::test]
async fn an_address_that_leads_to_no_user_for_certain_is_left_alone() {
    let unknown_kind = bob().of_kind("SOMETHING_NEW");
    // A user whose name is somebody else's id.
    let named_like_an_id = Member { name: BOB, ..alice() };
    for (members, note) in [
        (vec![unknown_kind], "the address belongs to what may not be a user: left alone"),
        (vec![named_like_an_id, bob()], "the address led to a user of another id, who was left alone"),
    ] {
        let company = Company::of(members);
        assert_eq!(ask(&company, user(None, Some("bob@example.com"))).await.unwrap(), nobody(&[note]));
        assert_eq!(company.changes(), [""; 0]);
    }
}

#[tokio::test]
async fn a_user_name_that_is_an_id_or_address_of_somebody_else_is_not_that_person() {
    let company = Company::of([alice(), bob()]);
    let note = "the user name led to a user of another name, who was left alone";
    for name in [BOB, "bob@example.com"] {
        assert_eq!(ask(&company, user(Some(name), None)).await.unwrap(), nobody(&[note]));
    }
}

#[tokio::test]
async fn a_name_and_an_address_of_different_users_are_ambiguous() {
    let company = Company::of([alice(), bob()]);
    let answer = ask(&company, user(Some("alice"), Some("bob@example.com"))).await;
    let expected = ("AmbiguousUser", "the name and the address lead to different users".to_owned());
    assert_eq!(error(answer), expected);
    assert_eq!(company.changes(), [""; 0]);
}

#[tokio::test]
async fn a_person_that_workmail_cannot_express_was_not_looked_up() {
    let company = Company::of([alice()]);
    for request in [
        user(Some("alice smith"), Some("älice@example.com")),
        user(None, Some("alice")),
        person(&json!({"DeviceIds": ["0123456789abcdefghijklmn"]})),
    ] {
        let answer = ask_in([LIVE], &company, request).await.unwrap();
        let mut expected = nobody(&["no user name or address that WorkMail can express"]);
        expected["LookedUp"] = json!(false);
        assert_eq!(answer, expected);
    }
    assert_eq!(company.calls(), [""; 0]);
}

#[tokio::test]
async fn what_cannot_be_expressed_is_noted_and_the_rest_is_looked_up() {
    for (name, address, note) in [
        (
            "alice smith",
            "alice@example.com",
            "WorkMail cannot express the user name: looked up by address only",
        ),
        ("alice", "alice@localhost", "WorkMail cannot express the address: looked up by user name only"),
    ] {
        let company = Company::of([alice()]);
        let answer = ask(&company, user(Some(name), Some(address))).await.unwrap();
        assert_eq!(answer, report(true, &[outcome(ALICE, "Removed", &Value::Null)], &[note]));
    }
}

#[tokio::test]
async fn a_look_up_of_a_person_that_fails_fails_the_request() {
    for call in ["DescribeUser alice", "DescribeEntity alice@example.com"] {
        let company = Company::of([alice()]);
        company.refuse(call, (400, "AccessDeniedException"));
        let answer = ask(&company, user(Some("alice"), Some("alice@example.com"))).await;
        assert_eq!(error(answer).0, "AccessDenied");
        assert_eq!(company.changes(), [""; 0]);
    }
}
