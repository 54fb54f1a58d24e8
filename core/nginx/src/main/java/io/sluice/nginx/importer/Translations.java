package io.sluice.nginx.importer;

import java.util.List;

/**
 * All translations, in the order in which they write within a block.
 *
 * @param all the translations
 */
record Translations(List<Translation> all) {
    /** The translations. */
    static Translations of(Environment environment) {
        return new Translations(List.of(
                new Workers(), //
                new ErrorLogKey(environment),
                new ResolverKey(),
                new AccessLogsKey(environment),
                new HiddenFieldsKey(),
                new BodyLimit(),
                new MapsKey(),
                new StickyKey(),
                new HeadSettings(),
                new ErrorPagesKey()));
    }
}
