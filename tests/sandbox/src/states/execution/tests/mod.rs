mod course;
mod data_flow;
mod groups;
mod invariants;
mod recovery;
mod time;
