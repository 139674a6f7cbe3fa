//! What concerns more than one resource: joined, or checked as AWS checks it when a stack is made.

use super::draft::Draft;
use super::error::{Location, TemplateError};
use crate::stack::{EventBus, Stack};

/// Puts the settings for asynchronous invocation into their functions.
pub(super) fn apply_invoke_configs(draft: &mut Draft) -> Result<(), TemplateError> {
    for config in &draft.invoke_configs {
        let functions = draft.stack.functions.iter_mut();
        for function in functions.filter(|function| function.logical_id == config.function) {
            if let Some(retries) = config.maximum_retry_attempts {
                function.maximum_retry_attempts = retries;
            }
            if function.on_failure_queue.is_some() && config.on_failure_queue.is_some() {
                let problem =
                    "the function has a dead-letter queue as well; the sandbox sends to one of them only";
                return Err(config.at.error(problem));
            }
            if config.on_failure_queue.is_some() {
                function.on_failure_queue.clone_from(&config.on_failure_queue);
            }
        }
    }
    Ok(())
}

/// Gives managed policies to the roles that they name.
pub(super) fn attach_policies(draft: &mut Draft) {
    for (role, policy) in std::mem::take(&mut draft.attachments) {
        let roles = draft.stack.roles.iter_mut();
        for role in roles.filter(|known| known.logical_id == role) {
            role.managed_policies.insert(policy.clone());
        }
    }
}

/// Beside the template's own buses there are the default one and those that exist already.
pub(super) fn add_buses(stack: &mut Stack) {
    let named = stack.rules.iter().map(|rule| rule.bus.clone());
    for name in std::iter::once("default".to_owned()).chain(named) {
        if stack.buses.iter().all(|bus| bus.name != name) {
            stack.buses.push(EventBus { logical_id: None, name });
        }
    }
}

/// "The dead-letter queue of a FIFO queue must also be a FIFO queue" (SQS developer guide), and of
/// a standard queue a standard one.
pub(super) fn check_redrives(draft: &Draft) -> Result<(), TemplateError> {
    let queues = &draft.stack.queues;
    for queue in queues {
        let Some(redrive) = &queue.redrive else { continue };
        let dead_letter_queue = queues.iter().find(|other| other.logical_id == redrive.dead_letter_queue);
        if dead_letter_queue.is_some_and(|other| other.fifo != queue.fifo) {
            let other = &redrive.dead_letter_queue;
            return Err(written(draft, &queue.logical_id)
                .error(format!("{other} is of the other kind: both must be FIFO queues, or neither")));
        }
    }
    Ok(())
}

/// Lambda refuses a mapping whose queue would bring a message back while the function still runs
/// ("Queue visibility timeout … is less than Function timeout").
pub(super) fn check_visibility(draft: &Draft) -> Result<(), TemplateError> {
    for mapping in &draft.stack.mappings {
        let queue = draft.stack.queues.iter().find(|queue| queue.logical_id == mapping.queue);
        let function = draft.stack.functions.iter().find(|function| function.logical_id == mapping.function);
        let Some((queue, function)) = queue.zip(function) else { continue };
        let (visible, timeout) = (queue.visibility_timeout.as_secs(), function.timeout.as_secs());
        if visible < timeout {
            return Err(written(draft, &mapping.logical_id).error(format!(
                "{} has a visibility timeout of {visible} s, less than the {timeout} s of {}",
                queue.logical_id, function.logical_id
            )));
        }
    }
    Ok(())
}

fn written(draft: &Draft, logical_id: &str) -> Location {
    draft.written.get(logical_id).cloned().unwrap_or_else(|| Location::properties_of(logical_id))
}
