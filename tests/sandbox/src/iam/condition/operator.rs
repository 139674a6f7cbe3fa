//! Condition operators, such as `ForAllValues:StringNotLikeIfExists`.

use crate::iam::wildcard::{arn_like, is_arn_pattern, like};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    which: Which,
    test: Test,
    negated: bool,
    if_exists: bool,
}

/// Which of the request's values must pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    TheOne,
    All,
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Test {
    Equals,
    EqualsIgnoringCase,
    Like,
    /// `ArnEquals` and `ArnLike` are one and the same.
    Arn,
    Bool,
    /// Whether the key is missing.
    Null,
}

impl Operator {
    pub(super) fn parse(written: &str) -> Option<Self> {
        let (which, name) = match written.split_once(':') {
            None => (Which::TheOne, written),
            Some(("ForAllValues", name)) => (Which::All, name),
            Some(("ForAnyValue", name)) => (Which::Any, name),
            Some(_) => return None,
        };
        let (name, if_exists) = name.strip_suffix("IfExists").map_or((name, false), |name| (name, true));
        let (test, negated) = match name {
            "StringEquals" => (Test::Equals, false),
            "StringNotEquals" => (Test::Equals, true),
            "StringEqualsIgnoreCase" => (Test::EqualsIgnoringCase, false),
            "StringNotEqualsIgnoreCase" => (Test::EqualsIgnoringCase, true),
            "StringLike" => (Test::Like, false),
            "StringNotLike" => (Test::Like, true),
            "ArnEquals" | "ArnLike" => (Test::Arn, false),
            "ArnNotEquals" | "ArnNotLike" => (Test::Arn, true),
            "Bool" => (Test::Bool, false),
            // "IfExists" and the set operators have no meaning with it.
            "Null" if which == Which::TheOne && !if_exists => (Test::Null, false),
            _ => return None,
        };
        Some(Self { which, test, negated, if_exists })
    }

    pub(super) fn takes_many_values(self) -> bool {
        self.which != Which::TheOne || self.test == Test::Null
    }

    pub(super) fn can_compare(self, value: &str) -> bool {
        match self.test {
            Test::Bool | Test::Null => {
                ["true", "false"].iter().any(|known| value.eq_ignore_ascii_case(known))
            }
            Test::Arn => is_arn_pattern(value),
            Test::Equals | Test::EqualsIgnoringCase | Test::Like => true,
        }
    }

    /// Whether the values that the request has pass, of which there are none where the key is missing.
    pub(super) fn holds(self, actual: &[String], wanted: &[String]) -> bool {
        if self.test == Test::Null {
            let missing = if actual.is_empty() { "true" } else { "false" };
            return wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(missing));
        }
        if actual.is_empty() {
            return match self.which {
                Which::All => true,
                Which::Any => self.if_exists,
                Which::TheOne => self.negated || self.if_exists,
            };
        }
        let passes = |actual: &String| wanted.iter().any(|wanted| self.fits(actual, wanted)) != self.negated;
        match self.which {
            Which::All => actual.iter().all(passes),
            Which::Any | Which::TheOne => actual.iter().any(passes),
        }
    }

    fn fits(self, actual: &str, wanted: &str) -> bool {
        match self.test {
            Test::Equals => actual == wanted,
            Test::EqualsIgnoringCase | Test::Bool => actual.eq_ignore_ascii_case(wanted),
            Test::Like => like(wanted, actual),
            Test::Arn => arn_like(wanted, actual),
            // Answered before there is a value to look at.
            Test::Null => false,
        }
    }
}
