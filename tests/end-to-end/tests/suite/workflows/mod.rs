//! The state machines, on the real binaries: an offboarding on a day, and the clean-up of directories.

mod cancelled;
pub(crate) mod clean_up;
mod closing_event;
mod dated;
mod example;
mod left_out;
mod refused;

use std::time::Duration;

use end_to_end::Company;
use serde_json::Value;

use crate::offboarding::alice;

const DAY: Duration = Duration::from_hours(24);

/// The offboarding of alice in so many days.
fn alice_leaves_in(company: &Company, days: u32) -> Value {
    let mut request = alice();
    request["OffboardingId"] = "HR-2027-0042".into();
    request["EffectiveAt"] = company.ahead(DAY * days).into();
    request
}

/// The first and the last report of one operation in a closing event.
fn reports<'a>(closing: &'a Value, operation: &str) -> &'a Value {
    of(&closing["Reports"], operation)
}

/// The plan of one operation in a closing event.
fn plan<'a>(closing: &'a Value, operation: &str) -> &'a Value {
    of(&closing["Plan"], operation)
}

fn of<'a>(list: &'a Value, operation: &str) -> &'a Value {
    let mut entries = list.as_array().unwrap().iter();
    entries
        .find(|entry| entry["Operation"] == operation)
        .unwrap_or_else(|| panic!("no {operation}: {list:#}"))
}

/// The outcomes of one report in a closing event: `id status`.
fn outcomes(report: &Value) -> Vec<String> {
    let outcomes = report["Outcomes"].as_array().unwrap_or_else(|| panic!("no report: {report}"));
    let line = |outcome: &Value| {
        format!("{} {}", outcome["ResourceId"].as_str().unwrap(), outcome["Status"].as_str().unwrap())
    };
    outcomes.iter().map(line).collect()
}
