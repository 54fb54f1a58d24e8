package io.sluice.server.config;

import java.time.Duration;

/**
 * The line in which requests wait for a place where all endpoints are full (nginx plus: queue).
 *
 * @param size how many may wait; 0 for none
 * @param timeout how long each may wait
 */
public record QueueConfig(int size, Duration timeout) {
    /** Nobody waits. */
    public static final QueueConfig NONE = new QueueConfig(0, Duration.ZERO);

    static QueueConfig read(Block block) {
        return new QueueConfig(
                block.integer("size", 0, 1_000_000),
                block.duration("timeout", ConfigLoader.SHORTEST, ConfigLoader.LONGEST));
    }
}
