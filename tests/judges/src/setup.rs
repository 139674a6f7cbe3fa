//! What stands on the stage when the scenario begins.

use std::collections::BTreeMap;
use std::path::PathBuf;

use sandbox::aws::{Fault, World};
use sandbox::{Sandbox, StartError};
use serde::Deserialize;

/// The first line of the input.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct Setup {
    template: PathBuf,
    /// The folder with the functions' executables.
    functions: PathBuf,
    parameters: BTreeMap<String, String>,
    world: World,
    faults: Vec<Trouble>,
}

/// Calls that AWS refuses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
struct Trouble {
    operation: String,
    status: u16,
    code: String,
    message: String,
    times: u32,
    /// Only calls that name this resource.
    on: Option<String>,
}

impl Setup {
    pub(crate) async fn start(self) -> Result<Sandbox, StartError> {
        let builder = Sandbox::builder().template(self.template).functions(self.functions).world(self.world);
        let parameters = self.parameters.iter();
        let builder = parameters.fold(builder, |builder, (name, value)| builder.parameter(name, value));
        let sandbox = builder.start().await?;
        for trouble in self.faults {
            sandbox.aws().fail(trouble.into());
        }
        Ok(sandbox)
    }
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        let fault = Self::new(&trouble.operation, trouble.status, &trouble.code, &trouble.message);
        let fault = fault.times(trouble.times);
        match trouble.on {
            Some(resource) => fault.on(&resource),
            None => fault,
        }
    }
}
