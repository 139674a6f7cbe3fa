use super::*;

#[tokio::test]
async fn a_user_a_group_and_a_resource_are_removed_by_the_id_that_was_looked_up() {
    for (asked, id) in [
        (ALICE, ALICE),
        ("bob", BOB),
        ("bob@example.com", BOB),
        (GROUP, GROUP),
        ("team@example.com", GROUP),
        (ROOM, ROOM),
        ("room", ROOM),
    ] {
        let company = Company::of([alice(), bob(), group(), room()]);
        let answer = ask(&company, entity(asked)).await.unwrap();
        assert_eq!(answer, removed(id), "{asked}");
        assert_eq!(
            company.calls(),
            [
                format!("DescribeUser {asked}"),
                format!("DescribeGroup {asked}"),
                format!("DescribeResource {asked}"),
                format!("DeregisterFromWorkMail {id}"),
            ]
        );
    }
}

#[tokio::test]
async fn asking_again_changes_nothing_more_and_says_so() {
    let company = Company::of([alice()]);
    let first = ask(&company, entity("alice")).await.unwrap();
    let second = ask(&company, entity("alice")).await.unwrap();
    assert_eq!(first, removed(ALICE));
    assert_eq!(second, report(true, &[outcome(ALICE, "AlreadyGone", &because("it is DISABLED"))], &[]));
    assert_eq!(company.changes().len(), 1);
}

#[tokio::test]
async fn what_is_not_there_or_deleted_is_already_gone() {
    let company = Company::of([room().in_state("DELETED")]);
    let unknown = ask(&company, entity("alice@example.com")).await.unwrap();
    let deleted = ask(&company, entity(ROOM)).await.unwrap();
    let gone = |id, reason| report(true, &[outcome(id, "AlreadyGone", &because(reason))], &[]);
    assert_eq!(unknown, gone("alice@example.com", "not found"));
    assert_eq!(deleted, gone(ROOM, "it is DELETED"));
    assert_eq!(company.changes(), [""; 0]);
}

#[tokio::test]
async fn an_address_that_no_kind_knows_may_still_belong_to_one() {
    let company = Company::of([bob()]);
    company.refuse("DescribeUser bob@example.com", (400, "EntityNotFoundException"));
    assert_eq!(ask(&company, entity("bob@example.com")).await.unwrap(), removed(BOB));
}

#[tokio::test]
async fn a_name_that_fits_more_than_one_entity_is_ambiguous() {
    let company = Company::of([alice(), group()]);
    let expected = ("AmbiguousUser", "`EntityId` fits more than one entity".to_owned());
    assert_eq!(error(ask(&company, entity("alice")).await), expected);
    assert_eq!(company.changes(), [""; 0]);
}

#[tokio::test]
async fn one_entity_that_two_kinds_know_is_not_ambiguous() {
    let as_user = Member { id: ROOM, ..room().of_kind("USER").with_role("RESOURCE") };
    let company = Company::of([as_user, room()]);
    assert_eq!(ask(&company, entity(ROOM)).await.unwrap(), removed(ROOM));
}

#[tokio::test]
async fn an_id_that_cannot_be_of_one_kind_may_be_of_another() {
    for code in ["InvalidParameterException", "UnsupportedOperationException"] {
        let company = Company::of([alice()]);
        company.refuse(&format!("DescribeResource {ALICE}"), (400, code));
        assert_eq!(ask(&company, entity(ALICE)).await.unwrap(), removed(ALICE));
    }
}

#[tokio::test]
async fn an_id_that_no_kind_knows_and_one_refuses_is_invalid() {
    for code in ["InvalidParameterException", "UnsupportedOperationException"] {
        let company = Company::default();
        company.refuse(&format!("DescribeGroup {ALICE}"), (400, code));
        let message = format!("DescribeGroup: {code}: {code} of the test (request id aws-request-1)");
        assert_eq!(error(ask(&company, entity(ALICE)).await), ("InvalidRequest", message));
    }
}

