package io.sluice.server.config;

import io.sluice.api.Template;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code return} of a route: a status alone, or a block. */
final class ReturnReader {
    private static final String STATUS = "status";
    private static final String LOCATION = "location";
    private static final String BODY = "body";
    private static final String CONTENT_TYPE = "content-type";

    private static final List<String> OF_A_PATH = List.of(MediaTypesReader.TYPES, MediaTypesReader.DEFAULT_TYPE);

    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304, ReturnConfig.CLOSE);

    /** The status of nginx's {@code return} with nothing but a URL. */
    private static final int DEFAULT_REDIRECT = 302;

    private ReturnReader() {}

    static ReturnConfig read(Block block) {
        Optional<Template> location = template(block, LOCATION);
        Optional<Template> body = template(block, BODY);
        int status = status(block, location.isPresent());
        boolean redirect = ReturnConfig.REDIRECTS.contains(status);
        if (redirect && !block.has(LOCATION)) {
            block.refuse(LOCATION, "where the client is sent, as the status is " + status);
        }
        if (location.isPresent() && !redirect) {
            block.refuse(STATUS, "one of 301, 302, 303, 307 and 308, as there is a location");
        }
        if (body.isPresent() && (redirect || WITHOUT_BODY.contains(status))) {
            block.refuse(BODY, "nothing: an answer with status " + status + " has no body of its own");
        }
        Optional<String> type = block.text(CONTENT_TYPE);
        if (type.isPresent() && !type.get().matches("[ -~]*")) {
            block.refuse(CONTENT_TYPE, "a media type, such as \"application/json\"");
        } else if (type.isPresent() && body.isEmpty()) {
            block.refuse(CONTENT_TYPE, "nothing: there is no body");
        }
        for (String key : OF_A_PATH) {
            if (block.has(key) && (type.isPresent() || body.isEmpty())) {
                block.refuse(key, type.isPresent() ? "nothing: content-type says it" : "nothing: there is no body");
            }
        }
        return new ReturnConfig(
                status, location, body, type.map(MediaTypes::always).orElseGet(() -> MediaTypesReader.read(block)));
    }

    private static int status(Block block, boolean hasLocation) {
        return hasLocation && !block.has(STATUS) ? DEFAULT_REDIRECT : block.integer(STATUS, 200, 599);
    }

    private static Optional<Template> template(Block block, String key) {
        return block.has(key) ? Optional.ofNullable(block.template(key)) : Optional.empty();
    }
}
