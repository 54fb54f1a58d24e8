package io.sluice.nginx.directive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.nginx.syntax.Configuration;
import io.sluice.nginx.syntax.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckerTest {
    @TempDir
    private Path folder;

    @Test
    void allProblemsAreToldInTheOrderOfReading() throws IOException {
        List<Problem> problems = check("""
                events {}
                foo;
                http {
                    include none.conf;
                    server {
                        tcp_nodelay maybe;
                        listen 80 fast;
                    }
                }
                }
                """);

        assertThat(problems)
                .extracting(problem -> problem.place().orElseThrow().line())
                .containsExactly(2, 4, 6, 7, 10);
    }

    @Test
    void aMistypedNameHasANearMiss() throws IOException {
        assertThat(hint("proxy_set_heder A b;")).contains("did you mean \"proxy_set_header\"?");
        assertThat(hint("servername a;")).contains("did you mean \"server_name\"?");
        assertThat(hint("wholly_unheard_of;")).isEmpty();
    }

    @Test
    void aNameOfAModuleThatHasToBeAddedIsKnown() throws IOException {
        assertThat(hint("perl_set $a b;")).contains("a module of nginx that has to be added brings it");
    }

    @Test
    void aDirectiveInTheWrongPlaceIsToldItsPlace() throws IOException {
        assertThat(hint("location / { }")).contains("its place: server, location");
        assertThat(hint("worker_processes 1;")).contains("its place: main");
    }

    @Test
    void aByteOrderMarkIsNamed() throws IOException {
        assertThat(check("\ufeffevents {}").get(0).hint())
                .contains("the file begins with a byte order mark: save it without");
    }

    @Test
    void aBlockOfAModuleThatIsNotLookedIntoIsTaken() throws IOException {
        assertThat(check("events {}\nstream { server { listen 1; proxy_pass 127.0.0.1:1; } }"))
                .isEmpty();
    }

    @Test
    void aDirectiveOfALaterNginxIsTaken() throws IOException {
        assertThat(check("events {}\nhttp { server { listen 443 ssl; http2 on; } }"))
                .isEmpty();
        assertThat(DirectiveTable.nginx().rule("http2", Context.SERVER).flatMap(DirectiveRule::since))
                .contains("1.25.1");
    }

    @Test
    void aNameMayHaveARuleForEachOfItsContexts() {
        assertThat(DirectiveTable.nginx().isKnown("proxy_pass")).isTrue();
        assertThat(DirectiveTable.nginx().isKnown("proxy_pas")).isFalse();
        assertThat(DirectiveTable.nginx().rule("proxy_pass", Context.SERVER)).isEmpty();
        assertThat(DirectiveTable.nginx()
                        .rule("server", Context.HTTP)
                        .orElseThrow()
                        .arity()
                        .block())
                .isTrue();
        assertThat(DirectiveTable.nginx()
                        .rule("server", Context.UPSTREAM)
                        .orElseThrow()
                        .arity()
                        .block())
                .isFalse();
    }

    private Optional<String> hint(String inHttp) throws IOException {
        return check("events {}\nhttp {\n" + inHttp + "\n}").get(0).hint();
    }

    private List<Problem> check(String text) throws IOException {
        return Checker.check(Configuration.read(Files.writeString(folder.resolve("nginx.conf"), text)));
    }
}
