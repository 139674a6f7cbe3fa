//! The Lambda function; see the library for what it does.

use std::process::ExitCode;

use deregister_from_workmail::DeregisterFromWorkMail;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::lambda::serve(DeregisterFromWorkMail::from_environment).await
}
