package io.sluice.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameReaderTest {
    /** Writes down what the reader gives. */
    private static final class Events implements FrameReader.Sink {
        private final List<String> all = new ArrayList<>();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        @Override
        public void part(ByteBuffer data) {
            assertThat(data.hasRemaining()).isTrue();
            while (data.hasRemaining()) {
                message.write(data.get());
            }
        }

        @Override
        public void messageEnd() {
            all.add("message " + message.toString(UTF_8));
            message.reset();
        }

        @Override
        public void control(int opcode, ByteBuffer payload) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            all.add("control " + opcode + " " + HexFormat.of().formatHex(bytes));
        }
    }

    private static byte[] stream(WebSocketFrame... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (WebSocketFrame frame : frames) {
            all.writeBytes(frame.encode());
        }
        return all.toByteArray();
    }

    private static WebSocketFrame frame(int opcode, String payload) {
        return WebSocketFrame.of(opcode, payload.getBytes(UTF_8));
    }

    @Test
    void theFramesAreTheSameWhereverTheStreamIsCut() throws Exception {
        String medium = "m".repeat(126);
        byte[] stream = stream(
                frame(WebSocketFrame.TEXT, "hello"),
                frame(WebSocketFrame.BINARY, ""),
                frame(WebSocketFrame.TEXT, "one ").notFinal(),
                frame(WebSocketFrame.PING, "p"),
                frame(WebSocketFrame.CONTINUATION, "").notFinal(),
                frame(WebSocketFrame.CONTINUATION, "two"),
                frame(WebSocketFrame.PONG, ""),
                frame(WebSocketFrame.BINARY, medium),
                WebSocketFrame.close(1001, "bye"));
        for (List<ByteBuffer> pieces : Splits.of(stream)) {
            Events events = new Events();
            FrameReader reader = new FrameReader(events);
            for (ByteBuffer piece : pieces) {
                reader.read(piece);
            }
            assertThat(events.all)
                    .as("cut into %s", pieces)
                    .containsExactly(
                            "message hello",
                            "message ",
                            "control 9 70",
                            "message one two",
                            "control 10 ",
                            "message " + medium,
                            "control 8 03e9627965");
        }
    }

    @Test
    void aLongMessageComesInParts() throws Exception {
        byte[] stream = stream(frame(WebSocketFrame.BINARY, "x".repeat(70_000)), frame(WebSocketFrame.TEXT, "next"));
        Events events = new Events();
        FrameReader reader = new FrameReader(events);
        for (int at = 0; at < stream.length; at += 1000) {
            reader.read(ByteBuffer.wrap(stream, at, Math.min(1000, stream.length - at)));
        }
        assertThat(events.all).containsExactly("message " + "x".repeat(70_000), "message next");
    }

    @ParameterizedTest
    @CsvSource({
        "8180000000, a server's frame is masked",
        "c100, 'a frame has a reserved bit set, though no extension was agreed on'",
        "8000, a continuation without a message that it continues",
        "01008100, a new message before the last one has ended",
        "0900, 'a control frame in parts, or of more than 125 bytes'",
        "897e0080, 'a control frame in parts, or of more than 125 bytes'",
        "8300, a frame with the unknown opcode 3",
        "8b00, a frame with the unknown opcode 11",
        "827fffffffffffffffff, a frame's length has its first bit set",
    })
    void whatAServerMustNotSendIsRefused(String hex, String rule) {
        FrameReader reader = new FrameReader(new Events());
        assertThatThrownBy(() -> reader.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex))))
                .isInstanceOf(WireException.class)
                .hasMessage(rule)
                .extracting(e -> ((WireException) e).kind())
                .isEqualTo("protocol");
    }
}
