package io.sluice.server.transport;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A client's socket that sends in pieces and remembers what came, as it came over the wire. */
final class OddSocket extends Socket {
    private final int piece;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    /** Sends at most this many bytes in a segment. */
    OddSocket(int piece) {
        this.piece = piece;
    }

    /** The type of the last TLS record that came. */
    int lastRecordType() {
        byte[] bytes = seen.toByteArray();
        int type = -1;
        for (int at = 0; at + 5 <= bytes.length; ) {
            type = bytes[at];
            at += 5 + (((bytes[at + 3] & 0xff) << 8) | (bytes[at + 4] & 0xff));
        }
        return type;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int at = 0; at < length; at += piece) {
                    out.write(bytes, offset + at, Math.min(piece, length - at));
                }
            }
        };
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int n = super.read(bytes, offset, length);
                if (n > 0) {
                    seen.write(bytes, offset, n);
                }
                return n;
            }
        };
    }
}
