//! Event buses and their rules: which rules does an event match?

use crate::pattern::{Pattern, PatternError};
use crate::stack::{EventBus, Rule};

use super::event::Event;

/// All rules of a stack, ready to match.
#[derive(Debug)]
pub(crate) struct Router {
    buses: Vec<EventBus>,
    rules: Vec<(Rule, Pattern)>,
}

/// A rule whose pattern EventBridge would not accept.
#[derive(Debug, thiserror::Error)]
#[error("rule {rule}")]
pub struct RuleError {
    rule: String,
    source: PatternError,
}

impl Router {
    pub(crate) fn new(buses: Vec<EventBus>, rules: Vec<Rule>) -> Result<Self, RuleError> {
        let compile = |rule: Rule| match Pattern::parse(&rule.pattern) {
            Ok(pattern) => Ok((rule, pattern)),
            Err(source) => Err(RuleError { rule: rule.logical_id, source }),
        };
        Ok(Self { buses, rules: rules.into_iter().map(compile).collect::<Result<_, _>>()? })
    }

    /// The bus that an event is put on when none is named: the stack's own where it has exactly
    /// one, else the one that its rules listen to, else the account's default.
    #[must_use]
    pub(crate) fn usual_bus(&self) -> &str {
        let mut own = self.buses.iter().filter(|bus| bus.logical_id.is_some());
        match (own.next(), own.next(), self.rules.first()) {
            (Some(bus), None, _) => &bus.name,
            (_, _, Some((rule, _))) => &rule.bus,
            _ => "default",
        }
    }

    /// Is there a bus of that name? Every account has `default`.
    #[must_use]
    pub(crate) fn knows(&self, bus: &str) -> bool {
        bus == "default"
            || self.buses.iter().any(|known| known.name == bus)
            || self.rules.iter().any(|(rule, _)| rule.bus == bus)
    }

    /// The enabled rules of `bus` that match `event`.
    #[must_use]
    pub(crate) fn matching(&self, bus: &str, event: &Event) -> Vec<Rule> {
        self.rules
            .iter()
            .filter(|(rule, pattern)| rule.enabled && rule.bus == bus && pattern.matches(event.json()))
            .map(|(rule, _)| rule.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::epoch;
    use serde_json::json;

    fn rule(logical_id: &str, bus: &str, source: &str) -> Rule {
        Rule {
            logical_id: logical_id.to_owned(),
            name: logical_id.to_owned(),
            bus: bus.to_owned(),
            pattern: json!({"source": [source]}),
            enabled: true,
            targets: Vec::new(),
        }
    }

    fn names(rules: &[Rule]) -> Vec<&str> {
        rules.iter().map(|rule| rule.logical_id.as_str()).collect()
    }

    fn event() -> Event {
        Event::complete(json!({"source": "hr", "detail-type": "Left", "detail": {}}), epoch()).unwrap()
    }

    #[test]
    fn only_enabled_rules_of_the_same_bus_match() {
        let off = Rule { enabled: false, ..rule("Off", "own", "hr") };
        let rules =
            vec![rule("Yes", "own", "hr"), rule("Source", "own", "it"), rule("Bus", "default", "hr"), off];
        let router = Router::new(Vec::new(), rules).unwrap();
        assert_eq!(names(&router.matching("own", &event())), ["Yes"]);
    }

    #[test]
    fn the_usual_bus_is_the_stacks_own_or_the_one_its_rules_name() {
        let own = EventBus { logical_id: Some("Bus".into()), name: "stack-Bus".into() };
        assert_eq!(Router::new(vec![own], Vec::new()).unwrap().usual_bus(), "stack-Bus");
        assert_eq!(Router::new(Vec::new(), vec![rule("R", "theirs", "hr")]).unwrap().usual_bus(), "theirs");
        assert_eq!(Router::new(Vec::new(), Vec::new()).unwrap().usual_bus(), "default");
    }
}
