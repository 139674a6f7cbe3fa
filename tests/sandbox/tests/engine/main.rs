//! The engine at work, with a real process in the place of the functions.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod account;
mod asynchronous;
mod calendar;
mod direct;
mod front;
mod queues;
mod sqs;
mod step_functions;
mod time_passing;
mod workflows;

/// What the tests stand on: small stacks around `examples/echo.rs`.
mod stand {
    use std::collections::BTreeMap;
    use std::path::PathBuf;
    use std::time::Duration;

    use sandbox::Sandbox;
    use sandbox::aws::World;
    use sandbox::stack::{
        Destination, EventBus, EventSourceMapping, Function, Queue, Redrive, Rule, Schedule, Stack,
        StateMachine, Target,
    };
    use serde_json::{Value, json};

    /// Cargo puts examples beside the folder of its tests.
    pub(crate) fn examples() -> PathBuf {
        let test = std::env::current_exe().unwrap();
        test.ancestors().nth(2).unwrap().join("examples")
    }

    pub(crate) async fn start(stack: Stack) -> Sandbox {
        start_in(World::default(), stack).await
    }

    pub(crate) async fn start_in(world: World, stack: Stack) -> Sandbox {
        Sandbox::builder().world(world).stack(stack).functions(examples()).start().await.unwrap()
    }

    pub(crate) fn echo() -> Function {
        Function {
            logical_id: "Echo".into(),
            name: "stack-echo".into(),
            binary: "echo".into(),
            environment: BTreeMap::new(),
            timeout: Duration::from_secs(20),
            memory_mb: 128,
            maximum_retry_attempts: 2,
            on_failure_queue: None,
            reserved_concurrency: None,
            role_arn: None,
        }
    }

    pub(crate) fn queue(logical_id: &str) -> Queue {
        Queue {
            logical_id: logical_id.into(),
            name: format!("stack-{logical_id}"),
            fifo: false,
            visibility_timeout: Duration::from_mins(12),
            retention: Duration::from_hours(336),
            delay: Duration::ZERO,
            redrive: None,
        }
    }

    pub(crate) fn mapping() -> EventSourceMapping {
        EventSourceMapping {
            logical_id: "WorkToEcho".into(),
            function: "Echo".into(),
            queue: "Work".into(),
            batch_size: 10,
            batching_window: Duration::ZERO,
            report_batch_item_failures: true,
            maximum_concurrency: Some(2),
            enabled: true,
        }
    }

    /// A state machine with these states, of which the first is `Start`.
    pub(crate) fn state_machine(logical_id: &str, states: &Value) -> StateMachine {
        StateMachine {
            logical_id: logical_id.into(),
            name: format!("stack-{logical_id}"),
            role_arn: "arn:aws:iam::123456789012:role/Workflows".into(),
            definition: json!({ "StartAt": "Start", "States": states }),
        }
    }

    /// One function, nothing else.
    pub(crate) fn function_alone(change: impl FnOnce(&mut Function)) -> Stack {
        let mut function = echo();
        change(&mut function);
        Stack { functions: vec![function], ..Stack::default() }
    }

    /// Bus → rule → queue with a dead-letter queue → function; a schedule for the function.
    pub(crate) fn whole() -> Stack {
        let redrive = Some(Redrive { dead_letter_queue: "Dead".into(), max_receive_count: 3 });
        let to = Destination::Queue("Work".into());
        Stack {
            functions: vec![echo()],
            queues: vec![Queue { redrive, ..queue("Work") }, queue("Dead"), queue("Aside")],
            mappings: vec![mapping()],
            buses: vec![EventBus { logical_id: Some("Bus".into()), name: "stack-bus".into() }],
            rules: vec![Rule {
                logical_id: "Left".into(),
                name: "stack-left".into(),
                bus: "stack-bus".into(),
                pattern: json!({ "detail-type": ["Left"] }),
                enabled: true,
                targets: vec![Target {
                    id: "0".into(),
                    to,
                    input: None,
                    role_arn: None,
                    dead_letter_queue: None,
                }],
            }],
            schedules: vec![Schedule {
                logical_id: "Daily".into(),
                name: "stack-daily".into(),
                expression: "rate(1 day)".into(),
                enabled: true,
                to: Destination::Function("Echo".into()),
                input: json!({ "say": "good morning" }),
                role_arn: None,
                dead_letter_queue: None,
                dead_letter_role_arn: None,
            }],
            ..Stack::default()
        }
    }
}
