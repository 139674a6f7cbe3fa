use serde_json::{Value, json};

use super::matches;

/// Asserts which of the values a leaf pattern accepts, as the field `a` of an event.
#[track_caller]
fn assert_leaf(wanted: &Value, accepted: &[Value], rejected: &[Value]) {
    for value in accepted {
        assert!(matches(&json!({"a": wanted}), &json!({"a": value})), "{wanted} should accept {value}");
    }
    for value in rejected {
        assert!(!matches(&json!({"a": wanted}), &json!({"a": value})), "{wanted} should reject {value}");
    }
}

#[test]
fn plain_values_match_exactly_and_by_type() {
    assert_leaf(&json!(["x"]), &[json!("x")], &[json!("X"), json!("xx"), json!(""), json!(null)]);
    assert_leaf(&json!([1]), &[json!(1)], &[json!("1"), json!(1.0), json!(true)]);
    assert_leaf(&json!([true]), &[json!(true)], &[json!(false), json!("true")]);
    assert_leaf(&json!([null]), &[json!(null)], &[json!(""), json!(false), json!({}), json!([])]);
    assert_leaf(&json!([""]), &[json!("")], &[json!(null)]);
}

#[test]
fn any_value_of_the_list_is_enough() {
    assert_leaf(&json!(["x", {"prefix": "y"}, 3]), &[json!("x"), json!("yes"), json!(3)], &[json!("z")]);
}

#[test]
fn all_fields_must_match_and_other_fields_do_not_matter() {
    let pattern = json!({"source": ["s"], "detail": {"state": ["on"], "deep": {"n": [1]}}});

    assert!(matches(
        &pattern,
        &json!({"source": "s", "x": 1, "detail": {"state": "on", "deep": {"n": 1, "m": 2}}})
    ));
    assert!(!matches(&pattern, &json!({"source": "s", "detail": {"state": "on", "deep": {"n": 2}}})));
    assert!(!matches(&pattern, &json!({"source": "s", "detail": {"state": "on"}})));
    assert!(!matches(&pattern, &json!({"source": "s", "detail": "on"})));
}

#[test]
fn an_array_in_the_event_matches_by_any_element() {
    assert_leaf(
        &json!(["x", "y"]),
        &[json!(["a", "y"]), json!([["x"]])],
        &[json!([]), json!(["a"]), json!([{"x": "x"}])],
    );
}

#[test]
fn fields_asked_for_together_must_be_in_the_same_element_of_an_array_of_objects() {
    let pattern = json!({"people": {"first": ["Alice"], "last": ["Jones"]}});

    assert!(matches(&pattern, &json!({"people": [{"first": "Bob"}, {"first": "Alice", "last": "Jones"}]})));
    assert!(matches(&pattern, &json!({"people": [[{"first": "Alice", "last": "Jones"}]]})));
    assert!(!matches(
        &pattern,
        &json!({"people": [{"first": "Alice", "last": "Smith"}, {"first": "Bob", "last": "Jones"}]})
    ));
}

#[test]
fn prefix_and_suffix_look_at_strings_and_may_ignore_case() {
    assert_leaf(
        &json!([{"prefix": "ab"}]),
        &[json!("abc"), json!("ab")],
        &[json!("Abc"), json!("xab"), json!(1)],
    );
    assert_leaf(&json!([{"suffix": "yz"}]), &[json!("xyz")], &[json!("xyZ"), json!("yzx")]);
    assert_leaf(&json!([{"prefix": {"equals-ignore-case": "aB"}}]), &[json!("AbC")], &[json!("xab")]);
    assert_leaf(&json!([{"suffix": {"equals-ignore-case": "yZ"}}]), &[json!("xYz")], &[json!("yzx")]);
}

#[test]
fn equals_ignore_case_compares_whole_strings() {
    assert_leaf(
        &json!([{"equals-ignore-case": "Alice"}]),
        &[json!("aLICE")],
        &[json!("alice2"), json!(null)],
    );
}

