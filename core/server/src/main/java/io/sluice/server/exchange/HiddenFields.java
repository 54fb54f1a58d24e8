package io.sluice.server.exchange;

import io.sluice.server.http.Fields;
import java.util.List;

/** What of back ends' fields clients do not get (nginx: proxy_hide_header, proxy_pass_header). Immutable and thread-safe. */
public final class HiddenFields {
    /** Clients get all. */
    public static final HiddenFields NONE = new HiddenFields(new String[0], false);

    private static final String SERVER = "Server";

    private final String[] names;
    private final boolean server;

    private HiddenFields(String[] names, boolean server) {
        this.names = names;
        this.server = server;
    }

    /** Fields of these names. */
    public static HiddenFields of(List<String> names) {
        return names.isEmpty()
                ? NONE
                : new HiddenFields(
                        names.stream()
                                .filter(name -> !name.equalsIgnoreCase(SERVER))
                                .toArray(String[]::new),
                        names.stream().anyMatch(SERVER::equalsIgnoreCase));
    }

    /**
     * Takes them out. A Server that is hidden gives way to the server's own, as Date does when the head is completed.
     *
     * @param own the server's own name
     */
    void takeFrom(Fields fields, String own) {
        for (String name : names) {
            fields.remove(name);
        }
        if (server) {
            fields.set(SERVER, own);
        }
    }
}
