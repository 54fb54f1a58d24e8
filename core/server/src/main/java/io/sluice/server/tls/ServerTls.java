package io.sluice.server.tls;

import io.sluice.api.exchange.TlsView;
import io.sluice.server.config.ListenerTlsConfig;
import io.sluice.server.config.ServerTlsConfig;
import io.sluice.server.transport.ClientHello;
import io.sluice.server.transport.TlsRefusal;
import io.sluice.server.transport.TlsServer;
import io.sluice.server.transport.TlsSession;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** TLS on one listener: by the name that a client asks for, the parameters of a host or those of the listener. */
public final class ServerTls implements TlsServer {
    private final HostTls standard;
    private final Map<String, HostTls> hosts;
    private final Function<String, Optional<String>> hostOf;
    private final boolean rejectUnknown;

    private ServerTls(
            HostTls standard,
            Map<String, HostTls> hosts,
            Function<String, Optional<String>> hostOf,
            boolean rejectUnknown) {
        this.standard = standard;
        this.hosts = hosts;
        this.hostOf = hostOf;
        this.rejectUnknown = rejectUnknown;
    }

    /**
     * What engines are made of.
     *
     * @param files loads certificates
     * @param clock tells which certificates are valid
     * @param warnings is told what the JVM does otherwise than the configuration says, one message each, with its place
     */
    public record Means(TlsFiles files, Clock clock, Consumer<String> warnings) {}

    /**
     * Loads all that is needed.
     *
     * @param hosts by name of the host; those that have no parameters of their own are missing
     * @param hostOf from the name a client asks for, in lower case, to that of the host that serves it; empty for none; it
     *     is called on workers
     * @throws TlsFileException when a file cannot be used
     * @throws TlsSettingException when a setting leaves nothing that the JVM can do
     */
    public static ServerTls of(
            ListenerTlsConfig listener,
            Map<String, ServerTlsConfig> hosts,
            Function<String, Optional<String>> hostOf,
            Means means)
            throws TlsFileException, TlsSettingException {
        Map<ServerTlsConfig, HostTls> made = new HashMap<>();
        HostTls standard = HostTls.of(listener.parameters(), means);
        made.put(listener.parameters(), standard);
        Map<String, HostTls> byName = new HashMap<>();
        for (Map.Entry<String, ServerTlsConfig> host : hosts.entrySet()) {
            HostTls tls = made.get(host.getValue());
            if (tls == null) {
                tls = HostTls.of(host.getValue(), means);
                made.put(host.getValue(), tls);
            }
            byName.put(host.getKey(), tls);
        }
        return new ServerTls(standard, Map.copyOf(byName), hostOf, listener.rejectUnknownNames());
    }

    @Override
    public Chosen choose(ClientHello hello) throws TlsRefusal {
        HostTls chosen = standard;
        Optional<String> host = hello.serverName().isEmpty() ? Optional.empty() : hostOf.apply(hello.serverName());
        if (host.isPresent()) {
            chosen = hosts.getOrDefault(host.get(), standard);
        } else if (rejectUnknown) {
            throw new TlsRefusal(TlsRefusal.UNRECOGNIZED_NAME, "no host is named \"" + hello.serverName() + "\"");
        }
        return new Chosen(chosen.engine(), chosen);
    }

    /**
     * What is known of a client's TLS, to be asked for once its handshake is done, on its worker.
     *
     * @param session of a connection whose engine {@link #choose} made
     */
    public static TlsView view(TlsSession session) {
        ServerView view = new ServerView(session, host(session));
        host(session).established(session.session());
        return view;
    }

    /**
     * Whether requests of a client are to be refused for its certificate, as nginx does with 400 (its 495 and 496).
     *
     * @param session of a connection whose engine {@link #choose} made
     */
    public static ClientCertificateRefusal refusal(TlsSession session) {
        HostTls host = host(session);
        return host.refusal(host.chain(session.session()));
    }

    /**
     * The parameters of a client's handshake.
     *
     * @param session of a connection whose engine {@link #choose} made
     */
    public static ServerTlsConfig parameters(TlsSession session) {
        return host(session).config();
    }

    private static HostTls host(TlsSession session) {
        return (HostTls) session.attachment();
    }
}
