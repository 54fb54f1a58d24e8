package io.sluice.server.exchange;

import io.sluice.api.exchange.TlsView;
import io.sluice.server.config.ServerTlsConfig.ClientAuth;
import io.sluice.server.error.ErrorKind;
import io.sluice.server.error.ProxyException;
import io.sluice.server.tls.ClientCertificateRefusal;

/**
 * Whether a request is served at all, as nginx asks before it looks at the location: TLS where the listener speaks it, and
 * a certificate where the host wants one (ngx_http_process_request, ngx_http_set_virtual_server).
 */
final class Admission {
    private Admission() {}

    /**
     * Refuses what is not served.
     */
    static void check(ClientSlot slot, ExchangeRecord record, ExchangeContext context) {
        if (slot.connection().plainOnTls()) {
            throw new ProxyException(ErrorKind.PLAIN_HTTP, "client sent plain HTTP request to HTTPS port");
        }
        ClientAuth wanted =
                slot.tls() == null ? ClientAuth.OFF : context.clientAuth().apply(record.host());
        if (wanted != ClientAuth.OFF) {
            certificate(wanted, slot, record);
        }
    }

    private static void certificate(ClientAuth wanted, ClientSlot slot, ExchangeRecord record) {
        TlsView tls = slot.tls();
        if (!tls.serverName().isEmpty() && !tls.serverName().equals(record.host())) {
            throw new ProxyException(
                    ErrorKind.MISDIRECTED,
                    "client attempted to request the server name different from the one that was negotiated");
        }
        if (slot.certificateRefusal() == ClientCertificateRefusal.INVALID) {
            throw new ProxyException(
                    ErrorKind.CLIENT_CERTIFICATE_BAD, "client SSL certificate verify error: " + tls.clientVerify());
        }
        if (wanted == ClientAuth.ON && tls.clientCertificates().isEmpty()) {
            throw new ProxyException(ErrorKind.CLIENT_CERTIFICATE_MISSING, "client sent no required SSL certificate");
        }
    }
}
