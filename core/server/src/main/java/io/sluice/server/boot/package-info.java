/**
 * The program: enter by {@link io.sluice.server.boot.Main}. One class for each command, and the wiring of a server from
 * its configuration and plugins in one method, {@link io.sluice.server.boot.Server#start}.
 */
package io.sluice.server.boot;
