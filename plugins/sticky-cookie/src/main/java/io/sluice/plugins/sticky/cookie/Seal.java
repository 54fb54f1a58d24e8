package io.sluice.plugins.sticky.cookie;

import io.sluice.api.balance.Endpoint;
import io.sluice.api.exchange.AddressText;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one secret makes of endpoints. A value is base64url of thirty bytes: eight that stand for the endpoint, four with the
 * second in which it was made, and eighteen of the HMAC-SHA-256 over the cookie's name and the twelve before. What stands for
 * an endpoint is part of an HMAC of its route, or of its address where it has none, so that nobody learns addresses from it,
 * while servers with one secret understand one another's. Thread-safe.
 */
final class Seal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID = Long.BYTES;
    private static final int SEALED = ID + Integer.BYTES;
    private static final int BYTES = 30;
    private static final int TEXT = 40;

    private final ThreadLocal<Mac> macs;
    private final byte[] purpose;
    private final Map<Endpoint, Long> ids = new HashMap<>();
    private final Map<Long, List<Endpoint>> endpointsById = new HashMap<>();

    /** A client who shows a valid value: where it belongs, and since when. */
    record Opened(List<Endpoint> endpoints, long madeAtSeconds) {}

    Seal(byte[] secret, String cookie, List<Endpoint> endpoints) {
        macs = ThreadLocal.withInitial(() -> mac(secret));
        purpose = ("cookie\0" + cookie + "\0").getBytes(StandardCharsets.ISO_8859_1);
        for (Endpoint endpoint : endpoints) {
            byte[] text = ("endpoint\0" + identity(endpoint)).getBytes(StandardCharsets.UTF_8);
            long id = ByteBuffer.wrap(macs.get().doFinal(text)).getLong();
            ids.put(endpoint, id);
            endpointsById.computeIfAbsent(id, any -> new ArrayList<>()).add(endpoint);
        }
        endpointsById.replaceAll((id, same) -> List.copyOf(same));
    }

    /** The value for an endpoint; null when it is none of those it knows. */
    String close(Endpoint endpoint, long nowSeconds) {
        Long id = ids.get(endpoint);
        if (id == null) {
            return null;
        }
        byte[] value =
                ByteBuffer.allocate(BYTES).putLong(id).putInt((int) nowSeconds).array();
        System.arraycopy(signature(value), 0, value, SEALED, BYTES - SEALED);
        return Base64.getUrlEncoder().encodeToString(value);
    }

    /** What a value says; null when this secret did not make it, or its endpoint is gone. */
    Opened open(String text) {
        if (text.length() != TEXT) {
            return null;
        }
        byte[] value;
        try {
            value = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (value.length != BYTES
                || !MessageDigest.isEqual(signature(value), Arrays.copyOfRange(value, SEALED, BYTES))) {
            return null;
        }
        ByteBuffer content = ByteBuffer.wrap(value);
        List<Endpoint> endpoints = endpointsById.get(content.getLong());
        return endpoints == null ? null : new Opened(endpoints, Integer.toUnsignedLong(content.getInt()));
    }

    private byte[] signature(byte[] value) {
        Mac mac = macs.get();
        mac.update(purpose);
        mac.update(value, 0, SEALED);
        return Arrays.copyOf(mac.doFinal(), BYTES - SEALED);
    }

    private static String identity(Endpoint endpoint) {
        if (!endpoint.route().isEmpty()) {
            return "route\0" + endpoint.route();
        }
        return endpoint.address() instanceof InetSocketAddress inet && !inet.isUnresolved()
                ? "address\0" + AddressText.of(inet.getAddress()) + " " + inet.getPort()
                : "name\0" + endpoint.name();
    }

    private static Mac mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
