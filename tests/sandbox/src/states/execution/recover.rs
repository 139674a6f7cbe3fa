//! What a visit does about a failure: try again, go on elsewhere, or neither.

use super::step::Step;
use super::turn::Turn;
use super::visit::{Exit, Visit, Work};
use crate::states::Failure;
use crate::states::data::within_limit;

impl Visit {
    /// Plans another attempt where the first retrier for this failure has one left. What is under
    /// way in the state counts no more then.
    pub(super) fn plan_retry(&mut self, failure: &Failure, turn: &mut Turn) -> bool {
        let retriers = self.state.recovery().into_iter().flat_map(|recovery| &recovery.retriers);
        let mut used = retriers.zip(&mut self.retries);
        let Some((retrier, used)) = used.find(|(retrier, _)| retrier.errors.matches(&failure.error)) else {
            return false;
        };
        if *used == retrier.max_attempts {
            return false;
        }
        *used += 1;
        let at = turn.now.saturating_add(retrier.delay(*used));
        turn.log.record(Step::RetryPlanned {
            state: self.place.clone(),
            failure: failure.clone(),
            attempt: *used,
            at,
        });
        self.work = Work::Attempt(at);
        true
    }

    /// Goes on where the first catcher for this failure says. Neither `ResultSelector` nor
    /// `OutputPath` sees the error output.
    pub(super) fn catch(&self, failure: Failure, turn: &mut Turn) -> Result<Exit, Failure> {
        let mut catchers = self.state.recovery().into_iter().flat_map(|recovery| &recovery.catchers);
        let Some(catcher) = catchers.find(|catcher| catcher.errors.matches(&failure.error)) else {
            return Err(failure);
        };
        let output = catcher.result_path.apply(&self.input, failure.to_error_output())?;
        let output = within_limit("output", output)?;
        let next = catcher.next.clone();
        turn.log.record(Step::Caught { state: self.place.clone(), failure, next: next.name.clone() });
        Ok(Exit { output, next: Some(next) })
    }
}
