//! Requests that cannot work are refused today; what AWS refuses on the day is told.

use end_to_end::{ALICE, Company, ago, person, world};
use sandbox::aws::Fault;
use serde_json::{Value, json};

use super::{DAY, alice_leaves_in, outcomes, plan, reports};
use crate::offboarding::{alice, alice_is_gone, alice_is_gone_but_for};

/// Offboards alice in ten days with a request that is changed, and expects it to be refused today.
async fn refused_today(change: impl FnOnce(&mut Value)) -> Value {
    let company = Company::live(world()).await;
    let mut request = alice_leaves_in(&company, 10);
    change(&mut request);
    company.offboard(request).await;
    let closing = company.closing("User Offboarding Incomplete").await;
    let execution = company.execution_of("OffboardUser").await;
    assert_eq!(execution.failure().unwrap().error, "Incomplete");
    assert!(execution.stopped.unwrap() - execution.started < time::Duration::HOUR, "not today");
    assert_eq!((company.changes(), company.changing_calls()), (Vec::new(), Vec::new()));
    company.close().await;
    closing
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misspelt_field_is_refused_today_by_every_function() {
    let closing = refused_today(|request| request["User"]["Username"] = "alice".into()).await;
    assert_eq!(closing["Reason"]["Error"], "NoPlan");
    for operation in ["terminate-workspaces", "deregister-device", "deregister-from-workmail"] {
        let plan = &plan(&closing, operation)["Failure"];
        assert_eq!(plan["Error"], "InvalidRequest");
        assert!(plan["Cause"].as_str().unwrap().contains("`User.Username` is not a field"), "{plan}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_no_execution_lives_to_see_is_refused_today() {
    let closing = refused_today(|request| request["RetentionSeconds"] = (351 * 86_400).into()).await;
    let failure = &plan(&closing, "terminate-workspaces")["Failure"];
    assert!(failure["Cause"].as_str().unwrap().contains("more than 360 days from now"), "{failure}");
    let company = Company::live(world()).await;
    company.offboard(alice_leaves_in(&company, 365)).await;
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(plan(&closing, "deregister-from-workmail")["Failure"]["Error"], "InvalidRequest");
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn almost_a_year_is_waited_for() {
    let company = Company::live(world()).await;
    company.offboard(alice_leaves_in(&company, 352)).await;
    company.closing("User Offboarding Completed").await;
    assert_eq!(company.changes(), alice_is_gone());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_cannot_be_a_name_loses_no_request() {
    for id in [json!("HR 2027/0042"), json!(""), json!(7), json!({"Id": "HR"}), json!("x".repeat(81))] {
        let closing = refused_today(|request| request["OffboardingId"] = id).await;
        let plan = &plan(&closing, "deregister-device")["Failure"];
        assert!(plan["Cause"].as_str().unwrap().contains("`OffboardingId`"), "{plan}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_fields_of_the_wrong_kind_are_refused_today_too() {
    let closing = refused_today(|request| request["DryRun"] = "yes".into()).await;
    assert_eq!(
        closing["Reason"],
        json!({"Error": "InvalidRequest", "Cause": "`DryRun` must be true or false"})
    );
    for (field, value) in [
        ("EffectiveAt", json!("next Friday")),
        ("EffectiveAt", json!(1_800_000_000)),
        ("RetentionSeconds", json!("604800")),
        ("RetentionSeconds", json!(-1)),
        ("User", json!("alice")),
        ("Reason", json!("x".repeat(257))),
    ] {
        let closing = refused_today(|request| request[field] = value).await;
        let cause = plan(&closing, "terminate-workspaces")["Failure"]["Cause"].as_str().unwrap().to_owned();
        assert!(cause.contains(&format!("`{field}`")), "{cause}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_only_step_functions_cannot_read_is_refused_today() {
    let closing = refused_today(|request| {
        request["EffectiveAt"] = request["EffectiveAt"].as_str().unwrap().to_lowercase().into();
    });
    assert_eq!(closing.await["Reason"]["Error"], "InvalidRequest");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_event_that_is_replayed_is_refused() {
    let company = Company::live(world()).await;
    let mut request = alice_leaves_in(&company, 0);
    request["EffectiveAt"] = ago(DAY * 14).into();
    let event = json!({"source": "com.example.hr", "detail-type": "User Offboarding Requested",
                       "time": ago(DAY * 21), "detail": request});
    company.put_event(event).await.unwrap();
    company.settle().await.unwrap();
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(plan(&closing, "deregister-from-workmail")["Failure"]["Error"], "Expired");
    assert_eq!(company.changing_calls(), Vec::<String>::new());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_has_passed_is_today() {
    let company = Company::live(world()).await;
    let mut request = alice_leaves_in(&company, 0);
    request["EffectiveAt"] = ago(DAY * 30).into();
    company.offboard(request).await;
    company.closing("User Offboarding Completed").await;
    assert_eq!(company.changes(), alice_is_gone());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_organization_that_refuses_on_the_day_stops_nothing_else() {
    let company = Company::live(world()).await;
    let refusal = Fault::new("DeregisterFromWorkMail", 400, "OrganizationStateException", "not now");
    company.aws().fail(refusal.always());
    company.offboard(alice_leaves_in(&company, 1)).await;
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(closing["Reason"]["Error"], "NotComplete");
    let mailbox = person(ALICE).mailbox;
    let last = &reports(&closing, "deregister-from-workmail")["Last"];
    assert_eq!(outcomes(last), [format!("{mailbox} Failed")]);
    assert_eq!(last["Outcomes"][0]["ErrorCode"], "OrganizationStateException");
    assert_eq!(company.changes(), alice_is_gone_but_for(&mailbox));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_cannot_answer_on_the_day_stops_nothing_else() {
    let company = Company::live(world()).await;
    company.put(alice_leaves_in(&company, 2)).await;
    company.advance(DAY).await;
    company.aws().fail(Fault::new("DescribeUser", 400, "AccessDeniedException", "no").always());
    company.aws().fail(Fault::new("DescribeEntity", 400, "AccessDeniedException", "no").always());
    company.settle().await.unwrap();
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(closing["Reason"]["Error"], "NoReport");
    let reports = reports(&closing, "deregister-from-workmail");
    assert_eq!((&reports["First"], &reports["Failure"]["Error"]), (&Value::Null, &json!("AccessDenied")));
    assert_eq!(company.changes(), alice_is_gone_but_for(&person(ALICE).mailbox));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_cannot_answer_at_first_is_asked_again() {
    let company = Company::live(world()).await;
    company.put(alice_leaves_in(&company, 2)).await;
    company.advance(DAY).await;
    company.aws().fail(Fault::new("DescribeUser", 400, "AccessDeniedException", "no").times(3));
    company.settle().await.unwrap();
    let closing = company.closing("User Offboarding Completed").await;
    assert_eq!(reports(&closing, "deregister-from-workmail")["Failure"]["Error"], "AccessDenied");
    assert_eq!(company.changes(), alice_is_gone());
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_that_nobody_knows_is_refused_today() {
    let closing =
        refused_today(|request| request["User"]["OrganizationId"] = format!("m-{}", "f".repeat(32)).into());
    assert_eq!(plan(&closing.await, "deregister-from-workmail")["Failure"]["Error"], "InvalidRequest");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_could_not_be_looked_up_everywhere_is_offboarded_elsewhere_and_told() {
    let company = Company::live(world()).await;
    let mut request = alice_leaves_in(&company, 1);
    request["User"]["DeviceIds"] = Value::Null;
    company.offboard(request).await;
    let closing = company.closing("User Offboarding Incomplete").await;
    assert_eq!(closing["Reason"]["Error"], "NotLookedUp");
    assert!(company.changes().contains(&format!("- {} AVAILABLE", person(ALICE).desktop)));
    company.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_without_a_request_starts_nothing() {
    let company = Company::live(world()).await;
    let none = [json!({}), json!("alice"), json!([]), json!({"User": {"UserName": "alice"}})];
    let others = [json!(null), json!("alice"), json!(7), json!(true), json!(["alice"])];
    let fields = ["DryRun", "EffectiveAt", "RequestedAt", "RetentionSeconds", "EventId"];
    let others = others.map(|request| json!({"Request": request}));
    let beside = fields.map(|field| json!({"Request": alice(), field: true}));
    for input in none.into_iter().chain(others).chain(beside) {
        company.start_execution("OffboardUser", None, input).await.unwrap();
    }
    company.settle().await.unwrap();
    for execution in company.executions_of("OffboardUser").await {
        assert_eq!(execution.failure().unwrap().error, "InvalidRequest");
    }
    assert_eq!((company.changes(), company.deliveries().await.len()), (Vec::new(), 0));
    company.close().await;
}
