//! The `numeric` operator.

use serde_json::Value;

use super::{At, PatternError, shown};

/// The guide: numeric matching is limited to values from -5.0e9 to 5.0e9.
const LIMIT: f64 = 5.0e9;

/// A comparison with one bound, or a range between two.
#[derive(Debug, Clone)]
pub(super) struct Numeric(Vec<(Comparison, f64)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    GreaterOrEqual,
    Greater,
}

impl Numeric {
    pub(super) fn parse(operand: &Value, at: &At) -> Result<Self, PatternError> {
        let parts = operand.as_array().filter(|parts| matches!(parts.len(), 2 | 4)).ok_or_else(|| {
            at.error(format!("expected a list such as [\">\", 0, \"<=\", 5], found {}", shown(operand)))
        })?;
        let bounds = parts
            .chunks(2)
            .enumerate()
            .map(|(pair, bound)| {
                let comparison = Comparison::parse(&bound[0], &at.index(2 * pair))?;
                Ok((comparison, parse_bound(&bound[1], &at.index(2 * pair + 1))?))
            })
            .collect::<Result<Vec<_>, PatternError>>()?;
        check_range(&bounds, at)?;
        Ok(Self(bounds))
    }

    pub(super) fn accepts(&self, value: f64) -> bool {
        self.0.iter().all(|(comparison, bound)| comparison.holds(value, *bound))
    }
}

impl Comparison {
    fn parse(symbol: &Value, at: &At) -> Result<Self, PatternError> {
        Ok(match symbol.as_str() {
            Some("<") => Self::Less,
            Some("<=") => Self::LessOrEqual,
            Some("=") => Self::Equal,
            Some(">=") => Self::GreaterOrEqual,
            Some(">") => Self::Greater,
            _ => return Err(at.error(format!("expected <, <=, =, >= or >, found {}", shown(symbol)))),
        })
    }

    fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Self::Less => value < bound,
            Self::LessOrEqual => value <= bound,
            Self::Equal => equal(value, bound),
            Self::GreaterOrEqual => value >= bound,
            Self::Greater => value > bound,
        }
    }

    fn is_lower(self) -> bool {
        matches!(self, Self::Greater | Self::GreaterOrEqual)
    }

    fn is_upper(self) -> bool {
        matches!(self, Self::Less | Self::LessOrEqual)
    }
}

/// Whether a number of the event is the one in the pattern, to the last digit.
#[expect(clippy::float_cmp, reason = "both are literals that somebody wrote, not results of arithmetic")]
pub(super) fn equal(value: f64, wanted: f64) -> bool {
    value == wanted
}

fn parse_bound(number: &Value, at: &At) -> Result<f64, PatternError> {
    number
        .as_f64()
        .filter(|bound| (-LIMIT..=LIMIT).contains(bound))
        .ok_or_else(|| at.error(format!("expected a number from -5.0e9 to 5.0e9, found {}", shown(number))))
}

/// Two bounds are a lower one and then a greater upper one (Event Ruler refuses any other pair).
fn check_range(bounds: &[(Comparison, f64)], at: &At) -> Result<(), PatternError> {
    match bounds {
        [(lower, from), (upper, to)] if !(lower.is_lower() && upper.is_upper() && from < to) => {
            Err(at.error("expected a lower bound (> or >=) and then a greater upper one (< or <=)"))
        }
        _ => Ok(()),
    }
}
