use std::fmt::Write;
use std::path::Path;

use super::parameters;
use crate::stack::{Destination, Stack};
use crate::template::parse;

const SAMPLE: &str = include_str!("sample.yaml");

fn wiring(given: &[(&str, &str)]) -> String {
    let stack = parse(SAMPLE, Path::new(""), &parameters(given)).unwrap_or_else(|error| panic!("{error}"));
    let mut lines = String::new();
    describe(&stack, &mut lines).expect("text can always be written to");
    lines
}

fn describe(stack: &Stack, to: &mut String) -> std::fmt::Result {
    for function in &stack.functions {
        let (timeout, memory, retries) =
            (function.timeout, function.memory_mb, function.maximum_retry_attempts);
        write!(to, "function {} {} ({}) ", function.logical_id, function.name, function.binary)?;
        write!(to, "{timeout:?} {memory}MB retries={retries} ")?;
        writeln!(to, "failed={:?} reserved={:?}", function.on_failure_queue, function.reserved_concurrency)?;
        writeln!(to, "  {:?}", function.environment)?;
    }
    for queue in &stack.queues {
        let redrive = queue.redrive.as_ref().map(|to| (to.dead_letter_queue.as_str(), to.max_receive_count));
        let (visibility, retention) = (queue.visibility_timeout, queue.retention);
        writeln!(to, "queue {} {} {visibility:?} {retention:?} {redrive:?}", queue.logical_id, queue.name)?;
    }
    for mapping in &stack.mappings {
        let (size, window, limit) =
            (mapping.batch_size, mapping.batching_window, mapping.maximum_concurrency);
        write!(to, "mapping {}: {} -> {} ", mapping.logical_id, mapping.queue, mapping.function)?;
        writeln!(to, "{size} {window:?} partial={} {limit:?}", mapping.report_batch_item_failures)?;
    }
    for bus in &stack.buses {
        writeln!(to, "bus {} {:?}", bus.name, bus.logical_id)?;
    }
    for rule in &stack.rules {
        writeln!(to, "rule {} {}/{} on={}", rule.logical_id, rule.bus, rule.name, rule.enabled)?;
        writeln!(to, "  {}", rule.pattern)?;
        for target in &rule.targets {
            writeln!(
                to,
                "  {} -> {} else {:?}",
                target.id,
                destination(&target.to),
                target.dead_letter_queue
            )?;
        }
    }
    for schedule in &stack.schedules {
        write!(to, "schedule {} {} {} ", schedule.logical_id, schedule.name, schedule.expression)?;
        write!(to, "on={} {} -> {} ", schedule.enabled, schedule.input, destination(&schedule.to))?;
        writeln!(to, "else {:?}", schedule.dead_letter_queue)?;
    }
    Ok(())
}

fn destination(to: &Destination) -> String {
    match to {
        Destination::Queue(queue) => format!("queue {queue}"),
        Destination::Function(function) => format!("function {function}"),
        Destination::StateMachine(machine) => format!("state machine {machine}"),
    }
}

#[test]
fn the_sample_becomes_the_stack_that_it_describes() {
    assert_eq!(
        wiring(&[]),
        r#"function DeregisterFromWorkmail DeregisterFromWorkmail (deregister-from-workmail) 60s 128MB retries=2 failed=Some("Undelivered") reserved=None
  {"DRY_RUN": "true", "MAX_RESOURCES": "25"}
function FindIdleDirectories FindIdleDirectories (find-idle-directories) 60s 128MB retries=2 failed=None reserved=None
  {"DRY_RUN": "true", "MAX_RESOURCES": "25"}
function TerminateWorkspaces euc-offboarding-terminate-workspaces (terminate-workspaces) 60s 128MB retries=1 failed=Some("Undelivered") reserved=Some(5)
  {"DRY_RUN": "true", "HOLD_TAG_KEY": "offboarding:hold", "MAX_RESOURCES": "10"}
queue DesktopsDead DesktopsDead 30s 1209600s None
queue DesktopsQueue euc-offboarding-desktops 720s 1209600s Some(("DesktopsDead", 12))
queue MailboxesQueue MailboxesQueue 360s 345600s None
queue Undelivered Undelivered 30s 345600s None
mapping DeregisterFromWorkmailMailboxes: MailboxesQueue -> DeregisterFromWorkmail 10 0ns partial=false None
mapping TerminateWorkspacesQueue: DesktopsQueue -> TerminateWorkspaces 25 5s partial=true Some(2)
bus euc-offboarding-requests Some("Bus")
bus default None
rule AtOnce euc-offboarding-requests/AtOnce on=true
  {"detail-type":["User Offboarding Requested"],"source":["com.example.hr","com.example.it"],"detail":{"EffectiveAt":[{"exists":false}]}}
  Desktops -> queue DesktopsQueue else Some("Undelivered")
  Mailboxes -> queue MailboxesQueue else Some("Undelivered")
rule DeregisterFromWorkmailDirect euc-offboarding-requests/mailboxes on=true
  {"source":["com.example.mail"]}
  DeregisterFromWorkmailDirectLambdaTarget -> function DeregisterFromWorkmail else Some("Undelivered")
schedule FindIdleDirectoriesDaily FindIdleDirectoriesDaily cron(0 3 * * ? *) on=false {} -> function FindIdleDirectories else Some("Undelivered")
schedule FindIdleDirectoriesHourly FindIdleDirectoriesHourly rate(1 hour) on=false {"IdleDays":7} -> function FindIdleDirectories else None
"#
    );
}

#[test]
fn what_a_condition_leaves_out_is_not_there() {
    let wiring = wiring(&[("WithWorkMail", "false"), ("ExistingBus", "corporate")]);

    assert!(!wiring.contains("Workmail") && !wiring.contains("Mailboxes"), "{wiring}");
    assert!(wiring.contains("bus corporate None"), "{wiring}");
}

#[test]
fn parameters_reach_the_places_that_refer_to_them() {
    let wiring = wiring(&[("Size", "large"), ("DryRun", "false"), ("MaxResources", "7")]);

    assert!(wiring.contains("(find-idle-directories) 120s 512MB"), "{wiring}");
    assert!(wiring.contains(r#"{"DRY_RUN": "false", "MAX_RESOURCES": "7"}"#), "{wiring}");
}
