package io.sluice.nginx.importer;

import java.util.List;

/**
 * All translations, in the order in which they write within a block.
 *
 * @param all the translations
 */
record Translations(List<Translation> all) {
    /**
     * The translations.
     *
     * @param folder what relative paths start at; ends with a slash
     */
    static Translations of(String folder) {
        return new Translations(List.of(
                new Workers(), //
                new ErrorLogKey(folder),
                new AccessLogsKey(folder),
                new MapsKey(),
                new HeadSettings(),
                new ErrorPagesKey()));
    }
}
