package io.sluice.nginx.importer;

import java.util.List;

/** All translations, in the order in which they write within a block. */
final class Translations {
    static final List<Translation> ALL = List.of(
            new Workers(), //
            new StubStatus(),
            new AccessLogOff());

    private Translations() {}
}
