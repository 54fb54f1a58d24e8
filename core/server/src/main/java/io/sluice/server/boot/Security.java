package io.sluice.server.boot;

import io.sluice.server.admin.AdminSite;
import io.sluice.server.config.ClientTlsConfig;
import io.sluice.server.config.HostConfig;
import io.sluice.server.config.ListenerConfig;
import io.sluice.server.config.Problems;
import io.sluice.server.config.ServerTlsConfig;
import io.sluice.server.config.SluiceConfig;
import io.sluice.server.config.TlsConfig;
import io.sluice.server.exchange.CertificateRules;
import io.sluice.server.route.HostTable;
import io.sluice.server.tls.ClientTls;
import io.sluice.server.tls.ServerTls;
import io.sluice.server.tls.TlsFileException;
import io.sluice.server.tls.TlsFiles;
import io.sluice.server.tls.TlsSettingException;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How TLS is spoken, both ways, by one configuration, whose files of certificates it has read. For the thread that builds. */
final class Security {
    private static final Logger log = LoggerFactory.getLogger(Security.class);

    private final SluiceConfig config;
    private final Problems problems;
    private final TlsFiles files;
    private final ServerTls.Means means;
    private final Map<String, ServerTls> listeners = new LinkedHashMap<>();

    Security(SluiceConfig config, Problems problems) {
        this.config = config;
        this.problems = problems;
        TlsConfig common = config.tls();
        files = new TlsFiles(common.watchInterval(), common.expiryWarning(), Clock.systemUTC());
        means = new ServerTls.Means(files, Clock.systemUTC(), log::warn);
        config.listeners().values().forEach(this::secure);
        config.admin().map(AdminSite::listener).ifPresent(this::secure);
    }

    /** The files of all certificates in use. */
    TlsFiles files() {
        return files;
    }

    /** How a listener speaks it; null where it does not. */
    ServerTls listener(String name) {
        return listeners.get(name);
    }

    /** How it is spoken with back ends; null where its files cannot be used, which is a problem. */
    ClientTls client(ClientTlsConfig spoken) {
        return loaded(() -> ClientTls.of(spoken, means)).orElse(null);
    }

    /** What is wanted of clients' certificates on a listener. */
    CertificateRules certificates(ListenerConfig listener) {
        Map<String, ServerTlsConfig> wanted = new HashMap<>();
        if (!config.listeners().containsKey(listener.name())) {
            listener.tls().ifPresent(spoken -> wanted.put(AdminSite.LISTENER, spoken.parameters()));
            return new CertificateRules(wanted, new HostTable(listener.name(), List.of()));
        }
        listener.tls()
                .ifPresent(spoken -> config.hosts()
                        .forEach(host -> wanted.put(
                                host.name(), host.tls().getOrDefault(listener.name(), spoken.parameters()))));
        return new CertificateRules(wanted, new HostTable(listener.name(), config.hosts()));
    }

    /** What a listener speaks, with the parameters of the hosts that are served on it. */
    private void secure(ListenerConfig listener) {
        listener.tls().ifPresent(spoken -> {
            HostTable hosts = new HostTable(listener.name(), config.hosts());
            Map<String, ServerTlsConfig> own = new LinkedHashMap<>();
            for (HostConfig host : config.hosts()) {
                Optional.ofNullable(host.tls().get(listener.name()))
                        .ifPresent(parameters -> own.put(host.name(), parameters));
            }
            loaded(() -> ServerTls.of(spoken, own, name -> hosts.find(name).map(HostConfig::name), means))
                    .ifPresent(made -> listeners.put(listener.name(), made));
        });
    }

    /** Loads files of TLS; what is refused is a problem of the configuration. */
    private interface Loading<T> {
        T load() throws TlsFileException, TlsSettingException;
    }

    private <T> Optional<T> loaded(Loading<T> loading) {
        try {
            return Optional.of(loading.load());
        } catch (TlsFileException | TlsSettingException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }
}
