package io.sluice.server.tls;

/** Why requests of a client are refused for its certificate. */
public enum ClientCertificateRefusal {
    /** They are not. */
    NONE,
    /** It cannot be verified (nginx's 495, "The SSL certificate error"). */
    INVALID,
    /** It shows none (nginx's 496, "No required SSL certificate was sent"). */
    MISSING
}
