package io.sluice.server.tls;

import io.sluice.server.config.ClientTlsConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** TLS to the endpoints of one upstream. Thread-safe; engines are made on workers. */
public final class ClientTls {
    private final ClientTlsConfig config;
    private final SSLContext context;
    private final String[] protocols;
    private final String[] suites;
    private final AtomicLong strangers = new AtomicLong();

    private ClientTls(ClientTlsConfig config, SSLContext context, List<String> protocols, List<String> suites) {
        this.config = config;
        this.context = context;
        this.protocols = protocols.toArray(String[]::new);
        this.suites = suites.toArray(String[]::new);
    }

    /**
     * Loads all that is needed.
     *
     * @throws TlsFileException when a file cannot be used
     * @throws TlsSettingException when a setting leaves nothing that the JVM can do
     */
    public static ClientTls of(ClientTlsConfig config, ServerTls.Means means)
            throws TlsFileException, TlsSettingException {
        List<Watched<Identity>> identities = config.certificate().isPresent()
                ? List.of(means.files().identity(config.certificate().get()))
                : List.of();
        SSLContext context =
                Contexts.client(new IdentityKeyManager(identities), new ServerTrust(verifier(config, means)));
        if (!config.sessionReuse()) {
            context.getClientSessionContext().setSessionCacheSize(1); // 0 would be "without bounds"
        }
        List<String> protocols = Protocols.of(
                config.place(),
                config.protocols(),
                context.getDefaultSSLParameters().getProtocols(),
                means.warnings());
        Set<String> supported = Set.of(context.getSupportedSSLParameters().getCipherSuites());
        return new ClientTls(
                config,
                context,
                protocols,
                CipherList.forJsse(config.place(), config.ciphers(), supported, protocols, means.warnings()));
    }

    private static Optional<PeerVerifier> verifier(ClientTlsConfig config, ServerTls.Means means)
            throws TlsFileException {
        if (!config.verify()) {
            return Optional.empty();
        }
        Watched<List<X509Certificate>> authorities = config.trusted().isPresent()
                ? means.files().authorities(config.place(), config.trusted().get())
                : Authorities.ofJvm();
        Optional<Watched<List<X509CRL>>> crls = config.crl().isPresent()
                ? Optional.of(means.files().crls(config.place(), config.crl().get()))
                : Optional.empty();
        return Optional.of(
                new PeerVerifier(authorities, crls, config.verifyDepth(), ChainVerifier.Purpose.SERVER, means.clock()));
    }

    /**
     * An engine for a connection, in client mode.
     *
     * @param name the name to send and to verify: a host name or an address without brackets, no port
     * @param address where it connects to; sessions are kept by it
     */
    public SSLEngine engine(String name, SocketAddress address) {
        String key = PeerKey.of(name, address);
        SSLEngine engine = context.createSSLEngine(
                config.sessionReuse() ? key : key + '|' + strangers.incrementAndGet(),
                address instanceof InetSocketAddress inet ? inet.getPort() : 0);
        engine.setUseClientMode(true);
        SSLParameters parameters = new SSLParameters(suites, protocols);
        parameters.setServerNames(config.sendServerName() ? serverNames(name) : List.of());
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** RFC 6066 section 3: an address is not sent; nor is what cannot be a host's name. */
    private static List<SNIServerName> serverNames(String name) {
        if (name.isEmpty() || name.indexOf(':') >= 0 || isIpv4(name)) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name.endsWith(".") ? name.substring(0, name.length() - 1) : name));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static boolean isIpv4(String name) {
        return name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /**
     * Why a handshake failed, in nginx's words where the certificate was to blame.
     *
     * @param failure what the connection failed with
     */
    public static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PeerRefused) {
                return cause.getMessage();
            }
        }
        return "SSL handshake failed: " + Reasons.of(failure);
    }
}
