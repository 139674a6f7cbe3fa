//! `sandbox wiring`: what the template connects to what.

mod document;
mod text;
mod workflows;

use std::process::ExitCode;

use clap::Args;

use super::Report;
use super::deployment::Deployment;
use super::failure::Failure;
use super::screen::{TITLE, paint, say};
use workflows::Workflow;

#[derive(Debug, Args)]
pub(super) struct Wiring {
    /// How to tell it
    #[arg(long, value_enum, default_value_t)]
    report: Report,
}

impl Wiring {
    pub(super) fn execute(&self, deployment: &Deployment) -> Result<ExitCode, Failure> {
        let stack = deployment.stack()?;
        let workflows = Workflow::all(&stack)?;
        match self.report {
            Report::Json => say(&format!("{:#}", document::document(&stack, &workflows))),
            Report::Text => {
                for (title, table) in [
                    ("Functions", text::functions(&stack)),
                    ("Rules", text::rules(&stack)),
                    ("State machines", text::workflows(&workflows)),
                    ("Queues", text::queues(&stack)),
                    ("Schedules", text::schedules(&stack)),
                ] {
                    say(&format!("{}\n{table}\n", paint(TITLE, title)));
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
