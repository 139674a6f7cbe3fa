//! What AWS answers, call by call.

use aws_sdk_workspaces::Client;
use aws_sdk_workspaces::operation::create_tags::CreateTagsOutput;
use aws_sdk_workspaces::operation::delete_tags::DeleteTagsOutput;
use aws_sdk_workspaces::operation::describe_tags::DescribeTagsOutput;
use aws_sdk_workspaces::operation::describe_workspace_directories::DescribeWorkspaceDirectoriesOutput;
use aws_sdk_workspaces::operation::describe_workspaces::DescribeWorkspacesOutput;
use aws_sdk_workspaces::operation::describe_workspaces_pools::DescribeWorkspacesPoolsOutput;
use aws_sdk_workspaces::types::{Tag, Workspace, WorkspaceDirectory, WorkspacesPool};
use aws_smithy_mocks::{Rule, RuleMode, mock, mock_client};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::retry::RetryConfig;

use super::CLOCK;

/// A client that answers exactly these calls, in this order.
pub(super) fn client(calls: &[Rule]) -> Client {
    mock_client!(aws_sdk_workspaces, RuleMode::Sequential, calls, |config| config
        .retry_config(RetryConfig::disabled()))
}

/// A reply that refuses a call, as it is on the wire.
pub(super) fn refusal() -> HttpResponse {
    let body = r#"{"__type":"AccessDeniedException","message":"AWS says no"}"#;
    let mut reply = HttpResponse::new(400.try_into().unwrap(), SdkBody::from(body));
    reply.headers_mut().insert("x-amzn-requestid", "aws-1");
    reply
}

/// Refuses one call of an operation of the client.
macro_rules! refuse {
    ($call:ident) => {
        aws_smithy_mocks::mock!(Client::$call).then_http_response(aws::refusal)
    };
}
pub(super) use refuse;

pub(super) fn directory(id: &str) -> WorkspaceDirectory {
    typed(id, "SIMPLE_AD", "PERSONAL", "REGISTERED")
}

pub(super) fn typed(id: &str, of_type: &str, of_use: &str, state: &str) -> WorkspaceDirectory {
    let directory = WorkspaceDirectory::builder().directory_id(id).directory_type(of_type.into());
    directory.workspace_type(of_use.into()).state(state.into()).build()
}

/// A page of `DescribeWorkspaceDirectories` without ids, and where the next begins.
pub(super) fn page(directories: &[WorkspaceDirectory], from: Option<&'static str>, to: &str) -> Rule {
    let page = DescribeWorkspaceDirectoriesOutput::builder()
        .set_directories(Some(directories.to_vec()))
        .set_next_token((!to.is_empty()).then(|| to.to_owned()))
        .build();
    mock!(Client::describe_workspace_directories)
        .match_requests(move |input| input.directory_ids().is_empty() && input.next_token() == from)
        .then_output(move || page.clone())
}

pub(super) fn listing(directories: &[WorkspaceDirectory]) -> Rule {
    page(directories, None, "")
}

pub(super) fn tags(id: &'static str, tags: &'static [(&str, &str)]) -> Rule {
    mock!(Client::describe_tags).match_requests(move |input| input.resource_id() == Some(id)).then_output(
        || {
            let tag = |(key, value): &(&str, &str)| Tag::builder().key(*key).value(*value).build().unwrap();
            DescribeTagsOutput::builder().set_tag_list(Some(tags.iter().map(tag).collect())).build()
        },
    )
}

/// `DescribeWorkspaces` in a directory, answered with so many.
pub(super) fn workspaces(id: &'static str, count: usize) -> Rule {
    mock!(Client::describe_workspaces)
        .match_requests(move |input| input.directory_id() == Some(id))
        .then_output(move || {
            let page = vec![Workspace::builder().build(); count];
            DescribeWorkspacesOutput::builder().set_workspaces(Some(page)).build()
        })
}

/// `DescribeWorkspacesPools`, answered with a pool in each of these directories.
pub(super) fn pools(ids: &'static [&str]) -> Rule {
    mock!(Client::describe_workspaces_pools).then_output(|| {
        let pools = ids.iter().map(|id| pool(id)).collect();
        DescribeWorkspacesPoolsOutput::builder().set_workspaces_pools(Some(pools)).build()
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

/// `CreateTags` that sets the clock, and nothing else, to `when`.
pub(super) fn set_clock(id: &'static str, when: &'static str) -> Rule {
    let clock = Tag::builder().key(CLOCK).value(when).build().unwrap();
    mock!(Client::create_tags)
        .match_requests(move |input| {
            input.resource_id() == Some(id) && input.tags() == std::slice::from_ref(&clock)
        })
        .then_output(|| CreateTagsOutput::builder().build())
}

/// `DeleteTags` that removes the clock, and nothing else.
pub(super) fn remove_clock(id: &'static str) -> Rule {
    mock!(Client::delete_tags)
        .match_requests(move |input| input.resource_id() == Some(id) && input.tag_keys() == [CLOCK])
        .then_output(|| DeleteTagsOutput::builder().build())
}
