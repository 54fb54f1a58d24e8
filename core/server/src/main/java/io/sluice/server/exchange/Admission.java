package io.sluice.server.exchange;

import io.sluice.api.exchange.TlsView;
import io.sluice.server.config.ServerTlsConfig.ClientAuth;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.http.RequestHead;
import io.sluice.server.tls.ClientCertificateRefusal;

/**
 * Which host a request is for, and whether it is served at all, as nginx asks before it looks at the location: TLS where
 * the listener speaks it, and a certificate where the host wants one (ngx_http_set_virtual_server,
 * ngx_http_process_request).
 */
final class Admission {
    private Admission() {}

    /**
     * Finds the host that a request is for, the default one where it names none. A host other than the handshake's is not
     * served where it wants certificates: then the handshake's refuses.
     *
     * @throws ProxyException of kind {@link ErrorKind#MISDIRECTED}
     */
    static void host(
            RequestHead head, ClientSlot slot, ExchangeRecord record, Routing routing, ExchangeContext context) {
        String asked = head.host() == null ? "" : head.host();
        String negotiated = handshakeHost(slot);
        routing.host(asked);
        if (!asked.equals(negotiated)
                && wanted(slot, routing, context) != ClientAuth.OFF
                && context.certificates().haveName(negotiated)) {
            routing.host(negotiated);
            record.misdirected = true;
            throw new ProxyException(
                    ErrorKind.MISDIRECTED,
                    "client attempted to request the server name different from the one that was negotiated");
        }
    }

    /** A head that could not be read is answered by the handshake's host. */
    static void noHost(ClientSlot slot, Routing routing) {
        routing.host(handshakeHost(slot));
    }

    /** Refuses what the host does not serve. */
    static void check(ClientSlot slot, Routing routing, ExchangeContext context) {
        if (slot.connection().plainOnTls()) {
            throw new ProxyException(ErrorKind.PLAIN_HTTP, "client sent plain HTTP request to HTTPS port");
        }
        ClientAuth wanted = wanted(slot, routing, context);
        if (wanted == ClientAuth.OFF) {
            return;
        }
        TlsView tls = slot.tls();
        if (slot.certificateRefusal() == ClientCertificateRefusal.INVALID) {
            throw new ProxyException(
                    ErrorKind.CLIENT_CERTIFICATE_BAD, "client SSL certificate verify error: " + tls.clientVerify());
        }
        if (tls.clientCertificates().isEmpty()) {
            if (wanted == ClientAuth.ON) {
                throw new ProxyException(
                        ErrorKind.CLIENT_CERTIFICATE_MISSING, "client sent no required SSL certificate");
            }
        } else if (!context.certificates().verifiedFor(routing.hostName(), slot.negotiated())) {
            // Stricter than nginx, which takes one host's authority for another's where the handshake named no host.
            throw new ProxyException(
                    ErrorKind.MISDIRECTED, "client SSL certificate was not verified as the requested host wants it");
        }
    }

    private static String handshakeHost(ClientSlot slot) {
        return slot.tls() == null ? "" : slot.tls().serverName();
    }

    private static ClientAuth wanted(ClientSlot slot, Routing routing, ExchangeContext context) {
        return slot.tls() == null ? ClientAuth.OFF : context.certificates().clientAuth(routing.hostName());
    }
}
