package io.sluice.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsBeginAtTheSamePlaceAndLinesHaveNoSpacesAtTheirEnds() {
        assertThat(Table.text(List.of(List.of("A", "LONGER", "C"), List.of("wide cell", "x", "y")))
                        .lines())
                .containsExactly("A          LONGER  C", "wide cell  x       y");
    }

    @Test
    void whatATerminalMightObeyIsNotPrinted() {
        assertThat(Table.text(List.of(List.of("a\u001b[2Jb\u009b\r\n", "ü\t"))).lines())
                .containsExactly("a?[2Jb???  ü?");
    }
}
