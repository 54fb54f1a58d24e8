package io.sluice.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code error-pages}. */
final class ErrorPageReader {
    private static final String AS_ANSWERED = "as-answered";
    private static final String STATUS = "status";

    private ErrorPageReader() {}

    static List<ErrorPageConfig> read(Block block) {
        return block.blocks("error-pages").stream().map(ErrorPageReader::page).toList();
    }

    private static ErrorPageConfig page(Block page) {
        if (page.none("on")) {
            page.refuse("on", "a list of statuses from 300 to 599");
        }
        if (!page.has("to")) {
            page.refuse("to", "a path such as /50x.html, a route such as @fallback, or a URL");
        }
        Optional<String> status = page.word(STATUS);
        boolean asAnswered = status.filter(AS_ANSWERED::equals).isPresent();
        return new ErrorPageConfig(
                page.place("to"),
                statuses(page),
                page.has("to") ? page.template("to") : null,
                status.isEmpty() || asAnswered ? OptionalInt.empty() : OptionalInt.of(page.integer(STATUS, 200, 599)),
                asAnswered && page.text(STATUS).isPresent());
    }

    private static List<Integer> statuses(Block page) {
        List<Integer> found = new ArrayList<>();
        List<String> words = page.none("on") ? List.of() : page.strings("on");
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).matches("[345][0-9][0-9]") && !words.get(i).equals("499")) {
                found.add(Integer.valueOf(words.get(i)));
            } else {
                page.refuse("on", i, "a status from 300 to 599, but not 499, which has no answer");
            }
        }
        return found;
    }
}
