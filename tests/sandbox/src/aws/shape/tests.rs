use serde_json::{Value, json};

use super::*;

const ID: Shape = pattern("^ws-[0-9a-z]{8,63}$");
const REQUEST: Shape = Shape::Structure(&[
    required("Requests", list_of(&Shape::Structure(&[required("WorkspaceId", ID)]), 1, 2)),
    optional("Name", text(1, 5)),
    optional("Kind", Shape::OneOf(&["A", "B"])),
    optional("Limit", Shape::Integer { min: 1, max: 25 }),
    optional("Tags", Shape::Map { names: (1, 5), of: &text(0, 5), max: 2 }),
    optional("When", Shape::Timestamp),
    optional("Really", Shape::Boolean),
]);

fn wrong(value: &Value) -> Vec<String> {
    REQUEST.check(&without_nulls(value.clone())).iter().map(Violation::in_request).collect()
}

#[test]
fn a_value_that_fits_has_no_violation() {
    let value = json!({
        "Requests": [{"WorkspaceId": "ws-alice0001"}], "Name": "alice", "Kind": "A", "Limit": 25,
        "Tags": {"team": "blue"}, "When": 1.5, "Really": true,
    });
    assert_eq!(wrong(&value), Vec::<String>::new());
}

#[test]
fn a_null_member_is_an_absent_one() {
    assert_eq!(wrong(&json!({"Requests": [{"WorkspaceId": "ws-alice0001"}], "Name": null})), [""; 0]);
    assert_eq!(
        wrong(&json!({"Requests": null})),
        ["Value null at 'requests' failed to satisfy constraint: Member must not be null"]
    );
}

#[test]
fn every_violation_is_named_in_the_words_of_aws() {
    let value = json!({"Requests": [{"WorkspaceId": "ws-1"}, {}, {}], "Name": "", "Kind": "C", "Limit": 26});
    let found = wrong(&value);
    assert_eq!(found.len(), 7, "{found:#?}");
    assert!(found[0].ends_with(
        "at 'requests' failed to satisfy constraint: Member must have length less than or equal to 2"
    ));
    assert_eq!(
        found[1],
        "Value 'ws-1' at 'requests.1.member.workspaceId' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: ^ws-[0-9a-z]{8,63}$"
    );
    assert!(found[2].starts_with("Value null at 'requests.2.member.workspaceId'"));
    assert!(found[4].ends_with("Member must have length greater than or equal to 1"));
    assert!(found[5].ends_with("Member must satisfy enum value set: [A, B]"));
    assert!(found[6].ends_with("Member must have value less than or equal to 25"));
}

#[test]
fn an_unknown_member_and_a_wrong_type_are_unreadable() {
    let found = REQUEST.check(&json!({"Requests": "all", "Nmae": "alice", "Limit": 1.5, "Tags": {"a": 1}}));
    assert!(found.iter().all(|violation| violation.problem.unreadable()));
    let said: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "Requests: must be a list",
            "Limit: must be a whole number",
            "Tags.a: must be a string",
            "Nmae: AWS has no such member",
        ]
    );
}

#[test]
fn names_and_values_of_a_map_have_bounds() {
    let tags = |tags: Value| wrong(&json!({"Requests": [{"WorkspaceId": "ws-alice0001"}], "Tags": tags}));
    let found = tags(json!({"": "a", "team": "indigo"}));
    assert!(
        found[0].ends_with(
            "Map keys must satisfy constraint: [Member must have length greater than or equal to 1]"
        )
    );
    assert!(found[1].starts_with("Value 'indigo' at 'tags.team'"));
    let found = tags(json!({"a": "", "b": "", "c": ""}));
    assert!(found[0].ends_with("Member must have length less than or equal to 2"), "{found:?}");
}

#[test]
fn times_as_text_become_seconds_and_other_text_stays() {
    let at = |when: &str| REQUEST.with_times_in_seconds(json!({"When": when, "Name": when}))["When"].clone();
    assert_eq!(at("2026-01-01T01:00:00+01:00"), json!(1_767_225_600));
    assert_eq!(at("2026-01-01T00:00:00.5Z"), json!(1_767_225_600.5));
    assert_eq!(at("yesterday"), json!("yesterday"));
    let said = REQUEST.check(&json!({"Requests": [{"WorkspaceId": "ws-alice0001"}], "When": "yesterday"}));
    assert_eq!(
        said[0].to_string(),
        "When: must be a number of seconds since 1970, or a time as RFC 3339 has it"
    );
}

#[test]
fn a_pattern_covers_the_whole_text() {
    const DIRECTORY: Shape = pattern("^(d-[0-9a-f]{8,63}$)|(wsd-[0-9a-z]{8,63}$)");
    assert!(DIRECTORY.check(&json!("wsd-abcdefgh1")).is_empty());
    assert_eq!(DIRECTORY.check(&json!("x wsd-abcdefgh1")).len(), 1);
}

#[test]
fn a_world_file_is_told_where_with_indexes() {
    let found = REQUEST.check(&json!({"Requests": [{"WorkspaceId": "ws-1"}]}));
    assert!(found[0].to_string().starts_with("Requests[0].WorkspaceId: 'ws-1' is not allowed"));
}
