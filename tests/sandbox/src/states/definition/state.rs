//! A state, of whichever type.

use serde_json::Value;

use super::choice::Choice;
use super::error::{DefinitionError, Location};
use super::fail::Fail;
use super::fields::{Fields, text};
use super::flow::{Landing, Then};
use super::group::{Map, Parallel};
use super::pass::Pass;
use super::recovery::Recovery;
use super::scope::{Names, Scope, Target};
use super::task::Task;
use super::wait::Wait;
use crate::states::data::{Scene, Selection, within_limit};
use crate::states::failure::Failure;

/// What all states have, and what only its type has.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) name: String,
    pub(crate) input_path: Selection,
    output_path: Selection,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Pass(Pass),
    Task(Task),
    Choice(Choice),
    Wait(Wait),
    Succeed,
    Fail(Fail),
    Parallel(Parallel),
    Map(Map),
}

/// What a state of a type may have, and how that is read.
type Reading = (&'static [&'static [&'static str]], fn(&Fields, &Names) -> Result<Kind, DefinitionError>);

const TYPE: &[&str] = &["Type"];
const PATHS: &[&str] = &["InputPath", "OutputPath"];

impl State {
    pub(super) fn parse(
        name: &str,
        value: &Value,
        at: Location,
        names: &Names,
    ) -> Result<Self, DefinitionError> {
        let kind = Fields::any(value, at.clone())?.required("Type", text)?;
        let (known, read) =
            reading(&kind).ok_or_else(|| at.key("Type").error(format!("there are no {kind:?} states")))?;
        let fields = Fields::open(value, at, known)?;
        Ok(Self {
            name: name.to_owned(),
            input_path: fields.optional("InputPath", Selection::parse)?.unwrap_or_default(),
            output_path: fields.optional("OutputPath", Selection::parse)?.unwrap_or_default(),
            kind: read(&fields, names)?,
        })
    }

    /// What the state hands on of the data that it ends with.
    pub(crate) fn output(&self, scene: Scene) -> Result<Value, Failure> {
        within_limit("output", self.output_path.apply(scene, "OutputPath")?)
    }

    /// What becomes of a result: it is put into what the state was given.
    pub(crate) fn land(&self, given: Scene, result: Value) -> Result<Value, Failure> {
        self.landing().map_or(Ok(result.clone()), |landing| landing.apply(given, result))
    }

    /// The state that comes next, where that is always the same one.
    pub(crate) fn next(&self) -> Option<&Target> {
        self.then()?.target()
    }

    /// Whether nothing needs to come after it.
    pub(super) fn is_terminal(&self) -> bool {
        matches!(self.kind, Kind::Succeed | Kind::Fail(_)) || matches!(self.then(), Some(Then::End))
    }

    fn then(&self) -> Option<&Then> {
        match &self.kind {
            Kind::Wait(wait) => Some(&wait.then),
            Kind::Pass(_) | Kind::Task(_) | Kind::Parallel(_) | Kind::Map(_) => {
                self.landing().map(|landing| &landing.then)
            }
            Kind::Choice(_) | Kind::Succeed | Kind::Fail(_) => None,
        }
    }

    fn landing(&self) -> Option<&Landing> {
        match &self.kind {
            Kind::Pass(pass) => Some(&pass.landing),
            Kind::Task(task) => Some(&task.landing),
            Kind::Parallel(parallel) => Some(&parallel.landing),
            Kind::Map(map) => Some(&map.landing),
            Kind::Choice(_) | Kind::Wait(_) | Kind::Succeed | Kind::Fail(_) => None,
        }
    }

    /// What the state does about its failures, if it can do something.
    pub(crate) fn recovery(&self) -> Option<&Recovery> {
        match &self.kind {
            Kind::Task(task) => Some(&task.recovery),
            Kind::Parallel(parallel) => Some(&parallel.recovery),
            Kind::Map(map) => Some(&map.recovery),
            Kind::Pass(_) | Kind::Choice(_) | Kind::Wait(_) | Kind::Succeed | Kind::Fail(_) => None,
        }
    }

    /// Every state that this one can lead to.
    pub(super) fn targets(&self) -> Vec<&Target> {
        let mut targets: Vec<_> = self.next().into_iter().collect();
        if let Kind::Choice(choice) = &self.kind {
            targets.extend(choice.targets());
        }
        let catchers = self.recovery().into_iter().flat_map(|recovery| &recovery.catchers);
        targets.extend(catchers.map(|catcher| &catcher.next));
        targets
    }

    /// The scopes inside of it, and where they are written.
    pub(super) fn scopes(&self, at: &Location) -> Vec<(&Scope, Location)> {
        match &self.kind {
            Kind::Map(map) => vec![(&*map.processor, at.key("ItemProcessor"))],
            Kind::Parallel(parallel) => {
                let branches = parallel.branches.iter().enumerate();
                branches.map(|(index, branch)| (&**branch, at.key("Branches").index(index))).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn reading(kind: &str) -> Option<Reading> {
    Some(match kind {
        "Pass" => (&[TYPE, PATHS, Landing::FIELDS, Pass::FIELDS], |fields, names| {
            Pass::parse(fields, names).map(Kind::Pass)
        }),
        "Task" => (&[TYPE, PATHS, Landing::FIELDS, Recovery::FIELDS, Task::FIELDS], |fields, names| {
            Task::parse(fields, names).map(Kind::Task)
        }),
        "Choice" => {
            (&[TYPE, PATHS, Choice::FIELDS], |fields, names| Choice::parse(fields, names).map(Kind::Choice))
        }
        "Wait" => (&[TYPE, PATHS, Then::FIELDS, Wait::FIELDS], |fields, names| {
            Wait::parse(fields, names).map(Kind::Wait)
        }),
        "Succeed" => (&[TYPE, PATHS], |_, _| Ok(Kind::Succeed)),
        "Fail" => (&[TYPE, Fail::FIELDS], |fields, _| Fail::parse(fields).map(Kind::Fail)),
        "Parallel" => {
            (&[TYPE, PATHS, Landing::FIELDS, Recovery::FIELDS, Parallel::FIELDS], |fields, names| {
                Parallel::parse(fields, names).map(Kind::Parallel)
            })
        }
        "Map" => (&[TYPE, PATHS, Landing::FIELDS, Recovery::FIELDS, Map::FIELDS], |fields, names| {
            Map::parse(fields, names).map(Kind::Map)
        }),
        _ => return None,
    })
}
