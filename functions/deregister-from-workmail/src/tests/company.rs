//! An organization that answers the operation's calls and remembers them.

use std::sync::{Arc, Mutex, MutexGuard};

use aws_sdk_workmail::Client;
use aws_sdk_workmail::config::http::HttpResponse;
use aws_sdk_workmail::config::retry::RetryConfig;
use aws_sdk_workmail::operation::deregister_from_work_mail::DeregisterFromWorkMailOutput;
use aws_sdk_workmail::operation::describe_entity::DescribeEntityOutput;
use aws_sdk_workmail::operation::describe_group::DescribeGroupOutput;
use aws_sdk_workmail::operation::describe_resource::DescribeResourceOutput;
use aws_sdk_workmail::operation::describe_user::DescribeUserOutput;
use aws_sdk_workmail::types::EntityType;
use aws_smithy_mocks::{MockResponse, Rule, RuleMode, mock, mock_client};

pub(super) const ORGANIZATION: &str = "m-0123456789abcdef0123456789abcdef";

pub(super) type Refusal = (u16, &'static str);
const NOT_FOUND: Refusal = (400, "EntityNotFoundException");

/// A user, group or resource.
#[derive(Clone, Default)]
pub(super) struct Member {
    pub kind: &'static str,
    pub id: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub role: Option<&'static str>,
    pub state: &'static str,
}

impl Member {
    pub(super) fn user(id: &'static str, name: &'static str, email: &'static str) -> Self {
        Self { kind: "USER", id, name, email, role: Some("USER"), state: "ENABLED" }
    }

    pub(super) fn with_role(self, role: &'static str) -> Self {
        Self { role: Some(role), ..self }
    }

    pub(super) fn of_kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    pub(super) fn in_state(self, state: &'static str) -> Self {
        Self { state, ..self }
    }

    fn answers_to(&self, text: &str) -> bool {
        self.id == text || [self.name, self.email].iter().any(|name| name.eq_ignore_ascii_case(text))
    }
}

#[derive(Default)]
pub(super) struct State {
    members: Vec<Member>,
    calls: Vec<String>,
    /// Calls that are refused, by the words with which they are remembered.
    refused: Vec<(String, Refusal)>,
    /// The state that a refused removal leaves everyone in, for another request got there first.
    meanwhile: Option<&'static str>,
}

#[derive(Clone, Default)]
pub(super) struct Company(Arc<Mutex<State>>);

impl Company {
    pub(super) fn of(members: impl IntoIterator<Item = Member>) -> Self {
        let company = Self::default();
        company.state().members = members.into_iter().collect();
        company
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Refuses a call, which is remembered as its name and what it names.
    pub(super) fn refuse(&self, call: &str, refusal: Refusal) {
        self.state().refused.push((call.to_owned(), refusal));
    }

    pub(super) fn refuse_while_all_become(&self, state: &'static str, call: &str, refusal: Refusal) {
        self.state().meanwhile = Some(state);
        self.refuse(call, refusal);
    }

    /// The calls made so far, each with what it names.
    pub(super) fn calls(&self) -> Vec<String> {
        self.state().calls.clone()
    }

    /// The calls so far that change something.
    pub(super) fn changes(&self) -> Vec<String> {
        self.calls().into_iter().filter(|call| call.starts_with("DeregisterFromWorkMail")).collect()
    }

    pub(super) fn client(&self) -> Client {
        let rules = [self.users(), self.groups(), self.resources(), self.addresses(), self.deregisters()];
        mock_client!(aws_sdk_workmail, RuleMode::MatchAny, &rules, |config| {
            config.retry_config(RetryConfig::disabled())
        })
    }

    fn users(&self) -> Rule {
        let company = self.clone();
        mock!(Client::describe_user).then_compute_response(move |input| {
            company.describe("DescribeUser", "USER", input.user_id().unwrap(), |user| {
                DescribeUserOutput::builder()
                    .user_id(user.id)
                    .name(user.name)
                    .state(user.state.into())
                    .set_user_role(user.role.map(Into::into))
                    .build()
            })
        })
    }

    fn groups(&self) -> Rule {
        let company = self.clone();
        mock!(Client::describe_group).then_compute_response(move |input| {
            company.describe("DescribeGroup", "GROUP", input.group_id().unwrap(), |group| {
                DescribeGroupOutput::builder()
                    .group_id(group.id)
                    .name(group.name)
                    .state(group.state.into())
                    .build()
            })
        })
    }

    fn resources(&self) -> Rule {
        let company = self.clone();
        mock!(Client::describe_resource).then_compute_response(move |input| {
            company.describe("DescribeResource", "RESOURCE", input.resource_id().unwrap(), |resource| {
                DescribeResourceOutput::builder()
                    .resource_id(resource.id)
                    .name(resource.name)
                    .state(resource.state.into())
                    .build()
            })
        })
    }

    fn addresses(&self) -> Rule {
        let company = self.clone();
        mock!(Client::describe_entity).then_compute_response(move |input| {
            let address = input.email().unwrap();
            company.answer(&format!("DescribeEntity {address}"), |state| {
                let owner = state.members.iter().find(|member| member.email.eq_ignore_ascii_case(address));
                let owner = owner.ok_or(NOT_FOUND)?;
                let kind = EntityType::from(owner.kind);
                Ok(DescribeEntityOutput::builder().entity_id(owner.id).r#type(kind).build())
            })
        })
    }

    fn deregisters(&self) -> Rule {
        let company = self.clone();
        mock!(Client::deregister_from_work_mail).then_compute_response(move |input| {
            assert_eq!(input.organization_id(), Some(ORGANIZATION));
            let id = input.entity_id().unwrap();
            company.answer(&format!("DeregisterFromWorkMail {id}"), |state| {
                let member = state.members.iter_mut().find(|member| member.id == id).ok_or(NOT_FOUND)?;
                member.state = "DISABLED";
                Ok(DeregisterFromWorkMailOutput::builder().build())
            })
        })
    }

    fn describe<O, E>(
        &self,
        call: &str,
        kind: &str,
        name: &str,
        output: impl Fn(&Member) -> O,
    ) -> MockResponse<O, E> {
        self.answer(&format!("{call} {name}"), |state| {
            let mut members = state.members.iter();
            let member = members.find(|member| member.kind == kind && member.answers_to(name));
            member.map(output).ok_or(NOT_FOUND)
        })
    }

    fn answer<O, E>(
        &self,
        call: &str,
        answer: impl FnOnce(&mut State) -> Result<O, Refusal>,
    ) -> MockResponse<O, E> {
        let mut state = self.state();
        state.calls.push(call.to_owned());
        let refusal = state.refused.iter().find(|(refused, _)| refused == call).map(|(_, refusal)| *refusal);
        if refusal.is_some()
            && let Some(meanwhile) = state.meanwhile
        {
            state.members.iter_mut().for_each(|member| member.state = meanwhile);
        }
        match refusal.map_or_else(|| answer(&mut state), Err) {
            Ok(output) => MockResponse::Output(output),
            Err((status, code)) => MockResponse::Http(refused(status, code)),
        }
    }
}

fn refused(status: u16, code: &str) -> HttpResponse {
    let body = format!(r#"{{"__type": "{code}", "Message": "{code} of the test"}}"#);
    let mut response = HttpResponse::new(status.try_into().unwrap(), body.into());
    response.headers_mut().insert("x-amzn-requestid", "aws-request-1");
    response
}
