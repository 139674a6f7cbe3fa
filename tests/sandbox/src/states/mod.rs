//! The Amazon States Language: state machine definitions, and executions of them.
//!
//! Sources: the language's specification (states-language.net) and the Step Functions developer
//! guide, which goes first where the two differ: it says what the service does. Of the language
//! this is what a `JSONPath` definition can say without intrinsic functions; everything else is an
//! error when the definition is read, with the way to it.
//!
//! An [`Execution`] is a plain value. It has no clock and calls nothing: whoever drives it says
//! what time it is, does the tasks that it asks for and tells it how they ended. The same calls
//! give the same steps.

mod choice;
mod data;
mod definition;
mod execution;
mod failure;

#[cfg(test)]
mod testing;

pub use definition::{Definition, DefinitionError, Integration, Location, TaskSpec};
pub use execution::{About, Execution, Place, Status, Step, Token, Within};
pub use failure::Failure;
