"""Drives the servers by `bin/sluice bench`, one after the other, and keeps the figures."""
import json
import signal
import statistics
import time

from .processes import CpuWatch, Trouble, open_files, pss_kib, wait_for
from .scenarios import IDLE, LEAST_WARM_UP, SCENARIOS, WARM_UP

# The part of a run whose processor time is looked at: its ends are not known to the tick.
STEADY = 0.8
# Memory is looked at when it has come to rest: this part of it in a second, or less; or when that takes too long.
AT_REST = 0.002
REST_SECONDS = 8
LOOK_SECONDS = 0.2
IDLE_SECONDS = 120
OPEN_SECONDS = 180


def load(bench, peer, scenario, options, during=None):
    """One run of bench; what it reports."""
    port = peer.tls if scenario.tls else peer.plain
    url = f"{scenario.scheme}://127.0.0.1:{port}{peer.path}"
    trust = ["--insecure"] if scenario.tls else []
    threads = ["-t", str(bench.cores)] if scenario.all_cores else []
    command = [bench.sluice, "bench", url, *scenario.options, *trust, *threads, "--json", "-", "--no-live", *options]
    out, errors = bench.processes.run(command, bench.load_env, during)
    try:
        return json.loads(out)
    except ValueError:
        raise Trouble(f"bench failed with {peer.name}:\n{(out + errors)[:1500].strip()}") from None


def times(warmup, seconds):
    return ["-w", f"{round(warmup * 1000)}ms", "-d", f"{round(seconds * 1000)}ms"]


def warm_up(bench, peer, names):
    usual = {name: WARM_UP[name] for name in names if name in WARM_UP}
    longer = max(1, LEAST_WARM_UP / sum(usual.values())) if usual else 1
    for name, seconds in usual.items():
        load(bench, peer, SCENARIOS[name], times(0, seconds * longer))


def work(bench, peer, scenario, warmup, seconds):
    """One round of one scenario with one server."""
    watch = CpuWatch(peer.pids())
    report = load(bench, peer, scenario, times(warmup * scenario.warm_ups, seconds), lambda process: watch.start())
    cpu = watch.rate(seconds * STEADY)
    latency = report["latencyMicros"]
    per_second = report["perSecond"]
    return {
        "perSecond": per_second,
        "cpuMicros": cpu * 1e6 / per_second if per_second else 0,
        **{key: latency.get(key, 0) for key in ("p50", "p99", "p999")},
        "errors": report["errorCount"],
    }


def memory_at_rest(pids):
    """PSS in KiB, as soon as it is steady: a JVM gives back what its compiler took a while ago."""
    last = pss_kib(pids)
    for _ in range(REST_SECONDS):
        time.sleep(1)
        now = pss_kib(pids)
        if abs(now - last) <= now * AT_REST:
            return now
        last = now
    return last


def files_at_rest(pids):
    """Open files, as soon as what an earlier load had open is closed."""
    last = open_files(pids)
    for _ in range(round(REST_SECONDS / LOOK_SECONDS)):
        time.sleep(LOOK_SECONDS)
        now = open_files(pids)
        if now == last:
            return now
        last = now
    return last


def await_tunnels(process, peer, files, tunnels):
    """Waits until the load has opened so many tunnels through a server that had so many files open before."""
    # A tunnel is two open files, its client's and its back end's; a few that were open before may close meanwhile.
    pids = peer.pids()
    wait_for(lambda: process.poll() is not None or open_files(pids) - files >= 1.98 * tunnels, OPEN_SECONDS)
    opened = open_files(pids) - files
    if opened < 1.98 * tunnels:
        raise Trouble(f"{peer.name}: {tunnels} tunnels are not open after {OPEN_SECONDS} s: {opened} files (expected: {2 * tunnels})")


def idle(bench, server, name, tunnels):
    """Memory that tunnels take in which nothing happens, in a server that has just been started; it is ended then."""
    peer = bench.start(server)
    try:
        return grown(bench, peer, SCENARIOS[name], tunnels)
    finally:
        bench.processes.end(peer.process)


def grown(bench, peer, scenario, tunnels):
    pids = peer.pids()
    before = memory_at_rest(pids)
    files = files_at_rest(pids)
    found = {}

    def hold(process):
        await_tunnels(process, peer, files, tunnels)
        found["pss"] = memory_at_rest(pids)
        process.send_signal(signal.SIGINT)  # ends the run, and has it report

    report = load(bench, peer, scenario, ["-c", str(tunnels), "-d", f"{IDLE_SECONDS}s"], hold)
    return {
        "kibPerTunnel": (found["pss"] - before) / tunnels,
        "pssMib": found["pss"] / 1024,
        "errors": report["errorCount"],
    }


def medians(rounds):
    """Of each figure over the rounds; of errors the sum. And by what factor the rounds differ."""
    found = {
        key: sum(one[key] for one in rounds) if key == "errors" else statistics.median(one[key] for one in rounds)
        for key in rounds[0]
    }
    rates = [one["perSecond"] for one in rounds if one.get("perSecond")]
    if len(rates) > 1:
        found["spread"] = max(rates) / min(rates)
    return found


def measure(bench, peers, names, options, say):
    """All rounds of all scenarios: {scenario: {server: figures}}."""
    found = {name: {} for name in names}
    steady = [name for name in names if name not in IDLE]
    for number in range(options.rounds):
        for name in steady:
            one_run = SCENARIOS[name].one_run
            if one_run and number > 0:
                continue
            taking_part = [peer for peer in peers if peer.name != "nginx-64k" or SCENARIOS[name].large]
            turn = number % len(taking_part)  # nobody is always the first
            for peer in taking_part[turn:] + taking_part[:turn]:
                seconds = options.seconds * (options.rounds if one_run else 1)
                figures = work(bench, peer, SCENARIOS[name], options.warmup, seconds)
                found[name].setdefault(peer.name, []).append(figures)
                say(
                    f"  round {number + 1}  {name:14s}{peer.name:10s}{figures['perSecond']:10,.0f}/s"
                    f"  p99 {figures['p99'] / 1000:8.2f} ms  {figures['cpuMicros']:7.1f} us CPU"
                    + (f"  {figures['errors']} errors" if figures["errors"] else "")
                )
    for name in names:
        for peer in peers:
            if name in IDLE and peer.name != "nginx-64k":
                figures = idle(bench, peer.name, name, options.tunnels)
                found[name][peer.name] = [figures]
                say(f"  {name:23s}{peer.name:10s}{figures['kibPerTunnel']:10.1f} KiB per tunnel")
    return {name: {peer: medians(rounds) for peer, rounds in rows.items()} for name, rows in found.items()}


def better_nginx(rows):
    """The rows with one nginx: the faster one of the two, where there are two."""
    kept = {name: row for name, row in rows.items() if name != "nginx-64k"}
    if "nginx-64k" in rows and ("nginx" not in rows or rows["nginx-64k"]["perSecond"] > rows["nginx"]["perSecond"]):
        kept["nginx"] = rows["nginx-64k"]
    return kept
