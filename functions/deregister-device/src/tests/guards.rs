use shared::operation::{Effect, Job, Run};
use shared::removal::{Removal, State};
use shared::report::Verdict;
use shared::request::Fields;

use super::*;

#[tokio::test]
async fn a_dry_run_plans_and_makes_no_changing_call() {
    let fleet = Fleet::of(2);
    fleet.hold(2);
    let answer = ask_in([], &fleet, person(&json!({"DeviceIds": [id(1), id(2)]}))).await.unwrap();
    let held = outcome(2, "Held", &because("it has the tag offboarding:hold"));
    let mut expected = report(true, &[outcome(1, "Planned", &Value::Null), held]);
    expected["DryRun"] = json!(true);
    assert_eq!(answer, expected);
    assert_eq!(fleet.changes(), [""; 0]);
}

#[tokio::test]
async fn a_held_device_stays_and_its_sibling_goes() {
    let fleet = Fleet::of(2);
    fleet.hold(1);
    let answer = ask(&fleet, person(&json!({"DeviceIds": [id(1), id(2)]}))).await.unwrap();
    let held = outcome(1, "Held", &because("it has the tag offboarding:hold"));
    assert_eq!(answer, report(false, &[held, outcome(2, "Requested", &Value::Null)]));
}

#[tokio::test]
async fn a_device_whose_tags_cannot_be_read_stays_and_its_sibling_goes() {
    let fleet = Fleet::of(2);
    fleet.refuse("ListTagsForResource", 1, (500, "InternalServerException"));
    let answer = ask(&fleet, person(&json!({"DeviceIds": [id(1), id(2)]}))).await.unwrap();
    let unread = outcome(1, "Failed", &failed("InternalServerException", true));
    assert_eq!(answer, report(false, &[unread, outcome(2, "Requested", &Value::Null)]));
}

#[tokio::test]
async fn a_device_without_an_arn_to_read_tags_by_stays() {
    let fleet = Fleet::default();
    fleet.add(1, |device| device.set_arn(None));
    let answer = ask(&fleet, one(1)).await.unwrap();
    assert_eq!((&answer["Outcomes"][0]["Status"], &answer["Complete"]), (&json!("Failed"), &json!(false)));
    assert_eq!(fleet.changes(), [""; 0]);
}

#[tokio::test]
async fn before_its_day_nothing_is_removed() {
    let fleet = Fleet::of(1);
    let mut request = one(1);
    request["EffectiveAt"] = json!("2027-01-31T13:00:00Z");
    let answer = ask(&fleet, request).await.unwrap();
    let early = because("its day, 2027-01-31T13:00:00Z, has not come");
    let mut expected = report(false, &[outcome(1, "NotReady", &early)]);
    expected["Notes"] = json!(["its day, 2027-01-31T13:00:00Z, has not come: nothing is removed before it"]);
    assert_eq!(answer, expected);
    assert_eq!(fleet.changes(), [""; 0]);
}

#[tokio::test]
async fn near_the_deadline_nothing_is_begun_and_each_device_has_its_outcome() {
    let fleet = Fleet::of(2);
    let request = person(&json!({"DeviceIds": [id(1), id(2)]}));
    let answer = ask_within(Duration::from_secs(1), &fleet, [LIVE], request).await.unwrap();
    let later = because("the invocation was about to end: nothing new was started");
    assert_eq!(answer, report(false, &[outcome(1, "NotReady", &later), outcome(2, "NotReady", &later)]));
    assert_eq!(fleet.calls(), [""; 0]);
}

#[tokio::test]
async fn what_there_is_no_time_to_remove_is_not_ready() {
    let fleet = Fleet::of(1);
    let operation = DeregisterDevice::new(&Environment::from([LIVE]), fleet.client()).unwrap();
    let job = Job {
        offboarding_id: "HR-1".parse().unwrap(),
        is_stable: true,
        due: None,
        effect: Effect::Live,
        request: operation.read(&mut Fields::of(json!({"id": id(1)}), "").unwrap()).unwrap(),
    };
    let run = |left| Run::new(shared::clock::now(), tokio::time::Instant::now() + Duration::from_secs(left));
    let found = operation.find(&run(60), &[job]).await.remove(0).unwrap().resources.remove(0);
    let State::Removable(work) = found.state else { panic!("not removable") };
    let verdicts = operation.remove(&run(1), &[(found.resource.clone(), work)]).await;
    assert_eq!(verdicts[&found.resource], Verdict::out_of_time());
    assert_eq!(fleet.changes(), [""; 0]);
}

#[tokio::test]
async fn a_setting_that_cannot_be_understood_stops_the_start() {
    let environment = Environment::from([("MATCH_DEVICES_BY_LAST_USER", "yes")]);
    let error = DeregisterDevice::new(&environment, Fleet::default().client()).unwrap_err();
    assert_eq!(error.to_string(), "environment variable MATCH_DEVICES_BY_LAST_USER must be true or false");
}
