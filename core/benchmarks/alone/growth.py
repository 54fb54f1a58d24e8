"""The script growth."""
import argparse
import tempfile

from side_by_side import measure as shared
from side_by_side.command import add_java_home, add_options, add_times, allow_files, check_numbers, check_source, conclude, machine, say, show
from side_by_side.peers import Bench
from side_by_side.processes import Processes, free_ports_in_a_row, open_files, pss_kib
from side_by_side.report import three_digits
from side_by_side.scenarios import SCENARIOS

from .rounds import by_turns
from .servers import prepare, start, tunnels, versions, warm_up
from .tables import latencies, preamble, table

NAME = "growth"
PARTS = ("tunnels", "idle", "configuration")
SIZES = (10, 100, 1000, 9000)
BUSY = 100
IDLE = (0, 1000, 8900)
ROUTES = 5000
ENDPOINTS = 1000
WORKS = ("echo64", "handshake", "http")
# The back ends of tunnels have several ports: each port takes some 28,000 connections of one address.
PORTS = 8
WARM_UP_SECONDS = 4
IDLE_DAYS = 1


def parse(text):
    parser = argparse.ArgumentParser(prog=NAME, description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="*", help=f"what is measured (all of: {' '.join(PARTS)})")
    parser.add_argument("--rate", type=int, default=12000, metavar="N", help="messages in a second for latency (12000)")
    add_times(parser, seconds=2, warmup=1)
    add_java_home(parser)
    add_options(parser, NAME)
    parser.add_argument("--publish", action="store_true", help="write the tables into the manual")
    options = parser.parse_args()
    unknown = [part for part in options.part if part not in PARTS]
    if unknown:
        parser.error(f"{unknown[0]} is not known (expected: {', '.join(PARTS)})")
    options.part = list(dict.fromkeys(options.part))
    if options.publish and set(options.part or PARTS) < set(PARTS):
        parser.error(f"--publish replaces all tables (expected: {', '.join(PARTS)})")
    check_numbers(parser, options, ("rate", "rounds", "seconds"), ("warmup",))
    check_source(parser, options, ("part", "rate", "rounds", "seconds", "warmup", "java_home"))
    return options


def line(number, name, figures):
    say(
        f"  round {number + 1}  {name:34s}{figures['perSecond']:10,.0f}/s  p99 {figures['p99'] / 1000:8.2f} ms"
        f"  {figures['cpuMicros']:7.2f} us CPU" + (f"  {figures['errors']} errors" if figures["errors"] else "")
    )
    return figures


class Growth:
    """The servers of one run, and its parts."""

    def __init__(self, bench, options):
        self.bench = bench
        self.options = options
        self.echoes = bench.echoes[:PORTS]

    def server(self, name, **settings):
        say(f"starting {name}")
        peer = start(self.bench, name.replace(" ", "-"), **{"echoes": self.echoes, **settings})
        warm_up(self.bench, peer, BUSY, WARM_UP_SECONDS)
        return peer

    def both_loops(self, peers, counts):
        """Closed and open loops of so many tunnels through each server, by turns: {part: {"most": …, "steady": …}}."""

        def measure(number, part):
            name, loop = part
            rate = self.options.rate if loop == "steady" else 0
            figures = tunnels(self.bench, peers[name], counts[name], self.options.warmup, self.options.seconds, rate)
            return line(number, f"{name} {loop}", figures)

        found = by_turns(self.options.rounds, [(name, loop) for name in peers for loop in ("most", "steady")], measure)
        return {name: {loop: found[name, loop] for loop in ("most", "steady")} for name in peers}

    def tunnels(self):
        """More and more tunnels, all busy."""
        counts = {f"{size} tunnels": size for size in SIZES}
        return self.both_loops({name: self.server(name) for name in counts}, counts)

    def idle(self):
        """As many busy ones, beside more and more that are idle."""
        peers = {}
        for size in IDLE:
            name = f"{size} idle"
            peers[name] = self.server(name)
            if size:
                self.hold(peers[name], size)
        return self.both_loops(peers, dict.fromkeys(peers, BUSY))

    def hold(self, peer, size):
        """Opens tunnels in which nothing happens until the end of this run."""
        files = open_files(peer.pids())
        command = [self.bench.sluice, "bench", f"ws://127.0.0.1:{peer.plain}/", "--idle", "-c", str(size)]
        env = dict(self.bench.env, SLUICE_OPTS="-Xmx256m")
        process = self.bench.processes.start(f"idle-{size}", [*command, "-d", f"{IDLE_DAYS * 24 * 60}m", "--no-live"], env)
        shared.await_tunnels(process, peer, files, size)

    def configuration(self):
        """The same work with a small configuration, with many routes, with many servers."""
        peers = {
            "1 route to 1 server": self.server("plain", echoes=self.echoes[:1]),
            f"{ROUTES:,} routes": self.server("routes", echoes=self.echoes[:1], routes=ROUTES, path=f"/service-{ROUTES // 2:05d}/"),
            f"{ENDPOINTS:,} servers": self.server("servers", echoes=self.bench.echoes),
        }
        for peer in peers.values():
            shared.warm_up(self.bench, peer, WORKS)

        def measure(number, part):
            name, work = part
            figures = shared.work(self.bench, peers[name], SCENARIOS[work], self.options.warmup, self.options.seconds)
            figures["pssMib"] = pss_kib(peers[name].pids()) / 1024
            return line(number, f"{name} {work}", figures)

        found = by_turns(self.options.rounds, [(name, work) for work in WORKS for name in peers], measure)
        return {name: {work: found[name, work] for work in WORKS} for name in peers}


