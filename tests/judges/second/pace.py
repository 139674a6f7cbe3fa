"""Time for the second interpreter: what waits in it goes on when the stage's clock has come so far.

moto has a thread for every branch and sleeps for real. Here a wait ends when time was moved, and time is
moved when every thread waits for another one, or for that.
"""

import sys
import threading
import time

# A thread that was woken may not have come to run yet: so long nothing must have happened, in real seconds.
QUIET = 0.1
# What may pass without all threads coming to rest, in real seconds.
PATIENCE = 120


class Pace:
    def __init__(self, stage):
        self._stage = stage
        self._moved = threading.Condition()
        self._due = []
        self._last = time.monotonic()
        self.lead = 0.0
        """How far the stage's clock is ahead of the machine's, which moto reads."""

    def touch(self):
        """Something happened."""
        self._last = time.monotonic()

    def wait(self, seconds, is_wanted=lambda: True):
        """In a thread of moto's: comes back after so many seconds of the stage's time."""
        with self._moved:
            due = self.lead + max(seconds, 0)
            self._due.append(due)
            while self.lead < due and is_wanted():
                # What is not wanted any more is not told to this thread.
                self._moved.wait(0.05)
            self._due.remove(due)
        self.touch()

    def run(self, until=float("inf")):
        """Lets time pass until then, or until nothing more is due."""
        while True:
            self._come_to_rest()
            due = min(self._due, default=float("inf"))
            if due == float("inf") or due > until:
                break
            self._move_to(due)
        if until != float("inf"):
            self._move_to(until)

    def _come_to_rest(self):
        began = time.monotonic()
        while time.monotonic() - self._last < QUIET or not _others_wait():
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError(f"moto does not come to rest within {PATIENCE} s")
            time.sleep(0.01)

    def _move_to(self, lead):
        with self._moved:
            self._stage.advance(lead - self.lead)
            self.lead = lead
            self.touch()
            self._moved.notify_all()


def _others_wait():
    """Whether every other thread is inside of the module `threading`, where it waits for a lock."""
    own = threading.get_ident()
    frames = (frame for thread, frame in sys._current_frames().items() if thread != own)
    return all(frame.f_code.co_filename == threading.__file__ for frame in frames)
