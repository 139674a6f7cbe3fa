//! What the functions reported about each resource, look by look: so that nothing is told twice, and
//! that a resource which is no longer found is told at all. A function reports what it finds; of a
//! `WorkSpace` that has ended, its last word is that the listing does not have it any more.

use std::collections::{BTreeMap, BTreeSet};

use sandbox::engine::happening::Outcome;

/// A resource in the reports of one function on one request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Subject {
    function: String,
    request: String,
    resource: String,
}

#[derive(Debug, Default)]
pub(super) struct Looks {
    /// The last outcome of each resource.
    last: BTreeMap<Subject, Outcome>,
    /// What the present look found.
    found: BTreeSet<Subject>,
    over: bool,
}

impl Looks {
    /// Takes note of an outcome. False when it is the same as in an earlier look.
    pub(super) fn is_news(&mut self, function: &str, outcome: &Outcome) -> bool {
        if std::mem::take(&mut self.over) {
            self.found.clear();
        }
        let subject = Subject {
            function: function.to_owned(),
            request: outcome.offboarding_id.clone().unwrap_or_default(),
            resource: outcome.resource_id.clone(),
        };
        self.found.insert(subject.clone());
        self.last.insert(subject, outcome.clone()).as_ref() != Some(outcome)
    }

    /// The function has ended. What becomes of its messages is told next.
    pub(super) fn end(&mut self) {
        if std::mem::replace(&mut self.over, true) {
            self.found.clear();
        }
    }

    /// What a function reported earlier for this request and has not found in the look that ended last.
    ///
    /// A look with no outcome proves nothing unless the request is `done`: it may have failed as a whole.
    pub(super) fn missed(&mut self, function: &str, request: &str, done: bool) -> Vec<Outcome> {
        let concerns = |subject: &Subject| subject.function == function && subject.request == request;
        if !done && !self.found.iter().any(concerns) {
            return Vec::new();
        }
        let found = &self.found;
        let missed = self.last.extract_if(.., |subject, _| concerns(subject) && !found.contains(subject));
        missed.map(|(_, outcome)| outcome).collect()
    }

    /// The last outcome of every resource, by its id.
    pub(super) fn last(&self) -> BTreeMap<&str, &Outcome> {
        self.last.iter().map(|(subject, outcome)| (subject.resource.as_str(), outcome)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(request: &str, id: &str, status: &str) -> Outcome {
        Outcome {
            resource_type: "WorkSpace".to_owned(),
            resource_id: id.to_owned(),
            status: status.to_owned(),
            offboarding_id: Some(request.to_owned()),
            error_code: None,
            reason: None,
        }
    }

    /// What the function finds in one look at a request.
    fn look(looks: &mut Looks, request: &str, found: &[(&str, &str)]) -> Vec<bool> {
        let news = found.iter().map(|(id, status)| looks.is_news("F", &outcome(request, id, status)));
        let news = news.collect();
        looks.end();
        news
    }

    fn missed(looks: &mut Looks, request: &str, done: bool) -> Vec<String> {
        looks.missed("F", request, done).into_iter().map(|outcome| outcome.resource_id).collect()
    }

    #[test]
    fn the_same_outcome_is_news_once() {
        let mut looks = Looks::default();
        assert_eq!(look(&mut looks, "hr-1", &[("ws-1", "NotReady")]), [true]);
        assert_eq!(look(&mut looks, "hr-1", &[("ws-1", "NotReady")]), [false]);
        assert_eq!(look(&mut looks, "hr-2", &[("ws-1", "NotReady")]), [true]);
        assert_eq!(look(&mut looks, "hr-1", &[("ws-1", "Requested")]), [true]);
    }

    #[test]
    fn what_a_later_look_does_not_find_is_missed_once() {
        let mut looks = Looks::default();
        look(&mut looks, "hr-1", &[("ws-1", "Requested"), ("ws-2", "Held")]);
        assert!(missed(&mut looks, "hr-1", false).is_empty());
        look(&mut looks, "hr-1", &[("ws-2", "Held")]);
        assert_eq!(missed(&mut looks, "hr-1", false), ["ws-1"]);
        look(&mut looks, "hr-1", &[("ws-2", "Held")]);
        assert!(missed(&mut looks, "hr-1", true).is_empty());
    }

    #[test]
    fn a_look_that_finds_nothing_is_proof_only_when_the_request_is_done() {
        let mut looks = Looks::default();
        look(&mut looks, "hr-1", &[("ws-1", "Requested")]);
        look(&mut looks, "hr-1", &[]);
        assert!(missed(&mut looks, "hr-1", false).is_empty());
        look(&mut looks, "hr-1", &[]);
        assert_eq!(missed(&mut looks, "hr-1", true), ["ws-1"]);
    }

    #[test]
    fn a_look_at_one_request_says_nothing_about_another() {
        let mut looks = Looks::default();
        look(&mut looks, "hr-1", &[("ws-1", "Requested")]);
        look(&mut looks, "hr-2", &[("ws-2", "Requested")]);
        assert!(missed(&mut looks, "hr-2", true).is_empty());
        assert!(missed(&mut looks, "hr-1", false).is_empty());
    }
}
