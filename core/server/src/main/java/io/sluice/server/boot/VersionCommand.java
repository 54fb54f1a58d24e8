package io.sluice.server.boot;

import io.sluice.api.ApiVersion;
import picocli.CommandLine.Command;

/** Names the version, and the Java it runs on. */
@Command(name = "version", description = "Print the version of Sluice and of its Java.")
final class VersionCommand implements Runnable {
    @Override
    public void run() {
        System.out.printf(
                "sluice %s (Java %s, %s, %s %s)%n",
                ApiVersion.current(),
                System.getProperty("java.version"),
                System.getProperty("java.vm.name"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
    }
}
