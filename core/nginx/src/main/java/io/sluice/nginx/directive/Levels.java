package io.sluice.nginx.directive;

import io.sluice.nginx.syntax.Block;
import io.sluice.nginx.syntax.Directive;
import java.util.List;

/** Where a block ends in the order of reading. */
final class Levels {
    private Levels() {}

    /** The number of the last directive in a block, at any depth; -1 where it has none. */
    static int lastOrdinal(Block block) {
        List<Directive> directives = block.directives();
        if (directives.isEmpty()) {
            return -1;
        }
        Directive last = directives.get(directives.size() - 1);
        return Math.max(last.ordinal(), last.block().map(Levels::lastOrdinal).orElse(-1));
    }
}
