package io.sluice.server.crypto;

import java.lang.reflect.InvocationTargetException;
import java.security.GeneralSecurityException;
import java.security.Provider;

/** Finds the library's jar on the class path and loads the native code in it. */
final class Conscrypt {
    /** The artifact, and the oldest version known to work: earlier ones lack the exchange with X25519 as a service. */
    static final String ARTIFACT = "org.conscrypt:conscrypt-openjdk-uber:2.9.0";

    private static final String EXPECTED =
            " (expected: the jar of " + ARTIFACT + " in the folder lib/ext, or another provider)";

    private Conscrypt() {}

    /** A provider over the library of this class loader, which was tried out. */
    static ConscryptProvider load(String place, ClassLoader libraries) throws CryptoException {
        try {
            Object library = Class.forName("org.conscrypt.Conscrypt", true, libraries)
                    .getMethod("newProvider")
                    .invoke(null);
            ConscryptProvider provider = new ConscryptProvider((Provider) library);
            SelfTest.run(provider);
            return provider;
        } catch (ClassNotFoundException e) {
            throw new CryptoException(place, "found \"conscrypt\", but its jar is not there" + EXPECTED, e);
        } catch (InvocationTargetException e) {
            throw unusable(place, e.getCause());
        } catch (GeneralSecurityException | ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw unusable(place, e);
        }
    }

    /** What is there does not work. */
    private static CryptoException unusable(String place, Throwable cause) {
        Throwable first = cause;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return new CryptoException(
                place,
                "found \"conscrypt\", which does not work with Java "
                        + Runtime.version().feature() + " on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ": " + first + EXPECTED,
                cause);
    }
}
