package io.sluice.server.variable;

import static io.sluice.server.variable.Variable.text;

import io.sluice.api.exchange.ExchangeView;
import io.sluice.api.exchange.TlsView;
import io.sluice.server.tls.CertificateText;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The variables of nginx's ssl module. Without TLS none has a value; of a client's certificate, only where it sent one. */
final class TlsVariables {
    private TlsVariables() {}

    static Map<String, Variable> all() {
        return Map.ofEntries(
                Map.entry("ssl_protocol", session(TlsView::protocol)),
                Map.entry("ssl_cipher", session(TlsView::cipher)),
                Map.entry("ssl_ciphers", session(TlsView::offeredCiphers)),
                Map.entry("ssl_curves", session(TlsView::offeredCurves)),
                Map.entry("ssl_server_name", session(TlsView::serverName)),
                Map.entry("ssl_alpn_protocol", session(TlsView::applicationProtocol)),
                Map.entry("ssl_session_id", session(TlsView::sessionId)),
                Map.entry("ssl_session_reused", session(tls -> tls.sessionReused() ? "r" : ".")),
                Map.entry("ssl_early_data", session(tls -> "")),
                Map.entry("ssl_client_verify", session(TlsView::clientVerify)),
                Map.entry("ssl_client_s_dn", certificate(CertificateText::subject)),
                Map.entry("ssl_client_i_dn", certificate(CertificateText::issuer)),
                Map.entry("ssl_client_s_dn_legacy", certificate(CertificateText::subjectLegacy)),
                Map.entry("ssl_client_i_dn_legacy", certificate(CertificateText::issuerLegacy)),
                Map.entry("ssl_client_serial", certificate(CertificateText::serial)),
                Map.entry("ssl_client_fingerprint", certificate(CertificateText::fingerprint)),
                Map.entry("ssl_client_v_start", certificate(CertificateText::validFrom)),
                Map.entry("ssl_client_v_end", certificate(CertificateText::validUntil)),
                Map.entry(
                        "ssl_client_v_remain",
                        certificate((shown, exchange) -> Long.toString(
                                CertificateText.daysLeft(shown, Instant.ofEpochMilli(exchange.nowMillis()))))),
                Map.entry("ssl_client_cert", certificate(CertificateText::pemFolded)),
                Map.entry("ssl_client_raw_cert", certificate(CertificateText::pem)),
                Map.entry("ssl_client_escaped_cert", certificate(CertificateText::pemEscaped)));
    }

    private static Variable session(Function<TlsView, String> value) {
        return text(exchange -> exchange.tls() == null ? null : present(value.apply(exchange.tls())));
    }

    private static Variable certificate(Function<X509Certificate, String> value) {
        return certificate((shown, exchange) -> value.apply(shown));
    }

    private static Variable certificate(BiFunction<X509Certificate, ExchangeView, String> value) {
        return text(exchange -> {
            TlsView tls = exchange.tls();
            return tls == null || tls.clientCertificates().isEmpty()
                    ? null
                    : present(value.apply(tls.clientCertificates().get(0), exchange));
        });
    }

    /** Empty texts are no values, as in nginx. */
    private static String present(String text) {
        return text.isEmpty() ? null : text;
    }
}
