package io.sluice.api.health;

import io.sluice.api.Settings;
import io.sluice.api.headers.FieldRules;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The head of an HTTP request that a check sends, as its settings {@code path}, {@code host} and {@code headers} say. */
public final class ProbeRequest {
    private static final String AGENT = "User-Agent";

    private final String path;
    private final String host;
    private final Map<String, String> fields;

    private ProbeRequest(String path, String host, Map<String, String> fields) {
        this.path = path;
        this.host = host;
        this.fields = fields;
    }

    /**
     * Reads the settings: {@code path}, by default {@code /}; {@code host}, by default {@link Probe#authority()}; {@code
     * headers}, a block of names and values.
     *
     * @throws io.sluice.api.SettingsException when one cannot be part of a request
     */
    public static ProbeRequest of(Settings settings) {
        String path = settings.string("path", "/");
        if (!path.startsWith("/") || !visible(path) || path.indexOf('#') >= 0) {
            throw settings.refuse("path", "a path that begins with /, in ASCII, without blanks and without #");
        }
        String host = settings.string("host", "");
        if (!visible(host)) {
            throw settings.refuse("host", "a host, and a port where it needs one, in ASCII and without blanks");
        }
        return new ProbeRequest(path, host, fields(settings.block("headers")));
    }

    private static Map<String, String> fields(Settings block) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : block.keys()) {
            String value = block.string(name);
            try {
                FieldRules.checkName(name);
                FieldRules.checkValue(name, value);
            } catch (IllegalArgumentException e) {
                throw block.refuse(name, e.getMessage());
            }
            if (name.equalsIgnoreCase("Host")) {
                throw block.refuse(name, "another field: the host is a setting of its own");
            }
            fields.put(name, value.strip());
        }
        if (fields.keySet().stream().noneMatch(AGENT::equalsIgnoreCase)) {
            fields.put(AGENT, "sluice (health check)");
        }
        return fields;
    }

    private static boolean visible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * The head's bytes, its empty line included.
     *
     * @param method such as {@code GET}
     * @param lines further lines, without their ends; the caller answers for what they hold
     */
    public byte[] head(String method, Probe probe, String... lines) {
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host.isEmpty() ? probe.authority() : host)
                .append("\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
