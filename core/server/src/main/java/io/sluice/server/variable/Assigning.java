package io.sluice.server.variable;

/** An exchange in which variables are assigned. */
public interface Assigning {
    /** What has been assigned; on the exchange's thread. */
    Assignments assignments();
}
