package io.sluice.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may use which: the arrow that the design page draws, and the one door of each library. */
class ArrowTest {
    private static final String SERVER = "io.sluice.server.";

    /** Each may use those after it, and the API. */
    private static final List<String> ARROW = List.of(
            "boot",
            "demo",
            "admin",
            "listener",
            "exchange",
            "relay",
            "upstream",
            "health",
            "resolve",
            "policy",
            "route",
            "files",
            "websocket",
            "http",
            "variable",
            "observe",
            "tls",
            "crypto",
            "transport",
            "plugin",
            "config",
            "error");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice.server", "io.sluice.api");

    static List<String> allButTheFirst() {
        return ARROW.subList(1, ARROW.size());
    }

    @Test
    void everyPackageHasItsPlaceOnTheArrow() {
        Set<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(SERVER))
                .map(name -> name.substring(SERVER.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).containsExactlyInAnyOrderElementsOf(ARROW);
    }

    @ParameterizedTest
    @MethodSource("allButTheFirst")
    void noPackageUsesOneThatStandsBeforeIt(String name) {
        String[] before = ARROW.subList(0, ARROW.indexOf(name)).stream()
                .map(other -> SERVER + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(SERVER + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(before)
                .check(CLASSES);
    }

    @Test
    void theApiKnowsNothingOfTheServer() {
        noClasses()
                .that()
                .resideInAPackage("io.sluice.api..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.sluice.server..")
                .check(CLASSES);
    }

    @Test
    void theApiKnowsNoLibraryThatThePluginAuthorDoesNotSee() {
        classes()
                .that()
                .resideInAPackage("io.sluice.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.sluice.api..", "org.pf4j", "com.typesafe.config..", "org.slf4j")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "org.apache.mina, transport",
        "org.pf4j, plugin",
        "com.codahale.metrics, observe",
        "ch.qos.logback, observe boot",
        "com.google.re2j, variable config",
        "com.typesafe.config, config",
        "picocli, boot",
        "io.sluice.nginx, boot config",
        "io.sluice.bench, boot",
        "org.bouncycastle, tls crypto",
        "org.xbill.DNS, resolve",
    })
    void aLibraryHasItsDoor(String library, String doors) {
        String[] allowed =
                Stream.of(doors.split(" ")).map(door -> SERVER + door).toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.sluice.server..")
                .and()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..")
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        for (String module : List.of(".", "../api")) {
            try (Stream<Path> files = Files.walk(Path.of(module, "src", "main", "java"))) {
                Set<Path> packages = files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(packages)
                        .isNotEmpty()
                        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                                .content()
                                .startsWith("/**"));
            }
        }
    }
}
