package io.sluice.server.plugin;

import java.io.IOException;
import java.nio.file.Path;

/** Where the classes of a jar are loaded from: itself, or a copy of it. */
interface JarSource {
    /** Jars are loaded as they lie there: for commands, which end soon. */
    JarSource THEMSELVES = new JarSource() {
        @Override
        public Path take(Path jar) {
            return jar;
        }

        @Override
        public void drop(Path taken) {
            // the jar stays
        }
    };

    /** Gives the file to load. */
    Path take(Path jar) throws IOException;

    /** What was given is not used any more. */
    void drop(Path taken);
}
