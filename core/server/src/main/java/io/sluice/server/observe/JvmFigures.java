package io.sluice.server.observe;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.api.status.Figure;
import io.sluice.api.status.Figure.Distribution;
import io.sluice.api.status.Figure.Kind;
import io.sluice.api.status.Figure.Sample;
import io.sluice.api.status.Figure.Unit;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Figures of the Java runtime and its process, as its management beans tell them, named as Prometheus' own library names
 * them, so that dashboards that exist fit. What the runtime does not know is left out.
 */
final class JvmFigures {
    private JvmFigures() {}

    static List<Figure> read() {
        List<Figure> out = new ArrayList<>();
        out.add(memory("jvm.memory.used", "bytes of memory in use", MemoryUsage::getUsed));
        out.add(memory("jvm.memory.committed", "bytes of memory taken from the system", MemoryUsage::getCommitted));
        out.add(memory("jvm.memory.max", "bytes of memory that may be taken at most", MemoryUsage::getMax));
        out.add(buffers("jvm.buffer-pool.used", "bytes of buffers outside the heap", BufferPoolMXBean::getMemoryUsed));
        out.add(collections());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        out.add(one("jvm.threads.current", "threads", Kind.GAUGE, Unit.NUMBER, threads.getThreadCount()));
        out.add(one(
                "jvm.threads.peak", "threads at most so far", Kind.GAUGE, Unit.NUMBER, threads.getPeakThreadCount()));
        out.add(one(
                "process.start-time",
                "when the process started, in seconds since 1970",
                Kind.GAUGE,
                Unit.SECONDS,
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            out.add(one(
                    "process.cpu",
                    "processor time that the process has used",
                    Kind.COUNTER,
                    Unit.SECONDS,
                    system.getProcessCpuTime() / 1e9));
        }
        return out;
    }

    private static Figure memory(String name, String help, ToLongFunction<MemoryUsage> value) {
        var memory = ManagementFactory.getMemoryMXBean();
        List<Sample> samples = new ArrayList<>();
        known(samples, "heap", value.applyAsLong(memory.getHeapMemoryUsage()));
        known(samples, "nonheap", value.applyAsLong(memory.getNonHeapMemoryUsage()));
        return new Figure(name, help, Kind.GAUGE, Unit.BYTES, List.of("area"), samples);
    }

    private static Figure buffers(String name, String help, ToLongFunction<BufferPoolMXBean> value) {
        List<Sample> samples = new ArrayList<>();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            known(samples, pool.getName(), value.applyAsLong(pool));
        }
        return new Figure(name, help, Kind.GAUGE, Unit.BYTES, List.of("pool"), samples);
    }

    private static void known(List<Sample> samples, String label, long value) {
        if (value >= 0) {
            samples.add(Sample.of(List.of(label), value));
        }
    }

    private static Figure collections() {
        Function<GarbageCollectorMXBean, Sample> sample = one -> Sample.of(
                List.of(one.getName()),
                new Distribution(
                        Math.max(0, one.getCollectionCount()), Math.max(0, one.getCollectionTime()) / 1e3, List.of()));
        return new Figure(
                "jvm.gc.collection",
                "garbage collections and the time they took",
                Kind.DISTRIBUTION,
                Unit.SECONDS,
                List.of("gc"),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(sample)
                        .toList());
    }

    private static Figure one(String name, String help, Kind kind, Unit unit, double value) {
        return new Figure(
                name, help, kind, unit, List.of(), value < 0 ? List.of() : List.of(Sample.of(List.of(), value)));
    }
}
