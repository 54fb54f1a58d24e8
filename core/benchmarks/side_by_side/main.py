"""The command line."""
import argparse
import os
import tempfile

from . import chart, report
from .command import (
    DOCS,
    add_java_home,
    add_options,
    add_times,
    allow_files,
    check_numbers,
    check_source,
    conclude,
    machine,
    out_folder,
    say,
    show,
    write,
)
from .measure import measure, warm_up
from .peers import ROOT, Bench, missing
from .processes import Processes, Trouble
from .scenarios import IDLE, SCENARIOS

SERVERS = ("sluice", "nginx", "haproxy")
NAME = "side-by-side"
PICTURE = "![Sluice beside nginx and HAProxy: throughput, processor time, memory](distribution/src/main/docs/performance.svg)"


def parse(text):
    parser = argparse.ArgumentParser(
        prog=NAME, description=text, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenario", nargs="*", help=f"what is measured (all of: {' '.join(SCENARIOS)})")
    parser.add_argument("--only", metavar="NAMES", default=",".join(SERVERS), help="servers, with commas (sluice,nginx,haproxy)")
    add_times(parser, seconds=2, warmup=1)
    parser.add_argument("--tunnels", type=int, default=8000, metavar="N", help="of the scenarios idle and idle-tls (8000)")
    add_java_home(parser)
    add_options(parser, NAME)
    parser.add_argument("--publish", action="store_true", help="write the tables and the chart into the manual and the README")
    options = parser.parse_args()
    options.only = options.only.split(",")
    unknown = [s for s in options.scenario if s not in SCENARIOS] + [s for s in options.only if s not in SERVERS]
    if unknown:
        parser.error(f"{unknown[0]} is not known (expected: {', '.join(SCENARIOS)}; servers {', '.join(SERVERS)})")
    options.scenario = list(dict.fromkeys(options.scenario))
    if options.publish and (set(options.scenario or SCENARIOS) < set(SCENARIOS) or set(options.only) < set(SERVERS)):
        parser.error("--publish replaces whole tables (expected: all scenarios and all servers)")
    check_numbers(parser, options, ("rounds", "seconds", "tunnels"), ("warmup",))
    check_source(parser, options, ("scenario", "rounds", "seconds", "warmup", "tunnels", "java_home"))
    return options


def run(options):
    """Measures all; the figures with what is to be known about them."""
    absent = missing(options.only)
    if absent:
        raise Trouble("; ".join(absent) + "; or leave it out by --only")
    names = options.scenario or list(SCENARIOS)
    files = allow_files(options.tunnels if set(names) & set(IDLE) else 0)
    host = machine()
    # nginx's workers have another user, where root starts it: they must be able to enter.
    with tempfile.TemporaryDirectory(prefix="side-by-side-") as folder, Processes(folder) as processes:
        os.chmod(folder, 0o755)
        bench = Bench(folder, processes, options.home, options.java_home, host["cores"], files)
        bench.prepare()
        servers = list(options.only)
        if "nginx" in servers and any(SCENARIOS[name].large for name in names):
            servers.append("nginx-64k")
        say(f"starting {', '.join(servers)}")
        peers = [bench.start(server) for server in servers]
        for peer in peers:
            if peer.name == "sluice":
                say("warming up")
                warm_up(bench, peer, names)
        figures = measure(bench, peers, names, options, say)
        versions = bench.versions(options.only)
    settings = {key: getattr(options, key) for key in ("rounds", "seconds", "warmup", "tunnels")}
    return {
        "machine": host,
        "versions": versions,
        "servers": options.only,
        "settings": settings,
        "figures": figures,
    }


def publish(picture):
    write(os.path.join(DOCS, "performance.svg"), picture)
    report.put_between(os.path.join(DOCS, "performance.md"), "chart", "![The chart of these figures](performance.svg)")
    report.put_between(os.path.join(ROOT, "README.md"), "chart", PICTURE)


def main(text):
    options = parse(text)

    def present(data):
        tables, picture = report.markdown(data), chart.svg(data)
        show(NAME, options, tables, ("performance.md", "figures"))
        if picture:
            write(os.path.join(out_folder(NAME), "chart.svg"), picture)
            if options.publish:
                publish(picture)

    return conclude(NAME, options, run, present)
