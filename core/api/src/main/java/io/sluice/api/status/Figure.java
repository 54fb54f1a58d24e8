package io.sluice.api.status;

import java.util.List;
import java.util.Objects;

/**
 * A figure of the server at one moment, with a sample for each combination of its labels' values. Immutable.
 *
 * <p>Label values come from the configuration, or from lists in the server that do not grow; never from a peer. So there are
 * never more samples than the configuration and those lists allow. A combination that has not occurred may be missing.
 *
 * @param name the permanent name: lower-case words between dots and hyphens, such as {@code sluice.tunnels.open}
 * @param help what it counts, in one line
 * @param kind how it moves
 * @param unit what its values are
 * @param labels the names of its labels; empty where there is but one sample
 * @param samples its values; empty where nothing has been counted yet
 */
public record Figure(String name, String help, Kind kind, Unit unit, List<String> labels, List<Sample> samples) {
    /** Copies the lists, and checks that each sample has a value for each label, and a distribution where it needs one. */
    public Figure {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(help, "help");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(unit, "unit");
        labels = List.copyOf(labels);
        samples = List.copyOf(samples);
        for (Sample sample : samples) {
            if (sample.labels().size() != labels.size()) {
                throw new IllegalArgumentException(
                        name + ": a sample with " + sample.labels() + " (expected: values for " + labels + ")");
            }
            if ((sample.distribution() != null) != (kind == Kind.DISTRIBUTION)) {
                throw new IllegalArgumentException(
                        name + ": a sample of another kind than its figure's (expected: " + kind + ")");
            }
        }
    }

    /** How a figure moves. */
    public enum Kind {
        /** Only grows, from 0 at the start, or at the first time that something was counted. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Values that were measured, each put into a bucket; all of it only grows. */
        DISTRIBUTION
    }

    /** What values are. */
    public enum Unit {
        /** A number of what the name says. */
        NUMBER,
        /** Seconds. */
        SECONDS,
        /** Bytes. */
        BYTES
    }

    /**
     * One value.
     *
     * @param labels the values of the figure's labels, in their order
     * @param value the value; of a distribution, how many were measured
     * @param distribution null where the figure is no distribution
     */
    public record Sample(List<String> labels, double value, Distribution distribution) {
        /** Copies the list. */
        public Sample {
            labels = List.copyOf(labels);
        }

        /** The value of a counter or gauge. */
        public static Sample of(List<String> labels, double value) {
            return new Sample(labels, value, null);
        }

        /** A value that is a whole number. */
        public static Sample of(List<String> labels, long value) {
            return of(labels, (double) value);
        }

        /** A distribution. */
        public static Sample of(List<String> labels, Distribution distribution) {
            return new Sample(labels, (double) distribution.count(), distribution);
        }
    }

    /**
     * Values that were measured.
     *
     * @param count how many
     * @param sum all of them added up
     * @param buckets how many there were up to each bound, by bounds that grow; those above the last bound are in the count
     *     alone. Empty where only count and sum are known
     */
    public record Distribution(long count, double sum, List<Bucket> buckets) {
        /** Copies the list. */
        public Distribution {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * Values between the bound of the bucket before and this one's.
     *
     * @param upTo the largest value that is in it
     * @param count how many, without those of the buckets before
     */
    public record Bucket(double upTo, long count) {}
}
