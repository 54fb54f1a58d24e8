package io.sluice.plugins.status.dashboard;

import io.sluice.api.status.StatusEndpoint;
import io.sluice.api.status.StatusResponse;
import io.sluice.api.status.StatusView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A file of the page that never changes: a style, a script, a picture. */
record Asset(String path, String contentType, String body) implements StatusEndpoint {
    /** A resource of this package, below a path. */
    static Asset of(String base, String name, String contentType) {
        return new Asset(base + "/" + name, contentType, text(name));
    }

    /** What is in a resource of this package. */
    static String text(String name) {
        try (InputStream in = Asset.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the plugin's jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the plugin's jar cannot be read: " + name, e);
        }
    }

    @Override
    public StatusResponse respond(StatusView status) {
        return StatusResponse.ok(contentType, body);
    }
}
