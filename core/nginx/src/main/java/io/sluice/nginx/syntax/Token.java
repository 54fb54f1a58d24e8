package io.sluice.nginx.syntax;

import java.util.List;

/**
 * What nginx reads at a time: words with what ends them.
 *
 * @param end what ended the words
 * @param words none at {@link End#BLOCK_DONE} and {@link End#FILE_DONE}
 * @param start the line of the first word
 * @param line the line of what ended the words
 */
record Token(End end, List<Argument> words, int start, int line) {
    /** What can end words. */
    enum End {
        /** A semicolon. */
        SEMICOLON,
        /** An opening brace. */
        BLOCK_START,
        /** A closing brace, which has no words before it. */
        BLOCK_DONE,
        /** The end of the file, which has no words before it. */
        FILE_DONE
    }
}
