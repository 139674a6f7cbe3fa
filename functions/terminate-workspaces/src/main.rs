//! The Lambda function; see the library for what it does.

use std::process::ExitCode;

use terminate_workspaces::TerminateWorkspaces;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::lambda::serve(TerminateWorkspaces::from_environment).await
}
