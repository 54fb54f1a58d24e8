package io.sluice.nginx.directive;

/** How the settings of an inner level go with those of the levels around it. */
public enum Inheritance {
    /** The innermost level that has the directive counts. */
    OVERRIDE,
    /** All lines of the innermost level that has one count; those of outer levels do not. */
    REPLACE,
    /** Only an {@code if} and a {@code limit_except} have that of the level around them. */
    NAMELESS,
    /** It counts where it stands. */
    NONE
}
