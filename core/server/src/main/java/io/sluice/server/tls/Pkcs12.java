package io.sluice.server.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The first private key of a PKCS#12 file (RFC 7292) with its chain, read by the JDK, which takes only passwords that are
 * ASCII.
 */
final class Pkcs12 {
    private static final String EXPECTED = "PEM, or PKCS#12 with a private key and its certificates";

    private Pkcs12() {}

    /** Without a password file, the empty password is tried. */
    static Material read(InputFile file, Passwords passwords) throws TlsFileException {
        List<char[]> tried = passwords.file().isPresent() ? passwords.readings() : List.of(new char[0]);
        for (char[] password : tried) {
            Optional<Material> found = open(file, password);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw file.refuse(
                passwords.file().isPresent()
                        ? "PKCS#12, and " + passwords.misfit()
                        : "PKCS#12 with a password, and no password-file is set",
                "a password that fits");
    }

    /** Empty where the password does not fit. */
    private static Optional<Material> open(InputFile file, char[] password) throws TlsFileException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file.open(), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    return Optional.of(new Material(chain(file, store.getCertificateChain(alias)), key));
                }
            }
        } catch (UnrecoverableKeyException e) {
            return Optional.empty();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                return Optional.empty();
            }
            throw file.refuse("neither PEM nor PKCS#12: " + Reasons.of(e), EXPECTED);
        }
        throw file.refuse("PKCS#12 without a private key", EXPECTED);
    }

    private static List<X509Certificate> chain(InputFile file, Certificate[] chain) throws TlsFileException {
        if (chain == null || chain.length == 0) {
            throw file.refuse("PKCS#12 without the private key's certificate", EXPECTED);
        }
        return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }
}
