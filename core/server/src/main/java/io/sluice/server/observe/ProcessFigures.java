package io.sluice.server.observe;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** Figures of the process, as the Java runtime tells them. */
final class ProcessFigures {
    private ProcessFigures() {}

    static void register(Metrics metrics) {
        LongSupplier open = () -> -1;
        LongSupplier most = () -> -1;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            open = unix::getOpenFileDescriptorCount;
            most = unix::getMaxFileDescriptorCount;
        }
        metrics.read(Metric.PROCESS_OPEN_FILES, open);
        metrics.read(Metric.PROCESS_MAX_FILES, most);
        metrics.read(
                Metric.PROCESS_HEAP,
                () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        LongSupplier direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .<LongSupplier>map(pool -> pool::getMemoryUsed)
                .orElse(() -> -1);
        metrics.read(Metric.PROCESS_DIRECT, direct);
    }
}
