//! The seam between triggers and operations, with an operation that removes jars from a shelf.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::aws::AwsError;
use crate::clock::{parse_rfc3339, rfc3339};
use crate::removal::{Candidate, Found, Removal};
use crate::report::{Resource, ResourceType, Verdict};
use crate::request::{DeviceId, required};
use crate::settings::{Environment, Settings};

/// Jars by what becomes of them: one whose id begins with `slow` takes time, one that begins with
/// `busy` is not ready, one that begins with `panic` drops.
struct Shelf {
    settings: Settings,
    /// The jars of each call to `find`, and of each call to `remove`.
    found: RefCell<Vec<Vec<String>>>,
    removed: RefCell<Vec<Vec<String>>>,
}

impl Shelf {
    fn new() -> Self {
        Self::with("false")
    }

    fn with(dry_run: &str) -> Self {
        let environment = Environment::from([("DRY_RUN", dry_run), ("MAX_RESOURCES", "3")]);
        let settings = Settings::from_environment(&environment).unwrap();
        Self { settings, found: RefCell::default(), removed: RefCell::default() }
    }
}

impl Removal for Shelf {
    const NAME: &'static str = "clear-shelf";
    const RESOURCE: ResourceType = ResourceType::ThinClientDevice;
    type Request = Vec<DeviceId>;
    type Target = ();

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn read(&self, fields: &mut Fields) -> Result<Self::Request, Invalid> {
        required(fields.texts("Jars")?, "Jars").map_err(|missing| fields.lack(missing))
    }

    fn named(&self, request: &Self::Request) -> Vec<Resource> {
        request.iter().map(|id| Resource::new(Self::RESOURCE, id.as_str())).collect()
    }

    async fn find(&self, _: &Run, jobs: &[Job<Self::Request>]) -> Vec<Result<Found<()>, Error>> {
        let names =
            |job: &Job<Self::Request>| job.request.iter().map(ToString::to_string).collect::<Vec<_>>();
        self.found.borrow_mut().push(jobs.iter().flat_map(names).collect());
        let candidate = |resource: Resource| match resource.id.get(..4) {
            Some("busy") => Candidate::settled(resource, Verdict::NotReady("it is busy".to_owned())),
            _ => Candidate::removable(resource, ()),
        };
        jobs.iter()
            .map(|job| Ok(Found::these(self.named(&job.request).into_iter().map(candidate).collect())))
            .collect()
    }

    async fn tag_keys(&self, _: &Run, resource: &Resource, (): &()) -> Result<Vec<String>, AwsError> {
        let held = resource.id.starts_with("hold");
        Ok(held.then(|| "offboarding:hold".to_owned()).into_iter().collect())
    }

    async fn remove(&self, _: &Run, targets: &[(Resource, ())]) -> HashMap<Resource, Verdict> {
        self.removed.borrow_mut().push(targets.iter().map(|(jar, ())| jar.id.clone()).collect());
        assert!(!targets.iter().any(|(jar, ())| jar.id.starts_with("panic")), "a jar fell");
        let verdict = |jar: &Resource| match jar.id.get(..4) {
            Some("slow") => Verdict::Requested,
            _ => Verdict::Removed,
        };
        targets.iter().map(|(jar, ())| (jar.clone(), verdict(jar))).collect()
    }
}

/// A jar's id: 24 characters that begin with `name`.
fn jar(name: &str) -> String {
    format!("{name:0<24}")
}

const NOW: &str = "2027-01-31T12:00:00Z";

async fn handle_for(shelf: &Shelf, payload: Value, left: Duration) -> Result<Value, Error> {
    let now = parse_rfc3339(NOW).unwrap();
    let invocation = Invocation { now, ..Invocation::lasting(left, "lambda-1") };
    super::handle(shelf, &payload.to_string(), &invocation).await
}

