//! Putting a sandbox together.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tokio::task::JoinSet;

use super::{CheckError, Sandbox, check};
use crate::aws::{Aws, World};
use crate::clock::Clock;
use crate::engine::access::Access;
use crate::engine::account::{ACCOUNT, REGION};
use crate::engine::executions::{DefinitionRefused, Machine};
use crate::engine::front::{self, Caller, Front};
use crate::engine::happening::Announcer;
use crate::engine::poller::Poller;
use crate::engine::process::Launcher;
use crate::engine::queue::Queue;
use crate::engine::router::Router;
use crate::engine::simulation::{self, Fleet, Handle, Simulation, Timetable};
use crate::schedule::ScheduleError;
use crate::stack::Stack;
use crate::template::{self, TemplateError};

pub use crate::engine::router::RuleError;

/// What a sandbox is made of.
#[derive(Debug)]
pub struct Builder {
    world: World,
    source: Option<Source>,
    parameters: BTreeMap<String, String>,
    functions: PathBuf,
    speed: f64,
    port: u16,
}

#[derive(Debug)]
enum Source {
    Template(PathBuf),
    Stack(Box<Stack>),
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("neither a template nor a stack was given")]
    NoStack,
    #[error("the template cannot be used")]
    Template(#[from] TemplateError),
    #[error("the stack cannot run")]
    Check(#[from] CheckError),
    #[error("an event pattern cannot be used")]
    Rule(#[from] RuleError),
    #[error("the world is in Region {0}, and the sandbox deploys the stack in {REGION}")]
    World(String),
    #[error("a schedule cannot be used")]
    Schedule(#[from] ScheduleError),
    #[error("a definition cannot be used")]
    Definition(#[from] DefinitionRefused),
    #[error("the folder of the functions cannot be found")]
    Functions(#[source] io::Error),
    #[error("the sandbox cannot listen on port {port}")]
    Listen { port: u16, source: io::Error },
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            world: World::default(),
            source: None,
            parameters: BTreeMap::new(),
            functions: PathBuf::new(),
            speed: 1.0,
            port: 0,
        }
    }
}

impl Builder {
    /// What exists in the account; nothing, if left out.
    #[must_use]
    pub fn world(self, world: World) -> Self {
        Self { world, ..self }
    }

    /// The SAM template to deploy.
    #[must_use]
    pub fn template(self, path: impl Into<PathBuf>) -> Self {
        Self { source: Some(Source::Template(path.into())), ..self }
    }

    /// A stack that is known already, in the place of a template.
    #[must_use]
    pub fn stack(self, stack: Stack) -> Self {
        Self { source: Some(Source::Stack(Box::new(stack))), ..self }
    }

    /// A parameter of the template.
    #[must_use]
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.parameters.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The folder with the functions' executables; the current one, if left out.
    #[must_use]
    pub fn functions(self, folder: impl Into<PathBuf>) -> Self {
        Self { functions: folder.into(), ..self }
    }

    /// How many of the sandbox's seconds pass in a real one; 1 if left out.
    #[must_use]
    pub fn speed(self, speed: f64) -> Self {
        Self { speed, ..self }
    }

    /// The port to listen on; a free one if left out.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Deploys the stack. Nothing happens yet; processes start with the first invocation.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let stack = match self.source {
            None => return Err(StartError::NoStack),
            Some(Source::Stack(stack)) => *stack,
            Some(Source::Template(path)) => template::load(&path, &self.parameters)?,
        };
        if let Some(region) = self.world.region.as_ref().filter(|region| *region != REGION) {
            return Err(StartError::World(region.clone()));
        }
        check::stack(&stack)?;
        let machines = stack.state_machines.iter().cloned().map(Machine::new);
        let machines = machines.collect::<Result<Vec<_>, _>>()?;
        check::tasks(&stack, &machines)?;
        let functions = absolute(&self.functions).map_err(StartError::Functions)?;
        check::executables(&stack, &functions)?;
        let port = self.port;
        let (listener, address) =
            front::listen(port).await.map_err(|source| StartError::Listen { port, source })?;
        let (for_functions, theirs) =
            front::listen(0).await.map_err(|source| StartError::Listen { port: 0, source })?;
        let (simulation, commands) = simulation::handle();
        let front = Arc::new(new_front(self.world, self.speed, &stack, simulation.clone()));
        let site = Site { functions, address: theirs };
        let engine = deploy(&stack, machines, &front, &site)?;
        let mut tasks = JoinSet::new();
        tasks.spawn(engine.run(commands));
        tasks.spawn(front::serve(Arc::clone(&front), listener, Caller::Client));
        tasks.spawn(front::serve(Arc::clone(&front), for_functions, Caller::Function));
        Ok(Sandbox { stack, address, front, simulation, _tasks: tasks })
    }
}

/// The folder from wherever a process is started: each runs in its own. (An empty path has no absolute form.)
fn absolute(folder: &Path) -> io::Result<PathBuf> {
    std::path::absolute(Path::new(".").join(folder))
}

/// Where executables are, and where they find the sandbox.
struct Site {
    functions: PathBuf,
    address: SocketAddr,
}

fn new_front(world: World, speed: f64, stack: &Stack, simulation: Handle) -> Front {
    let (clock, announcer) = (Arc::new(Clock::new(speed)), Announcer::new());
    Front {
        aws: Arc::new(Aws::new(world, Arc::clone(&clock), REGION, ACCOUNT)),
        access: Arc::new(Access::new(stack, Arc::clone(&clock), announcer.clone())),
        clock,
        simulation,
        announcer,
        exchanges: Mutex::default(),
        disturbances: Mutex::default(),
        escapes: Mutex::default(),
    }
}

fn deploy(
    stack: &Stack,
    machines: Vec<Machine>,
    front: &Front,
    site: &Site,
) -> Result<Simulation, StartError> {
    let router = Router::new(stack.buses.clone(), stack.rules.clone())?;
    let (clock, aws, access) = (Arc::clone(&front.clock), Arc::clone(&front.aws), Arc::clone(&front.access));
    let mut engine = Simulation::new(clock, aws, access, front.announcer.clone(), router);
    let now = front.clock.now();
    for schedule in &stack.schedules {
        engine.timetables.push(Timetable::new(schedule.clone(), now)?);
    }
    engine.machines = machines;
    engine.pollers = stack.mappings.iter().cloned().map(Poller::new).collect();
    let queues = stack.queues.iter().map(|queue| (queue.logical_id.clone(), Queue::new(queue.clone())));
    engine.queues = queues.collect();
    let fleet = |function: &crate::stack::Function| {
        Fleet::new(Launcher {
            function: Arc::new(function.clone()),
            executable: check::executable(&site.functions, &function.binary),
            sandbox: site.address,
            clock: Arc::clone(&front.clock),
        })
    };
    engine.fleets =
        stack.functions.iter().map(|function| (function.logical_id.clone(), fleet(function))).collect();
    Ok(engine)
}
