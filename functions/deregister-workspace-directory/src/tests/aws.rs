//! What AWS answers, call by call.

use aws_sdk_workspaces::Client;
use aws_sdk_workspaces::operation::deregister_workspace_directory::DeregisterWorkspaceDirectoryOutput;
use aws_sdk_workspaces::operation::describe_tags::DescribeTagsOutput;
use aws_sdk_workspaces::operation::describe_workspace_directories::DescribeWorkspaceDirectoriesOutput;
use aws_sdk_workspaces::operation::describe_workspaces::DescribeWorkspacesOutput;
use aws_sdk_workspaces::operation::describe_workspaces_pools::DescribeWorkspacesPoolsOutput;
use aws_sdk_workspaces::types::{Tag, Workspace, WorkspaceDirectory, WorkspacesPool};
use aws_smithy_mocks::{Rule, RuleMode, mock, mock_client};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;

/// A client that answers exactly these calls, in this order.
pub(super) fn client(calls: &[Rule]) -> Client {
    mock_client!(aws_sdk_workspaces, RuleMode::Sequential, calls, |config| config
        .retry_config(RetryConfig::disabled()))
}

/// A reply that refuses a call, as it is on the wire.
pub(super) fn refusal(code: &str) -> HttpResponse {
    let body = format!(r#"{{"__type":"{code}","message":"AWS says no"}}"#);
    let mut reply = HttpResponse::new(400.try_into().unwrap(), SdkBody::from(body));
    reply.headers_mut().insert("x-amzn-requestid", "aws-1");
    reply
}

/// Refuses one call of an operation of the client.
macro_rules! refuse {
    ($call:ident, $code:literal) => {
        aws_smithy_mocks::mock!(Client::$call).then_http_response(|| aws::refusal($code))
    };
}
pub(super) use refuse;

fn directory(id: &str, state: &str) -> WorkspaceDirectory {
    let directory = WorkspaceDirectory::builder().directory_id(id).error_message("the network is gone");
    directory.state(state.into()).build()
}

/// `DescribeWorkspaceDirectories` of `asked`, answered with directories and their states.
pub(super) fn directories(asked: &'static [&str], listed: &'static [(&str, &str)]) -> Rule {
    mock!(Client::describe_workspace_directories)
        .match_requests(move |input| input.directory_ids() == asked)
        .then_output(|| {
            let listed = listed.iter().map(|(id, state)| directory(id, state)).collect();
            DescribeWorkspaceDirectoriesOutput::builder().set_directories(Some(listed)).build()
        })
}

/// A page of `DescribeWorkspaces` in a directory: how many there are, and where the next begins.
pub(super) fn workspaces(id: &'static str, count: usize, from: Option<&'static str>, to: &str) -> Rule {
    let to = (!to.is_empty()).then(|| to.to_owned());
    mock!(Client::describe_workspaces)
        .match_requests(move |input| input.directory_id() == Some(id) && input.next_token() == from)
        .then_output(move || {
            let page = vec![Workspace::builder().build(); count];
            DescribeWorkspacesOutput::builder().set_workspaces(Some(page)).set_next_token(to.clone()).build()
        })
}

pub(super) fn no_workspaces(id: &'static str) -> Rule {
    workspaces(id, 0, None, "")
}

/// A page of `DescribeWorkspacesPools`: the directories with a pool, and where the next begins.
pub(super) fn pools(ids: &'static [&str], from: Option<&'static str>, to: &str) -> Rule {
    let to = (!to.is_empty()).then(|| to.to_owned());
    mock!(Client::describe_workspaces_pools)
        .match_requests(move |input| input.next_token() == from)
        .then_output(move || {
            let pools = ids.iter().map(|id| pool(id)).collect();
            DescribeWorkspacesPoolsOutput::builder()
                .set_workspaces_pools(Some(pools))
                .set_next_token(to.clone())
                .build()
        })
}

fn pool(directory_id: &str) -> WorkspacesPool {
    WorkspacesPool::builder()
        .directory_id(directory_id)
        .pool_id("wspool-123456789")
        .pool_arn("arn")
        .pool_name("pool")
        .bundle_id("wsb-123456789")
        .state("RUNNING".into())
        .running_mode("AUTO_STOP".into())
        .created_at(aws_smithy_types::DateTime::from_secs(0))
        .build()
        .unwrap()
}

pub(super) fn no_pools() -> Rule {
    pools(&[], None, "")
}

pub(super) fn tags(id: &'static str, keys: &'static [&str]) -> Rule {
    mock!(Client::describe_tags).match_requests(move |input| input.resource_id() == Some(id)).then_output(
        || {
            let tag = |key: &&str| Tag::builder().key(*key).build().unwrap();
            DescribeTagsOutput::builder().set_tag_list(Some(keys.iter().map(tag).collect())).build()
        },
    )
}

/// `DeregisterWorkspaceDirectory`, accepted.
pub(super) fn accept(id: &'static str) -> Rule {
    mock!(Client::deregister_workspace_directory)
        .match_requests(move |input| input.directory_id() == Some(id))
        .then_output(|| DeregisterWorkspaceDirectoryOutput::builder().build())
}