#[tokio::test]
async fn a_look_up_that_fails_fails_the_request() {
    for (status, code, error_type) in [
        (400, "AccessDeniedException", "AccessDenied"),
        (400, "ThrottlingException", "Throttled"),
        (500, "InternalFailure", "ServiceUnavailable"),
        (400, "OrganizationNotFoundException", "InvalidRequest"),
        (400, "OrganizationStateException", "ServiceUnavailable"),
        (400, "DirectoryUnavailableException", "ServiceUnavailable"),
    ] {
        for call in ["DescribeUser", "DescribeGroup", "DescribeResource"] {
            let company = Company::of([alice()]);
            company.refuse(&format!("{call} {ALICE}"), (status, code));
            let message = format!("{call}: {code}: {code} of the test (request id aws-request-1)");
            assert_eq!(error(ask(&company, entity(ALICE)).await), (error_type, message));
            assert_eq!(company.changes(), [""; 0]);
        }
    }
}

#[tokio::test]
async fn after_a_state_error_a_second_look_tells() {
    for (meanwhile, expected) in [
        ("DISABLED", outcome(GROUP, "AlreadyGone", &because("it is DISABLED"))),
        ("DELETED", outcome(GROUP, "AlreadyGone", &because("it is DELETED"))),
        ("ENABLED", outcome(GROUP, "Failed", &failed("EntityStateException", true))),
    ] {
        let company = Company::of([group()]);
        let call = format!("DeregisterFromWorkMail {GROUP}");
        company.refuse_while_all_become(meanwhile, &call, (400, "EntityStateException"));
        let answer = ask(&company, entity(GROUP)).await.unwrap();
        assert_eq!(answer["Outcomes"], json!([expected]), "{meanwhile}");
        assert_eq!(company.calls().last(), Some(&format!("DescribeGroup {GROUP}")));
    }
}

#[tokio::test]
async fn what_aws_refuses_has_its_code_and_whether_asking_again_can_help() {
    for (status, code, retryable) in [
        (400, "AccessDeniedException", false),
        (400, "InvalidParameterException", false),
        (400, "ThrottlingException", true),
        (400, "OrganizationStateException", true),
        (400, "SomethingNewException", true),
    ] {
        let company = Company::of([alice()]);
        company.refuse(&format!("DeregisterFromWorkMail {ALICE}"), (status, code));
        let answer = ask(&company, entity(ALICE)).await.unwrap();
        assert_eq!(answer, report(!retryable, &[outcome(ALICE, "Failed", &failed(code, retryable))], &[]));
    }
}

#[tokio::test]
async fn an_entity_that_vanishes_meanwhile_is_already_gone() {
    let company = Company::of([alice()]);
    company.refuse(&format!("DeregisterFromWorkMail {ALICE}"), (400, "EntityNotFoundException"));
    let answer = ask(&company, entity(ALICE)).await.unwrap();
    assert_eq!(answer, report(true, &[outcome(ALICE, "AlreadyGone", &because("not found"))], &[]));
}

#[tokio::test]
async fn a_request_that_cannot_be_used_names_the_field() {
    let company = Company::of([alice()]);
    let other = "m-ffffffffffffffffffffffffffffffff";
    for (request, message) in [
        (json!({"EntityId": "al ice"}), "`EntityId` must be 1 to 256 of 0-9 a-z A-Z . _ % + @ -"),
        (json!({"OrganizationId": ORGANIZATION}), "`EntityId` is missing"),
        (json!({"EntityId": ALICE, "UserId": ALICE}), "`UserId` is not a field of this request"),
        (
            json!({"EntityId": ALICE, "OrganizationId": other}),
            "`OrganizationId` is not the organization that the stack allows",
        ),
        (
            json!({"User": {"UserName": "alice", "OrganizationId": other}}),
            "`User.OrganizationId` is not the organization that the stack allows",
        ),
        (json!({}), "the request must have `User` or `EntityId`"),
    ] {
        assert_eq!(error(ask(&company, request).await), ("InvalidRequest", message.to_owned()));
    }
    assert_eq!(company.calls(), [""; 0]);
}

#[tokio::test]
async fn without_an_organization_of_the_stack_the_request_names_one() {
    let company = Company::of([alice()]);
    for (request, field) in
        [(entity(ALICE), "OrganizationId"), (person(&json!({"UserName": "alice"})), "User.OrganizationId")]
    {
        let message = format!("`{field}` is missing, and WORKMAIL_ORGANIZATION_ID is not set");
        assert_eq!(error(ask_in([LIVE], &company, request).await), ("InvalidRequest", message));
    }
    let mut request = entity(ALICE);
    request["OrganizationId"] = json!(ORGANIZATION);
    assert_eq!(ask_in([LIVE], &company, request).await.unwrap(), removed(ALICE));
}
