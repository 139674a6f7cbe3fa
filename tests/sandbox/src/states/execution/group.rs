//! The branches of a Parallel state, or the items of a Map, while they are under way.

use serde_json::Value;
use time::OffsetDateTime;

use super::branch::{Branch, Surroundings};
use super::pending::Pending;
use super::step::{Place, Token, Within};
use super::turn::Turn;
use crate::states::Failure;
use crate::states::data::Scene;
use crate::states::definition::{Map, Parallel};

#[derive(Debug)]
pub(super) struct Group {
    branches: Vec<Branch>,
    at_once: usize,
}

impl Group {
    pub(super) fn of_parallel(parallel: &Parallel, scene: Scene, place: &Place) -> Result<Self, Failure> {
        let input = parallel.input(scene)?;
        let map = scene.context.get("Map").cloned();
        let surroundings = Surroundings { within: inside(place, None), map };
        let branches = parallel.branches.iter();
        let branches: Vec<_> =
            branches.map(|scope| Branch::new(scope, surroundings.clone(), input.clone())).collect();
        Ok(Self { at_once: branches.len(), branches })
    }

    pub(super) fn of_map(map: &Map, scene: Scene, place: &Place) -> Result<Self, Failure> {
        let items = map.items(scene)?.into_iter().enumerate();
        let branches = items.map(|(index, item)| {
            let surroundings = Surroundings { within: inside(place, Some(index)), map: Some(item.context) };
            Branch::new(&map.processor, surroundings, item.input)
        });
        Ok(Self { at_once: map.at_once, branches: branches.collect() })
    }

    /// Lets as many branches go on as may be under way at a time, in order. The outputs once all have
    /// ended, or the first failure: the others count no more then.
    pub(super) fn advance(&mut self, turn: &mut Turn) -> Option<Result<Value, Failure>> {
        let mut under_way = 0;
        for branch in self.branches.iter_mut().filter(|branch| branch.ended().is_none()) {
            if under_way == self.at_once {
                break;
            }
            branch.advance(turn);
            match branch.ended() {
                Some(Err(failure)) => return Some(Err(failure.clone())),
                Some(Ok(_)) => {}
                None => under_way += 1,
            }
        }
        self.branches.iter().map(|branch| branch.ended().cloned()).collect()
    }

    pub(super) fn due(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let open = self.branches.iter().filter(|branch| branch.ended().is_none());
        open.take(self.at_once).filter_map(|branch| branch.due(now)).min()
    }

    pub(super) fn task(&mut self, token: Token) -> Option<&mut Pending> {
        self.branches.iter_mut().find_map(|branch| branch.task(token))
    }
}

fn inside(place: &Place, item: Option<usize>) -> Vec<Within> {
    let mut within = place.within.clone();
    within.push(Within { state: place.state.clone(), item });
    within
}
