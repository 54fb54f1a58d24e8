package io.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class TroubleTest {
    @Test
    void theSystemsWordsAreToldApartByWhatWasDone() {
        assertThat(Trouble.kind(new ConnectException("Connection timed out"))).isEqualTo("connect-timeout");
        assertThat(Trouble.kind(new IOException("Connection timed out"))).isEqualTo("timeout");
        assertThat(Trouble.kind(new BindException("Address already in use"))).isEqualTo("no-port");
        assertThat(Trouble.kind(new BindException("Permission denied"))).isEqualTo("io");
    }

    @Test
    void ofALongExampleItsBeginIsKept() {
        Errors errors = new Errors();
        errors.add("io", "x".repeat(201));
        errors.add("tls", "x".repeat(200));
        errors.add("reset", null);
        assertThat(errors.byKind().get("io").example()).isEqualTo("x".repeat(200) + "...");
        assertThat(errors.byKind().get("tls").example()).hasSize(200);
        assertThat(errors.byKind().get("reset").example()).isNull();
    }
}
