//! Parallel and Map: states that have states inside.

use std::sync::Arc;

use serde_json::{Value, json};

use super::error::{DefinitionError, Location};
use super::fields::{Fields, list, unexpected, whole};
use super::flow::Landing;
use super::recovery::Recovery;
use super::scope::{Names, Scope};
use crate::states::data::{Path, Payload, Scene, within_limit};
use crate::states::failure::Failure;

/// Every branch, side by side, on the same input.
#[derive(Debug)]
pub(crate) struct Parallel {
    pub(crate) branches: Vec<Arc<Scope>>,
    parameters: Option<Payload>,
    pub(crate) recovery: Recovery,
    pub(crate) landing: Landing,
}

/// The same states for every item of a list.
#[derive(Debug)]
pub(crate) struct Map {
    pub(crate) processor: Arc<Scope>,
    items_path: Path,
    item_selector: Option<Payload>,
    /// How many items may be under way at a time.
    pub(crate) at_once: usize,
    pub(crate) recovery: Recovery,
    pub(crate) landing: Landing,
}

/// An item of a Map, and what its states get.
pub(crate) struct Item {
    /// `$$.Map` for the states inside.
    pub(crate) context: Value,
    pub(crate) input: Value,
}

/// A Map in inline mode has at most as many iterations at a time (developer guide, "Using Map state
/// in Inline mode"), whatever `MaxConcurrency` says.
const MOST_AT_ONCE: usize = 40;

impl Parallel {
    pub(super) const FIELDS: &[&str] = &["Branches", "Parameters", Landing::SELECTOR];

    pub(super) fn parse(fields: &Fields, names: &Names) -> Result<Self, DefinitionError> {
        let branch =
            |value: &Value, at: &Location| Scope::parse(&Fields::open(value, at.clone(), &[Scope::FIELDS])?);
        Ok(Self {
            branches: fields.required("Branches", |value, at| list(branch)(value, at))?,
            parameters: fields.optional("Parameters", Payload::parse)?,
            recovery: Recovery::parse(fields, names)?,
            landing: Landing::parse(fields, names)?,
        })
    }

    /// What every branch gets.
    pub(crate) fn input(&self, scene: Scene) -> Result<Value, Failure> {
        match &self.parameters {
            Some(parameters) => within_limit("branches' input", parameters.fill(scene)?),
            None => Ok(scene.data.clone()),
        }
    }
}

impl Map {
    pub(super) const FIELDS: &[&str] =
        &["ItemProcessor", "ItemsPath", "ItemSelector", "MaxConcurrency", Landing::SELECTOR];

    pub(super) fn parse(fields: &Fields, names: &Names) -> Result<Self, DefinitionError> {
        let wanted = fields.optional("MaxConcurrency", whole(0..=u32::MAX))?.unwrap_or(0);
        Ok(Self {
            processor: fields.required("ItemProcessor", parse_processor)?,
            items_path: fields.optional("ItemsPath", Path::parse)?.unwrap_or_else(Path::whole),
            item_selector: fields.optional("ItemSelector", Payload::parse)?,
            at_once: match usize::try_from(wanted) {
                Ok(wanted @ 1..MOST_AT_ONCE) => wanted,
                _ => MOST_AT_ONCE,
            },
            recovery: Recovery::parse(fields, names)?,
            landing: Landing::parse(fields, names)?,
        })
    }

    /// The items, each with what its states get.
    pub(crate) fn items(&self, scene: Scene) -> Result<Vec<Item>, Failure> {
        let found = self.items_path.get(scene, "ItemsPath")?;
        let items = found.as_array().ok_or_else(|| {
            Failure::runtime(format!("ItemsPath: the path {} does not lead to a list", self.items_path))
        })?;
        items.iter().enumerate().map(|(index, value)| self.item(index, value, scene)).collect()
    }

    fn item(&self, index: usize, value: &Value, scene: Scene) -> Result<Item, Failure> {
        let map = json!({"Item": {"Index": index, "Value": value}});
        let input = match &self.item_selector {
            Some(selector) => {
                let mut context = scene.context.clone();
                context["Map"] = map.clone();
                within_limit("item's input", selector.fill(Scene { context: &context, ..scene })?)?
            }
            None => value.clone(),
        };
        Ok(Item { context: map, input })
    }
}

fn parse_processor(value: &Value, at: &Location) -> Result<Arc<Scope>, DefinitionError> {
    let fields = Fields::open(value, at.clone(), &[Scope::FIELDS, &["ProcessorConfig"]])?;
    fields.optional("ProcessorConfig", |value, at| {
        let config = Fields::open(value, at.clone(), &[&["Mode"]])?;
        config.required(
            "Mode",
            |mode, at| {
                if mode == "INLINE" { Ok(()) } else { Err(unexpected("INLINE", mode, at)) }
            },
        )
    })?;
    Scope::parse(&fields)
}
