package io.sluice.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the certificate of a handshake among several, of which a new one takes the place of an old one at any time. JSSE
 * asks for one kind of key after the other, in the order of what the peer can verify. Among those of a kind, on the
 * server's side the one that is for the name of the client's SNI is preferred, exactly before by wildcard; then one from
 * an authority that the peer names; then the first of the list. As in OpenSSL a certificate is shown even if the peer
 * names only other authorities, as that list is often short of intermediate ones.
 *
 * <p>Thread-safe; never blocks. JSSE asks by alias for the key and for the chain after it chose; an alias is of one
 * identity alone, and one that was replaced is known until it is replaced again, so that both always belong together.
 */
public final class IdentityKeyManager extends X509ExtendedKeyManager {
    private final List<Watched<Identity>> sources;
    private volatile Snapshot snapshot;

    /**
     * Chooses among these.
     *
     * @param sources in the order of preference; empty: there is never a certificate
     */
    public IdentityKeyManager(List<? extends Watched<Identity>> sources) {
        this.sources = List.copyOf(sources);
        this.snapshot = new Snapshot(List.of(), Map.of());
        sources.forEach(source -> source.onChange(identity -> take()));
        take();
    }

    /** The certificates of now. */
    public List<Identity> identities() {
        return snapshot.current;
    }

    private synchronized void take() {
        Snapshot before = snapshot;
        List<Identity> current = sources.stream().map(Watched::get).toList();
        Map<String, Identity> known = new HashMap<>();
        Stream.of(before.current, current)
                .flatMap(List::stream)
                .forEach(identity -> known.put(identity.alias(), identity));
        snapshot = new Snapshot(current, Map.copyOf(known));
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(best(keyType, issuers, serverName(engine)));
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        for (String keyType : keyTypes) {
            Identity found = best(keyType, issuers, "");
            if (found != null) {
                return found.alias();
            }
        }
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(best(keyType, issuers, ""));
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        Identity identity = snapshot.known.get(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        Identity identity = snapshot.known.get(alias);
        return identity == null ? null : identity.key();
    }

    private Identity best(String keyType, Principal[] issuers, String serverName) {
        Identity best = null;
        int bestScore = -1;
        for (Identity identity : snapshot.current) {
            if (identity.keyType().equals(keyType)) {
                int score = 2 * fit(identity, serverName) + (issuedByOneOf(issuers, identity) ? 1 : 0);
                if (score > bestScore) {
                    best = identity;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    private static int fit(Identity identity, String serverName) {
        return serverName.isEmpty() ? 0 : identity.fit(serverName).rank();
    }

    private static boolean issuedByOneOf(Principal[] issuers, Identity identity) {
        if (issuers == null || issuers.length == 0) {
            return false;
        }
        for (X509Certificate certificate : identity.chain()) {
            for (Principal issuer : issuers) {
                if (Objects.equals(certificate.getIssuerX500Principal(), issuer)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String serverName(SSLEngine engine) {
        SSLSession session = engine == null ? null : engine.getHandshakeSession();
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(Locale.ROOT);
                }
            }
        }
        return "";
    }

    private static String alias(Identity identity) {
        return identity == null ? null : identity.alias();
    }

    private String[] aliases(String keyType) {
        String[] found = snapshot.current.stream()
                .filter(identity -> identity.keyType().equals(keyType))
                .map(Identity::alias)
                .toArray(String[]::new);
        return found.length == 0 ? null : found;
    }

    /** What there is now, and by alias also what there was before. */
    private record Snapshot(List<Identity> current, Map<String, Identity> known) {}
}
