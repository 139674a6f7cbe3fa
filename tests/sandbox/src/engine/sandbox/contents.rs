//! What lies in the queues of a sandbox.

use std::collections::{BTreeMap, BTreeSet};

use super::Sandbox;
use crate::engine::message::Message;
use crate::engine::queue::Queue;
use crate::stack::Stack;

impl Sandbox {
    /// What the queue with this logical id holds, visible or not. Nothing where there is no such queue.
    pub async fn messages(&self, queue: &str) -> Vec<Message> {
        let name = queue.to_owned();
        let held = |queue: &Queue| queue.messages().cloned().collect();
        self.simulation
            .call(move |simulation| simulation.queues.get(&name).map(held))
            .await
            .unwrap_or_default()
    }

    /// What every dead-letter queue holds, by logical id, empty ones included.
    pub async fn dead_letters(&self) -> BTreeMap<String, Vec<Message>> {
        self.contents(dead_letter_queues(&self.stack)).await
    }

    /// What lies in queues that no function reads and that are not for dead letters, empty ones included.
    pub async fn unread(&self) -> BTreeMap<String, Vec<Message>> {
        let dead = dead_letter_queues(&self.stack);
        let read =
            |name: &str| self.stack.mappings.iter().any(|mapping| mapping.enabled && mapping.queue == name);
        let names = self.stack.queues.iter().map(|queue| queue.logical_id.clone());
        self.contents(names.filter(|name| !dead.contains(name) && !read(name)).collect()).await
    }

    async fn contents(&self, queues: BTreeSet<String>) -> BTreeMap<String, Vec<Message>> {
        let mut contents = BTreeMap::new();
        for queue in queues {
            let messages = self.messages(&queue).await;
            contents.insert(queue, messages);
        }
        contents
    }
}

/// The queues that something else sends to when it gives up.
fn dead_letter_queues(stack: &Stack) -> BTreeSet<String> {
    let redrives =
        stack.queues.iter().filter_map(|queue| Some(queue.redrive.as_ref()?.dead_letter_queue.clone()));
    let targets =
        stack.rules.iter().flat_map(|rule| &rule.targets).filter_map(|to| to.dead_letter_queue.clone());
    let schedules = stack.schedules.iter().filter_map(|schedule| schedule.dead_letter_queue.clone());
    let functions = stack.functions.iter().filter_map(|function| function.on_failure_queue.clone());
    redrives.chain(targets).chain(schedules).chain(functions).collect()
}
