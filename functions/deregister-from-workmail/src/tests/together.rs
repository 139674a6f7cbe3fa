//! Several requests in one invocation.

use super::*;

fn batch(requests: &[Value]) -> Value {
    let record = |(index, request): (usize, &Value)| {
        json!({"eventSource": "aws:sqs", "messageId": format!("message-{index}"),
               "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:mailboxes", "body": request.to_string()})
    };
    json!({"Records": requests.iter().enumerate().map(record).collect::<Vec<_>>()})
}

#[tokio::test]
async fn a_mailbox_that_messages_name_in_different_ways_is_removed_once() {
    let company = Company::of([alice()]);
    let messages =
        batch(&[entity(ALICE), entity("alice@example.com"), person(&json!({"UserName": "alice"}))]);
    let answer = ask(&company, messages).await.unwrap();
    assert_eq!(answer, json!({"batchItemFailures": []}));
    assert_eq!(company.changes(), [format!("DeregisterFromWorkMail {ALICE}")]);
}

#[tokio::test]
async fn what_was_looked_up_is_not_looked_up_again() {
    let company = Company::of([alice()]);
    let by_both = person(&json!({"UserName": "alice", "Email": "alice@example.com"}));
    ask(&company, batch(&[by_both.clone(), by_both, entity("alice")])).await.unwrap();
    assert_eq!(
        company.calls(),
        [
            "DescribeUser alice".to_owned(),
            "DescribeEntity alice@example.com".to_owned(),
            format!("DescribeUser {ALICE}"),
            "DescribeGroup alice".to_owned(),
            "DescribeResource alice".to_owned(),
            format!("DeregisterFromWorkMail {ALICE}"),
        ]
    );
}

#[tokio::test]
async fn one_message_that_cannot_be_used_leaves_its_neighbours_alone() {
    let company = Company::of([alice(), bob()]);
    let ambiguous = person(&json!({"UserName": "alice", "Email": "bob@example.com"}));
    let messages = batch(&[json!({"EntityId": ""}), entity(ALICE), ambiguous]);
    let answer = ask(&company, messages).await.unwrap();
    let back =
        json!({"batchItemFailures": [{"itemIdentifier": "message-0"}, {"itemIdentifier": "message-2"}]});
    assert_eq!(answer, back);
    assert_eq!(company.changes(), [format!("DeregisterFromWorkMail {ALICE}")]);
}

#[tokio::test]
async fn one_id_in_two_organizations_is_not_taken_for_one_mailbox() {
    let company = Company::of([alice()]);
    let of = |organization: &str| json!({"EntityId": ALICE, "OrganizationId": organization});
    let messages = batch(&[of(ORGANIZATION), of("m-ffffffffffffffffffffffffffffffff")]);
    let answer = ask_in([LIVE], &company, messages).await.unwrap();
    assert_eq!(answer, json!({"batchItemFailures": [{"itemIdentifier": "message-1"}]}));
    assert_eq!(company.changes(), [format!("DeregisterFromWorkMail {ALICE}")]);
}
