package io.sluice.server.tls;

import io.sluice.server.config.CertificateConfig;
import io.sluice.server.config.ServerTlsConfig;
import io.sluice.server.config.ServerTlsConfig.ClientAuth;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/** Engines with the parameters of one host. A context of its own keeps sessions from being taken to other hosts. */
final class HostTls {
    private volatile Serving serving;
    private final ServerTlsConfig config;
    private final boolean forgetful;
    private final Optional<PeerVerifier> verifier;

    /** What engines are made of as long as the certificates stay the same. */
    private record Serving(SSLContext context, SSLParameters parameters) {}

    private HostTls(Serving serving, ServerTlsConfig config, Optional<PeerVerifier> verifier) {
        this.serving = serving;
        this.config = config;
        this.forgetful = config.sessionCache() == 0 && !config.sessionTickets();
        this.verifier = verifier;
    }

    static HostTls of(ServerTlsConfig config, ServerTls.Means means) throws TlsFileException, TlsSettingException {
        List<Watched<Identity>> identities = new ArrayList<>();
        for (CertificateConfig certificate : config.certificates()) {
            identities.add(means.files().identity(certificate));
        }
        Optional<PeerVerifier> verifier = verifier(config, means);
        IdentityKeyManager keys = new IdentityKeyManager(identities);
        SSLContext context = context(config, keys, verifier);
        if (config.dhParameters().isPresent()) {
            DhParameters.check(config.place(), config.dhParameters().get(), means.warnings());
        }
        SSLParameters parameters = parameters(config, context, keys.identities(), means);
        HostTls made = new HostTls(new Serving(context, parameters), config, verifier);
        // Sessions end with the certificate they were made with, as in nginx: whoever has its old key shall not go on.
        identities.forEach(source -> source.onChange(renewed -> made.renew(keys, means)));
        return made;
    }

    /** The certificates have changed, and perhaps the kinds and curves of their keys. All that there is to warn of was said. */
    private void renew(IdentityKeyManager keys, ServerTls.Means means) {
        ServerTls.Means silent = new ServerTls.Means(means.files(), means.clock(), warning -> {});
        SSLContext context = context(config, keys, verifier);
        try {
            serving = new Serving(context, parameters(config, context, keys.identities(), silent));
        } catch (TlsSettingException e) {
            throw new IllegalStateException("these settings were good before", e);
        }
    }

    private static SSLContext context(
            ServerTlsConfig config, IdentityKeyManager keys, Optional<PeerVerifier> verifier) {
        SSLContext context =
                Contexts.server(keys, new RecordingTrust(verifier), config.sessionTickets(), config.stapling());
        sessions(config, context.getServerSessionContext());
        return context;
    }

    ServerTlsConfig config() {
        return config;
    }

    private static Optional<PeerVerifier> verifier(ServerTlsConfig config, ServerTls.Means means)
            throws TlsFileException, TlsSettingException {
        if (config.clientAuth() == ClientAuth.OFF) {
            return Optional.empty();
        }
        Watched<List<X509Certificate>> authorities = Authorities.NONE;
        if (config.clientCa().isPresent()) {
            authorities =
                    means.files().authorities(config.place(), config.clientCa().get());
        } else if (config.clientAuth() != ClientAuth.OPTIONAL_NO_CA) {
            throw new TlsSettingException(
                    config.place(),
                    "client certificates are to be verified, but by no authority",
                    "a file with the authorities, or optional_no_ca");
        }
        Optional<Watched<List<X509CRL>>> crls = config.crl().isPresent()
                ? Optional.of(means.files().crls(config.place(), config.crl().get()))
                : Optional.empty();
        return Optional.of(
                new PeerVerifier(authorities, crls, config.verifyDepth(), ChainVerifier.Purpose.CLIENT, means.clock()));
    }

    private static SSLParameters parameters(
            ServerTlsConfig config, SSLContext context, List<Identity> own, ServerTls.Means means)
            throws TlsSettingException {
        SSLParameters able = context.getSupportedSSLParameters();
        List<String> protocols = Protocols.of(
                config.place(),
                config.protocols(),
                context.getDefaultSSLParameters().getProtocols(),
                means.warnings());
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        parameters.setCipherSuites(CipherList.forJsse(
                        config.place(), config.ciphers(), Set.of(able.getCipherSuites()), protocols, means.warnings())
                .toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(config.preferServerCiphers());
        parameters.setApplicationProtocols(config.applicationProtocols().toArray(String[]::new));
        parameters.setWantClientAuth(config.clientAuth() != ClientAuth.OFF);
        Groups.set(parameters, config.place(), config.curves(), own, means.warnings());
        if (config.clientAuth() == ClientAuth.OFF) {
            SignatureSchemes.set(parameters, own);
        }
        return parameters;
    }

    private static void sessions(ServerTlsConfig config, SSLSessionContext sessions) {
        // 0 would be "without bounds" to JSSE.
        sessions.setSessionTimeout((int)
                Math.max(1, Math.min(Integer.MAX_VALUE, config.sessionTimeout().toSeconds())));
        sessions.setSessionCacheSize(Math.max(1, config.sessionCache()));
    }

    /** Measured at 2 to 9 µs on Java 17 and 25: it is what a connection costs its worker before the first costly step. */
    SSLEngine engine() {
        Serving now = serving;
        SSLEngine engine = now.context().createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(now.parameters());
        return engine;
    }

    /** A session whose handshake is done is not to be taken up again where there is neither a cache nor tickets. */
    void established(SSLSession session) {
        if (forgetful) {
            session.invalidate();
        }
    }

    /**
     * What the client showed; empty for nothing. JSSE says that by an exception, a hundredth of a handshake, so it is asked
     * only where a certificate was asked for.
     */
    List<X509Certificate> chain(SSLSession session) {
        if (verifier.isEmpty()) {
            return List.of();
        }
        try {
            return Stream.of(session.getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** nginx's $ssl_client_verify. */
    String clientVerify(List<X509Certificate> chain) {
        if (chain.isEmpty() || verifier.isEmpty()) {
            return "NONE";
        }
        return verifier.get()
                .verify(chain)
                .map(error -> "FAILED:" + error.reason())
                .orElse("SUCCESS");
    }

    /** ngx_http_process_request. */
    ClientCertificateRefusal refusal(List<X509Certificate> chain) {
        if (verifier.isEmpty()) {
            return ClientCertificateRefusal.NONE;
        }
        if (chain.isEmpty()) {
            return config.clientAuth() == ClientAuth.ON
                    ? ClientCertificateRefusal.MISSING
                    : ClientCertificateRefusal.NONE;
        }
        Optional<ChainError> error = verifier.get().verify(chain);
        boolean passed = error.isEmpty()
                || (config.clientAuth() == ClientAuth.OPTIONAL_NO_CA
                        && error.get().onlyUnknownAuthority());
        return passed ? ClientCertificateRefusal.NONE : ClientCertificateRefusal.INVALID;
    }
}
