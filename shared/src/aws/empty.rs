//! A 200 without a body is no answer.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// Refuses an empty reply to a call that reads something.
///
/// The SDK takes it for `{}`: a listing in which nothing is left, a resource without tags. From a
/// proxy that broke off it would be proof that a WorkSpace is gone, or that it is not on hold. AWS
/// always sends JSON; calls that change something may have nothing to say.
#[derive(Debug)]
pub struct NoEmptyAnswers;

impl Intercept for NoEmptyAnswers {
    fn name(&self) -> &'static str {
        "NoEmptyAnswers"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let is_empty = response.status().is_success() && response.body().content_length() == Some(0);
        if is_empty && config.load::<Metadata>().is_some_and(|call| super::reads(call.name())) {
            return Err("the answer has no body".into());
        }
        Ok(())
    }
}
