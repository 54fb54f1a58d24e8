"""Programs that are started, what they cost, and their end."""
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")
SAMPLE_SECONDS = 0.05
PR_SET_PDEATHSIG = 1  # linux/prctl.h
# Looked up here: between fork and exec there is nothing but one call of it.
PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


class Trouble(Exception):
    """Something that the user is told in one sentence."""


class Processes:
    """
    All that was started; leaving the block ends it. On Linux it ends, too, when this script is killed, whatever the signal:
    start from the main thread alone, as the kernel takes the end of the thread that forked for that of the parent, and while
    no other thread lives, as what such a thread has locked stays locked in the child.
    """

    def __init__(self, folder):
        self.folder = folder
        self.running = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end(*self.running)

    def end(self, *processes):
        """Ends them, by force those that do not within a few seconds."""
        for process in processes:
            end_group(process, signal.SIGTERM)
        for process in processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                pass
            end_group(process, signal.SIGKILL)
            process.wait()
            self.running.remove(process)

    def start(self, name, command, env=None):
        """Starts a server, in a process group of its own: Ctrl-C reaches this script alone, which ends it in order."""
        with open(os.path.join(self.folder, f"{name}.log"), "w") as log:
            return self.begin(command, env, stdout=log, stderr=log)

    def begin(self, command, env, **streams):
        """What both ways to start have in common."""
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            env=env,
            start_new_session=True,
            preexec_fn=ending_with(os.getpid()),
            **streams,
        )
        self.running.append(process)
        return process

    def run(self, command, env=None, during=None):
        """
        Runs a program to its end, calling `during` with it meanwhile; its standard output. Threads that watch are started in
        `during`, which may leave them to its caller.
        """
        with open(os.path.join(self.folder, "bench.log"), "w+") as errors:
            process = self.begin(command, env, stdout=subprocess.PIPE, stderr=errors, text=True)
            if during:
                during(process)
            out = process.communicate()[0]
            self.running.remove(process)
            errors.seek(0)
            return out, errors.read()

    def log(self, name):
        """The end of what a server said."""
        with open(os.path.join(self.folder, f"{name}.log"), errors="replace") as log:
            return log.read()[-2000:].strip()


def ending_with(parent):
    """
    What a child does before it becomes the program, so that it is asked to end when its parent has ended: by SIGTERM, upon
    which nginx's master ends its workers. Programs must stay what is started (no daemons), as the wish is not inherited.
    """
    if PRCTL is None:
        return None
    if threading.active_count() > 1:
        raise RuntimeError(f"a fork amid threads may hang: {threading.enumerate()} (expected: the main thread alone)")

    def wish():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # this script's handler would swallow one that comes before the program
        PRCTL(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it has ended before the wish was known
            os.kill(os.getpid(), signal.SIGKILL)

    return wish


def end_group(process, signum):
    try:
        os.killpg(process.pid, signum)
    except ProcessLookupError:
        pass


def free_ports(count):
    """Ports that nobody listens on at the moment."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def free_ports_in_a_row(count):
    """As many below those that the kernel gives to connections, which would soon take some of so many."""
    with open("/proc/sys/net/ipv4/ip_local_port_range") as limits:
        first = int(limits.read().split()[0])
    for base in range(first - count, 1024, -count):
        with contextlib.ExitStack() as sockets:
            try:
                for port in range(base, base + count):
                    sockets.enter_context(socket.socket()).bind(("127.0.0.1", port))
                return list(range(base, base + count))
            except OSError:
                pass
    raise Trouble(f"no {count} free ports in a row below {first}")


def wait_for(condition, seconds):
    """Whether the condition came true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def tree(pid):
    """The process and all below it."""
    pids = [pid]
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as children:
                for child in children.read().split():
                    pids += tree(int(child))
    except OSError:
        pass  # it has ended meanwhile
    return pids


def cpu_seconds(pids):
    """Processor time that they have used so far, in user and kernel mode."""
    ticks = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return ticks / TICKS


def pss_kib(pids):
    """Memory, where shared pages count in parts."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup") as rollup:
            total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    return total


def open_files(pids):
    return sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in pids)


class CpuWatch(threading.Thread):
    """Looks at the processor time of a server every now and then, while a load runs whose warm-up is not to count."""

    def __init__(self, pids):
        super().__init__(daemon=True)
        self.pids = pids
        self.samples = []
        self.done = threading.Event()

    def run(self):
        while not self.done.is_set():
            self.samples.append((time.monotonic(), cpu_seconds(self.pids)))
            self.done.wait(SAMPLE_SECONDS)

    def rate(self, seconds):
        """Processors used on average over the busiest stretch of this length."""
        self.done.set()
        self.join()
        best = 0
        first = 0
        for at, used in self.samples:
            while first + 1 < len(self.samples) and at - self.samples[first + 1][0] >= seconds:
                first += 1
            begun, before = self.samples[first]
            if at - begun >= seconds:
                best = max(best, (used - before) / (at - begun))
        return best
