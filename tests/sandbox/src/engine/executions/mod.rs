//! State machines of the stack and their executions. What a definition says is done by
//! [`crate::states`]; here is what AWS keeps of it, and what the tasks call.

mod call;
mod machine;
mod record;
mod refusal;
mod run;

pub(crate) use call::{Call, check};
pub use machine::DefinitionRefused;
pub(crate) use machine::Machine;
pub use record::{ExecutionRecord, Moment};
pub use refusal::StartRefusal;
pub(crate) use run::Run;
