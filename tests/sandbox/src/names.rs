//! Names that Step Functions takes for state machines and for executions.

const LONGEST: usize = 80;
const FORBIDDEN: &str = "<>{}[]?*\"#%\\^|~`$&,;:/";

/// Whether AWS would take this name: 1 to 80 characters, without white space, brackets, wildcards,
/// control characters and some others (API reference, `StartExecution` and `CreateStateMachine`).
#[must_use]
pub fn is_name(text: &str) -> bool {
    let fits = |character: char| {
        !character.is_whitespace() && !character.is_control() && !FORBIDDEN.contains(character)
    };
    has_name_length(text) && text.chars().all(fits)
}

/// Whether it is neither empty nor too long.
#[must_use]
pub fn has_name_length(text: &str) -> bool {
    (1..=LONGEST).contains(&text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_have_no_characters_with_a_meaning() {
        for name in ["HR-4711", "a", "leaver_alice.2026", &"x".repeat(80)] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "two words", "a:b", "a/b", "a*", "a\u{7f}", &"x".repeat(81)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
