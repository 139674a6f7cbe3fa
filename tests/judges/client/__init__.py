"""What a real AWS client, boto3, does to `sandbox serve` and expects of it: a service, a file."""
