package io.sluice.server.transport;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every worker twice a second and says where one hangs: a plugin that blocks holds up all connections of its
 * worker. Also says when file descriptors run short, before accept and connect begin to fail.
 */
final class Watchdog implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Worker> workers;
    private final boolean[] late;
    private final AtomicLong worst = new AtomicLong();
    private final Thread thread = new Thread(this, "sluice-watchdog");
    private volatile boolean closed;
    private boolean descriptorsShort;

    Watchdog(List<Worker> workers) {
        this.workers = workers;
        this.late = new boolean[workers.size()];
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    long takeWorstLagMillis() {
        return TimeUnit.NANOSECONDS.toMillis(worst.getAndSet(0));
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                TimeUnit.MILLISECONDS.sleep(500);
                workers.forEach(this::look);
                descriptors();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.error("watchdog", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void look(Worker worker) {
        long since = worker.busySince();
        long lag = since == 0 ? 0 : System.nanoTime() - since;
        worst.accumulateAndGet(lag, Math::max);
        boolean lateNow = lag > LATE_NANOS;
        if (lateNow && !late[worker.index()]) {
            StringBuilder where = new StringBuilder();
            for (StackTraceElement frame : worker.thread().getStackTrace()) {
                where.append("\n\tat ").append(frame);
            }
            log.warn(
                    "worker {} has been busy for {} ms with one round; its {} connections wait{}",
                    worker.index(),
                    TimeUnit.NANOSECONDS.toMillis(lag),
                    worker.connections(),
                    where);
        }
        late[worker.index()] = lateNow;
    }

    private void descriptors() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            long open = os.getOpenFileDescriptorCount();
            long limit = os.getMaxFileDescriptorCount();
            if (!descriptorsShort && open > limit / 10 * 9) {
                descriptorsShort = true;
                log.warn(
                        "{} of {} file descriptors are in use; a tunnel takes two. Raise the limit (ulimit -n, LimitNOFILE) or"
                                + " lower max-connections",
                        open,
                        limit);
            } else if (open < limit / 10 * 8) {
                descriptorsShort = false;
            }
        }
    }
}
