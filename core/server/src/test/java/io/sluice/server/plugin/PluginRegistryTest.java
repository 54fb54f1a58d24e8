package io.sluice.server.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.NamedExtension;
import io.sluice.api.Settings;
import io.sluice.api.balance.LoadBalancerFactory;
import io.sluice.api.headers.HeaderPolicy;
import io.sluice.api.headers.HeaderPolicyFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginRegistryTest {
    private record Policy(String name) implements HeaderPolicyFactory {
        @Override
        public HeaderPolicy create(Settings settings) {
            return new HeaderPolicy() {};
        }
    }

    private final StubFactory first = new StubFactory("first");
    private final StubFactory second = new StubFactory("second");
    private final Policy policy = new Policy("first");
    private final PluginRegistry registry = PluginRegistry.of(second, policy, first);

    @Test
    void anExtensionIsFoundByKindAndName() {
        assertThat(registry.require(LoadBalancerFactory.class, "first")).isSameAs(first);
        assertThat(registry.require(HeaderPolicyFactory.class, "first")).isSameAs(policy);
    }

    @Test
    void allOfAKindAreSortedByName() {
        assertThat(registry.all(LoadBalancerFactory.class)).containsExactly(first, second);
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThatThereAre() {
        assertThatThrownBy(() -> registry.require(LoadBalancerFactory.class, "frist"))
                .isInstanceOf(UnknownExtensionException.class)
                .hasMessage(
                        "no balance extension is named \"frist\" (expected: one of first, second; did you mean first?)");
    }

    @Test
    void anEmptyKindIsNamedAsSuch() {
        assertThatThrownBy(() -> PluginRegistry.of().require(HeaderPolicyFactory.class, "x"))
                .hasMessage("no headers extension is named \"x\""
                        + " (expected: a plugin that brings it: there is none of kind headers)");
    }

    @Test
    void twoOfOneKindAndNameAreRefused() {
        assertThatThrownBy(() -> PluginRegistry.of(first, new StubFactory("first")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("balance \"first\", which another brings already");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Fair", "fair_share", "-fair", "fair-", "fair--share", "fair share", "fa\u00efr"})
    void aNameIsLowerCaseLettersDigitsAndSingleHyphens(String name) {
        assertThatThrownBy(() -> PluginRegistry.of(new StubFactory(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name() is")
                .hasMessageContaining("(expected: lower-case");
    }

    @Test
    void aTypeThatIsNoExtensionPointIsRefused() {
        assertThatThrownBy(() -> registry.all(NamedExtension.class)).isInstanceOf(IllegalArgumentException.class);
    }
}
