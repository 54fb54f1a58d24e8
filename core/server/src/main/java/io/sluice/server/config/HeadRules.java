package io.sluice.server.config;

/**
 * What is made of a request's head that is well formed.
 *
 * @param underscores whether names of fields may have underscores (underscores_in_headers)
 * @param dropInvalid whether fields are dropped whose names have other characters than letters, digits, hyphens and, where
 *     those are allowed, underscores (ignore_invalid_headers)
 * @param mergeSlashes whether slashes that follow one another in a path count as one (merge_slashes)
 */
public record HeadRules(boolean underscores, boolean dropInvalid, boolean mergeSlashes) {
    /** Fields are taken as they come. */
    public static final HeadRules LENIENT = new HeadRules(true, false, true);
}
