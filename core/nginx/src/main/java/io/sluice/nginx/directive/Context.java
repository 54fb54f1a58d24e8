package io.sluice.nginx.directive;

import java.util.Arrays;
import java.util.Optional;

/** Where a directive may stand. */
public enum Context {
    /** Outside of all blocks. */
    MAIN("main"),
    /** In {@code events}. */
    EVENTS("events"),
    /** In {@code http}. */
    HTTP("http"),
    /** In a {@code server} of {@code http}. */
    SERVER("server"),
    /** In a {@code location}. */
    LOCATION("location"),
    /** In an {@code upstream}. */
    UPSTREAM("upstream"),
    /** In an {@code if} of a server. */
    SERVER_IF("server-if"),
    /** In an {@code if} of a location. */
    LOCATION_IF("location-if"),
    /** In a {@code limit_except}. */
    LIMIT_EXCEPT("limit_except");

    private final String word;

    Context(String word) {
        this.word = word;
    }

    /** As directives.txt writes it. */
    public String word() {
        return word;
    }

    /** Whether nginx makes a nameless location of it, which has the settings of the level around it. */
    public boolean isNameless() {
        return this == SERVER_IF || this == LOCATION_IF || this == LIMIT_EXCEPT;
    }

    /** What the block of a directive is, when the directive stands here; empty where the block holds no directives. */
    public Optional<Context> inside(String directive) {
        return switch (directive) {
            case "events" -> only(this == MAIN, EVENTS);
            case "http" -> only(this == MAIN, HTTP);
            case "server" -> only(this == HTTP, SERVER);
            case "upstream" -> only(this == HTTP, UPSTREAM);
            case "location" -> only(this == SERVER || this == LOCATION, LOCATION);
            case "limit_except" -> only(this == LOCATION, LIMIT_EXCEPT);
            case "if" -> this == SERVER ? Optional.of(SERVER_IF) : only(this == LOCATION, LOCATION_IF);
            default -> Optional.empty();
        };
    }

    static Context of(String word) {
        return Arrays.stream(values())
                .filter(context -> context.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("context: " + word));
    }

    private static Optional<Context> only(boolean fits, Context context) {
        return fits ? Optional.of(context) : Optional.empty();
    }
}
