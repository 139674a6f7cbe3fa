//! A stack deployed for a company, and what tests ask of it.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::PathBuf;

use sandbox::engine::front::Exchange;
use sandbox::engine::invocation::{Delivery, Ending};
use sandbox::engine::message::Draft;
use sandbox::stack::Stack;
use sandbox::{Sandbox, template};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::workspace_root;

/// The sandbox with the company's world, the real template and the real binaries.
pub struct Company {
    sandbox: Sandbox,
    before: BTreeSet<String>,
}

impl Deref for Company {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl Company {
    /// Deploys a stack that removes what it is asked to.
    pub async fn live(world: Value) -> Self {
        Self::deployed(world, &[("DryRun", "false")]).await
    }

    /// Deploys a stack with these parameters beside the trusted source.
    pub async fn deployed(world: Value, parameters: &[(&str, &str)]) -> Self {
        Self::with(world, parameters, |_| {}).await
    }

    /// Deploys a stack with these parameters beside the trusted source, and with what `others` add to
    /// the account.
    pub async fn with(world: Value, parameters: &[(&str, &str)], others: impl FnOnce(&mut Stack)) -> Self {
        let given = [&[("TrustedSources", "com.example.hr")], parameters].concat();
        let given = given.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut stack = template::load(&workspace_root().join("template.yaml"), &given).unwrap();
        others(&mut stack);
        let world = serde_json::from_value(world).unwrap();
        let builder = Sandbox::builder().world(world).stack(stack).functions(functions().await);
        let sandbox = builder.start().await.unwrap();
        let before = things(&sandbox);
        Self { sandbox, before }
    }

    /// Puts an offboarding event with this detail on the bus and waits until all is done.
    pub async fn offboard(&self, detail: Value) {
        self.put(detail).await;
        self.settle().await.unwrap();
    }

    /// Puts an offboarding event with this detail on the bus.
    pub async fn put(&self, detail: Value) {
        let event = json!({"source": "com.example.hr", "detail-type": "User Offboarding Requested", "detail": detail});
        self.put_event(event).await.unwrap();
    }

    /// Sends messages to the queue in front of a function, so that one batch brings them.
    pub async fn send(&self, queue: &str, bodies: &[Value]) {
        let drafts = bodies.iter().map(|body| Draft::new(body.to_string())).collect();
        self.send_messages(queue, drafts).await.unwrap();
    }

    /// The report with which a function answers a request.
    pub async fn report(&self, function: &str, request: Value) -> Value {
        self.invoke(function, request).await.unwrap_or_else(|error| panic!("{function}: {error}"))
    }

    /// The `errorType` and the message with which a function refuses a request.
    pub async fn refusal(&self, function: &str, request: Value) -> (String, String) {
        let error = self.invoke(function, request).await.unwrap_err();
        (error.error_type, error.error_message)
    }

    /// What is different from when the stack was deployed: a line for each thing that is gone, and for
    /// each that is new. A state and a tag are things.
    #[must_use]
    pub fn changes(&self) -> Vec<String> {
        let now = things(&self.sandbox);
        let gone = self.before.difference(&now).map(|thing| format!("- {thing}"));
        gone.chain(now.difference(&self.before).map(|thing| format!("+ {thing}"))).collect()
    }

    /// How many messages each dead-letter queue holds, and every queue that nobody reads; those
    /// without any are left out.
    pub async fn kept(&self) -> Vec<String> {
        let mut queues = self.dead_letters().await;
        queues.extend(self.unread().await);
        let filled = queues.into_iter().filter(|(_, messages)| !messages.is_empty());
        filled.map(|(queue, messages)| format!("{queue} {}", messages.len())).collect()
    }

    /// The deliveries of one function.
    pub async fn deliveries_of(&self, function: &str) -> Vec<Delivery> {
        let mut deliveries = self.deliveries().await;
        deliveries.retain(|delivery| delivery.function == function);
        deliveries
    }

    /// The AWS operations that were called, in order. Those of a REST service are `METHOD /path`.
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        self.exchanges().iter().map(operation).collect()
    }

    /// The calls that change something.
    #[must_use]
    pub fn changing_calls(&self) -> Vec<String> {
        let looks = |call: &String| ["Describe", "List", "GET "].iter().any(|look| call.starts_with(look));
        self.calls().into_iter().filter(|call| !looks(call)).collect()
    }

