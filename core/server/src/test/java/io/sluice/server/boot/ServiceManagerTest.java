package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told; a program that writes its arguments to a file stands for systemd-notify. */
class ServiceManagerTest {
    @TempDir
    private Path folder;

    private Path told;
    private ServiceManager manager;

    @BeforeEach
    void service() throws IOException {
        told = folder.resolve("told");
        manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", "/run/systemd/notify"), program());
    }

    @Test
    void itIsToldThatTheServerIsReadyAndOnWhat() {
        manager.ready("serving on web 127.0.0.1:8080");
        assertThat(told).hasContent("READY=1\nSTATUS=serving on web 127.0.0.1:8080\n");
    }

    @Test
    void aReloadHasTheTimeOfItsBeginningInTheClockThatSystemdCompares() throws IOException {
        long before = System.nanoTime() / 1000;
        manager.reloading();
        long after = System.nanoTime() / 1000;
        String text = Files.readString(told);
        assertThat(text).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+\nSTATUS=reloading\n");
        assertThat(Long.parseLong(text.replaceAll("(?s).*USEC=([0-9]+).*", "$1")))
                .isBetween(before, after);
    }

    @Test
    void theEndGetsTheTimeThatTheConfigurationAllows() {
        manager.stopping(Duration.ofSeconds(90));
        assertThat(told)
                .hasContent(
                        "STOPPING=1\nEXTEND_TIMEOUT_USEC=90000000\nSTATUS=ending tunnels and requests, for 90 s at most\n");
    }

    @Test
    void aTextOfSeveralLinesStaysOneAssignment() {
        manager.ready("one\nSTOPPING=1");
        assertThat(told).hasContent("READY=1\nSTATUS=one STOPPING=1\n");
    }

    @Test
    void whereTheEnvironmentNamesNoSocketNobodyIsTold() throws IOException {
        ServiceManager.of(Map.of(), program()).ready("serving");
        ServiceManager.of(Map.of("NOTIFY_SOCKET", ""), program()).ready("serving");
        assertThat(told).doesNotExist();
    }

    @Test
    void aProgramThatFailsOrIsNotThereHindersNobody() throws IOException {
        Map<String, String> service = Map.of("NOTIFY_SOCKET", "/run/systemd/notify");
        ServiceManager.of(service, folder.resolve("missing").toString()).ready("serving");
        Files.writeString(Path.of(program()), "#!/bin/sh\nexit 1\n");
        manager.ready("serving");
        assertThat(told).doesNotExist();
    }

    private String program() throws IOException {
        Path program = folder.resolve("systemd-notify");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"${0%/*}/told\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program.toString();
    }
}
