package io.sluice.server.tls;

/** Why a certificate was not accepted: OpenSSL's numbers and words (X509_STORE_CTX_get_error(3), version 3.0). */
enum ChainError {
    UNSPECIFIED(1, "unspecified certificate verification error"),
    NO_ISSUER(2, "unable to get issuer certificate"),
    NO_CRL(3, "unable to get certificate CRL"),
    BAD_SIGNATURE(7, "certificate signature failure"),
    BAD_CRL_SIGNATURE(8, "CRL signature failure"),
    NOT_YET_VALID(9, "certificate is not yet valid"),
    EXPIRED(10, "certificate has expired"),
    CRL_NOT_YET_VALID(11, "CRL is not yet valid"),
    CRL_EXPIRED(12, "CRL has expired"),
    SELF_SIGNED(18, "self-signed certificate"),
    SELF_SIGNED_IN_CHAIN(19, "self-signed certificate in certificate chain"),
    NO_LOCAL_ISSUER(20, "unable to get local issuer certificate"),
    NO_LEAF_SIGNATURE(21, "unable to verify the first certificate"),
    CHAIN_TOO_LONG(22, "certificate chain too long"),
    REVOKED(23, "certificate revoked"),
    PATH_LENGTH(25, "path length constraint exceeded"),
    PURPOSE(26, "unsuitable certificate purpose"),
    NO_CERTIFICATE_SIGNING(32, "key usage does not include certificate signing"),
    CRITICAL_EXTENSION(34, "unhandled critical extension"),
    REJECTED(50, "application verification failure"),
    KEY_TOO_SMALL(66, "EE certificate key too weak"),
    CA_KEY_TOO_SMALL(67, "CA certificate key too weak"),
    CA_DIGEST_TOO_WEAK(68, "CA signature digest algorithm too weak"),
    INVALID_CA(79, "invalid CA certificate");

    private final int number;
    private final String reason;

    ChainError(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    /** X509_V_ERR_… */
    int number() {
        return number;
    }

    String reason() {
        return reason;
    }

    /** Whether only the authority is missing, which nginx passes over with ssl_verify_client optional_no_ca. */
    boolean onlyUnknownAuthority() {
        return this == SELF_SIGNED
                || this == SELF_SIGNED_IN_CHAIN
                || this == NO_LOCAL_ISSUER
                || this == NO_LEAF_SIGNATURE;
    }
}
