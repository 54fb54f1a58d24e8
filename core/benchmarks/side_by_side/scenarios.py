"""What is measured."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    """One kind of work; options are those of `bin/sluice bench`."""

    title: str
    short: str
    scheme: str
    options: tuple
    large: bool = False  # nginx is run with larger buffers, too, and the faster one counts
    # How many times the usual warm-up: the load's JVM is new in each run, and computes TLS as the servers do.
    warm_ups: float = 1
    # One run as long as all rounds in place of them: for a load that takes long to be warm.
    one_run: bool = False
    all_cores: bool = False  # the load is the heavier side

    @property
    def tls(self):
        return self.scheme == "wss"


ECHO = ("-c", "100")
# Ports of one address are soon used up by connections that have just been closed.
MANY = ("--handshakes", "-c", "50", "--source", "127.0.0.2-127.0.0.9")

SCENARIOS = {
    "echo64": Scenario("WebSocket echo, 64 bytes, 100 connections", "ws 64 B", "ws", (*ECHO, "-s", "64")),
    "echo16k": Scenario(
        "WebSocket echo, 16,000 bytes, 100 connections", "ws 16 kB", "ws", (*ECHO, "-s", "16000"), large=True
    ),
    "wss64": Scenario("the same over TLS, 64 bytes", "wss 64 B", "wss", (*ECHO, "-s", "64"), warm_ups=1.5),
    "wss16k": Scenario(
        "the same over TLS, 16,000 bytes", "wss 16 kB", "wss", (*ECHO, "-s", "16000"), large=True, warm_ups=1.5
    ),
    "handshake": Scenario("connect, upgrade, close; 50 at once", "ws open", "ws", MANY),
    "tls-handshake": Scenario(
        "the same over TLS, each handshake a whole one",
        "wss open",
        "wss",
        MANY,
        warm_ups=8,
        one_run=True,
        all_cores=True,
    ),
    "http": Scenario("HTTP keep-alive, 64 connections", "http", "http", ("-c", "64")),
    "idle": Scenario("an idle tunnel", "memory, idle", "ws", ("--idle",)),
    "idle-tls": Scenario("the same over TLS", "idle, TLS", "wss", ("--idle",)),
}
# Those that measure memory; the others measure work.
IDLE = ("idle", "idle-tls")

# What a JVM is given before anything is measured, in seconds: its compiler works while it runs. Handshakes take the most code,
# and the compiler gets but a share of the processors beside them.
WARM_UP = {"echo64": 3, "wss64": 2, "echo16k": 2, "wss16k": 2, "handshake": 10, "tls-handshake": 45, "http": 2}
# And at least so much where few scenarios are measured.
LEAST_WARM_UP = 10
