package io.sluice.bench.report;

import io.sluice.bench.load.Mode;
import io.sluice.bench.load.Plan;

/** What things are called in a report of a plan. */
final class Words {
    private Words() {}

    /** What is counted. */
    static String unit(Plan plan) {
        if (plan.mode() == Mode.HANDSHAKES) {
            return "handshake";
        }
        return plan.target().webSocket() ? "message" : "request";
    }

    /** What is done, in a word. */
    static String work(Plan plan) {
        return switch (plan.mode()) {
            case HANDSHAKES -> "handshakes";
            case IDLE -> "idle";
            default -> {
                if (!plan.target().webSocket()) {
                    yield plan.request().method();
                }
                yield switch (plan.messages().traffic()) {
                    case ECHO -> "echo";
                    case ANSWER -> "answer";
                    case SEND -> "send";
                    case RECEIVE -> "receive";
                };
            }
        };
    }
}
