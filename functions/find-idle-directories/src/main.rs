//! The Lambda function; see the library for what it does.

use std::process::ExitCode;

use find_idle_directories::FindIdleDirectories;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::lambda::serve(FindIdleDirectories::from_environment).await
}
