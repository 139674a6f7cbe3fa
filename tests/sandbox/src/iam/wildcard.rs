//! Texts with wildcards: `*` is any characters, `?` is one.

use wildmatch::WildMatch;

/// How many parts an ARN has; the last one may have colons of its own.
const ARN_PARTS: usize = 6;

/// As conditions compare texts.
pub(super) fn like(pattern: &str, text: &str) -> bool {
    WildMatch::new(pattern).matches(text)
}

/// As actions are compared: their names have no case.
pub(crate) fn like_ignoring_case(pattern: &str, text: &str) -> bool {
    like(&pattern.to_ascii_lowercase(), &text.to_ascii_lowercase())
}

/// As ARNs are compared: part by part, so that no wildcard reaches into another service, Region or
/// account.
pub(crate) fn arn_like(pattern: &str, arn: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let (wanted, actual) = (parts(pattern), parts(arn));
    wanted.len() == actual.len() && wanted.iter().zip(actual).all(|(wanted, actual)| like(wanted, actual))
}

/// Whether a pattern can be that of an ARN. IAM accepts no other.
pub(super) fn is_arn_pattern(pattern: &str) -> bool {
    pattern == "*" || parts(pattern).len() == ARN_PARTS && pattern.starts_with("arn:")
}

fn parts(arn: &str) -> Vec<&str> {
    arn.splitn(ARN_PARTS, ':').collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_fits_itself_and_itself_with_a_star(text in "[a-z:/.+(]{0,12}", cut in 0usize..12) {
            let start = &text[..cut.min(text.len())];
            let pattern = format!("{start}*");
            prop_assert!(like(&text, &text));
            prop_assert!(like(&pattern, &text));
        }
    }

    #[test]
    fn a_wildcard_stays_in_its_part_of_an_arn() {
        let queue = "arn:aws:sqs:us-east-1:123456789012:work";
        for pattern in ["*", queue, "arn:aws:sqs:*:123456789012:w?rk", "arn:*:sqs:*:*:*"] {
            assert!(arn_like(pattern, queue), "{pattern}");
        }
        for pattern in ["arn:aws:sqs:*", "arn:aws:sqs:*:work", "arn:aws:sqs:*:*:Work", "arn:aws:s?:*:*:*"] {
            assert!(!arn_like(pattern, queue), "{pattern}");
        }
        let execution = "arn:aws:states:us-east-1:123456789012:execution:machine:name";
        assert!(arn_like("arn:aws:states:*:*:execution:machine:*", execution), "the last part has colons");
    }

    #[test]
    fn the_case_of_a_name_counts_in_values_and_not_in_actions() {
        assert!(!like("Work*", "workers"));
        assert!(like_ignoring_case("SQS:send*", "sqs:SendMessage"));
    }
}
