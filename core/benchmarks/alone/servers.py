"""Servers of Sluice, each with a configuration and a JVM of its own, and what is measured of one."""
import contextlib
import os
import time

from side_by_side.command import SPARE_FILES
from side_by_side.measure import await_tunnels, files_at_rest, load, times
from side_by_side.processes import cpu_seconds, free_ports, pss_kib
from side_by_side.scenarios import Scenario

# The load is a JVM, too: with a young generation that lasts for a run, no collection of its own shapes the figures.
LOAD_OPTIONS = "-Xms1200m -Xmx2g -Xmn1g"
# Both ends of the time that counts, in parts of it, at which nobody looks: the load's clock is not ours to the millisecond.
EDGE = 0.1
# Both sides of a tunnel count. A system may know no limit of files.
MOST_CONNECTIONS = 100000
MESSAGES = Scenario("", "", "ws", ("-s", "64"))


def configuration(port, connections, echoes, routes):
    """Everything goes to one upstream; beside its route there may be others that nobody asks for."""
    servers = ", ".join(f'"127.0.0.1:{echo}"' for echo in echoes)
    others = "\n".join(f'        {{ path = "/service-{i:05d}/", upstream = echo, timeouts {{ read = 1h }} }}' for i in range(routes))
    return f"""sluice {{
  listeners {{ web {{ bind = "127.0.0.1:{port}", backlog = 4096, keepalive-requests = 1000000000 }} }}
  max-connections = {connections}
  upstreams {{ echo {{ servers = [{servers}], keepalive = {max(64, 2 * len(echoes))}, keepalive-requests = 1000000000 }} }}
  hosts {{ site {{
    names = [localhost]
    policies = [{{ policy = forwarded }}]
    routes = [
{others}
        {{ path = "/", upstream = echo, timeouts {{ read = 1h, send = 1h }} }}
    ]
  }} }}
  access-log = off
}}
"""


def start(bench, name, echoes=None, routes=0, path="/", java_home=None, options=""):
    """Starts a server; it answers when this returns. Its JVM has the flags of bin/sluice, those of SLUICE_OPTS, and `options`."""
    port = free_ports(1)[0]
    conf = bench.path(f"{name}.conf")
    with open(conf, "w") as out:
        out.write(configuration(port, min(MOST_CONNECTIONS, bench.files - SPARE_FILES // 2), echoes or [bench.echo], routes))
    env = dict(bench.env, SLUICE_OPTS=f"{bench.env.get('SLUICE_OPTS', '')} {options}".strip())
    if java_home:
        env["JAVA_HOME"] = java_home
    return bench.serve(name, [bench.sluice, "run", "-c", conf], port, 0, env, path)


def prepare(bench):
    bench.start_echo()
    bench.load_env = dict(bench.env, SLUICE_OPTS=LOAD_OPTIONS)


def warm_up(bench, peer, connections, seconds):
    """The most messages in a second, measured when the first half of the time is over."""
    report = load(bench, peer, MESSAGES, ["-c", str(connections), *times(seconds / 2, seconds / 2)])
    return report["perSecond"]


def tunnels(bench, peer, count, warmup, seconds, rate=0, beside=contextlib.nullcontext):
    """
    One run of so many tunnels, all busy: a closed loop, or with a rate an open one. What `beside()` makes is entered
    as soon as all are open.
    """
    pids = peer.pids()
    files = files_at_rest(pids)
    seen = {}

    def watch(process):
        await_tunnels(process, peer, files, count)
        with beside() as others:
            time.sleep(warmup + EDGE * seconds)
            begin, used = time.monotonic_ns(), cpu_seconds(pids)
            time.sleep(seconds * (1 - 2 * EDGE))
            seen.update(begin=begin, end=time.monotonic_ns(), cpu=cpu_seconds(pids) - used)
            seen["pss"] = pss_kib(pids)
            time.sleep(EDGE * seconds)
        seen["errors"] = others.errors if others else 0

    open_loop = ["-r", str(rate)] if rate else []
    report = load(bench, peer, MESSAGES, ["-c", str(count), *open_loop, *times(warmup, seconds)], watch)
    latency = report["latencyMicros"]
    cores = seen["cpu"] * 1e9 / (seen["end"] - seen["begin"])
    return {
        "perSecond": report["perSecond"],
        "cpuMicros": cores * 1e6 / report["perSecond"] if report["perSecond"] else 0,
        **{key: latency.get(key, 0) for key in ("p50", "p99", "p999", "max")},
        "pssMib": seen["pss"] / 1024,
        "window": (seen["begin"], seen["end"]),
        "errors": report["errorCount"] + seen["errors"],
    }


def versions(bench, homes):
    """Of Sluice, and of the Javas in these folders."""
    sluice = bench.versions(["sluice"])
    javas = {home: bench.java_version(os.path.join(home, "bin/java")) for home in homes}
    return sluice["sluice"], sluice["java"], javas
