package io.sluice.server.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/**
 * What is sent of an open file, with what stands between its ranges. Nothing is held in memory. Of one thread at a time.
 */
public final class FileBody implements AutoCloseable {
    private final SeekableByteChannel channel;
    private final List<Piece> pieces;
    private final long length;
    private int piece;
    private long done;

    /** Bytes of the body that follow each other. */
    sealed interface Piece {
        long length();

        /** Text around ranges. */
        record Text(ByteBuffer bytes) implements Piece {
            @Override
            public long length() {
                return bytes.limit();
            }
        }

        /** Bytes of the file. */
        record Part(long start, long length) implements Piece {}
    }

    /** A body that closes the channel in the end. */
    FileBody(SeekableByteChannel channel, List<Piece> pieces) {
        this.channel = channel;
        this.pieces = List.copyOf(pieces);
        this.length = pieces.stream().mapToLong(Piece::length).sum();
    }

    /** All bytes of the body, which is the answer's Content-Length. */
    public long length() {
        return length;
    }

    /**
     * Reads what comes next, blocking on the disk.
     *
     * @return the number of bytes put into {@code out}, 0 only where it has no room; -1 at the body's end
     * @throws EOFException where the file has become shorter than it was: the connection must be cut, as what was promised
     *     can no longer be sent
     */
    public int read(ByteBuffer out) throws IOException {
        while (piece < pieces.size() && done == pieces.get(piece).length()) {
            piece++;
            done = 0;
        }
        if (piece == pieces.size()) {
            return -1;
        }
        Piece next = pieces.get(piece);
        int room = (int) Math.min(out.remaining(), next.length() - done);
        if (room == 0) {
            return 0;
        }
        int read = next instanceof Piece.Part part ? read(out, part, room) : copy(out, (Piece.Text) next, room);
        done += read;
        return read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int copy(ByteBuffer out, Piece.Text text, int room) {
        out.put(text.bytes().slice((int) done, room));
        return room;
    }

    private int read(ByteBuffer out, Piece.Part part, int room) throws IOException {
        int limit = out.limit();
        out.limit(out.position() + room);
        try {
            int read = channel.position(part.start() + done).read(out);
            if (read < 0) {
                throw new EOFException("the file ends at " + channel.size() + " (expected: at least "
                        + (part.start() + part.length()) + " bytes): it was cut while it was sent");
            }
            return read;
        } finally {
            out.limit(limit);
        }
    }
}
