//! The AWS services on the wire.
