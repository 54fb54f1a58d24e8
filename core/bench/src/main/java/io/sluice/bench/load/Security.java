package io.sluice.bench.load;

import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How connections are secured.
 *
 * @param serverName what is asked for by SNI, and what the certificate must name; empty for no SNI
 * @param peer the host or address, whose certificate it must be where there is no SNI
 * @param verify whether the certificate must name the server; whom to trust is the context's matter
 * @param versions of TLS, as Java names them; empty for those that Java has
 * @param resume whether connections go on with the session of an earlier one
 */
public record Security(
        SSLContext context, String serverName, String peer, boolean verify, List<String> versions, boolean resume) {
    /**
     * For one connection.
     *
     * @param number another one for each connection: Java finds sessions again by name and port, so one that shall not be
     *     resumed has a port of its own
     */
    SSLEngine engine(int number) {
        SSLEngine engine = context.createSSLEngine(serverName.isEmpty() ? peer : serverName, resume ? 1 : number);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (!serverName.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        if (verify) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!versions.isEmpty()) {
            parameters.setProtocols(versions.toArray(String[]::new));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}