#[test]
fn wildcards_stand_for_any_characters_and_can_be_escaped() {
    assert_leaf(
        &json!([{"wildcard": "dir/*.png"}]),
        &[json!("dir/.png"), json!("dir/a/b.png"), json!("dir/a\nb.png")],
        &[json!("dir/xpng"), json!("a/dir/x.png"), json!("dir/x.png.txt")],
    );
    assert_leaf(&json!([{"wildcard": r"a\*b\\*"}]), &[json!(r"a*b\"), json!(r"a*b\c")], &[json!(r"axb\")]);
}

#[test]
fn anything_but_needs_a_value_that_is_not_excluded() {
    assert_leaf(
        &json!([{"anything-but": "x"}]),
        &[json!("y"), json!(1), json!(null)],
        &[json!("x"), json!({})],
    );
    assert_leaf(&json!([{"anything-but": ["x", "y"]}]), &[json!("z")], &[json!("x"), json!("y")]);
    assert_leaf(&json!([{"anything-but": [1, 2]}]), &[json!(3), json!("1")], &[json!(1), json!(2.0)]);
    assert!(!matches(&json!({"a": [{"anything-but": "x"}]}), &json!({})));
}

#[test]
fn anything_but_takes_operators_on_strings() {
    assert_leaf(&json!([{"anything-but": {"prefix": "in"}}]), &[json!("out")], &[json!("init")]);
    assert_leaf(
        &json!([{"anything-but": {"suffix": [".png", ".jpg"]}}]),
        &[json!("a.txt")],
        &[json!("a.jpg")],
    );
    assert_leaf(&json!([{"anything-but": {"equals-ignore-case": "Off"}}]), &[json!("on")], &[json!("OFF")]);
    assert_leaf(&json!([{"anything-but": {"wildcard": "*/lib/*"}}]), &[json!("/bin/x")], &[json!("/lib/x")]);
}

#[test]
fn anything_but_on_an_array_is_content_with_one_other_element() {
    assert_leaf(&json!([{"anything-but": "x"}]), &[json!(["x", "y"])], &[json!(["x", "x"]), json!([])]);
}

#[test]
fn numeric_compares_numbers_only() {
    assert_leaf(
        &json!([{"numeric": ["=", 3.0e2]}]),
        &[json!(300), json!(300.0)],
        &[json!(301), json!("300")],
    );
    assert_leaf(&json!([{"numeric": ["<", 5]}]), &[json!(4.9)], &[json!(5)]);
    assert_leaf(&json!([{"numeric": ["<=", 5]}]), &[json!(5)], &[json!(5.1)]);
    assert_leaf(&json!([{"numeric": [">", 0, "<=", 5]}]), &[json!(0.1), json!(5)], &[json!(0), json!(6)]);
    assert_leaf(&json!([{"numeric": [">=", 0, "<", 5]}]), &[json!(0), json!(-0.0)], &[json!(5), json!(-1)]);
}

#[test]
fn cidr_takes_addresses_of_both_families() {
    assert_leaf(
        &json!([{"cidr": "10.0.0.0/24"}]),
        &[json!("10.0.0.255")],
        &[json!("10.0.1.0"), json!("::1"), json!("x")],
    );
    assert_leaf(
        &json!([{"cidr": "2001:db8::/32"}]),
        &[json!("2001:db8::1")],
        &[json!("2001:db9::1"), json!("10.0.0.1")],
    );
}

#[test]
fn exists_is_about_leaves() {
    let present = json!({"a": {"b": [{"exists": true}]}});
    let absent = json!({"a": {"b": [{"exists": false}]}});
    for event in
        [json!({"a": {"b": 1}}), json!({"a": {"b": null}}), json!({"a": {"b": ""}}), json!({"a": {"b": [1]}})]
    {
        assert!(matches(&present, &event) && !matches(&absent, &event), "{event} has the leaf");
    }
    for event in [
        json!({"a": {"c": 1}}),
        json!({"a": {}}),
        json!({}),
        json!({"a": {"b": {"c": 1}}}),
        json!({"a": {"b": []}}),
    ] {
        assert!(!matches(&present, &event) && matches(&absent, &event), "{event} lacks the leaf");
    }
}

#[test]
fn a_leaf_in_any_element_of_an_array_is_not_absent() {
    let absent = json!({"a": {"b": [{"exists": false}]}});

    assert!(!matches(&absent, &json!({"a": [{"b": 1}, {"c": 2}]})));
    assert!(matches(&absent, &json!({"a": [{"c": 1}, {"c": 2}]})));
}

#[test]
fn absent_or_null_covers_both_ways_of_saying_nothing() {
    let undated = json!({"detail": {"EffectiveAt": [{"exists": false}, null]}});

    assert!(matches(&undated, &json!({"detail": {"User": {}}})));
    assert!(matches(&undated, &json!({"detail": {"EffectiveAt": null}})));
    assert!(!matches(&undated, &json!({"detail": {"EffectiveAt": "2026-01-01T00:00:00Z"}})));
}

#[test]
fn or_needs_one_of_its_alternatives_beside_the_other_fields() {
    let pattern = json!({"source": ["s"], "$or": [{"a": [1]}, {"b": [2], "$or": [{"c": [3]}, {"d": [4]}]}]});

    assert!(matches(&pattern, &json!({"source": "s", "a": 1})));
    assert!(matches(&pattern, &json!({"source": "s", "b": 2, "d": 4})));
    assert!(!matches(&pattern, &json!({"source": "s", "b": 2})));
    assert!(!matches(&pattern, &json!({"a": 1})));
}

#[test]
fn or_works_inside_nested_fields() {
    let pattern = json!({"detail": {"$or": [{"a": [1]}, {"b": [{"exists": false}]}]}});

    assert!(matches(&pattern, &json!({"detail": {"a": 1, "b": 2}})));
    assert!(matches(&pattern, &json!({"detail": {"a": 2}})));
    assert!(!matches(&pattern, &json!({"detail": {"a": 2, "b": 2}})));
}
