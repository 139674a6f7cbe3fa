//! What runs a stack.
