//! The stack at work, as a discrete-event simulation: one task owns all state, so that nothing
//! happens at the same time as something else.
//!
//! Whatever falls due is done in [`Simulation::tick`]. Function invocations are real processes and
//! run beside it; while one is in flight, time is real time. When none is, and somebody waits for
//! the stack to settle or for time to pass, the clock skips to whatever is due next. So no test
//! waits for a visibility timeout, and none fails because a function was slow.

mod events;
mod executions;
mod finish;
mod functions;
mod queues;
mod schedules;
mod settle;
mod tasks;
mod watch;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use time::OffsetDateTime;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use super::access::Access;
use super::asynchronous::Waiting;
use super::event::PutEvent;
use super::executions::{Machine, Run};
use super::happening::{Announcer, What};
use super::invocation::Delivery;
use super::poller::Poller;
use super::queue::Queue;
use super::router::Router;
use crate::aws::Aws;
use crate::clock::Clock;
use finish::Finished;
use settle::{Advance, Settling};
use watch::Watch;

pub(crate) use functions::Fleet;
pub(crate) use functions::InvokeError;
pub(crate) use schedules::Timetable;
pub use settle::SettleError;

/// All state of a running stack.
pub(crate) struct Simulation {
    /// When the stack was deployed.
    pub(super) started: OffsetDateTime,
    pub(super) clock: Arc<Clock>,
    pub(super) aws: Arc<Aws>,
    pub(super) access: Arc<Access>,
    pub(super) announcer: Announcer,
    pub(super) router: Router,
    pub(super) queues: BTreeMap<String, Queue>,
    pub(super) pollers: Vec<Poller>,
    pub(super) fleets: BTreeMap<String, Fleet>,
    pub(super) timetables: Vec<Timetable>,
    pub(super) machines: Vec<Machine>,
    /// All that were started, in that order. An index stays an execution's own.
    pub(super) executions: Vec<Run>,
    /// All that were put on a bus, in that order.
    pub(super) events: Vec<PutEvent>,
    pub(super) deliveries: Vec<Delivery>,
    /// The ids of the events that no rule wanted.
    pub(super) unmatched: Vec<String>,
    /// What was given up and is kept nowhere.
    pub(super) lost: Vec<String>,
    waiting: Vec<Waiting>,
    running: JoinSet<Finished>,
    watch: Watch,
    settling: Vec<Settling>,
    advancing: VecDeque<Advance>,
}

/// Something to do with the simulation, between two of its steps.
type Command = Box<dyn FnOnce(&mut Simulation) + Send>;

/// How the rest of the sandbox reaches the simulation.
#[derive(Clone)]
pub(crate) struct Handle(mpsc::UnboundedSender<Command>);

/// The commands that handles send.
pub(crate) struct Commands(mpsc::UnboundedReceiver<Command>);

/// A handle, and what [`Simulation::run`] needs to hear it.
pub(crate) fn handle() -> (Handle, Commands) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Handle(sender), Commands(receiver))
}

impl Handle {
    /// Does something with the simulation and answers with what came of it.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        command: impl FnOnce(&mut Simulation) -> T + Send + 'static,
    ) -> T {
        let (reply, answer) = oneshot::channel();
        self.send(move |simulation| {
            // Nobody need wait for the answer any more.
            let _ = reply.send(command(simulation));
        });
        answer.await.unwrap_or_else(|_| unreachable!("the simulation lives as long as its sandbox"))
    }

    /// Does something with the simulation soon.
    pub(crate) fn send(&self, command: impl FnOnce(&mut Simulation) + Send + 'static) {
        // Fails only while the sandbox is being dropped.
        let _ = self.0.send(Box::new(command));
    }

    /// Makes the simulation look around: something outside it may have changed.
    pub(crate) fn nudge(&self) {
        self.send(|_| ());
    }
}

impl Simulation {
    pub(crate) fn new(
        clock: Arc<Clock>,
        aws: Arc<Aws>,
        access: Arc<Access>,
        announcer: Announcer,
        router: Router,
    ) -> Self {
        let watch = Watch::new(&aws.world());
        Self {
            started: clock.now(),
            clock,
            aws,
            access,
            announcer,
            router,
            queues: BTreeMap::new(),
            pollers: Vec::new(),
            fleets: BTreeMap::new(),
            timetables: Vec::new(),
            machines: Vec::new(),
            executions: Vec::new(),
            events: Vec::new(),
            deliveries: Vec::new(),
            unmatched: Vec::new(),
            lost: Vec::new(),
            waiting: Vec::new(),
            running: JoinSet::new(),
            watch,
            settling: Vec::new(),
            advancing: VecDeque::new(),
        }
    }

    /// Runs until all handles are gone.
    pub(crate) async fn run(mut self, mut commands: Commands) {
        loop {
            let now = self.tick();
            if self.running.is_empty() && commands.0.is_empty() && self.hurry(now) {
                continue;
            }
            let due = self.next_due(now).map(|due| tokio::time::Instant::now() + self.clock.real_until(due));
            tokio::select! {
                biased;
                command = commands.0.recv() => match command {
                    Some(command) => command(&mut self),
                    None => return,
                },
                Some(finished) = self.running.join_next() => match finished {
                    Ok(finished) => self.finish(finished),
                    Err(error) => std::panic::resume_unwind(error.into_panic()),
                },
                () = until(due) => {}
            }
        }
    }

    /// Does everything that is due and says until when.
    fn tick(&mut self) -> OffsetDateTime {
        let now = self.clock.now();
        self.look_at_the_world();
        self.expire_messages();
        self.run_schedules();
        self.run_executions(now);
        self.start_waiting();
        self.poll();
        now
    }

    /// When something happens by itself after `now`, at the earliest. What was due before and is
    /// still here waits for a running function, not for the time.
    fn next_due(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let read = self.pollers.iter().filter(|poller| poller.spec().enabled);
        let returns =
            read.clone().filter_map(|poller| self.queues.get(&poller.spec().queue)?.next_visible(now));
        let batches = read.filter_map(Poller::due);
        let retries = self.waiting.iter().map(|waiting| waiting.due);
        let schedules = self.timetables.iter().filter_map(|timetable| timetable.next);
        let executions = self.executions.iter().filter_map(Run::due);
        let changes = self.aws.next_transition();
        let all = returns.chain(batches).chain(retries).chain(schedules).chain(executions).chain(changes);
        all.filter(|due| *due > now).min()
    }

    /// Something is given up, and nothing in the stack keeps it.
    fn lose(&mut self, what: String, why: String) {
        self.lost.push(what.clone());
        self.tell(What::Lost { what, why });
    }

    fn tell(&self, what: What) {
        self.announcer.tell(self.clock.now(), what);
    }
}

async fn until(due: Option<tokio::time::Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