async fn handle(shelf: &Shelf, payload: Value) -> Result<Value, Error> {
    handle_for(shelf, payload, Duration::from_mins(1)).await
}

fn event(detail: Value) -> Value {
    json!({"version": "0", "id": "event-1", "detail-type": "User Offboarding Requested", "source": "hr",
           "time": "2027-01-31T11:59:00Z", "detail": detail})
}

fn message(id: &str, body: &Value) -> Value {
    json!({"messageId": id, "eventSource": "aws:sqs", "body": body.to_string(),
           "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:jars", "attributes": {"MessageGroupId": "g"}})
}

fn fifo(id: &str, group: &str, body: &Value) -> Value {
    let mut message = message(id, body);
    message["eventSourceARN"] = "arn:aws:sqs:us-east-1:123456789012:jars.fifo".into();
    message["attributes"]["MessageGroupId"] = group.into();
    message
}

fn returned(answer: &Value) -> Vec<&str> {
    let failures = answer["batchItemFailures"].as_array().unwrap();
    failures.iter().map(|failure| failure["itemIdentifier"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_direct_request_is_answered_with_its_report() {
    let report =
        handle(&Shelf::new(), json!({"Jars": [jar("jam"), jar("hold"), jar("busy"), jar("jam")]})).await;
    assert_eq!(
        report.unwrap(),
        json!({
            "Operation": "clear-shelf", "OffboardingId": "lambda-1", "DryRun": false, "Complete": false,
            "LookedUp": true, "Notes": [],
            "Outcomes": [
                {"ResourceType": "ThinClientDevice", "ResourceId": jar("jam"), "Status": "Removed"},
                {"ResourceType": "ThinClientDevice", "ResourceId": jar("hold"), "Status": "Held",
                 "Reason": "it has the tag offboarding:hold"},
                {"ResourceType": "ThinClientDevice", "ResourceId": jar("busy"), "Status": "NotReady",
                 "Reason": "it is busy"},
            ]
        })
    );
}

#[tokio::test]
async fn an_event_is_known_by_its_own_id_and_fails_where_not_done() {
    let shelf = Shelf::new();
    let report = handle(&shelf, event(json!({"Jars": [jar("slow")]}))).await.unwrap();
    assert_eq!((&report["OffboardingId"], &report["Complete"]), (&json!("event-1"), &json!(false)));
    let error =
        handle(&shelf, event(json!({"Jars": [jar("busy")], "OffboardingId": "HR-1"}))).await.unwrap_err();
    assert_eq!(error.error_type(), crate::error::ErrorType::Incomplete);
    let report: Value = serde_json::from_str(&error.to_string()).unwrap();
    assert_eq!(
        (&report["OffboardingId"], &report["Outcomes"][0]["Status"]),
        (&json!("HR-1"), &json!("NotReady"))
    );
}

#[tokio::test]
async fn a_message_is_acknowledged_only_when_its_work_is_proved_done() {
    let shelf = Shelf::new();
    let batch = json!({"Records": [
        message("done", &json!({"Jars": [jar("jam")]})),
        message("under-way", &json!({"Jars": [jar("slow")]})),
        message("poison", &json!({"Jar": [jar("jam")]})),
        message("held", &event(json!({"Jars": [jar("hold")]}))),
        message("not-json", &json!("x")),
        message("too-much", &json!({"Jars": [jar("a"), jar("b"), jar("c"), jar("d")]})),
    ]});
    let answer = handle(&shelf, batch).await.unwrap();
    assert_eq!(returned(&answer), ["under-way", "poison", "not-json", "too-much"]);
    assert_eq!(*shelf.removed.borrow(), [[jar("jam"), jar("slow")]]);
}

#[tokio::test]
async fn a_jar_named_by_two_messages_is_removed_once() {
    let shelf = Shelf::new();
    let body = json!({"Jars": [jar("jam")]});
    let answer =
        handle(&shelf, json!({"Records": [message("a", &body), message("b", &body)]})).await.unwrap();
    assert_eq!(returned(&answer), Vec::<&str>::new());
    assert_eq!(*shelf.removed.borrow(), [[jar("jam")]]);
}

#[tokio::test]
async fn live_requests_share_nothing_with_dry_or_early_ones() {
    let shelf = Shelf::new();
    let batch = json!({"Records": [
        message("dry", &json!({"Jars": [jar("a")], "DryRun": true})),
        message("live", &json!({"Jars": [jar("b")]})),
        message("early", &json!({"Jars": [jar("c")], "EffectiveAt": "2027-01-31T12:00:01Z"})),
    ]});
    let answer = handle(&shelf, batch).await.unwrap();
    assert_eq!(returned(&answer), ["early"]);
    assert_eq!(*shelf.found.borrow(), [[jar("b")], [jar("a")], [jar("c")]]);
    assert_eq!(*shelf.removed.borrow(), [[jar("b")]]);
}

#[tokio::test]
async fn a_fifo_group_stops_at_a_message_that_goes_back() {
    let shelf = Shelf::new();
    let body = |name: &str| json!({"Jars": [jar(name)]});
    let batch = json!({"Records": [
        fifo("a1", "a", &body("one")), fifo("a2", "a", &body("busy")), fifo("b1", "b", &body("two")),
        fifo("a3", "a", &body("three")), fifo("b2", "b", &body("four")),
    ]});
    let answer = handle(&shelf, batch).await.unwrap();
    assert_eq!(returned(&answer), ["a2", "a3"]);
    assert_eq!(*shelf.found.borrow(), [vec![jar("one"), jar("two")], vec![jar("busy"), jar("four")]]);
}

#[tokio::test]
async fn a_record_that_cannot_be_named_is_neither_answered_nor_in_its_neighbours_way() {
    let shelf = Shelf::new();
    let mut nameless = message("", &json!({"Jars": [jar("a")]}));
    nameless["messageId"].take();
    let batch = json!({"Records": [message("b", &json!({"Jars": [jar("b")]})), nameless, 7, null]});
    let answer = handle(&shelf, batch).await.unwrap();
    assert_eq!(returned(&answer), Vec::<&str>::new());
    assert_eq!(*shelf.removed.borrow(), [[jar("b")]]);
}

#[tokio::test]
async fn an_event_that_is_too_old_is_expired_and_a_plain_request_never_is() {
    let shelf = Shelf::new();
    let mut old = event(json!({"Jars": [jar("a")]}));
    old["time"] = "2027-01-24T11:59:59Z".into();
    assert_eq!(handle(&shelf, old.clone()).await.unwrap_err().error_type().as_str(), "Expired");
    old["detail"]["EffectiveAt"] = "2027-01-30T00:00:00Z".into();
    assert!(handle(&shelf, old).await.is_ok());
    assert!(handle(&shelf, json!({"Jars": [jar("a")], "EffectiveAt": "2020-01-01T00:00:00Z"})).await.is_ok());
}

#[tokio::test]
async fn a_request_that_says_when_it_was_asked_for_ages_like_an_event() {
    let shelf = Shelf::new();
    let asked =
        |day: Value| json!({"Jars": [jar("a")], "RequestedAt": "2027-01-24T11:59:59Z", "EffectiveAt": day});
    assert_eq!(handle(&shelf, asked(Value::Null)).await.unwrap_err().error_type().as_str(), "Expired");
    assert!(handle(&shelf, asked(json!("2027-01-30T00:00:00Z"))).await.is_ok());
}

#[tokio::test]
async fn a_request_for_a_day_that_no_workflow_lives_to_see_is_wrong_today() {
    let request = json!({"Jars": [jar("a")], "EffectiveAt": "2028-02-01T00:00:00Z", "RetentionSeconds": 0, "DryRun": true});
    let error = handle(&Shelf::new(), request).await.unwrap_err();
    assert_eq!(error.error_type().as_str(), "InvalidRequest");
    assert!(error.to_string().contains("more than 360 days from now"), "{error}");
}

#[tokio::test]
async fn an_event_must_say_when_it_happened_and_have_a_detail() {
    for (field, value) in [("time", json!("today")), ("time", Value::Null), ("detail", json!("{}"))] {
        let mut event = event(json!({"Jars": [jar("a")]}));
        event[field] = value;
        let error = handle(&Shelf::new(), event).await.unwrap_err();
        assert_eq!(error.error_type().as_str(), "InvalidRequest");
        assert!(error.to_string().starts_with(&format!("`{field}` must be")), "{error}");
    }
}

#[tokio::test]
async fn before_its_day_nothing_is_removed_and_nothing_is_complete() {
    let shelf = Shelf::new();
    let day = "2027-02-01T00:00:00Z";
    let early = handle(&shelf, json!({"Jars": [jar("jam")], "EffectiveAt": day})).await.unwrap();
    assert_eq!((&early["Complete"], &early["Outcomes"][0]["Status"]), (&json!(false), &json!("NotReady")));
    let note = json!([format!("its day, {day}, has not come: nothing is removed before it")]);
    assert_eq!(early["Notes"], note);
    let plan =
        handle(&shelf, json!({"Jars": [jar("jam")], "EffectiveAt": day, "DryRun": true})).await.unwrap();
    assert_eq!((&plan["Complete"], &plan["Outcomes"][0]["Status"]), (&json!(true), &json!("Planned")));
    assert_eq!(plan["Notes"], note);
    assert!(shelf.removed.borrow().is_empty());
    let error = handle(&shelf, event(json!({"Jars": [jar("jam")], "EffectiveAt": day}))).await.unwrap_err();
    assert_eq!(error.error_type().as_str(), "Incomplete");
}

#[tokio::test]
async fn a_panic_is_internal_and_says_nothing_of_the_request() {
    let error = handle(&Shelf::new(), json!({"Jars": [jar("panic")]})).await.unwrap_err();
    assert_eq!(error.error_type().as_str(), "Internal");
    let message = error.to_string();
    assert!(message.starts_with("the function panicked at ") && !message.contains("a jar fell"), "{message}");
}

#[tokio::test]
async fn a_dry_deployment_plans_whatever_the_request_says() {
    let shelf = Shelf::with("true");
    let report = handle(&shelf, json!({"Jars": [jar("jam"), jar("hold")], "DryRun": false})).await.unwrap();
    assert_eq!(report["DryRun"], true);
    assert_eq!(
        (&report["Outcomes"][0]["Status"], &report["Outcomes"][1]["Status"]),
        (&json!("Planned"), &json!("Held"))
    );
    assert!(shelf.removed.borrow().is_empty());
}

#[tokio::test]
async fn dates_in_reports_are_utc() {
    let request = json!({"Jars": [jar("a")], "EffectiveAt": "2027-02-01T01:00:00+02:00"});
    let report = handle(&Shelf::new(), request).await.unwrap();
    let day = rfc3339(parse_rfc3339("2027-01-31T23:00:00Z").unwrap());
    assert_eq!(report["Outcomes"][0]["Reason"], format!("its day, {day}, has not come"));
}

#[tokio::test]
async fn a_batch_of_something_else_is_no_request() {
    let batch = json!({"Records": [{"eventSource": "aws:sns"}]});
    let error = handle(&Shelf::new(), batch).await.unwrap_err();
    assert_eq!(error.to_string(), "`Records` is not a field of this request");
}

#[tokio::test]
async fn what_is_not_a_request_at_all_is_named() {
    for payload in [json!([]), json!("x"), json!(null), json!({"Records": []})] {
        let error = handle(&Shelf::new(), payload).await.unwrap_err();
        assert_eq!(error.error_type().as_str(), "InvalidRequest");
    }
}
