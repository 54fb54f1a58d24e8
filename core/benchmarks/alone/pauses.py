"""What a collector's log says about the times at which everything stood still."""
import re

# The clock of the decoration is that of time.monotonic_ns(). The phases are where ZGC tells its pauses; those that a
# thread waited for memory are told as stalls.
LOG_OPTION = "-Xlog:gc,gc+phases:file={}:timenanos"
PAUSE = re.compile(r"^\[(\d+)ns\] .*\b(Pause|Allocation Stall|Relocation Stall)\b.* (\d+(?:\.\d+)?)ms$")


def read(path):
    """All that the log tells so far, in its order: (when it was over in nanoseconds, milliseconds)."""
    with open(path, encoding="utf-8", errors="replace") as log:
        found = (PAUSE.match(line.rstrip()) for line in log)
        return [(int(one.group(1)), float(one.group(3))) for one in found if one]


def within(pauses, window):
    """The milliseconds of those that ended within the window."""
    begin, end = window
    return [millis for at, millis in pauses if begin <= at < end]


def figures(pauses, window):
    """How many there are in a second, and the longest in milliseconds."""
    some = within(pauses, window)
    begin, end = window
    return {"pausesPerSecond": len(some) * 1e9 / (end - begin), "longestPause": max(some, default=0)}
