//! What every command deploys: a template with its parameters, and the executables of its functions.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use sandbox::aws::World;
use sandbox::stack::Stack;
use sandbox::{Builder, Sandbox, StartError, build, template};

use super::failure::Failure;
use super::screen::warn;
use sandbox::json;

/// The template's own defaults remove nothing and trust nobody. Here there is nothing to lose, so
/// these are others.
const DEFAULTS: [(&str, &str); 2] = [("DryRun", "false"), ("TrustedSources", "com.example.hr")];

/// The company of the demonstration.
pub(super) const DEMO_WORLD: &str = include_str!("../../worlds/demo.json");

#[derive(Debug, Args)]
pub(super) struct Deployment {
    /// The SAM template [default: template.yaml of this project]
    #[arg(long, global = true, value_name = "PATH")]
    template: Option<PathBuf>,
    /// A parameter of the template; DryRun=false and TrustedSources=com.example.hr unless given
    #[arg(long = "parameter", global = true, value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, String)>,
    /// The cargo profile to build the functions with
    #[arg(long, global = true, value_name = "NAME", default_value = "dev")]
    profile: String,
    /// A folder with the functions' executables, in the place of building them
    #[arg(long, global = true, value_name = "DIR")]
    functions: Option<PathBuf>,
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a parameter is written NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Deployment {
    /// Reads the template.
    pub(super) fn stack(&self) -> Result<Stack, Failure> {
        self.stack_with(&[])
    }

    /// Reads the template, with more parameters that are others unless somebody gives them.
    pub(super) fn stack_with(&self, defaults: &[(&str, &str)]) -> Result<Stack, Failure> {
        let defaults = DEFAULTS.iter().chain(defaults);
        let mut parameters: BTreeMap<_, _> =
            defaults.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        parameters.extend(self.parameters.iter().cloned());
        let path = self.template.clone().unwrap_or_else(|| root().join("template.yaml"));
        template::load(&path, &parameters).map_err(|error| Failure::input(path.display(), &error))
    }

    /// Builds the functions and starts the sandbox.
    pub(super) async fn start(
        &self,
        stack: Stack,
        world: World,
        settings: impl FnOnce(Builder) -> Builder,
    ) -> Result<Sandbox, Failure> {
        let functions = match &self.functions {
            Some(folder) => folder.clone(),
            None => self.build(&stack).await?,
        };
        let builder = Sandbox::builder().stack(stack).world(world).functions(functions);
        settings(builder).start().await.map_err(|error| match error {
            StartError::Check(_)
            | StartError::Definition(_)
            | StartError::Rule(_)
            | StartError::Schedule(_)
            | StartError::World(_) => Failure::Input(super::failure::chain(&error)),
            StartError::NoStack
            | StartError::Template(_)
            | StartError::Functions(_)
            | StartError::Listen { .. } => Failure::other(&error),
        })
    }

    async fn build(&self, stack: &Stack) -> Result<PathBuf, Failure> {
        warn("Building the functions (a first build takes some minutes) …");
        build::binaries(&root(), stack, &self.profile).await.map_err(|error| Failure::other(&error))
    }
}

/// The folder of the project, where it was when this was compiled.
pub(super) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Reads a world; the demonstration's where none is given.
pub(super) fn world(path: Option<&Path>) -> Result<World, Failure> {
    let (name, text) = match path {
        None => ("the world of the demonstration".to_owned(), DEMO_WORLD.to_owned()),
        Some(path) => (path.display().to_string(), read(path)?),
    };
    let world = json::parse(&text).map_err(|error| Failure::input(&name, &error))?;
    World::try_from(world).map_err(|error| Failure::input(name, &error))
}

/// Reads a file that was given as input.
pub(super) fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::input(path.display(), &error))
}
