"""What is changed in moto while it runs our state machines, and why.

How states, paths, choices, errors, Retry, Catch and timeouts behave is moto's own. Changed is where its
tasks call and how its time passes, which a comparison needs, and three things that AWS does otherwise.
"""

import contextlib
import functools
import types
from datetime import datetime, timedelta, timezone
from unittest import mock

from moto.stepfunctions.parser import models
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_aws_sdk as aws_sdk,
    state_task_service_events as events,
    state_task_service_sfn as sfn,
)
from moto.stepfunctions.parser.asl.component.state import state
from moto.stepfunctions.parser.asl.component.state.wait.wait_function import timestamp
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventManager
from moto.stepfunctions.parser.asl.utils import json_path
from moto.stepfunctions.parser.backend.execution import Execution


@contextlib.contextmanager
def patched(client_of, pace):
    """moto with its tasks calling what `client_of(service)` gives, in the time of `pace`."""
    with contextlib.ExitStack() as stack:
        def replace(owner, name, value):
            stack.enter_context(mock.patch.object(owner, name, value))

        _call_the_stage(replace, client_of)
        _read_the_stages_clock(replace, pace)
        _wait_in_the_stages_time(replace, pace)
        _refuse_what_can_be_no_name(replace)
        _name_directory_services_errors(replace)
        _give_the_start_time_as_text(replace)
        _read_each_path_once(replace)
        yield


def _call_the_stage(replace, client_of):
    """moto's tasks call moto's own services. The functions are on the stage."""
    for module in (lambda_eval_utils, events, sfn, aws_sdk):
        replace(module, "boto_client_for", lambda region, service, state_credentials=None: client_of(service))


def _read_the_stages_clock(replace, pace):
    """moto reads the machine's clock for when an execution starts, when a state is entered, and how long it is until a
    timestamp (there as local time, which it takes for UTC)."""

    class StagesDatetime(datetime):
        @classmethod
        def now(cls, tz=None):
            return (datetime.now(timezone.utc) + timedelta(seconds=pace.lead)).replace(tzinfo=tz)

    for module in (models, state, timestamp):
        replace(module, "datetime", types.SimpleNamespace(datetime=StagesDatetime, timezone=timezone))


def _wait_in_the_stages_time(replace, pace):
    """moto sleeps for real. It also drops the fraction of the time that is left until a timestamp, and so goes on up to a
    second too early; AWS waits until the timestamp."""

    def wait(function, env, wait_seconds):
        fraction = 1 if isinstance(function, timestamp.Timestamp) else 0
        pace.wait(wait_seconds + fraction, env.is_running)

    replace(WaitFunction, "_wait_interval", wait)
    replace(retrier_decl, "time", types.SimpleNamespace(sleep=pace.wait))
    add_event = EventManager.add_event

    def add_and_tell(*arguments, **named):
        pace.touch()
        return add_event(*arguments, **named)

    replace(EventManager, "add_event", add_and_tell)


def _refuse_what_can_be_no_name(replace):
    """AWS refuses a name with, say, a space or a slash in it (API reference, StartExecution). moto has that check and
    leaves it out where its interpreter is switched on."""
    start = models.StepFunctionsParserBackend.start_execution

    def checked(backend, state_machine_arn, name=None, *more, **named):
        backend._validate_name(name)
        return start(backend, state_machine_arn, name, *more, **named)

    replace(models.StepFunctionsParserBackend, "start_execution", checked)


def _name_directory_services_errors(replace):
    """AWS: `Directory.EntityDoesNotExistException` (developer guide, "Learning to use AWS service SDK
    integrations": the SDK's name of the service, then the exception). moto: `directory.…`."""
    replace(aws_sdk, "_SERVICE_ERROR_NAMES", {**aws_sdk._SERVICE_ERROR_NAMES, "directory": "Directory"})


def _give_the_start_time_as_text(replace):
    """AWS: `$$.Execution.StartTime` is a text with milliseconds (developer guide, "Accessing execution data from the
    Context object"). moto: an object of Python's, which is no timestamp to a Choice. Nor is a text with milliseconds, so
    here it is one without."""
    details = Execution.get_start_execution_details

    def with_text(execution):
        said = details(execution)
        said.start_time = execution.start_date.strftime("%Y-%m-%dT%H:%M:%SZ")
        return said

    replace(Execution, "get_start_execution_details", with_text)


def _read_each_path_once(replace):
    """moto makes a parser anew for every path that a state evaluates, which is most of what it does."""
    replace(json_path, "parse", functools.cache(json_path.parse))
