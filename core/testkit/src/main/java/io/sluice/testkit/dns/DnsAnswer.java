package io.sluice.testkit.dns;

import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link ScriptedDns} answers to one question. Immutable; each method that adds something makes another one. TTLs are
 * in seconds, 0 to 2^31-1.
 */
public final class DnsAnswer {
    /** The type of records with an IPv4 address. */
    public static final int A = 1;

    /** The type of records with another name. */
    public static final int CNAME = 5;

    /** The type of records with an IPv6 address. */
    public static final int AAAA = 28;

    /** The type of records that name a service's hosts. */
    public static final int SRV = 33;

    /** NOERROR without a record: the name is there, but has nothing of the type that was asked for. */
    public static final DnsAnswer EMPTY = new DnsAnswer(0, List.of(), false, null);

    /** NXDOMAIN: there is no such name. */
    public static final DnsAnswer NO_SUCH_NAME = new DnsAnswer(3, List.of(), false, null);

    /** SERVFAIL: the server could not find out. */
    public static final DnsAnswer SERVER_FAILURE = new DnsAnswer(2, List.of(), false, null);

    /** Nothing is sent. */
    public static final DnsAnswer SILENCE = new DnsAnswer(0, List.of(), false, new byte[0]);

    private final int code;
    private final List<byte[]> records;
    private final boolean truncated;
    private final byte[] raw;

    private DnsAnswer(int code, List<byte[]> records, boolean truncated, byte[] raw) {
        this.code = code;
        this.records = records;
        this.truncated = truncated;
        this.raw = raw;
    }

    /** An answer without records that has this code (RCODE, RFC 1035 section 4.1.1), 0 to 15. */
    public static DnsAnswer code(int rcode) {
        return new DnsAnswer(rcode, List.of(), false, null);
    }

    /**
     * These bytes in place of a message, behind the id of the question.
     *
     * @param behindId one byte or more
     */
    public static DnsAnswer raw(byte... behindId) {
        return new DnsAnswer(0, List.of(), false, behindId.clone());
    }

    /** Addresses of {@code name}, IPv4 as A and IPv6 as AAAA records; each is a literal. */
    public DnsAnswer addresses(String name, long ttl, String... literals) {
        DnsAnswer more = this;
        for (String literal : literals) {
            byte[] address = bytes(literal);
            more = more.record(name, address.length == 4 ? A : AAAA, ttl, address);
        }
        return more;
    }

    /** Another name of {@code name}. */
    public DnsAnswer alias(String name, long ttl, String target) {
        return record(name, CNAME, ttl, wire(target));
    }

    /** A host of the service {@code name} (RFC 2782). */
    public DnsAnswer service(String name, long ttl, int priority, int weight, int port, String target) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        two(data, priority);
        two(data, weight);
        two(data, port);
        data.writeBytes(wire(target));
        return record(name, SRV, ttl, data.toByteArray());
    }

    /** The same, but over UDP with the flag TC and without a record: who asks must ask again over TCP. */
    public DnsAnswer truncated() {
        return new DnsAnswer(code, records, true, raw);
    }

    /** A record with data of the caller's, which may be anything. */
    public DnsAnswer record(String name, int type, long ttl, byte[] data) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(wire(name));
        two(record, type);
        two(record, 1);
        two(record, (int) (ttl >>> 16));
        two(record, (int) ttl & 0xFFFF);
        two(record, data.length);
        record.writeBytes(data);
        List<byte[]> more = new ArrayList<>(records);
        more.add(record.toByteArray());
        return new DnsAnswer(code, List.copyOf(more), truncated, raw);
    }

    /**
     * The message, or null for none.
     *
     * @param id of the question, 2 bytes
     * @param question the question's section as it came
     */
    byte[] message(byte[] id, byte[] question, boolean tcp) {
        if (raw != null && raw.length == 0) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(id);
        if (raw != null) {
            out.writeBytes(raw);
            return out.toByteArray();
        }
        boolean cut = truncated && !tcp;
        two(out, 0x8180 | (cut ? 0x0200 : 0) | code);
        two(out, 1);
        two(out, cut ? 0 : records.size());
        two(out, 0);
        two(out, 0);
        out.writeBytes(question);
        if (!cut) {
            records.forEach(out::writeBytes);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getAllByName(literal)[0].getAddress();
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] wire(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            if (!label.isEmpty()) {
                out.write(label.length());
                out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.write(0);
        return out.toByteArray();
    }

    private static void two(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }
}
