package io.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.exchange.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The block "resolver", and the servers whose names are resolved later. */
class ResolverReaderTest {
    @TempDir
    private Path folder;

    private ResolverConfig resolver(String block) throws IOException, ConfigException {
        return Loads.leastWith(folder, "sluice.resolver " + block).resolver();
    }

    private List<UpstreamConfig.Server> servers(String servers) throws IOException, ConfigException {
        return Loads.leastWith(folder, "sluice.upstreams.app.servers = [" + servers + "]")
                .upstreams()
                .get("app")
                .servers();
    }

    @Test
    void withoutAWordTheSystemsServersAreAskedButNotForRequests() throws Exception {
        assertThat(resolver("{}"))
                .isEqualTo(new ResolverConfig(List.of(), false, Optional.empty(), true, true, Duration.ofSeconds(30)));
    }

    @Test
    void theSystemsServersCanBeAskedForRequestsToo() throws Exception {
        assertThat(resolver("{ addresses = system, valid = 10s, ipv6 = off, timeout = 5s }"))
                .isEqualTo(new ResolverConfig(
                        List.of(), true, Optional.of(Duration.ofSeconds(10)), true, false, Duration.ofSeconds(5)));
    }

    @Test
    void aNameServerHasThePortOfDnsWhereNoneIsWritten() throws Exception {
        assertThat(resolver("{ addresses = [\"127.0.0.1\", \"[::1]:5353\"] }").addresses())
                .extracting(address -> AddressText.of(address.getAddress()) + " " + address.getPort())
                .containsExactly("127.0.0.1 53", "::1 5353");
    }

    @Test
    void aNameThatIsResolvedLaterIsNotWhenTheFileIsRead() throws Exception {
        assertThat(servers("{ address = \"name.invalid:81\", resolve = on, weight = 3, backup = on }, \"127.0.0.1\""))
                .first()
                .satisfies(server -> {
                    assertThat(server.named()).isTrue();
                    assertThat(server.service()).isFalse();
                    assertThat(server.address()).isEqualTo(InetSocketAddress.createUnresolved("name.invalid", 81));
                    assertThat(server.weight()).isEqualTo(3);
                    assertThat(server.backup()).isTrue();
                });
    }

    @Test
    void aServiceHasNoPort() throws Exception {
        assertThat(servers("{ service = \"_ws._tcp.name.invalid\" }"))
                .singleElement()
                .satisfies(server -> {
                    assertThat(server.service()).isTrue();
                    assertThat(server.unresolved().getHostString()).isEqualTo("_ws._tcp.name.invalid");
                });
    }

    @Test
    void anAddressNeedsNoResolver() throws Exception {
        assertThat(servers("{ address = \"[::1]:82\", resolve = on }"))
                .singleElement()
                .satisfies(server -> assertThat(server.named()).isFalse());
    }
}
