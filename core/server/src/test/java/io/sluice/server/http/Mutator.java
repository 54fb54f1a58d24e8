package io.sluice.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes new messages of old ones: by a byte changed, dropped, doubled or put in, or by the two halves of two messages. */
final class Mutator {
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        "\0",
        " ",
        "\t",
        ":",
        ";",
        ",",
        "0\r\n\r\n",
        "\r\n\r\n",
        "5",
        "f",
        "-",
        "+",
        "\u00ff",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: i\r\n",
        "HTTP/1.1",
        "%2e",
        "/../",
        "[::1]"
    };

    private final Random random;
    private final List<byte[]> corpus;

    Mutator(long seed, List<byte[]> corpus) {
        this.random = new Random(seed);
        this.corpus = corpus;
    }

    byte[] next() {
        byte[] message = pick();
        for (int i = random.nextInt(3); i >= 0; i--) {
            message = mutate(message);
        }
        return message;
    }

    /** Up to four places to cut a message of this length at, in order. */
    int[] cuts(int length) {
        return random.ints(random.nextInt(5), 0, length + 1).sorted().toArray();
    }

    private byte[] mutate(byte[] message) {
        int at = random.nextInt(message.length + 1);
        int to = Math.min(message.length, at + random.nextInt(4));
        return switch (random.nextInt(5)) {
            case 0 -> join(message, at, piece(), to);
            case 1 -> join(message, at, piece(), at);
            case 2 -> join(message, at, new byte[0], to);
            case 3 -> join(message, at, Arrays.copyOfRange(message, at, to), at);
            default -> {
                byte[] other = pick();
                int from = random.nextInt(other.length + 1);
                yield join(message, at, Arrays.copyOfRange(other, from, other.length), message.length);
            }
        };
    }

    private byte[] pick() {
        byte[] message;
        do {
            message = corpus.get(random.nextInt(corpus.size()));
        } while (message.length > 1000);
        return message;
    }

    private byte[] piece() {
        if (random.nextInt(3) == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1);
    }

    /** {@code message} up to {@code at}, then {@code middle}, then {@code message} from {@code from} on. */
    private static byte[] join(byte[] message, int at, byte[] middle, int from) {
        byte[] joined = Arrays.copyOf(message, at + middle.length + message.length - from);
        System.arraycopy(middle, 0, joined, at, middle.length);
        System.arraycopy(message, from, joined, at + middle.length, message.length - from);
        return joined;
    }
}
