package io.sluice.server.boot;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals that do not end the process. The JDK's class for them is not part of the Java platform, though every JDK has it,
 * and the compiler warns of its name: hence by reflection.
 */
final class Signals {
    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** Runs {@code action} on a thread of the JVM at each SIGHUP. Where the JVM cannot, the signal ends the process. */
    static void onHangUp(Runnable action) {
        on("HUP", action);
    }

    /** The same at each SIGUSR1, which the JVM has no use for. */
    static void onUser1(Runnable action) {
        on("USR1", action);
    }

    private static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getDeclaringClass() == Object.class) {
                            return method.invoke(action, arguments);
                        }
                        action.run();
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            log.warn("SIG{} cannot be caught: it will end the process", name, e);
        }
    }
}
