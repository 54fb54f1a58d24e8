package io.sluice.server.config;

import java.util.Optional;

/** Reads {@code pass} of a route. */
final class PassReader {
    private PassReader() {}

    /** Empty only where it is refused. */
    static Optional<PassConfig> read(Block block, ClientTlsReader tls) {
        Optional<String> url = block.text("to", "a URL with variables, such as \"http://$backend\"");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        if (!url.get().matches("(?i)https?://.+") && !url.get().startsWith("$")) {
            block.refuse("to", "a URL that begins with http://, https:// or a variable");
        }
        boolean plain = url.get().regionMatches(true, 0, "http://", 0, 7);
        return Optional.of(new PassConfig(
                url.get(),
                block.template("to"),
                block.has("tls") || plain ? tls.read(block) : Optional.of(tls.defaults(block))));
    }
}
