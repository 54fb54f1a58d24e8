package io.sluice.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Copies of bytes that the kernel did not take, in one growing buffer. It lives only while a peer is slow. */
final class WriteQueue {
    /** Written at once: the JDK copies heap memory through a cached direct buffer of this size. */
    private static final int SLICE = 64 * 1024;

    private byte[] bytes = new byte[4096];
    private int start;
    private int end;

    void add(ByteBuffer data) {
        int more = data.remaining();
        if (bytes.length - end < more) {
            int size = size();
            byte[] into = bytes.length - size >= more ? bytes : new byte[Math.max(size + more, 2 * bytes.length)];
            System.arraycopy(bytes, start, into, 0, size);
            bytes = into;
            start = 0;
            end = size;
        }
        data.get(bytes, end, more);
        end += more;
    }

    /** Writes until the kernel takes no more; returns how many bytes it took. */
    int writeTo(SocketChannel channel) throws IOException {
        int total = 0;
        while (start < end) {
            int slice = Math.min(SLICE, end - start);
            int n = channel.write(ByteBuffer.wrap(bytes, start, slice));
            start += n;
            total += n;
            if (n < slice) {
                break;
            }
        }
        return total;
    }

    int size() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }
}
