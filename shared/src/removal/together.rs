//! Resources that stay or go together: a primary stands for its standbys.

use super::{Candidate, State};
use crate::report::{Resource, Verdict};

/// Where a resource stands for others, a hold on one holds all, and none goes while another cannot:
/// what is not known to be free stays.
pub(super) fn keep_together<T>(resources: &mut [Candidate<T>]) {
    let groups: Vec<Vec<Resource>> = resources
        .iter()
        .filter(|candidate| !candidate.after.is_empty())
        .map(|candidate| candidate.after.iter().chain([&candidate.resource]).cloned().collect())
        .collect();
    for group in groups {
        let of_group = |candidate: &&mut Candidate<T>| group.contains(&candidate.resource);
        let kept = resources.iter_mut().filter(of_group).find_map(|candidate| match &candidate.state {
            State::Settled(Verdict::Held(reason)) => {
                Some(Verdict::Held(format!("{} is held: {reason}", candidate.resource.id)))
            }
            _ => None,
        });
        let waits = resources.iter_mut().filter(of_group).find_map(|candidate| match &candidate.state {
            State::Waiting(..) | State::Settled(Verdict::Failed(_) | Verdict::NotReady(_)) => {
                Some(Verdict::NotReady(format!("{} cannot be removed yet", candidate.resource.id)))
            }
            _ => None,
        });
        let Some(verdict) = kept.or(waits) else { continue };
        for candidate in resources.iter_mut().filter(of_group) {
            let gives_way = match candidate.state {
                State::Removable(_) => true,
                State::Waiting(..) => matches!(verdict, Verdict::Held(_)),
                State::Settled(_) => false,
            };
            if gives_way {
                candidate.settle(verdict.clone());
            }
        }
    }
}
