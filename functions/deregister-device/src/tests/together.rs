//! Several requests in one invocation.

use super::*;

fn batch(requests: &[Value]) -> Value {
    let record = |(index, request): (usize, &Value)| {
        json!({"eventSource": "aws:sqs", "messageId": format!("message-{index}"),
               "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:devices", "body": request.to_string()})
    };
    json!({"Records": requests.iter().enumerate().map(record).collect::<Vec<_>>()})
}

fn back(answer: &Value) -> Vec<&str> {
    let failures = answer["batchItemFailures"].as_array().unwrap();
    failures.iter().map(|failure| failure["itemIdentifier"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_device_that_two_messages_name_is_looked_at_and_ended_once() {
    let fleet = Fleet::of(1);
    let messages = batch(&[json!({"id": id(1)}), json!({"id": id(1), "clientToken": "another"})]);
    let answer = ask(&fleet, messages).await.unwrap();
    assert_eq!(back(&answer), ["message-0", "message-1"]);
    let token = format!("{}-DEREGISTERED-message-0", id(1));
    assert_eq!(fleet.changes(), [format!("DeregisterDevice {} DEREGISTERED {token}", id(1))]);
    assert_eq!(fleet.calls().len(), 3);
}

#[tokio::test]
async fn of_two_messages_that_want_different_things_the_first_has_its_way_first() {
    let fleet = Fleet::of(1);
    let archive = json!({"OffboardingId": "HR-2", "id": id(1), "targetDeviceStatus": "ARCHIVED"});
    let messages = batch(&[one(1), archive]);
    ask(&fleet, messages.clone()).await.unwrap();
    fleet.set(1, "DEREGISTERED");
    let answer = ask(&fleet, messages).await.unwrap();

    assert_eq!(back(&answer), ["message-1"]);
    let device = id(1);
    assert_eq!(
        fleet.changes(),
        [
            format!("DeregisterDevice {device} DEREGISTERED {device}-DEREGISTERED-HR-1"),
            format!("DeregisterDevice {device} ARCHIVED {device}-ARCHIVED-HR-2"),
        ]
    );
}

#[tokio::test]
async fn people_who_are_looked_up_by_last_user_share_one_listing() {
    let fleet = Fleet::default().used_by(1, "alice").used_by(2, "bob");
    let person = |name| json!({"User": {"UserName": name}});
    let messages = batch(&[person("alice"), person("bob")]);
    ask_in([LIVE, BY_LAST_USER], &fleet, messages).await.unwrap();
    assert_eq!(fleet.calls().iter().filter(|call| *call == "ListDevices").count(), 3);
    assert_eq!(fleet.changes().len(), 2);
}

#[tokio::test]
async fn a_message_is_done_when_its_device_is_seen_gone() {
    let fleet = Fleet::of(1);
    let messages = batch(&[one(1), json!({"id": "poison"})]);
    let first = ask(&fleet, messages.clone()).await.unwrap();
    fleet.set(1, "DEREGISTERED");
    let second = ask(&fleet, messages).await.unwrap();
    assert_eq!((back(&first), back(&second)), (vec!["message-0", "message-1"], vec!["message-1"]));
}