def run(options):
    """Measures all; the figures with what is to be known about them."""
    parts = options.part or list(PARTS)
    files = allow_files(max(*SIZES, max(IDLE) + BUSY))
    host = machine()
    with tempfile.TemporaryDirectory(prefix="growth-") as folder, Processes(folder) as processes:
        bench = Bench(folder, processes, options.home, options.java_home, host["cores"], files)
        bench.echoes = free_ports_in_a_row(ENDPOINTS if "configuration" in parts else PORTS)
        prepare(bench)
        growth = Growth(bench, options)
        figures = {part: getattr(growth, part)() for part in parts}
        sluice, java, _ = versions(bench, [])
    return {
        "machine": host,
        "version": sluice,
        "javas": [java],
        "settings": {key: getattr(options, key) for key in ("rate", "rounds", "seconds", "warmup")},
        "figures": figures,
    }


def growing(data, part, head):
    """A table of closed and open loops, one row for each number of tunnels."""
    rows = [
        (
            f"{int(name.split()[0]):,}",
            [
                three_digits(row["most"]["perSecond"]),
                three_digits(row["most"]["cpuMicros"]),
                three_digits(row["steady"]["cpuMicros"]),
                latencies(row["steady"]),
                three_digits(row["most"]["pssMib"]),
            ],
        )
        for name, row in data["figures"][part].items()
    ]
    rate = f"{data['settings']['rate']:,}"
    heads = [
        "messages a second at most",
        "µs of processor time for each",
        f"the same at {rate} a second",
        f"p50 / p99 / p99.9 in ms at {rate} a second",
        "PSS in MiB",
    ]
    return table([head, *heads], rows)


def configurations(data):
    heads = [
        "configuration",
        *(f"{word} a second (µs of processor time)" for word in ("messages", "connects, upgrades and closes", "plain requests")),
        "PSS in MiB",
    ]
    rows = [
        (
            name,
            [
                *(f"{three_digits(row[work]['perSecond'])} ({three_digits(row[work]['cpuMicros'])})" for work in WORKS),
                three_digits(row["http"]["pssMib"]),
            ],
        )
        for name, row in data["figures"]["configuration"].items()
    ]
    return table(heads, rows)


def markdown(data):
    tables = {
        "tunnels": lambda: growing(data, "tunnels", "busy tunnels"),
        "idle": lambda: growing(data, "idle", f"idle tunnels beside {BUSY} busy ones"),
        "configuration": lambda: configurations(data),
    }
    return "\n\n".join(preamble(data) + [tables[part]() for part in PARTS if part in data["figures"]])


def main(text):
    options = parse(text)
    return conclude(NAME, options, run, lambda data: show(NAME, options, markdown(data), ("performance.md", "growth")))
