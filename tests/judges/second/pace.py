"""Time for the second interpreter: what waits in it goes on when the stage's clock has come so far.

moto has a thread for every branch and sleeps for real. Here a wait ends when time was moved, and time is
moved when every thread waits for another one, or for that.
"""

import sys
import threading
import time

# A thread that was woken may not have come to run yet. Nothing must happen during so many naps; where the machine is
# busy they last longer than they should, as everything does.
NAPS = 8
NAP = 0.01
# What may pass without all threads coming to rest, in real seconds.
PATIENCE = 120


class Pace:
    def __init__(self, stage):
        self._stage = stage
        self._moved = threading.Condition()
        self._due = []
        self._events = 0
        self.lead = 0.0
        """How far the stage's clock is ahead of the machine's, which moto reads."""

    def touch(self):
        """Something happened."""
        self._events += 1

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

    def run(self, runs, until=float("inf")):
        """Lets time pass until then, or until nothing `runs` any more."""
        while (due := self._next(runs)) <= until and due != float("inf"):
            self._move_to(due)
        if until != float("inf"):
            self._move_to(until)

    def _next(self, runs):
        """When everything waits: for what. Infinity where it is for nothing."""
        began = time.monotonic()
        naps = 0
        while naps < NAPS or not self._due and runs():
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError(f"moto does not come to rest within {PATIENCE} s: {runs()}")
            events = self._events
            time.sleep(NAP)
            naps = naps + 1 if events == self._events and _others_wait() else 0
        return min(self._due, default=float("inf"))

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
