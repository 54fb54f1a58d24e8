package io.sluice.server.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import javax.crypto.spec.DHParameterSpec;
import org.bouncycastle.util.io.pem.PemObject;

/** Files with parameters of Diffie-Hellman (ssl_dhparam). JSSE has its own groups: these are only looked at. */
final class DhParameters {
    private static final String EXPECTED = "parameters as openssl dhparam writes them: PEM with BEGIN DH PARAMETERS";
    private static final int CERTAINTY = 40;

    /** More cannot be in earnest, and would take minutes to look at. */
    private static final int MOST_BITS = 10_000;

    private DhParameters() {}

    /**
     * Checks a file, and tells what the JVM does in its place.
     *
     * @throws TlsFileException when it cannot be read or does not hold a prime and its generator
     */
    static void check(String place, Path path, Consumer<String> warnings) throws TlsFileException {
        InputFile file = InputFile.read(place, path, EXPECTED);
        for (PemObject block : Pem.blocks(file)) {
            if (block.getType().equals("DH PARAMETERS")) {
                int bits = bits(file, block);
                String size = System.getProperty("jdk.tls.ephemeralDHKeySize", "2048");
                warnings.accept(place + ": " + path + ": parameters of " + bits
                        + " bits are not used: the JVM takes groups of RFC 7919 or its own of "
                        + size + " bits; -Djdk.tls.ephemeralDHKeySize says another size");
                return;
            }
        }
        throw file.refuse("no DH parameters inside" + Pem.kinds(file), EXPECTED);
    }

    private static int bits(InputFile file, PemObject block) throws TlsFileException {
        DHParameterSpec spec;
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("DH");
            parameters.init(block.getContent());
            spec = parameters.getParameterSpec(DHParameterSpec.class);
        } catch (GeneralSecurityException | IOException e) {
            throw file.refuse("DH parameters cannot be read: " + Reasons.of(e), EXPECTED);
        }
        BigInteger prime = spec.getP();
        boolean sound = prime.bitLength() <= MOST_BITS && prime.isProbablePrime(CERTAINTY);
        if (!sound || spec.getG().compareTo(BigInteger.ONE) <= 0 || spec.getG().compareTo(prime) >= 0) {
            throw file.refuse("DH parameters are no prime and its generator", EXPECTED);
        }
        return prime.bitLength();
    }
}
