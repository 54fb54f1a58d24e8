package io.sluice.server.config;

import io.sluice.server.config.AdminToken.Right;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code tokens} of the admin listener, and the files they stand in: one token in a line. A file that others can read
 * holds no secret, and a token that can be guessed is none: both are refused. No message shows a token.
 */
public final class AdminTokenReader {
    private static final int SHORTEST = 20;
    private static final int LONGEST = 512;
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    /** What a field may carry (RFC 6750 section 2.1: b64token). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final List<String> RIGHTS =
            Arrays.stream(Right.values()).map(Right::text).toList();

    private final Path home;

    AdminTokenReader(Path home) {
        this.home = home;
    }

    List<AdminToken> read(Block admin) {
        List<AdminToken> tokens = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Block block : admin.blocks("tokens")) {
            String name = block.text("name", "a name for the log").orElse("");
            if (!names.add(name)) {
                block.refuse("name", "another name than those before");
            }
            Optional<Path> file = block.text("file").map(home::resolve);
            String sha256 = hash(block, file);
            EnumSet<Right> rights = EnumSet.noneOf(Right.class);
            block.choices("rights", RIGHTS).forEach(word -> rights.add(Right.valueOf(word.toUpperCase(Locale.ROOT))));
            if (rights.isEmpty()) {
                block.refuse("rights", "read, write, or both: rights = [read, write]");
            }
            tokens.add(new AdminToken(name, sha256, rights, file));
        }
        return tokens;
    }

    private static String hash(Block block, Optional<Path> file) {
        boolean hashed = block.has("sha256");
        if (hashed == file.isPresent()) {
            block.refuse(
                    hashed ? "sha256" : "file",
                    "either file, in which the token stands, or sha256, the token's SHA-256");
            return "";
        }
        if (hashed) {
            String text = block.text("sha256").orElse("");
            if (!HASH.matcher(text).matches()) {
                block.refuse("sha256", "64 hexadecimal digits, as sha256sum prints them");
            }
            return text.toLowerCase(Locale.ROOT);
        }
        try {
            return HexFormat.of().formatHex(digest(token(file.orElseThrow())));
        } catch (IOException e) {
            block.refuse("file", e.getMessage());
            return "";
        }
    }

    /**
     * The token that stands in a file.
     *
     * @throws IOException when there is none that may be used; the message says what was expected
     */
    public static String token(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("a file that is there");
        }
        Set<PosixFilePermission> modes = modes(file);
        if (modes.contains(PosixFilePermission.OTHERS_READ)
                || modes.contains(PosixFilePermission.OTHERS_WRITE)
                || modes.contains(PosixFilePermission.GROUP_WRITE)) {
            throw new IOException("a file that only its owner and at most its group can read, as after chmod 600; its"
                    + " permissions are " + PosixFilePermissions.toString(modes));
        }
        if (Files.size(file) > 2 * LONGEST) {
            throw new IOException("a file with one token of at most " + LONGEST + " characters");
        }
        String token;
        try {
            token = Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IOException("a file that this user can read as text", e);
        }
        if (token.length() < SHORTEST
                || token.length() > LONGEST
                || !TOKEN.matcher(token).matches()) {
            throw new IOException("a file with one token of " + SHORTEST + " to " + LONGEST
                    + " letters, digits or ._~+/- such as \"openssl rand -hex 32\" makes");
        }
        return token;
    }

    private static Set<PosixFilePermission> modes(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            return Set.of(); // a file system without them
        }
    }

    /** The SHA-256 of a token. */
    public static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
