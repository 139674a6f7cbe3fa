//! One visit to a state, from entering it to leaving it, with every attempt in between.

use std::sync::Arc;

use serde_json::Value;
use time::OffsetDateTime;

use super::branch::Surroundings;
use super::group::Group;
use super::pending::Pending;
use super::step::{Place, Step, Token};
use super::turn::Turn;
use crate::states::Failure;
use crate::states::data::Scene;
use crate::states::definition::{Kind, State, Target, Task};

#[derive(Debug)]
pub(super) struct Visit {
    pub(super) state: Arc<State>,
    pub(super) place: Place,
    context: Value,
    /// What the state was given: its result is put into it, and every attempt begins with it.
    pub(super) input: Value,
    /// How often each retrier was used.
    pub(super) retries: Vec<u32>,
    pub(super) work: Work,
}

/// What a visit is waiting for.
#[derive(Debug)]
pub(super) enum Work {
    /// The next attempt; the first is due on entering.
    Attempt(OffsetDateTime),
    Time(OffsetDateTime),
    Task(Pending),
    Group(Group),
}

/// What a state hands on, and the state that comes next; none at the end.
#[derive(Debug)]
pub(super) struct Exit {
    pub(super) output: Value,
    pub(super) next: Option<Target>,
}

/// What an attempt leads to at once.
enum Begun {
    Working(Work),
    Done(Exit),
}

impl Visit {
    pub(super) fn enter(state: Arc<State>, around: &Surroundings, input: Value, turn: &mut Turn) -> Self {
        let place = Place { within: around.within.clone(), state: state.name.clone() };
        turn.log.record(Step::Entered { state: place.clone(), at: turn.now, input: input.clone() });
        Self {
            context: turn.context(&state.name, around.map.as_ref()),
            retries: vec![0; state.recovery().map_or(0, |recovery| recovery.retriers.len())],
            work: Work::Attempt(turn.now),
            state,
            place,
            input,
        }
    }

    /// Goes on as far as it can: how the state was left, or none while it has to wait.
    pub(super) fn advance(&mut self, turn: &mut Turn) -> Option<Result<Exit, Failure>> {
        loop {
            let end = match &mut self.work {
                Work::Attempt(at) | Work::Time(at) if *at > turn.now => return None,
                Work::Attempt(_) => match self.begin(turn) {
                    Ok(Begun::Working(work)) => {
                        self.work = work;
                        continue;
                    }
                    Ok(Begun::Done(exit)) => Ok(exit),
                    Err(failure) => Err(failure),
                },
                Work::Time(_) => {
                    self.effective_input().and_then(|input| self.exit(&input, self.state.next()))
                }
                Work::Task(task) => task.ended(turn.now)?.and_then(|result| self.land(result)),
                Work::Group(group) => group.advance(turn)?.and_then(|result| self.land(result)),
            };
            let failure = match end {
                Ok(exit) => return Some(Ok(self.leave(exit, turn))),
                Err(failure) => failure,
            };
            turn.log.record(Step::Failed { state: self.place.clone(), failure: failure.clone() });
            if !self.plan_retry(&failure, turn) {
                return Some(self.catch(failure, turn).map(|exit| self.leave(exit, turn)));
            }
        }
    }

    /// Begins an attempt at what the state is for.
    fn begin(&self, turn: &mut Turn) -> Result<Begun, Failure> {
        turn.log.check_quota(&self.place)?;
        let input = self.effective_input()?;
        let scene = self.scene(&input);
        let work = match &self.state.kind {
            Kind::Pass(pass) => return self.land(pass.result(scene)?).map(Begun::Done),
            Kind::Succeed => return self.exit(&input, None).map(Begun::Done),
            Kind::Choice(choice) => return self.exit(&input, Some(choice.choose(scene)?)).map(Begun::Done),
            Kind::Fail(fail) => return Err(fail.failure(scene)),
            Kind::Wait(wait) => {
                let until = wait.until(scene, turn.now)?;
                turn.log.record(Step::Waiting { state: self.place.clone(), until });
                Work::Time(until)
            }
            Kind::Task(task) => Work::Task(self.ask_for(task, scene, turn)?),
            Kind::Parallel(parallel) => Work::Group(Group::of_parallel(parallel, scene, &self.place)?),
            Kind::Map(map) => Work::Group(Group::of_map(map, scene, &self.place)?),
        };
        Ok(Begun::Working(work))
    }

    fn ask_for(&self, task: &Task, scene: Scene, turn: &mut Turn) -> Result<Pending, Failure> {
        let parameters = task.parameters(scene)?;
        let token = turn.log.next_token();
        let state = self.place.clone();
        turn.log.record(Step::Task { token, state, integration: task.integration, parameters });
        Ok(Pending::new(token, task.timeout.map(|timeout| turn.now.saturating_add(timeout))))
    }

    fn scene<'a>(&'a self, data: &'a Value) -> Scene<'a> {
        Scene { data, context: &self.context }
    }

    fn effective_input(&self) -> Result<Value, Failure> {
        self.state.input_path.apply(self.scene(&self.input), "InputPath")
    }

    /// Leaves with a result.
    fn land(&self, result: Value) -> Result<Exit, Failure> {
        let output = self.state.land(self.scene(&self.input), result)?;
        self.exit(&output, self.state.next())
    }

    fn exit(&self, data: &Value, next: Option<&Target>) -> Result<Exit, Failure> {
        Ok(Exit { output: self.state.output(self.scene(data))?, next: next.cloned() })
    }

    fn leave(&self, exit: Exit, turn: &mut Turn) -> Exit {
        turn.log.record(Step::Exited { state: self.place.clone(), output: exit.output.clone() });
        exit
    }

    /// When there is something to do; `now` where there already is.
    pub(super) fn due(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        match &self.work {
            Work::Attempt(at) | Work::Time(at) => Some(*at),
            Work::Task(task) => task.due(now),
            Work::Group(group) => group.due(now),
        }
    }

    /// The task of this token, while it is waited for.
    pub(super) fn task(&mut self, token: Token) -> Option<&mut Pending> {
        match &mut self.work {
            Work::Task(task) => task.has(token).then_some(task),
            Work::Group(group) => group.task(token),
            Work::Attempt(_) | Work::Time(_) => None,
        }
    }
}
