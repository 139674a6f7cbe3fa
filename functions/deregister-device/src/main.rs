//! The Lambda function; see the library for what it does.

use std::process::ExitCode;

use deregister_device::DeregisterDevice;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::lambda::serve(DeregisterDevice::from_environment).await
}
