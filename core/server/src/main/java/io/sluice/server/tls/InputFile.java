package io.sluice.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that was read whole, with what is needed to refuse it. */
final class InputFile {
    /** Far more than any: the largest lists of revoked certificates in use have some ten megabytes. */
    private static final long LARGEST = 256L << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private final String place;
    private final Path path;
    private final byte[] bytes;

    private InputFile(String place, Path path, byte[] bytes) {
        this.place = place;
        this.path = path;
        this.bytes = bytes;
    }

    /**
     * Reads a file, which must be a regular one with something in it.
     *
     * @param place file and line of the configuration that names it
     * @param expected what should be there, for messages
     */
    static InputFile read(String place, Path path, String expected) throws TlsFileException {
        String problem;
        try {
            if (Files.isDirectory(path)) {
                problem = "a directory";
            } else if (!Files.exists(path)) {
                problem = missing(path);
            } else if (!Files.isRegularFile(path)) {
                problem = "not a regular file";
            } else if (Files.size(path) > LARGEST) {
                problem = "too large: " + Files.size(path) + " bytes";
            } else {
                byte[] bytes = Files.readAllBytes(path);
                if (bytes.length > 0) {
                    return new InputFile(place, path, bytes);
                }
                problem = "empty";
            }
        } catch (AccessDeniedException e) {
            problem = "not readable: permission denied";
        } catch (IOException e) {
            problem = "not readable: " + e.getMessage();
        }
        throw new TlsFileException(place, path, problem, expected);
    }

    TlsFileException refuse(String found, String expected) {
        return new TlsFileException(place, path, found, expected);
    }

    InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    boolean isPem() {
        return text().contains(BEGIN);
    }

    /** The file as text in which each character is a byte, without a byte order mark. */
    String text() {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }

    private static String missing(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "a symbolic link to " + Files.readSymbolicLink(path) + ", which does not exist";
        }
        Path folder = path.toAbsolutePath().getParent();
        return folder != null && Files.isDirectory(folder) && !Files.isExecutable(folder)
                ? "not readable: permission denied on its folder"
                : "no such file";
    }
}
