//! The environment of a function's process: what Lambda sets, the function's own settings, and how
//! the SDKs find the sandbox. Nothing is inherited.
//!
//! Source: Lambda developer guide, "Defined runtime environment variables".

use std::net::SocketAddr;
use std::path::Path;

use crate::engine::access;
use crate::engine::account::REGION;
use crate::stack::Function;

/// Where the SDKs are pointed to. `aws.test` exists nowhere (RFC 6761 keeps `.test` for that); the
/// proxy setting brings every call here, under any host name, so that the host prefix of
/// `WorkSpaces Thin Client` does no harm and a call that would leave the machine is seen.
const ENDPOINT: &str = "http://aws.test";

/// All variables of a process of `function`.
pub(super) fn variables(
    function: &Function,
    task_root: &Path,
    runtime_api: SocketAddr,
    sandbox: SocketAddr,
) -> Vec<(String, String)> {
    let memory = function.memory_mb.to_string();
    let task_root = task_root.display().to_string();
    let runtime_api = runtime_api.to_string();
    let proxy = format!("http://{sandbox}");
    let access_key = access::access_key(&function.logical_id);
    let log_group = format!("/aws/lambda/{}", function.name);
    let by_lambda = [
        ("AWS_ACCESS_KEY_ID", access_key.as_str()),
        ("AWS_DEFAULT_REGION", REGION),
        ("AWS_ENDPOINT_URL", ENDPOINT),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
        ("AWS_LAMBDA_FUNCTION_NAME", &function.name),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &log_group),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "sandbox"),
        ("AWS_LAMBDA_RUNTIME_API", &runtime_api),
        ("AWS_REGION", REGION),
        ("AWS_SECRET_ACCESS_KEY", "sandbox"),
        ("AWS_SESSION_TOKEN", "sandbox"),
        ("HTTPS_PROXY", &proxy),
        ("HTTP_PROXY", &proxy),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
        ("LAMBDA_TASK_ROOT", &task_root),
        ("LANG", "en_US.UTF-8"),
        ("PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin"),
        ("TZ", ":UTC"),
        ("_HANDLER", "bootstrap"),
    ];
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let own = function.environment.iter().map(|(name, value)| (name.clone(), value.clone()));
    own.chain(by_lambda.map(owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::function;

    #[test]
    fn a_function_cannot_overwrite_what_lambda_reserves() {
        let mut function = function("Worker");
        function.environment.insert("AWS_REGION".into(), "elsewhere".into());
        function.environment.insert("DRY_RUN".into(), "false".into());
        let loopback = SocketAddr::from(([127, 0, 0, 1], 9));
        let variables = variables(&function, Path::new("/task"), loopback, loopback);
        let last = |name: &str| &variables.iter().rfind(|(known, _)| known == name).unwrap().1;
        assert_eq!(last("AWS_REGION"), "us-east-1");
        assert_eq!(last("DRY_RUN"), "false");
        assert_eq!(last("AWS_ACCESS_KEY_ID"), "ASIAWorker", "by which its calls are known");
        assert_eq!(last("HTTP_PROXY"), "http://127.0.0.1:9");
    }
}
