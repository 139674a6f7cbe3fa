//! A Region of WorkSpaces that answers the operation's calls and remembers them.

use std::sync::{Arc, Mutex, MutexGuard};

use aws_sdk_workspaces::Client;
use aws_sdk_workspaces::operation::describe_tags::DescribeTagsOutput;
use aws_sdk_workspaces::operation::describe_workspace_directories::DescribeWorkspaceDirectoriesOutput;
use aws_sdk_workspaces::operation::describe_workspaces::{DescribeWorkspacesInput, DescribeWorkspacesOutput};
use aws_sdk_workspaces::operation::terminate_workspaces::{
    TerminateWorkspacesInput, TerminateWorkspacesOutput,
};
use aws_sdk_workspaces::types::{
    FailedWorkspaceChangeRequest, RelatedWorkspaceProperties, StandbyWorkspaceRelationshipType, Tag,
    Workspace, WorkspaceDirectory, WorkspaceDirectoryState, WorkspaceState, WorkspaceType,
};
use aws_smithy_mocks::{MockResponse, MockResponseInterceptor, RuleMode, create_mock_http_client, mock};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;

use super::id;

#[derive(Default)]
struct State {
    desktops: Vec<Workspace>,
    directories: Vec<WorkspaceDirectory>,
    held: Vec<String>,
    calls: Vec<String>,
    refusals: Vec<(String, u16, &'static str)>,
    /// Refusals inside a 200, by id; an empty id stands for an entry without one.
    failures: Vec<(String, &'static str)>,
}

#[derive(Clone, Default)]
pub(super) struct Region(Arc<Mutex<State>>);

impl Region {
    pub(super) fn with(desktops: impl IntoIterator<Item = Workspace>) -> Self {
        let region = Self::default();
        region.state().desktops = desktops.into_iter().collect();
        region
    }

    pub(super) fn directory(self, id: &str, of: WorkspaceType, state: WorkspaceDirectoryState) -> Self {
        let directory =
            WorkspaceDirectory::builder().directory_id(id).workspace_type(of).state(state).build();
        self.state().directories.push(directory);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(super) fn hold(&self, number: usize) {
        self.state().held.push(id(number));
    }

    /// Refuses the calls that are remembered with exactly these words; with a 200 that says nothing.
    pub(super) fn refuse(&self, call: &str, status: u16, code: &'static str) {
        self.state().refusals.push((call.to_owned(), status, code));
    }

    /// Refuses to end one, inside a 200.
    pub(super) fn fail(&self, id: &str, code: &'static str) {
        self.state().failures.push((id.to_owned(), code));
    }

    pub(super) fn forget(&self, number: usize) {
        self.state().desktops.retain(|desktop| desktop.workspace_id() != Some(id(number).as_str()));
    }

    pub(super) fn calls(&self) -> Vec<String> {
        self.state().calls.clone()
    }

    /// How many ids each call to end some had.
    pub(super) fn terminations(&self) -> Vec<usize> {
        let words = |call: &String| call.split(' ').count() - 1;
        self.calls().iter().filter(|call| call.starts_with("TerminateWorkspaces")).map(words).collect()
    }

    /// Remembers a call, and returns the reply that refuses it, if any.
    fn remember(&self, call: String) -> Option<HttpResponse> {
        let mut state = self.state();
        let refusal = state.refusals.iter().find(|(refused, _, _)| *refused == call).cloned();
        state.calls.push(call);
        let (_, status, code) = refusal?;
        let body = match status {
            200 => String::new(),
            _ => format!(r#"{{"__type":"{code}","message":"refused for alice"}}"#),
        };
        let mut reply = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
        reply.headers_mut().insert("x-amzn-requestid", "aws-1");
        Some(reply)
    }

    pub(super) fn client(&self) -> Client {
        macro_rules! answers {
            ($call:expr, $words:expr, $answer:expr) => {{
                let region = self.clone();
                mock!($call).then_compute_response(move |input| match region.remember($words(input)) {
                    Some(reply) => MockResponse::Http(reply),
                    None => MockResponse::Output($answer(&region, input)),
                })
            }};
        }
        let rules = [
            answers!(Client::describe_workspaces, describe_words, describe),
            answers!(Client::terminate_workspaces, terminate_words, terminate),
            answers!(
                Client::describe_tags,
                |input: &aws_sdk_workspaces::operation::describe_tags::DescribeTagsInput| {
                    format!("DescribeTags {}", short(input.resource_id().unwrap()))
                },
                |region: &Region, input: &aws_sdk_workspaces::operation::describe_tags::DescribeTagsInput| {
                    let held =
                        region.state().held.iter().any(|held| Some(held.as_str()) == input.resource_id());
                    let tag = Tag::builder().key("offboarding:hold").build().unwrap();
                    DescribeTagsOutput::builder().set_tag_list(held.then(|| vec![tag])).build()
                }
            ),
            answers!(
                Client::describe_workspace_directories,
                |_| "DescribeWorkspaceDirectories".to_owned(),
                {
                    |region: &Region, _| {
                        let directories = region.state().directories.clone();
                        DescribeWorkspaceDirectoriesOutput::builder()
                            .set_directories(Some(directories))
                            .build()
                    }
                }
            ),
        ];
        let mocks = MockResponseInterceptor::new().rule_mode(RuleMode::MatchAny);
        let mocks = rules.iter().fold(mocks, MockResponseInterceptor::with_rule);
        let config = aws_sdk_workspaces::Config::builder().with_test_defaults_v2();
        let retries = aws_sdk_workspaces::config::retry::RetryConfig::disabled();
        let config = config.http_client(create_mock_http_client()).interceptor(mocks).retry_config(retries);
        let config = config.interceptor(shared::aws::NoEmptyAnswers);
        Client::from_conf(config.build())
    }
}

fn short(id: &str) -> &str {
    id.trim_start_matches("ws-").trim_start_matches('0')
}

fn describe_words(input: &DescribeWorkspacesInput) -> String {
    if let (Some(directory), Some(user)) = (input.directory_id(), input.user_name()) {
        return format!("DescribeWorkspaces {directory} {user}");
    }
    let ids: Vec<_> = input.workspace_ids().iter().map(|id| short(id)).collect();
    format!("DescribeWorkspaces {}", ids.join(" "))
}

/// The first page is always empty: only a missing token ends a listing.
fn describe(region: &Region, input: &DescribeWorkspacesInput) -> DescribeWorkspacesOutput {
    assert!(input.workspace_ids().len() <= 25, "more ids than AWS takes");
    if input.next_token().is_none() {
        return DescribeWorkspacesOutput::builder().next_token("more").build();
    }
    // A listing by directory returns more than was asked for; nobody should rely on its filter.
    let is_meant = |desktop: &Workspace| {
        input.directory_id().is_some()
            || input.workspace_ids().iter().any(|id| desktop.workspace_id() == Some(id))
    };
    let desktops = region.state().desktops.iter().filter(|desktop| is_meant(desktop)).cloned().collect();
    DescribeWorkspacesOutput::builder().set_workspaces(Some(desktops)).build()
}

fn terminate_words(input: &TerminateWorkspacesInput) -> String {
    let ids = input.terminate_workspace_requests().iter().map(|request| short(request.workspace_id()));
    ["TerminateWorkspaces"].into_iter().chain(ids).collect::<Vec<_>>().join(" ")
}

fn terminate(region: &Region, input: &TerminateWorkspacesInput) -> TerminateWorkspacesOutput {
    let requests = input.terminate_workspace_requests();
    assert!((1..=25).contains(&requests.len()), "AWS takes 1 to 25");
    let mut state = region.state();
    let mut answer = TerminateWorkspacesOutput::builder();
    for (id, code) in state.failures.clone() {
        let entry = FailedWorkspaceChangeRequest::builder().error_code(code).error_message("it is not to be");
        let entry = if id.is_empty() { entry } else { entry.workspace_id(&id) };
        if id.is_empty() || requests.iter().any(|request| request.workspace_id() == id) {
            answer = answer.failed_requests(entry.build());
        }
    }
    let failures = state.failures.clone();
    for request in requests {
        let id = request.workspace_id();
        if failures.iter().all(|(failed, _)| failed != id)
            && let Some(desktop) =
                state.desktops.iter_mut().find(|desktop| desktop.workspace_id() == Some(id))
        {
            let there = desktop.clone();
            *desktop = rebuild(&there, WorkspaceState::Terminating);
        }
    }
    answer.build()
}

fn rebuild(desktop: &Workspace, state: WorkspaceState) -> Workspace {
    Workspace::builder()
        .set_workspace_id(desktop.workspace_id().map(str::to_owned))
        .set_user_name(desktop.user_name().map(str::to_owned))
        .set_directory_id(desktop.directory_id().map(str::to_owned))
        .set_related_workspaces(Some(desktop.related_workspaces().to_vec()))
        .state(state)
        .build()
}

pub(super) fn desktop(number: usize, user: &str, state: WorkspaceState) -> Workspace {
    Workspace::builder()
        .workspace_id(id(number))
        .user_name(user)
        .directory_id("d-0000000001")
        .state(state)
        .build()
}

pub(super) fn in_directory(desktop: &Workspace, directory: &str) -> Workspace {
    let state = desktop.state().cloned().unwrap();
    let builder = Workspace::builder().directory_id(directory).state(state);
    let (id, user) = (desktop.workspace_id().map(str::to_owned), desktop.user_name().map(str::to_owned));
    builder.set_workspace_id(id).set_user_name(user).build()
}

/// A primary with a standby in another Region.
pub(super) fn primary(number: usize, user: &str, standby: usize, region: &str) -> Workspace {
    let related = RelatedWorkspaceProperties::builder()
        .workspace_id(id(standby))
        .region(region)
        .r#type(StandbyWorkspaceRelationshipType::Standby)
        .build();
    related_to(number, user, related)
}

/// A WorkSpace with this related to it.
pub(super) fn related_to(number: usize, user: &str, related: RelatedWorkspaceProperties) -> Workspace {
    Workspace::builder()
        .workspace_id(id(number))
        .user_name(user)
        .directory_id("d-0000000001")
        .state(WorkspaceState::Available)
        .related_workspaces(related)
        .build()
}
