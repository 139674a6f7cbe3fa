"""Errors: those that an operation declares have a shape, and some can come from every operation."""

# From "Common Errors" ("Common Error Types" in newer editions), a page of every service's API reference, with the
# statuses that it has. Its editions differ: older ones of awsJson services, such as EMR's, have 400 for three that have
# a status of their own in Lambda's. What only services with the query protocol have on it is left out.
COMMON = {
    "AccessDeniedException": (400, 403),
    "ExpiredTokenException": (403,),
    "IncompleteSignature": (400, 403),
    "InternalFailure": (500,),
    "MalformedHttpRequestException": (400,),
    "NotAuthorized": (400, 401),
    "OptInRequired": (403,),
    "RequestAbortedException": (400,),
    "RequestEntityTooLargeException": (413,),
    "RequestExpired": (400,),
    "RequestTimeoutException": (408,),
    "ServiceUnavailable": (503,),
    "ThrottlingException": (400,),
    "UnrecognizedClientException": (403,),
    "UnknownOperationException": (404,),
    "ValidationError": (400,),
}


def code_of(text):
    """The code, without the namespace before it and the address behind it (Smithy, "Operation error serialization")."""
    return text.rpartition("#")[2].partition(":")[0]


def status_of(shape):
    """The model's own, or what Smithy has for an error without one."""
    return shape.get("error", {}).get("httpStatusCode") or (500 if shape.get("fault") else 400)
