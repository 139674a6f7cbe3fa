"""What is changed in moto while it runs our state machines, and why.

How states, paths, choices, errors, Retry, Catch and timeouts behave is moto's own. Changed is where its
tasks call and how its time passes, which a comparison needs, and three things that AWS does otherwise.
"""

import contextlib
import copy
import os
import re
import time
import types

# moto subtracts its local time from the UTC of a Wait's timestamp.
os.environ["TZ"] = "UTC"
time.tzset()

from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_aws_sdk as aws_sdk,
    state_task_service_events as events,
    state_task_service_sfn as sfn,
)
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.timestamp import Timestamp
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.event.event_manager import EventManager
from moto.stepfunctions.parser.asl.utils import json_path
from moto.stepfunctions.parser.backend.execution import Execution

# A path that can name several things.
INDEFINITE = re.compile(r"\*|\.\.|\?|\[[^\]']*[:,]")


@contextlib.contextmanager
def patched(client_of, pace):
    """moto with its tasks calling what `client_of(service)` gives, in the time of `pace`."""
    with contextlib.ExitStack() as stack:
        replace = _Replace(stack)
        _call_the_stage(replace, client_of)
        _wait_in_the_stages_time(replace, pace)
        _start_beside_others(replace)
        _name_directory_services_errors(replace)
        _give_the_start_time_as_text(replace, pace)
        _give_one_thing_for_a_definite_path(replace)
        yield


class _Replace:
    def __init__(self, stack):
        self._stack = stack

    def __call__(self, owner, name, value):
        before = owner.__dict__.get(name)
        self._stack.callback(setattr, owner, name, before) if before else self._stack.callback(delattr, owner, name)
        setattr(owner, name, value)


def _call_the_stage(replace, client_of):
    """moto's tasks call moto's own services. The functions are on the stage."""
    for module in (lambda_eval_utils, events, sfn, aws_sdk):
        replace(module, "boto_client_for", lambda region, service, state_credentials=None: client_of(service))


def _wait_in_the_stages_time(replace, pace):
    """moto sleeps for real, and reads the machine's clock for a timestamp. It also drops the fraction of the time
    that is left, so that it goes on up to a second too early; AWS waits until the timestamp."""

    def wait(function, env, wait_seconds):
        left = wait_seconds + 1 - pace.lead if isinstance(function, Timestamp) else wait_seconds
        pace.wait(left, env.is_running)

    replace(WaitFunction, "_wait_interval", wait)
    replace(retrier_decl, "time", types.SimpleNamespace(sleep=pace.wait))
    add_event = EventManager.add_event

    def add_and_tell(*arguments, **named):
        pace.touch()
        return add_event(*arguments, **named)

    replace(EventManager, "add_event", add_and_tell)


def _start_beside_others(replace):
    """moto copies a machine for each start, with everything that hangs on it, and fails on the lock of
    any execution that is running."""
    replace(StateMachine, "__deepcopy__", lambda machine, _: copy.copy(machine))


def _name_directory_services_errors(replace):
    """AWS: `Directory.EntityDoesNotExistException` (developer guide, "Learning to use AWS service SDK
    integrations": the SDK's name of the service, then the exception). moto: `directory.…`."""
    replace(aws_sdk, "_SERVICE_ERROR_NAMES", {**aws_sdk._SERVICE_ERROR_NAMES, "directory": "Directory"})


def _give_the_start_time_as_text(replace, pace):
    """AWS: `$$.Execution.StartTime` is a text with milliseconds (developer guide, "Accessing execution data from
    the Context object"). moto: an object that is no JSON, so that no state can hand it on. Here it has no
    milliseconds, with which moto's IsTimestamp does not take a text for a timestamp; AWS's takes RFC 3339."""
    details = Execution.get_start_execution_details

    def with_text(execution):
        said = details(execution)
        at = time.gmtime(execution.start_date.timestamp() + pace.lead)
        said.start_time = time.strftime("%Y-%m-%dT%H:%M:%SZ", at)
        return said

    replace(Execution, "get_start_execution_details", with_text)


def _give_one_thing_for_a_definite_path(replace):
    """AWS: a path that can name one thing only gives that thing. moto: a list with it in it, for `$.a[0].b`."""
    ends_in_index = json_path._is_singleton_array_access
    definite = lambda path: ends_in_index(path) or not INDEFINITE.search(path)
    replace(json_path, "_is_singleton_array_access", definite)
