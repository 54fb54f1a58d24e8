package io.sluice.server.boot;

import java.util.Locale;

/** Times and bytes as people read them, in a few characters. */
final class Amounts {
    private static final String UNITS = "kMGTPE";
    private static final int KIBI = 1024;

    private Amounts() {}

    /** {@code 340ms}, {@code 12s}, {@code 5m30s}, {@code 3h07m}, {@code 12d4h}. */
    static String time(long millis) {
        long seconds = millis / 1000;
        if (millis < 1000) {
            return millis + "ms";
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        long hours = seconds / 3600;
        return hours < 24
                ? String.format(Locale.ROOT, "%dh%02dm", hours, seconds / 60 % 60)
                : String.format(Locale.ROOT, "%dd%dh", hours / 24, hours % 24);
    }

    /** {@code 1023}, {@code 1.5k}, {@code 20M}: in powers of 1024. */
    static String bytes(long bytes) {
        if (bytes < KIBI) {
            return Long.toString(bytes);
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= KIBI && unit < UNITS.length() - 1) {
            amount /= KIBI;
            unit++;
        }
        return String.format(Locale.ROOT, amount < 10 ? "%.1f%c" : "%.0f%c", amount, UNITS.charAt(unit));
    }
}