    /// Looks for what must never happen: a call that would have left the machine, one that the caller's
    /// role does not allow, a line of log that is not JSON or that names a person, a run without its metrics.
    pub async fn close(self) {
        assert_eq!(self.denials(), []);
        self.close_stopped().await;
    }

    /// The same for a stack in which something is denied on purpose.
    pub async fn close_stopped(self) {
        record(&self.exchanges());
        assert_eq!(self.escapes(), Vec::<String>::new());
        for delivery in self.deliveries().await {
            check_logs(&delivery);
        }
    }
}

/// Adds what was said on the wire to a folder, if there is one for it: `tests/judges` holds it against AWS's
/// own models.
#[expect(clippy::disallowed_methods, reason = "this is a setting of the tests")]
fn record(exchanges: &[Exchange]) {
    let Some(folder) = std::env::var_os("EXCHANGES") else { return };
    let lines = exchanges.iter().map(|exchange| serde_json::to_string(exchange).unwrap() + "\n");
    let test = std::thread::current().name().unwrap_or("test").replace(':', "-");
    let moment = time::OffsetDateTime::now_utc().unix_timestamp_nanos();
    let file = PathBuf::from(folder).join(format!("{test}-{moment}.jsonl"));
    std::fs::write(file, lines.collect::<String>()).unwrap();
}

fn check_logs(delivery: &Delivery) {
    let lines: Vec<Value> = delivery
        .logs
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not a JSON line: {line}")))
        .collect();
    for line in &lines {
        for field in ["timestamp", "level", "message", "operation", "requestId", "offboardingId"] {
            assert!(line[field].is_string(), "{field} is missing in {line}");
        }
        for person in ["alice@", "bob@", "\"alice\"", "\"bob\""] {
            assert!(!line.to_string().contains(person), "{line} names a person");
        }
    }
    let metrics = lines.iter().filter(|line| line.get("_aws").is_some()).count();
    let crashed =
        matches!(&delivery.ending, Ending::Error(error) if error.error_type.starts_with("Sandbox."));
    assert!(metrics == 1 || crashed, "{metrics} metric lines in {:?}", delivery.logs);
}

fn operation(exchange: &sandbox::engine::front::Exchange) -> String {
    let target = exchange.headers.iter().find(|(name, _)| name.as_str() == "x-amz-target");
    match target.and_then(|(_, target)| target.rsplit_once('.')) {
        Some((_, operation)) => operation.to_owned(),
        None => format!("{} {}", exchange.method, path(&exchange.url)),
    }
}

fn path(url: &str) -> &str {
    url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|slash| &rest[slash..])).unwrap_or(url)
}

/// Everything that exists, a line each, with its state; and every tag.
fn things(sandbox: &Sandbox) -> BTreeSet<String> {
    let world = serde_json::to_value(sandbox.world()).unwrap();
    let mut things = BTreeSet::new();
    let mut list = |items: &Value, id: &str, state: &str| {
        for item in items.as_array().into_iter().flatten() {
            things.insert(format!("{} {}", text(&item[id]), text(&item[state])));
        }
    };
    list(&world["Directories"], "DirectoryId", "State");
    list(&world["DirectoryServiceDirectories"], "DirectoryId", "Stage");
    list(&world["Workspaces"], "WorkspaceId", "State");
    list(&world["Devices"], "id", "status");
    for organization in world["Organizations"].as_array().into_iter().flatten() {
        list(&organization["Users"], "UserId", "State");
        list(&organization["Groups"], "GroupId", "State");
        list(&organization["Resources"], "ResourceId", "State");
    }
    for (resource, tags) in world["Tags"].as_object().into_iter().flatten() {
        for (key, value) in tags.as_object().into_iter().flatten() {
            things.insert(format!("{resource} tag {key} {}", text(value)));
        }
    }
    things
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}

/// The functions' binaries, built once for all tests of a run.
async fn functions() -> PathBuf {
    static BUILT: OnceCell<PathBuf> = OnceCell::const_new();
    let build = || async { sandbox::build::functions(&workspace_root()).await.unwrap() };
    BUILT.get_or_init(build).await.clone()
}
