/**
 * Sockets, threads and deadlines: the only package that imports Apache MINA. Enter by {@link
 * io.sluice.server.transport.Transport}, which owns the {@link io.sluice.server.transport.Worker workers}; each {@link
 * io.sluice.server.transport.Connection} belongs to one worker for its whole life and is touched on that thread alone.
 *
 * <p>MINA gives the selector loop and the life cycle of sessions. Workers accept and make connections themselves, and the data
 * path is ours: one direct scratch buffer per worker for reads, writes that go straight to the kernel, and a queue only for what
 * it did not take.
 */
package io.sluice.server.transport;
