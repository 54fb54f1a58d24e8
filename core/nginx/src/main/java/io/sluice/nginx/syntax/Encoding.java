package io.sluice.nginx.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How the bytes of a file become characters: nginx does not ask, but HOCON does. */
final class Encoding {
    private Encoding() {}

    /** UTF-8 where the bytes are that, else ISO-8859-1, in which any bytes are something. */
    static Charset of(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }
}
