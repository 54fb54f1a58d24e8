/**
 * Tests of the tarball as a user has it: unpacked, started by bin/sluice, talked to over sockets. A test takes a folder of
 * its own from {@link io.sluice.distribution.Tarball} and starts a server there with {@link
 * io.sluice.distribution.RunningSluice}, or runs another command with {@link io.sluice.distribution.Command}.
 */
package io.sluice.distribution;
