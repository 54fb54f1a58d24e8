"""The script collectors."""
import argparse
import contextlib
import os
import shutil
import statistics
import tempfile

from side_by_side.command import add_options, add_times, allow_files, check_numbers, check_source, conclude, machine, say, show
from side_by_side.peers import Bench
from side_by_side.processes import Processes, Trouble
from side_by_side.report import three_digits

from . import pauses
from .churn import Churn
from .rounds import by_turns
from .servers import prepare, start, tunnels, versions, warm_up
from .tables import millis, preamble, table

NAME = "collectors"
TITLES = {"serial": "Serial", "parallel": "Parallel", "g1": "G1", "z": "ZGC"}
OPTIONS = {"serial": "-XX:+UseSerialGC", "parallel": "-XX:+UseParallelGC", "g1": "-XX:+UseG1GC", "z": "-XX:+UseZGC"}
ALONE, CHURN = "alone", "churn"
WARM_UP_SECONDS = 6


def parse(text):
    parser = argparse.ArgumentParser(prog=NAME, description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jdk", metavar="DIR", action="append", help="a JDK; again for more (JAVA_HOME, or java of the PATH)")
    parser.add_argument("--only", metavar="NAMES", default="default," + ",".join(OPTIONS), help="rows: default,serial,parallel,g1,z")
    parser.add_argument("--try", dest="tried", metavar="NAME=OPTIONS", action="append", default=[], help="a row with Java options of your own; again for more")
    parser.add_argument("--connections", type=int, default=1000, metavar="N", help="tunnels that are busy (1000)")
    parser.add_argument("--rate", type=int, metavar="N", help="messages in a second (half of the most)")
    parser.add_argument("--opens", type=int, default=200, metavar="N", help="clients that come in a second (200)")
    parser.add_argument("--stay", type=float, default=1, metavar="S", help="how long each of them stays (1)")
    parser.add_argument("--requests", type=int, default=500, metavar="N", help="plain requests in a second (500)")
    add_times(parser, seconds=3, warmup=1)
    add_options(parser, NAME)
    parser.add_argument("--publish", action="store_true", help="write the tables into the manual")
    options = parser.parse_args()
    options.only = [name for name in options.only.split(",") if name]
    unknown = [name for name in options.only if name != "default" and name not in OPTIONS]
    if unknown:
        parser.error(f"{unknown[0]} is not known (expected: default, {', '.join(OPTIONS)})")
    if any("=" not in one for one in options.tried):
        parser.error("--try wants NAME=OPTIONS")
    if not options.only and not options.tried:
        parser.error("--only names nothing")
    check_numbers(parser, options, ("connections", "rate", "rounds", "seconds"), ("opens", "stay", "requests", "warmup"))
    check_source(parser, options, ("jdk", "rate", "rounds", "seconds", "warmup"))
    return options


def java_homes(options):
    """The JDKs that were named; otherwise the one that bin/sluice would take."""
    named = options.jdk or ([os.environ["JAVA_HOME"]] if os.environ.get("JAVA_HOME") else [])
    if named:
        for home in named:
            if not os.access(os.path.join(home, "bin/java"), os.X_OK):
                raise Trouble(f"{home} has no program bin/java (expected: the folder of a JDK)")
        return [os.path.abspath(home) for home in named]
    java = shutil.which("java")
    if not java:
        raise Trouble("no Java found: put java on the PATH, or name a JDK by --jdk")
    return [os.path.dirname(os.path.dirname(os.path.realpath(java)))]


def variants(options):
    """Rows in their order: {name: Java's options}. The default's are those of bin/sluice alone."""
    rows = {name: OPTIONS.get(name, "") for name in options.only}
    rows.update(one.split("=", 1) for one in options.tried)
    return rows


def run(options):
    """Measures all; the figures with what is to be known about them."""
    homes = java_homes(options)
    files = allow_files(options.connections + int(options.opens * options.stay) + 100)
    host = machine()
    with tempfile.TemporaryDirectory(prefix="collectors-") as folder, Processes(folder) as processes:
        bench = Bench(folder, processes, options.home, homes[-1], host["cores"], files)
        prepare(bench)
        sluice, _, javas = versions(bench, homes)
        peers, logs = {}, {}
        for home in homes:
            for name, flags in variants(options).items():
                row = f"{javas[home]} {name}"
                logs[row] = bench.path(f"{len(logs)}.gc")
                log_option = pauses.LOG_OPTION.format(logs[row])
                peers[row] = start(bench, f"server-{len(logs)}", java_home=home, options=f"{flags} {log_option}")
        say(f"{len(peers)} servers are started; warming them up")
        most = {}
        for row, peer in peers.items():
            most[row] = warm_up(bench, peer, options.connections, WARM_UP_SECONDS)
            say(f"  {row:28s}{most[row]:10,.0f}/s at most")
        rate = options.rate or round(statistics.median(most.values()) / 2, -3)
        say(f"measuring at {rate:,.0f} messages in a second")

        def churn(peer):
            return lambda: Churn(peer.plain, options.opens, options.stay, options.requests)

        def measure(number, part):
            case, row = part
            beside = churn(peers[row]) if case == CHURN else contextlib.nullcontext
            figures = tunnels(bench, peers[row], options.connections, options.warmup, options.seconds, int(rate), beside)
            figures.update(pauses.figures(pauses.read(logs[row]), figures["window"]))
            say(
                f"  round {number + 1}  {case:8s}{row:28s}p99 {millis(figures['p99']):>6s} ms  p99.9 {millis(figures['p999']):>6s}"
                f"  max {millis(figures['max']):>6s}  {figures['cpuMicros']:6.2f} us CPU  {figures['pausesPerSecond']:5.1f} pauses/s"
                f"  longest {figures['longestPause']:6.2f} ms  {figures['pssMib']:4.0f} MiB"
                + (f"  {figures['errors']} errors" if figures["errors"] else "")
            )
            return figures

        parts = [(case, row) for case in (ALONE, CHURN) for row in peers]
        found = by_turns(options.rounds, parts, measure)
    keys = ("connections", "opens", "stay", "requests", "rounds", "seconds", "warmup")
    return {
        "machine": host,
        "version": sluice,
        "javas": list(dict.fromkeys(javas.values())),
        "settings": {**{key: getattr(options, key) for key in keys}, "rate": int(rate)},
        "most": most,
        "figures": {case: {row: found[case, row] for row in peers} for case in (ALONE, CHURN)},
    }


def title(row):
    java, name = row.split(" ", 1)
    return f"Java {java.split('.')[0]}, " + ("**as shipped**" if name == "default" else TITLES.get(name, name))


def cells(figures):
    return [
        *(millis(figures[key]) for key in ("p50", "p99", "p999", "max")),
        three_digits(figures["cpuMicros"]),
        three_digits(figures["pausesPerSecond"]),
        three_digits(figures["longestPause"]),
        three_digits(figures["pssMib"]),
    ]


def markdown(data):
    settings = data["settings"]
    figures = ["p50 in ms", "p99", "p99.9", "longest", "µs of processor time a message", "pauses a second", "longest pause in ms", "PSS in MiB"]
    alone = f"{settings['connections']:,} tunnels, {settings['rate']:,} messages a second"
    churn = (
        f"the same, while {settings['opens']:,} clients a second come, upgrade, stay for {settings['stay']:g} s and leave,"
        f" and {settings['requests']:,} plain requests a second pass"
    )
    parts = preamble(data)
    most = data["most"].values()
    parts.append(
        f"After {WARM_UP_SECONDS} s of warm-up they took {three_digits(min(most))} to {three_digits(max(most))} messages a second at most"
        f" ({settings['connections']:,} tunnels, closed loop); here they are given {settings['rate']:,}."
    )
    for case, head in ((ALONE, alone), (CHURN, churn)):
        parts.append(table([head, *figures], [(title(row), cells(one)) for row, one in data["figures"][case].items()]))
    return "\n\n".join(parts)


def main(text):
    options = parse(text)
    return conclude(NAME, options, run, lambda data: show(NAME, options, markdown(data), ("collectors.md", "figures")))
