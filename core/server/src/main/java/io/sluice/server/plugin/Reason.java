package io.sluice.server.plugin;

import java.lang.reflect.InvocationTargetException;
import org.pf4j.PluginRuntimeException;

/** A throwable in one line. */
final class Reason {
    private Reason() {}

    /** The type and message of {@code thrown}, and of the first cause behind it, on one line. */
    static String of(Throwable thrown) {
        Throwable shown = thrown;
        while (isWrapper(shown) && shown.getCause() != null) {
            shown = shown.getCause();
        }
        Throwable root = shown;
        // A chain of causes that turns back on itself would never end.
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        return root == shown ? line(shown) : line(shown) + ", caused by " + line(root);
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof PluginRuntimeException
                || thrown instanceof InvocationTargetException
                || thrown instanceof ExceptionInInitializerError;
    }

    private static String line(Throwable thrown) {
        String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        return thrown.getClass().getSimpleName() + message.strip().replaceAll("\\s+", " ");
    }
}
