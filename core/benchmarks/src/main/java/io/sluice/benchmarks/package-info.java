/**
 * What single parts of the data path cost, measured by JMH; each class is one part. {@link io.sluice.benchmarks.EchoServer}
 * is the back end of the script {@code side-by-side}, which measures whole servers.
 */
package io.sluice.benchmarks;
