//! The condition keys that the sandbox's requests can have, in lower case.

/// Beside each call's own keys: those of `EventBridge` and Lambda, and the global ones. The
/// sandbox's account is in no organization, so nobody in it has an id of one.
const KNOWN: [&str; 16] = [
    "aws:calledvia",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalservicename",
    "aws:requestedregion",
    "aws:resourceaccount",
    "aws:securetransport",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:tagkeys",
    "aws:viaawsservice",
    "events:detail-type",
    "events:source",
    "lambda:sourcefunctionarn",
];

/// Each goes on with the key of a tag.
const OF_TAGS: [&str; 2] = ["aws:requesttag/", "aws:resourcetag/"];

const MANY_VALUES: [&str; 2] = ["aws:calledvia", "aws:tagkeys"];

pub(super) fn is_known(key: &str) -> bool {
    let mut of_tags = OF_TAGS.iter().filter_map(|prefix| key.strip_prefix(prefix));
    KNOWN.contains(&key) || of_tags.any(|tag| !tag.is_empty())
}

pub(super) fn has_many_values(key: &str) -> bool {
    MANY_VALUES.contains(&key)
}
