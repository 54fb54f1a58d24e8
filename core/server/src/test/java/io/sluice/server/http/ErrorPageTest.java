package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorPageTest {
    private final HttpDate date = new HttpDate(() -> 784_111_777_000L);

    /** Titles and lengths as recorded with nginx 1.22.1, whose signature stands in for ours. */
    @ParameterizedTest
    @CsvSource({
        "400, 400 Bad Request, 157",
        "404, 404 Not Found, 153",
        "405, 405 Not Allowed, 157",
        "413, 413 Request Entity Too Large, 183",
        "414, 414 Request-URI Too Large, 177",
        "500, 500 Internal Server Error, 177",
        "502, 502 Bad Gateway, 157",
        "503, 503 Service Temporarily Unavailable, 197",
        "504, 504 Gateway Time-out, 167",
    })
    void thePageIsNginxsPage(int status, String title, int length) {
        String page = StandardCharsets.US_ASCII
                .decode(new ErrorPage("nginx/1.22.1", date).body(status))
                .toString();
        assertThat(page)
                .isEqualTo("<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                        + "</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n")
                .hasSize(length);
    }

    @Test
    void theFieldsAreNginxsFieldsInItsOrder() {
        ErrorPage pages = new ErrorPage("sluice", date);
        assertThat(FieldsTest.lines(pages.fields(404, false)))
                .containsExactly(
                        "Server=sluice",
                        "Date=Sun, 06 Nov 1994 08:49:37 GMT",
                        "Content-Type=text/html",
                        "Content-Length=" + pages.body(404).remaining(),
                        "Connection=close");
        assertThat(pages.fields(404, true).first("Connection")).isEqualTo("keep-alive");
    }

    @Test
    void aPageCanBeReadAgain() {
        ErrorPage pages = new ErrorPage("sluice", date);
        pages.body(404).position(10);
        assertThat(pages.body(404).position()).isZero();
        assertThat(pages.body(404).isReadOnly()).isTrue();
    }

    @Test
    void aStatusWithoutPhraseStandsAlone() {
        String page = StandardCharsets.US_ASCII
                .decode(new ErrorPage("sluice", date).body(499))
                .toString();
        assertThat(page).contains("<title>499</title>");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 200, 299, 600, 1000})
    void aStatusThatIsNoErrorHasNoPage(int status) {
        ErrorPage pages = new ErrorPage("sluice", date);
        assertThatThrownBy(() -> pages.body(status)).hasMessageContaining(String.valueOf(status));
    }
}
