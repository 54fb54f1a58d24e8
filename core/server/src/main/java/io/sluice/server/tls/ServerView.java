package io.sluice.server.tls;

import io.sluice.api.exchange.TlsView;
import io.sluice.server.transport.Codes;
import io.sluice.server.transport.TlsSession;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLSession;

/**
 * A client's session for those who read it. What is stated is what was so when the handshake ended. Confined
 * to the connection's worker.
 */
final class ServerView implements TlsView {
    private final SSLSession session;
    private final String serverName;
    private final String applicationProtocol;
    private final boolean reused;
    private final List<X509Certificate> chain;
    private final String verify;
    private final Codes offeredSuites;
    private final Codes offeredGroups;

    /** Null until they are asked for, which few configurations do. */
    private String suiteNames;

    private String groupNames;

    ServerView(TlsSession tls, HostTls host) {
        this.session = tls.session();
        this.serverName = tls.serverName();
        this.applicationProtocol = tls.applicationProtocol();
        this.reused = tls.reused();
        this.chain = host.chain(session);
        this.verify = host.clientVerify(chain);
        this.offeredSuites = tls.offeredSuites();
        this.offeredGroups = tls.offeredGroups();
    }

    @Override
    public String protocol() {
        return session.getProtocol();
    }

    @Override
    public String cipher() {
        return SuiteTable.openSslName(session.getCipherSuite());
    }

    @Override
    public String offeredCiphers() {
        if (suiteNames == null) {
            suiteNames = OfferedNames.suites(offeredSuites);
        }
        return suiteNames;
    }

    @Override
    public String offeredCurves() {
        if (groupNames == null) {
            groupNames = OfferedNames.groups(offeredGroups);
        }
        return groupNames;
    }

    @Override
    public String serverName() {
        return serverName;
    }

    @Override
    public String applicationProtocol() {
        return applicationProtocol;
    }

    @Override
    public String sessionId() {
        return HexFormat.of().formatHex(session.getId());
    }

    @Override
    public boolean sessionReused() {
        return reused;
    }

    @Override
    public String clientVerify() {
        return verify;
    }

    @Override
    public List<X509Certificate> clientCertificates() {
        return chain;
    }
}
