package io.sluice.server.files;

import io.sluice.api.headers.HeadersView;
import io.sluice.server.files.FileBody.Piece;
import io.sluice.server.files.Ranges.Range;
import io.sluice.server.http.Fields;
import io.sluice.server.http.HttpDate;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the answer of a file that is open: all of it, ranges, or that it has not changed. */
final class Sending {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final String CRLF = "\r\n";

    private final Disk.Stat file;
    private final SeekableByteChannel channel;
    private final String type;
    private final String etag;
    private final boolean head;

    /**
     * The file.
     *
     * @param type empty for none
     * @param withEtag whether it has an ETag
     * @param head whether only the head is sent
     */
    Sending(Disk.Opened opened, String type, boolean withEtag, boolean head) {
        this.file = opened.stat();
        this.channel = opened.channel();
        this.type = type;
        this.etag = withEtag ? etag(file) : null;
        this.head = head;
    }

    /** The answer to a request with these fields. */
    Answer answer(HeadersView headers) {
        Conditions conditions = new Conditions(headers, file.modified(), etag);
        int status = conditions.status();
        if (status != OK) {
            return status >= 400
                    ? new Answer.Refused(status, new Fields(), "a condition of the request does not hold")
                    : new Answer.Found(status, fields("", -1, true), null);
        }
        List<Range> ranges = conditions.rangeHolds() ? Ranges.of(headers.first("Range"), file.size()) : Ranges.ALL;
        if (ranges == null) {
            Fields fields = new Fields();
            fields.add("Content-Range", "bytes */" + file.size());
            return new Answer.Refused(
                    RANGE_NOT_SATISFIABLE,
                    fields,
                    "range \"" + headers.first("Range") + "\" of " + file.size() + " bytes");
        }
        return switch (ranges.size()) {
            case 0 -> {
                Fields fields = fields(type, file.size(), true);
                fields.add("Accept-Ranges", "bytes");
                yield found(OK, fields, List.of(new Piece.Part(0, file.size())));
            }
            case 1 -> one(ranges.get(0));
            default -> several(ranges);
        };
    }

    /** All of the file, whatever the request says, in place of an error. */
    Answer inPlaceOf(int status) {
        return found(status, fields(type, file.size(), false), List.of(new Piece.Part(0, file.size())));
    }

    private Answer one(Range range) {
        Fields fields = fields(type, range.length(), true);
        fields.add("Content-Range", place(range));
        return found(PARTIAL, fields, List.of(new Piece.Part(range.start(), range.length())));
    }

    /** With nginx's boundary of twenty digits, its line ends and order. */
    private Answer several(List<Range> ranges) {
        String boundary =
                String.format(Locale.ROOT, "%020d", ThreadLocalRandom.current().nextLong(Long.MAX_VALUE));
        String part = CRLF + "--" + boundary + CRLF + (type.isEmpty() ? "" : "Content-Type: " + type + CRLF)
                + "Content-Range: ";
        List<Piece> pieces = new ArrayList<>();
        for (Range range : ranges) {
            pieces.add(text(part + place(range) + CRLF + CRLF));
            pieces.add(new Piece.Part(range.start(), range.length()));
        }
        pieces.add(text(CRLF + "--" + boundary + "--" + CRLF));
        long length = pieces.stream().mapToLong(Piece::length).sum();
        return found(PARTIAL, fields("multipart/byteranges; boundary=" + boundary, length, true), pieces);
    }

    private Answer found(int status, Fields fields, List<Piece> pieces) {
        return new Answer.Found(status, fields, head ? null : new FileBody(channel, pieces));
    }

    private Fields fields(String contentType, long length, boolean dated) {
        Fields fields = new Fields();
        if (!contentType.isEmpty()) {
            fields.add("Content-Type", contentType);
        }
        if (length >= 0) {
            fields.add("Content-Length", Long.toString(length));
        }
        if (dated) {
            fields.add("Last-Modified", HttpDate.text(file.modified()));
        }
        if (etag != null) {
            fields.add("ETag", etag);
        }
        return fields;
    }

    private String place(Range range) {
        return "bytes " + range.start() + "-" + (range.end() - 1) + "/" + file.size();
    }

    private static Piece text(String text) {
        return new Piece.Text(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String etag(Disk.Stat file) {
        return "\"" + Long.toHexString(file.modified()) + "-" + Long.toHexString(file.size()) + "\"";
    }
}
