"""The clients that moto's tasks get: of the stage, and for other executions moto itself."""

# What Step Functions calls a service in `aws-sdk:NAME:…` where boto3 calls it something else.
BOTO_NAMES = {"directory": "ds"}


class Clients:
    """Made once for each service: boto3's default session must not make clients in several threads."""

    def __init__(self, stage, executions):
        self._clients = {name: stage.client(name) for name in ("lambda", "events", "ds")}
        self._clients["stepfunctions"] = _OfExecutions(executions)

    def __call__(self, service):
        return self._clients[BOTO_NAMES.get(service, service)]


class _OfExecutions:
    """An integration's parameters begin with a capital, the members of Step Functions' own API do not, and
    moto hands on the one as the other. Nor can it put a date into a state's output."""

    def __init__(self, client):
        self._client = client

    def start_execution(self, **parameters):
        members = {name[:1].lower() + name[1:]: value for name, value in parameters.items()}
        started = self._client.start_execution(**members)
        return {"ExecutionArn": started["executionArn"], "StartDate": started["startDate"].isoformat()}
