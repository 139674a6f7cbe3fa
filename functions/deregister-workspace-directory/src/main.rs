//! The Lambda function; see the library for what it does.

use std::process::ExitCode;

use deregister_workspace_directory::DeregisterWorkspaceDirectory;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::lambda::serve(DeregisterWorkspaceDirectory::from_environment).await
}
