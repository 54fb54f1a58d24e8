package io.sluice.nginx;

import io.sluice.testkit.tls.Key;
import io.sluice.testkit.tls.TestCertificate;
import io.sluice.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Configurations with all that they name, so that a real nginx can read them: certificates, keys, folders for logs. */
public final class NginxCopy {
    /** Folders of a machine become folders of the copy. */
    private static final Pattern ABSOLUTE = Pattern.compile("(?<=[\\s\"'])/(?=(?:var|etc|srv|run|home)/)");

    /** Tests' classes and the other halves of pairs. */
    private static final Pattern NOT_READ = Pattern.compile("\\.(?:class|txt|sluice\\.conf)$");

    private static final Pattern FOR_TLS = Pattern.compile("[\\w./-]+\\.(?:pem|key)\\b|[\\w./-]*passwords\\b");
    private static final Pattern FOR_LOGS = Pattern.compile("[\\w./-]+\\.(?:log|pid)\\b");

    private final Path to;
    private final String pem;

    private NginxCopy(Path to) throws IOException {
        this.to = to;
        TestCertificate site =
                TestCertificates.ca(Files.createDirectories(to.resolve("made"))).server("example.com", Key.EC);
        this.pem = Files.readString(site.certificate()) + Files.readString(site.key()) + dhParameters();
    }

    /** Copies a folder; gives the file in the copy that has the place of {@code file}. */
    public static Path of(Path file, Path to) throws IOException {
        NginxCopy copy = new NginxCopy(to);
        Path from = file.getParent();
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.filter(Files::isRegularFile)
                    .filter(each -> !NOT_READ.matcher(each.toString()).find())
                    .toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, copy.text(Files.readString(each)));
            }
        }
        return to.resolve(file.getFileName().toString());
    }

    private String text(String original) throws IOException {
        String text = ABSOLUTE.matcher(original).replaceAll(Matcher.quoteReplacement(to + "/root/"));
        for (Path file : named(FOR_LOGS, text)) {
            Files.createDirectories(file.getParent());
        }
        for (Path file : named(FOR_TLS, text)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, pem);
        }
        return text;
    }

    private List<Path> named(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(name -> to.resolve(name.group()).normalize())
                .filter(file -> file.startsWith(to))
                .toList();
    }

    /** The group ffdhe2048 of RFC 7919. */
    private static String dhParameters() throws IOException {
        try (InputStream in = NginxCopy.class.getResourceAsStream("ffdhe2048.pem")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
