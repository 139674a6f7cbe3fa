//! Payload templates: `Parameters`, `ResultSelector` and `ItemSelector`.

use serde_json::{Map, Value};

use super::{Path, Scene};
use crate::states::definition::{DefinitionError, Location, unexpected};
use crate::states::failure::Failure;

/// JSON in which every member whose name ends in `.$` takes its value from a path.
#[derive(Debug)]
pub(crate) struct Payload {
    field: String,
    template: Template,
}

#[derive(Debug)]
enum Template {
    Literal(Value),
    Path(Path),
    Object(Vec<(String, Template)>),
    List(Vec<Template>),
}

impl Payload {
    pub(crate) fn parse(value: &Value, at: &Location) -> Result<Self, DefinitionError> {
        let members = value.as_object().ok_or_else(|| unexpected("an object", value, at))?;
        Ok(Self { field: at.to_string(), template: parse_object(members, at)? })
    }

    /// The JSON that comes out of it. A path that leads nowhere is `States.Runtime`.
    pub(crate) fn fill(&self, scene: Scene) -> Result<Value, Failure> {
        self.template.fill(scene, &self.field)
    }
}

impl Template {
    fn parse(value: &Value, at: &Location) -> Result<Self, DefinitionError> {
        match value {
            Value::Object(members) => parse_object(members, at),
            Value::Array(elements) => {
                let elements = elements.iter().enumerate();
                let list = elements.map(|(index, element)| Self::parse(element, &at.index(index)));
                list.collect::<Result<_, _>>().map(Self::List)
            }
            literal => Ok(Self::Literal(literal.clone())),
        }
    }

    fn fill(&self, scene: Scene, field: &str) -> Result<Value, Failure> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Path(path) => path.get(scene, field).cloned(),
            Self::Object(members) => {
                let filled =
                    members.iter().map(|(name, value)| Ok((name.clone(), value.fill(scene, field)?)));
                filled.collect::<Result<Map<_, _>, _>>().map(Value::Object)
            }
            Self::List(elements) => {
                elements.iter().map(|element| element.fill(scene, field)).collect::<Result<_, _>>()
            }
        }
    }
}

fn parse_object(members: &Map<String, Value>, at: &Location) -> Result<Template, DefinitionError> {
    let member = |(written, value): (&String, &Value)| {
        let at = at.key(written);
        let Some(name) = written.strip_suffix(".$") else {
            return Ok((written.clone(), Template::parse(value, &at)?));
        };
        if members.contains_key(name) {
            return Err(at.error(format!("{name} is there as well")));
        }
        Ok((name.to_owned(), Template::Path(Path::parse(value, &at)?)))
    };
    members.iter().map(member).collect::<Result<_, _>>().map(Template::Object)
}
