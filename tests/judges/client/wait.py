"""Waiting for what the sandbox does by itself, in real time."""

import time

PATIENCE = 60
NAP = 0.02


def until(look):
    """What `look` finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > end:
            raise TimeoutError(f"nothing within {PATIENCE} s")
        time.sleep(NAP)
    return found
