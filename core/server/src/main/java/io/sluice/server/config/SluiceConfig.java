package io.sluice.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration, checked.
 *
 * @param source the file it was read from; relative paths start at the home folder, not here
 * @param workers number of worker threads, 1 or more
 * @param maxConnections connections open at once, both sides counted, past which new clients are refused
 *     (worker_connections, for the whole process)
 * @param shutdownTimeout how long requests in flight may take to finish after SIGTERM
 * @param drain how tunnels are ended politely
 * @param plugins where plugin jars are, and what is done when they change
 * @param tls what all of TLS has in common
 * @param resolver how names of back ends are resolved while the server runs
 * @param listeners by name, in the order of the file
 * @param upstreams by name, in the order of the file
 * @param hosts in the order of the file
 * @param accessLogs by name; that of {@code sluice.access-log} is called {@code main}
 * @param errorLog empty: conf/logback.xml alone says where the application's log goes
 * @param admin empty: no admin listener
 * @param jmx whether the figures are shown over JMX
 * @param text all of it as it was written
 */
public record SluiceConfig(
        Path source,
        int workers,
        int maxConnections,
        Duration shutdownTimeout,
        DrainConfig drain,
        PluginsConfig plugins,
        TlsConfig tls,
        ResolverConfig resolver,
        Map<String, ListenerConfig> listeners,
        Map<String, UpstreamConfig> upstreams,
        List<HostConfig> hosts,
        Map<String, AccessLogConfig> accessLogs,
        Optional<ErrorLogConfig> errorLog,
        Optional<AdminConfig> admin,
        boolean jmx,
        Written text) {}
